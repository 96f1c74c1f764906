"""How an element of the page of our own is registered, from the files in `assets`."""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

ASSETS = Path(__file__).parent / "assets"


def own_element(name: str, html: str, css: str, *js: str) -> ComponentRenderer:
    """Register an element and return what draws it.

    It stands in the page itself, not apart from it: what reads the page finds its words there.

    Parameters
    ----------
    css, js : str
        Names of files in `assets`; several scripts are read as one.
    """
    script, style = ("\n".join(map(_read, names)) for names in (js, (css,)))
    return st.components.v2.component(name, html=html, css=style, js=script, isolate_styles=False)


def _read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
