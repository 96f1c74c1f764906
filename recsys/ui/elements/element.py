"""How an element of the page of our own is registered, from the files beside its module."""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def own_element(name: str, html: str, module: str, css: str, *js: str) -> ComponentRenderer:
    """Register an element and return what draws it.

    It stands in the page itself, not apart from it: what reads the page finds its words there.

    Parameters
    ----------
    module : str
        The `__file__` of the element's module.
    css, js : str
        Names of files beside it; several scripts are read as one.
    """
    folder = Path(module).parent
    script, style = (
        "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
        for names in (js, (css,))
    )
    return st.components.v2.component(name, html=html, css=style, js=script, isolate_styles=False)
