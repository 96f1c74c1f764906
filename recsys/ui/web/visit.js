// Whether a line above the page will say whose movies it shows, or that there are one's own, is
// known before anything is drawn: what the address says is not what the browser remembers
// (`ui/memory.js`). Later `ui/memory.py` knows.
try {
  const profile = (query) => new URLSearchParams(query ?? "").get("p") ?? ""
  const kept = profile(localStorage.getItem("cinefold-profile"))
  const elsewhere = /\/(night|explore|model|about)\/?$/.test(location.pathname)
  const differs = profile(location.search) !== kept
  document.documentElement.toggleAttribute("data-visiting", differs && !elsewhere)
} catch {
  // A browser that keeps nothing.
}
