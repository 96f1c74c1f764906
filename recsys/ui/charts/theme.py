"""Every colour that is drawn: from the theme in `.streamlit/config.toml`, or kept here."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import streamlit as st

SHADE = "#76757533"
"""Of what lies behind bars, and behind the headings of a table; right in both modes."""
_GENRES = (0, 3, 2, 1, 7, 4, 5, 6)
"""The theme's colours in an order that tells groups lying beside each other on the map apart."""


@dataclass(frozen=True)
class Theme:
    """The colours of one mode, as CSS has them."""

    dark: bool
    muted: str
    pale: str
    other: str
    """Of what belongs to no group."""
    favourite: str
    decades: tuple[str, ...]
    """From the oldest to the newest."""
    favourites: tuple[str, ...]
    """Of the rated movies, in the order in which they were added. Each differs from each, from
    `others` and from the paper, also for the colour-blind; each has the hue of its like in the
    other mode."""
    others: str
    """Of the rated movies beyond these."""

    def colours_of(self, movie_ids: Iterable[int]) -> dict[int, str]:
        """Return each rated movie's colour, the same wherever it is drawn."""
        return dict(zip(movie_ids, chain(self.favourites, repeat(self.others)), strict=False))

    def _of(self, name: str) -> Any:
        return st.get_option(f"theme.{'dark' if self.dark else 'light'}.{name}")

    @property
    def categorical(self) -> list[str]:
        return list(self._of("chartCategoricalColors"))

    @property
    def genres(self) -> list[str]:
        return [self.categorical[place] for place in _GENRES]

    @property
    def text(self) -> str:
        return str(self._of("textColor"))

    @property
    def paper(self) -> str:
        return str(self._of("backgroundColor"))

    @property
    def primary(self) -> str:
        return str(self._of("primaryColor"))

    @property
    def speaks_for(self) -> str:
        return self.categorical[0]

    @property
    def speaks_against(self) -> str:
        return self.categorical[1]

    @property
    def diverging(self) -> list[str]:
        """From most against over neutral to most for."""
        ends = self._of("chartDivergingColors")
        return [ends[0], str(self._of("secondaryBackgroundColor")), ends[-1]]


def _shades(colours: str) -> tuple[str, ...]:
    return tuple(f"#{colour}" for colour in colours.split())


LIGHT = Theme(
    dark=False,
    muted="#6a625a",
    pale="#ebe5dc",
    other="#b5ada2",
    favourite="#a8322d",
    decades=_shades("0c4558 1f6f8b 4692ab 8fc1d0 e6ab9a d27a63 b54c34 8f2f1b"),
    favourites=_shades("d05f07 4165f8 37b0d1 652e04 58249b cda424 17665a a24ca6"),
    others="#8f887f",
)
DARK = Theme(
    dark=True,
    muted="#b9b2a8",
    pale="#2a2f38",
    other="#6d7480",
    favourite="#ff7b72",
    decades=_shades("3d88a3 5fb3cf 9ad4e6 d8eff6 f4dad2 f2a08a e0775d c2563d"),
    favourites=_shades("f16a0f 3e5db4 b0fbff 8e5225 c5bcfe f8f36f 3fcf98 c877f1"),
    others="#7d8593",
)


def current() -> Theme:
    """Return the theme that the person sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT
