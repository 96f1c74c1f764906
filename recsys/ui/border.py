"""The border that outside text crosses: titles, names, genres, file names, what a link asks for.

Streamlit reads almost everything it is given as Markdown: labels, captions, tooltips, metrics,
toasts, the cells of `st.table`. Outside text in it would draw images from foreign hosts and links
under our domain, and "M*A*S*H" would lose its stars. So whatever is not written in this code
passes through `plain` or `plain_table`; `tests/ui/test_border.py` reads every call to Streamlit and
fails where it does not. Options of a selectbox or multiselect, placeholders, `st.text`, `st.code`,
`st.dataframe`, charts and our own elements show text as it is.
"""

import re
from collections.abc import Collection
from typing import NewType

import pandas as pd
import streamlit as st

from recsys.ui.charts.theme import SHADE

Markdown = NewType("Markdown", str)
"""Text that may be drawn: every outside part of it has crossed the border."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$:&]")
_LIST_ITEM = re.compile(r"^( *\d*)([-+.)])(?= |$)")
_SHADE = f"background-color: {SHADE}; font-weight: 600"
_JOINER = "\N{WORD JOINER}"
# The browser finds these in the text itself, after escapes are resolved; a character without
# width takes them apart: addresses, e-mail addresses, emoji and icons, arrows and dashes.
_FOUND_LATER = re.compile(
    r"(?<=:)(?=[\w/+-])|(?<=www)(?=\.)|(?<=@)(?=[-\w]+\.\w)|(?<=[-<>~])(?=[-=>])", re.I
)


def plain(text: str) -> Markdown:
    """Return Markdown that shows a text as it is, on one line."""
    text = _FOUND_LATER.sub(_JOINER, re.sub(r"[ \t\r\n]+", " ", text))
    return Markdown(_LIST_ITEM.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", text)))


def plain_table(shown: pd.DataFrame, shaded: Collection[int] = ()) -> None:
    """Draw a table that shows its cells and headings as they are.

    Parameters
    ----------
    shaded : collection of int
        Numbers of the rows that are headings to those below them.
    """
    cells = shown.rename(columns=plain).map(lambda v: plain(v) if isinstance(v, str) else v)

    def shade(row: pd.Series) -> list[str]:
        return [_SHADE if row.name in shaded else ""] * len(row)

    st.table(cells.style.apply(shade, axis=1) if shaded else cells, hide_index=True)
