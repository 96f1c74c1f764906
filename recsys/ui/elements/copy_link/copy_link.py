"""A "Copy link" button: the one thing Streamlit has no command for.

The link is put together in the browser, from the address the person sees, so it is right behind
any proxy. Where the browser has no clipboard access (plain http on another host), the link is
shown selected, to be copied by hand.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

_HTML = """
<div class="copy">
  <button type="button">Copy link</button>
  <input type="text" readonly hidden aria-label="Link to this profile" />
  <span role="status" aria-live="polite"></span>
</div>
"""

_CSS = """
.copy { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
button {
  font: inherit; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  min-height: 2.5rem; padding: 0.25rem 0.75rem; cursor: pointer; width: 100%;
}
button:hover, button:focus-visible {
  border-color: var(--st-primary-color); color: var(--st-primary-color);
}
input {
  font: inherit; flex: 1 1 12rem; color: var(--st-text-color);
  background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); padding: 0.4rem;
}
span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""

_JS = """
export default function ({ data, parentElement }) {
  const [button, field, status] = parentElement.querySelectorAll("button, input, span")
  field.hidden = true
  button.onclick = async () => {
    const url = new URL(window.location.href)
    url.pathname = url.pathname.replace("/~/+/", "/")
    url.search = new URLSearchParams(data.query)
    url.hash = ""
    try {
      await navigator.clipboard.writeText(url.href)
      button.textContent = status.textContent = "Link copied"
      setTimeout(() => { button.textContent = "Copy link"; status.textContent = "" }, 2500)
    } catch {
      field.value = url.href
      field.hidden = false
      field.select()
      status.textContent = "Copy the selected link"
    }
  }
}
"""

_component = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)


def copy_link_button(query: Mapping[str, str] | Sequence[tuple[str, str]], key: str) -> None:
    """Draw the button.

    Parameters
    ----------
    query : mapping of str, or pairs where a parameter stands several times
        The parameters of the link; its path is the page the person is on.
    """
    pairs = query.items() if isinstance(query, Mapping) else query
    _component(data={"query": [list(pair) for pair in pairs]}, key=key)
