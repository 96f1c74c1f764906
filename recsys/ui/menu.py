"""The pages: the address, name, icon and purpose of each, in the order of the menu."""

from typing import NamedTuple


class Entry(NamedTuple):
    """One page; its address is the name of its file in `pages/`."""

    address: str
    title: str
    icon: str
    help: str


MENU = (
    Entry("profile", "Your profile", "person", "Pick and rate movies, see what fits."),
    Entry("recommendations", "Recommendations", "thumb_up", "The whole list, with filters."),
    Entry("taste", "Your taste", "face", "What your ratings say about you."),
    Entry("similar", "Similar movies", "hub", "Movies that the same people like."),
    Entry("map", "Taste map", "map", "All movies as a map, and your place on it."),
    Entry("night", "Movie night", "groups", "One list for two to seven people."),
    Entry("explore", "Explore", "bar_chart", "What everybody likes, search, and the data."),
    Entry("model", "Model", "tune", "How the model was trained, to check."),
    Entry("about", "About", "info", "What this is, data and licence."),
)
PRODUCT = "Cinefold"
START = Entry("start", PRODUCT, "", "")
"""What `/` shows; it stands in no menu."""


def browser_title(page: str) -> str:
    """Return what a page of this name is called in the browser's tab."""
    return page if page == PRODUCT else f"{page} · {PRODUCT}"
