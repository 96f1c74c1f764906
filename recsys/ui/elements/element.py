"""How an element of the page of our own is registered, from the files beside its module."""

import re
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_IMPORT = re.compile(r'^import \{[^}]*\} from "(?P<path>\.[^"]+)"\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def own_element(name: str, html: str, script: Path, css: str = "") -> ComponentRenderer:
    """Register an element and return what draws it.

    It stands in the page itself, not apart from it: what reads the page finds its words there.

    Parameters
    ----------
    script : Path
        The module whose default export draws the element.
    css : str
        Name of a file beside it.
    """
    style = (script.parent / css).read_text(encoding="utf-8") if css else ""
    return st.components.v2.component(
        name, html=html, css=style, js=whole(script), isolate_styles=False
    )


def whole(script: Path) -> str:
    """Return a module with what it imports in it; the browser is sent one text a component."""
    texts: dict[Path, str] = {}

    def read(path: Path) -> None:
        if path in texts:
            return
        text = path.read_text(encoding="utf-8")
        for found in _IMPORT.finditer(text):
            read((path.parent / found["path"]).resolve())
        texts[path] = _IMPORT.sub("", text)

    read(script.resolve())
    *imported, own = texts.values()
    return "\n".join([*(_EXPORT.sub("", text) for text in imported), own])
