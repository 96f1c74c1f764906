// The first screen stays until the app has something to show. React empties #root as soon as it
// begins, long before the first page has run; the screen then goes on beside it, over the page,
// until nothing on that moves any more.
const PATIENCE = 3000 // Milliseconds from the headline on; to wait longer is worse than a jump.
const STILL = 100 // Milliseconds without a change, by when our own elements have drawn.
const root = document.getElementById("root")
const first = document.getElementById("first")
const said = first.querySelector("[role=status]")
let still, latest

try {
  // As Streamlit keeps what was chosen in its menu.
  first.dataset.theme = JSON.parse(localStorage.getItem(`stActiveTheme-${location.pathname}-v2`))
} catch {
  // What the system prefers is right then.
}

// What has yet to come above the headline would move it.
function hasBegun() {
  const headline = root.querySelector("[data-testid=stMain] h1")
  const coming = root.querySelector("[data-testid=stMain] [data-testid=stSkeleton]")
  return headline && (
    !coming || headline.compareDocumentPosition(coming) & Node.DOCUMENT_POSITION_FOLLOWING
  )
}

// A first run asks the browser what it remembers, and the next one draws what that changes.
function hasEnded() {
  return (
    root.querySelector("[data-testid=stApp][data-test-script-state=notRunning]") &&
    "heard" in document.documentElement.dataset &&
    !root.querySelector("[data-testid=stMain] [data-testid=stSkeleton]") &&
    document.fonts.status === "loaded"
  )
}

function leave() {
  clearTimeout(latest)
  first.remove()
  observer.disconnect()
  // What opens above the page stands outside of it, and would have the system's colours.
  const app = root.querySelector("[data-testid=stApp]")
  const follow = () => {
    document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme
  }
  new MutationObserver(follow).observe(app, { attributeFilter: ["class"] })
  follow()
}

function look() {
  clearTimeout(still)
  if (root.querySelector("[data-testid=stMain] [role=alert], [role=dialog]")) return leave()
  if (hasBegun()) {
    latest ??= setTimeout(leave, PATIENCE)
    still = setTimeout(() => hasEnded() && leave(), STILL)
  }
  if (!first.isConnected) document.body.append(first)
  const waiting = root.querySelector("[data-testid=stSpinner]")?.textContent
  if (waiting && said.textContent !== waiting) said.textContent = waiting
}

const observer = new MutationObserver(look)
observer.observe(root, {
  childList: true, subtree: true, attributeFilter: ["data-test-script-state"],
})
// What is remembered may be heard after all has been drawn.
observer.observe(document.documentElement, { attributeFilter: ["data-heard"] })
document.fonts.addEventListener("loadingdone", () => first.isConnected && look())
