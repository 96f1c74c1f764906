"""What a file or a pasted text turned out to hold, as ratings and as a list of movies to watch."""

from collections.abc import Sequence
from dataclasses import replace

from recsys.profile.importing.importer import Doubtful, Imported, Unmatched
from recsys.profile.profile import Profile
from recsys.text import count
from recsys.ui.words.watchlist import some

_SERVICES = {
    "letterboxd": "Letterboxd",
    "imdb": "IMDb",
    "movielens": "MovieLens",
    "trakt": "Trakt",
    "tmdb": "TMDB",
    "netflix": "Netflix",
    "kinopoisk": "Kinopoisk",
    "criticker": "Criticker",
    "cinefold": "Cinefold",
    "titles": "your titles",
}


def of_ratings(imported: Imported) -> str:
    """Say how many ratings are certain, which a person must decide, and which cannot count.

    Empty where the file holds nothing but a list.
    """
    rated, doubtful, unmatched = _lines(imported, wanted=False)
    if not rated and not doubtful and not unmatched:
        return ""
    service = _SERVICES.get(imported.kind.partition("-")[0], "your file")
    certain = holds(replace(imported.profile(), watchlist=())) or "nothing certain"
    return f"From {service}: {certain}{_open(len(doubtful), len(unmatched))}."


def of_list(imported: Imported) -> str:
    """Say how many movies of a list these data have, and name those that they do not have.

    Empty where the file holds no list.
    """
    listed, doubtful, missing = _lines(imported, wanted=True)
    if not listed and not doubtful and not missing:
        return ""
    here = f"{count(len(listed), 'movie')} of your list {_are(len(listed))} here"
    if doubtful:
        here += f", {len(doubtful):,} {_are(len(doubtful))} for you to decide"
    if not missing:
        return f"{here}."
    named = some([titled(line) for line in missing])
    return f"{here}; {len(missing):,} {_are(len(missing))} not: {named}."


def _lines(
    imported: Imported, wanted: bool
) -> tuple[Sequence[object], list[Doubtful], list[Unmatched]]:
    return (
        imported.watchlist if wanted else imported.matched,
        [line for line in imported.doubtful if line.wanted == wanted],
        [line for line in imported.unmatched if line.wanted == wanted],
    )


def _open(doubtful: int, unmatched: int) -> str:
    said = f", {doubtful:,} for you to decide" if doubtful else ""
    return f"{said}, {unmatched:,} left out" if unmatched else said


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def settled(n: int) -> str:
    """Say how many listed movies the person is done with; empty for none."""
    if not n:
        return ""
    return (
        f"{count(n, 'movie')} of your list you have rated, seen or hidden already; "
        f"{'it stays' if n == 1 else 'they stay'} off it."
    )


def holds(profile: Profile) -> str:
    """Say what a profile holds: "40 ratings, 2 seen movies and 31 listed movies"."""
    parts = [
        count(len(movies), noun)
        for movies, noun in (
            (profile.ratings, "rating"),
            (profile.seen, "seen movie"),
            (profile.watchlist, "listed movie"),
        )
        if movies
    ]
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def titled(line: Unmatched) -> str:
    """Return a line's title, with its year where it has one."""
    return line.title if line.year is None else f"{line.title} ({line.year})"


def added(before: Profile, after: Profile) -> str:
    """Say what an import did to a profile."""
    came = len(after.settled_ids) - len(before.settled_ids)
    listed = len(after.watchlist) - len(before.watchlist)
    said = []
    if came > 0:
        said.append(f"{count(came, 'movie')} came in")
    if listed > 0:
        said.append(f"{count(listed, 'movie')} joined your list")
    if not said:
        return "Nothing new: all of it was here already."
    return f"{' and '.join(said)}; Undo takes {'it' if came + listed == 1 else 'them'} out again."


def shown(lines: Sequence[object], n: int) -> str:
    """Say that only the first of many lines are shown; empty where all are."""
    more = len(lines) > n
    return f"The first {n} of {len(lines):,} lines; all are in the report." if more else ""
