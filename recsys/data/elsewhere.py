"""Where a film is found elsewhere: its addresses at IMDb, TMDB and Letterboxd.

By id where the data tell it, else as a search there by title and year. Nothing is asked of these
sites; an address is for a person to follow.
"""

from typing import NamedTuple
from urllib.parse import quote

import pandas as pd

from recsys.data.dataset import Dataset
from recsys.data.layouts import LAYOUTS
from recsys.data.titles.forms import article_first, plain_text, split_year

IMDB, TMDB, LETTERBOXD = "IMDb", "TMDB", "Letterboxd"
MAX_ASKED = 150
"""Characters of a title that are searched for."""
_FILMS = frozenset(layout.label for layout in LAYOUTS)


class Elsewhere(NamedTuple):
    """A film's page at another site, or the search that leads to it."""

    site: str
    address: str


def elsewhere(dataset: Dataset, movie_id: int) -> tuple[Elsewhere, ...]:
    """Return where a movie is found; empty where the data do not say which film it is.

    Own data may be about books or records: theirs are films where the ids are MovieLens'.
    """
    if movie_id not in dataset.movies.index:
        return ()
    movie = dataset.movies.loc[movie_id]
    films = dataset.report.shares_movie_ids or dataset.report.layout in _FILMS
    return addresses(
        movie["raw_title"] if films else "", _known(movie["imdb_id"]), _known(movie["tmdb_id"])
    )


def addresses(raw_title: str, imdb_id: int | None, tmdb_id: int | None) -> tuple[Elsewhere, ...]:
    """Return a film's addresses; a site is left out where neither an id nor a title leads to it.

    Parameters
    ----------
    raw_title : str
        As in the file, `Matrix, The (1999)` say; empty where it is not to be searched for.
    """
    name, year = _asked(raw_title)
    both = name if year is None else f"{name} {year}"
    found = {IMDB: "", TMDB: "", LETTERBOXD: ""}
    if name:
        # TMDB takes a year apart from the words, the others among them.
        apart = name if year is None else f"{name} y:{year}"
        found[IMDB] = f"https://www.imdb.com/find/?s=tt&q={_encoded(both)}"
        found[TMDB] = f"https://www.themoviedb.org/search/movie?query={_encoded(apart)}"
        # Here the words are a part of the path, which servers refuse with a slash in it.
        if words := " ".join(both.replace("/", " ").replace("\\", " ").split()):
            found[LETTERBOXD] = f"https://letterboxd.com/search/films/{_encoded(words)}/"
    if imdb_id is not None:
        found[IMDB] = f"https://www.imdb.com/title/tt{imdb_id:07d}/"
        found[LETTERBOXD] = f"https://letterboxd.com/imdb/tt{imdb_id:07d}/"
    if tmdb_id is not None:
        # What TMDB has is what Letterboxd is made from, so its id comes before IMDb's.
        found[TMDB] = f"https://www.themoviedb.org/movie/{tmdb_id}"
        found[LETTERBOXD] = f"https://letterboxd.com/tmdb/{tmdb_id}"
    return tuple(Elsewhere(site, address) for site, address in found.items() if address)


def _asked(raw_title: str) -> tuple[str, int | None]:
    """Return what a film is searched by: its title without the other titles in brackets."""
    name, year = split_year(plain_text(raw_title))
    shown = article_first(name).partition(" (")[0]
    return " ".join(shown.split())[:MAX_ASKED].rstrip(), year


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _known(number: object) -> int | None:
    return None if pd.isna(number) else int(number)  # type: ignore[call-overload,arg-type]
