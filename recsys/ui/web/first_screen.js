// The first screen stays until the app has something to show. React empties #root as soon as it
// begins, long before the first page has run; the screen then goes on beside it.
const root = document.getElementById("root")
const first = document.getElementById("first")
const said = first.querySelector("[role=status]")

try {
  // As Streamlit keeps what was chosen in its menu.
  first.dataset.theme = JSON.parse(localStorage.getItem(`stActiveTheme-${location.pathname}-v2`))
} catch {
  // What the system prefers is right then.
}

// What has yet to come above the headline would move it.
function hasSettled(headline) {
  const coming = root.querySelector("[data-testid=stMain] [data-testid=stSkeleton]")
  return !coming || headline.compareDocumentPosition(coming) & Node.DOCUMENT_POSITION_FOLLOWING
}

new MutationObserver((_, observer) => {
  const headline = root.querySelector("[data-testid=stMain] h1")
  const trouble = root.querySelector("[data-testid=stMain] [role=alert], [role=dialog]")
  if (trouble || (headline && hasSettled(headline))) {
    first.remove()
    observer.disconnect()
    return
  }
  if (!first.isConnected) document.body.append(first)
  const waiting = root.querySelector("[data-testid=stSpinner]")?.textContent
  if (waiting && said.textContent !== waiting) said.textContent = waiting
}).observe(root, { childList: true, subtree: true })
