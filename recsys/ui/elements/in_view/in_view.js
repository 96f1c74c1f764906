// See in_view.py for why.
const AHEAD = "400px" // Begun this long before it is seen, it is mostly there by then.

export default function ({ data, parentElement, setTriggerValue }) {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return
    observer.disconnect()
    setTriggerValue("seen", data)
  }, { rootMargin: AHEAD })
  observer.observe(parentElement.querySelector(".cine-in-view"))
  return () => observer.disconnect()
}
