export default function ({ data, parentElement }) {
  const [button, field, status] = parentElement.querySelectorAll("button, input, span")
  field.hidden = true
  button.className = data.primary ? "primary" : ""
  button.textContent = data.label
  const say = said => {
    button.textContent = status.textContent = said
    setTimeout(() => { button.textContent = data.label; status.textContent = "" }, 2500)
  }
  button.onclick = async () => {
    const url = new URL(window.location.href)
    url.pathname = url.pathname.replace("/~/+/", "/")
    url.search = new URLSearchParams(data.query)
    url.hash = ""
    if (data.share && navigator.canShare?.({ url: url.href })) {
      try {
        await navigator.share({ url: url.href })
        return
      } catch (error) {
        // The person thought better of it; anything else, and the link is copied.
        if (error.name === "AbortError") return
      }
    }
    try {
      await navigator.clipboard.writeText(url.href)
      say("Link copied")
    } catch {
      field.value = url.href
      field.hidden = false
      field.select()
      status.textContent = "Copy the selected link"
    }
  }
}
