"""The pages: the address, name, icon and purpose of each, in the order of the menu."""

from typing import NamedTuple


class Page(NamedTuple):
    """One page."""

    address: str
    title: str
    icon: str
    help: str
    file: str = ""
    """The name of its file in `pages/`, where that is not its address."""
    beside: str = ""
    """The address of the page that stands in the menu for both; each of the two leads to the
    other at its top."""
    hidden: bool = False
    """Whether no menu leads there, but links within pages do."""

    @property
    def page(self) -> str:
        """The name of its file."""
        return self.file or self.address

    @property
    def is_in_menu(self) -> bool:
        return not (self.beside or self.hidden)


PRODUCT = "Cinefold"
FOR_YOU = "For you"
MENU = (
    Page("profile", FOR_YOU, "movie", "Your movies, and what to watch next."),
    # Where links of before lead.
    Page("recommendations", FOR_YOU, "movie", "", file="profile", hidden=True),
    Page("what-if", "What if", "experiment", "", file="what_if", hidden=True),
    Page("similar", "Similar movies", "hub", "Movies that the same people like."),
    Page("taste", "Your taste", "face", "What your ratings say about you, and where you stand."),
    Page("map", "Taste map", "map", "", beside="taste"),
    Page("night", "Movie night", "groups", "One list for two to seven people."),
    Page("explore", "Explore", "bar_chart", "Search, what everybody likes, and the data."),
    Page("about", "About", "info", "What this is, how it works, and how good it is."),
    Page("model", "The model", "tune", "", beside="about"),
)
START = Page("start", PRODUCT, "movie", "", file="profile", hidden=True)
"""What `/` shows."""


def pair(address: str) -> tuple[Page, ...]:
    """Return a page and the one beside it, in their order; nothing where there is none."""
    heads = {entry.beside or entry.address for entry in MENU if entry.address == address}
    found = tuple(entry for entry in MENU if (entry.beside or entry.address) in heads)
    return found if len(found) > 1 else ()


def browser_title(page: str) -> str:
    """Return what a page of this name is called in the browser's tab."""
    return page if page == PRODUCT else f"{page} · {PRODUCT}"
