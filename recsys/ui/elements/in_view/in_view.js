// See in_view.py for why.
const FAR = 100000 // CSS pixels

export default function ({ data, parentElement, setTriggerValue }) {
  // Who jumps past it has come to it as well; the page scrolls within an element of Streamlit's.
  const margin = `${FAR}px 0px ${data.ahead}px`
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return
    observer.disconnect()
    setTriggerValue("seen", data.what)
  }, { rootMargin: margin, scrollMargin: margin })
  observer.observe(parentElement.querySelector(".cine-in-view"))
  return () => observer.disconnect()
}
