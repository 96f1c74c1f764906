"""How an element of the page of our own is registered, from the files beside its module."""

import re
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_IMPORT = re.compile(r'^import \{[^}]*\} from "(?P<path>\.[^"]+)"\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:class|function|const) (?P<name>\w+))", re.MULTILINE)


def own_element(name: str, html: str, script: Path, isolated: bool = False) -> ComponentRenderer:
    """Register an element and return what draws it.

    Parameters
    ----------
    script : Path
        The module whose default export draws the element; its style stands beside it, as does
        that of each module it imports.
    isolated : bool
        Whether it stands apart from the page, so that its style meets nothing else there. In the
        page itself, what reads the page finds its words.
    """
    texts = _modules(script)
    styles = [css.read_text(encoding="utf-8") for css in map(_style, texts) if css.exists()]
    return st.components.v2.component(
        name, html=html, css="\n".join(styles), js=_joined(texts), isolate_styles=isolated
    )


def whole(script: Path) -> str:
    """Return a module with what it imports in it; the browser is sent one text a component."""
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
