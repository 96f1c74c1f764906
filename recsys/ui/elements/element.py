"""How an element of the page of our own is registered, from the files beside its module.

Its script stays out of the runs' messages: the browser is told its name and fetches it once. What
the element is given goes as bytes, which Streamlit passes on without a look into them.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from recsys.ui.elements import fetched

_IMPORT = re.compile(r'^import \{[^}]*\} from "(?P<path>\.[^"]+)"\n', re.MULTILINE)
# Beside Streamlit's own files, wherever a proxy has put them.
_LOADER = """
const from = document.querySelector("script[src*='static/js/']").src
const own = await import(new URL("../../%s", from).href)
export default (element) => own.default({
  ...element, data: JSON.parse(new TextDecoder().decode(element.data)),
})
"""
_EXPORT = re.compile(r"^export (?=(?:class|function|const) (?P<name>\w+))", re.MULTILINE)


def own_element(name: str, html: str, script: Path, isolated: bool = False) -> Callable[..., Any]:
    """Register an element and return what draws it, given `data` that JSON can hold.

    Parameters
    ----------
    script : Path
        The module whose default export draws the element; its style stands beside it, as does
        that of each module it imports.
    isolated : bool
        Whether it stands apart from the page, so that its style meets nothing else there. In the
        page itself, what reads the page finds its words.
    """
    sheets = map(_style, _modules(script))
    styles = [css.read_text(encoding="utf-8") for css in sheets if css.exists()]
    draw = st.components.v2.component(
        name,
        html=html,
        css="\n".join(styles),
        js=_LOADER % fetched_from(script),
        isolate_styles=isolated,
    )

    def drawn(data: object, **more: Any) -> Any:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return draw(data=text.encode(), **more)

    return drawn


@cache
def fetched_from(script: Path) -> str:
    """Return where browsers find a module, from where the app is served."""
    name, text = fetched.packed(whole(script).encode(), "js")
    fetched.offer(name, text)
    return f"{fetched.FOLDER}/{name}"


def whole(script: Path) -> str:
    """Return a module with what it imports in it; the browser is sent one text an element."""
    return _joined(_modules(script))


def _style(script: Path) -> Path:
    return script.with_suffix(".css")


def _modules(script: Path) -> dict[Path, str]:
    """Return the text of each module, itself last, without its imports."""
    texts: dict[Path, str] = {}

    def read(path: Path) -> None:
        if path in texts:
            return
        text = path.read_text(encoding="utf-8")
        for found in _IMPORT.finditer(text):
            read((path.parent / found["path"]).resolve())
        texts[path] = _IMPORT.sub("", text)

    read(script.resolve())
    return texts


def _joined(texts: dict[Path, str]) -> str:
    *imported, own = texts.values()
    return "\n".join([*map(_enclosed, imported), own])


def _enclosed(text: str) -> str:
    """Return a module as an expression, so that only what it exports has a name outside."""
    names = ", ".join(found["name"] for found in _EXPORT.finditer(text))
    return f"const {{ {names} }} = (() => {{\n{_EXPORT.sub('', text)}\nreturn {{ {names} }}\n}})()"
