"""Match an export's lines with a data set's movies; nothing is guessed silently."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from recsys.datasets import Dataset
from recsys.errors import DataError
from recsys.importing import entries as kinds
from recsys.importing.entries import Entry, entries_of, kind_of
from recsys.importing.own import profile_of_json
from recsys.importing.tables import tables_of, text_of
from recsys.importing.titles import Found, TitleIndex
from recsys.profile import MAX_MOVIES, Profile
from recsys.words import excerpt

CINEFOLD = "cinefold"


@dataclass(frozen=True)
class Matched:
    """A line whose movie is certain."""

    movie_id: int
    title: str
    """As the data set calls it."""
    stars: float | None
    """None: seen without a rating."""
    source: str
    """As the file calls it."""


@dataclass(frozen=True)
class Doubtful:
    """A line that a person must decide."""

    title: str
    year: int | None
    stars: float | None
    reason: str
    candidates: tuple[int, ...]
    """movie_ids, likeliest first."""


@dataclass(frozen=True)
class Unmatched:
    """A line that cannot count."""

    title: str
    year: int | None
    reason: str


@dataclass(frozen=True)
class Imported:
    """What an export holds for one data set; every line is in exactly one of the three lists."""

    kind: str
    """"letterboxd", "imdb", "movielens", "csv" or "cinefold"."""
    matched: tuple[Matched, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    notes: tuple[str, ...] = ()
    """What was left out or taken for granted, in sentences."""
    extra: Profile = field(default_factory=Profile)
    """What our own files hold beside ratings: weights, "not interested"."""

    def profile(self, chosen: Sequence[tuple[Doubtful, int]] = ()) -> Profile:
        """Return the profile to add: what is certain, and the choices a person made.

        Parameters
        ----------
        chosen : sequence of (Doubtful, movie_id)
        """
        stars: dict[int, float | None] = {m.movie_id: m.stars for m in self.matched}
        for doubt, movie_id in chosen:
            if stars.get(movie_id) is None:
                stars[movie_id] = doubt.stars
        rated = tuple((m, s) for m, s in stars.items() if s is not None)
        seen = tuple(m for m, s in stars.items() if s is None)
        hidden = tuple(m for m in self.extra.not_interested if m not in stars)
        weights = tuple((m, w) for m, w in self.extra.weights if stars.get(m) is not None)
        return Profile(rated, hidden, seen, weights)

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the profile, ready for JSON; what is doubtful is not matched."""
        return {
            "kind": self.kind,
            "matched": [
                {"movie_id": m.movie_id, "title": m.title, "stars": m.stars, "from": m.source}
                for m in self.matched
            ],
            "unmatched": [
                {
                    "title": d.title,
                    "year": d.year,
                    "reason": d.reason,
                    "stars": d.stars,
                    "candidates": list(d.candidates),
                }
                for d in self.doubtful
            ]
            + [asdict(u) for u in self.unmatched],
            "notes": list(self.notes),
        }


class Importer:
    """Reads exports for one data set; holds nothing of any person, so threads may share it."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._index = TitleIndex(dataset.movies)

    def read(self, name: str, data: bytes) -> Imported:
        """Read an export.

        Parameters
        ----------
        name : str
            The file's name; only for messages.
        data : bytes
            The whole file: CSV in any usual encoding, JSON of our own, or a zip.

        Raises
        ------
        DataError
            Nothing in the file can be used; says why in one sentence.
        """
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return self._own(profile_of_json(text_of(name, data)[0]))
        tables = tables_of(name, data)
        notes = [note for table in tables for note in table.notes]
        # In a zip the ratings come first; the diary may add to them, never change them.
        found = [entry for table in tables for entry in _latest(entries_of(table))]
        if not found:
            raise DataError(f"{excerpt(name)} has a header but no lines; export it again")
        kind = kind_of(tables[0])
        if kind == kinds.OTHER and any(entry.rating for entry in found):
            notes.append(f"Ratings were read as out of {found[0].scale:g}.")
        return self._matched(kind, _rated_first(found), tuple(notes))

    def _own(self, profile: Profile) -> Imported:
        """Take over a profile of our own as it is; ids mean the same movie everywhere."""
        stars: dict[int, float | None] = {**profile.stars, **dict.fromkeys(profile.seen)}
        matched = tuple(
            Matched(m, self._dataset.title(m), s, f"movie {m}") for m, s in stars.items()
        )
        return Imported(CINEFOLD, matched, extra=profile)

    def _matched(self, kind: str, found: list[Entry], notes: tuple[str, ...]) -> Imported:
        matched: dict[int, Matched] = {}
        doubtful: list[Doubtful] = []
        unmatched: list[Unmatched] = []
        for entry in found:
            result, stars = self._find(entry), None
            try:
                stars = entry.stars
            except DataError as error:
                result = Found(None, reason=str(error))
            movie_id = result.movie_id
            if movie_id in matched:
                result = Found(None, reason=f"same movie as {matched[movie_id].source}")
            if len(matched) == MAX_MOVIES:
                result = Found(None, reason=f"a profile holds at most {MAX_MOVIES:,} movies")
            if result.movie_id is not None:
                title = self._dataset.title(result.movie_id)
                matched[result.movie_id] = Matched(result.movie_id, title, stars, entry.shown)
            elif result.candidates:
                doubtful.append(
                    Doubtful(entry.title, entry.year, stars, result.reason, result.candidates)
                )
            else:
                title = entry.title or entry.shown
                unmatched.append(Unmatched(title, entry.year, result.reason))
        return Imported(kind, tuple(matched.values()), tuple(doubtful), tuple(unmatched), notes)

    def _find(self, entry: Entry) -> Found:
        if entry.refused:
            return Found(None, reason=entry.refused)
        titles = [title for title in (entry.title, entry.original) if title]
        found = self._index.find(titles, entry.year) if titles else Found(None)
        known = entry.movie_id in self._dataset.movies.index
        if entry.movie_id is None or not self._dataset.report.shares_movie_ids:
            return found if titles else Found(None, reason="its id means another movie here")
        if known and (not titles or found.movie_id in (None, entry.movie_id)):
            return Found(entry.movie_id)
        if known:
            return Found(
                None,
                (entry.movie_id, found.movie_id or entry.movie_id),
                "its id and its title name different movies",
            )
        return found if titles else Found(None, reason="this data set has no movie with this id")


def _latest(found: list[Entry]) -> list[Entry]:
    """Keep the last line of each movie: a diary lists every viewing, oldest first."""
    last = {_key(entry): entry for entry in found}
    for entry in found:
        if entry.rating and not last[_key(entry)].rating:
            last[_key(entry)] = replace(last[_key(entry)], rating=entry.rating)
    return list(last.values())


def _rated_first(found: list[Entry]) -> list[Entry]:
    """Keep one entry of each movie over all tables, one with a rating where there is one."""
    first: dict[tuple[str, int | None, int | None], Entry] = {}
    for entry in found:
        if _key(entry) not in first or (entry.rating and not first[_key(entry)].rating):
            first[_key(entry)] = entry
    return list(first.values())


def _key(entry: Entry) -> tuple[str, int | None, int | None]:
    return entry.title, entry.year, entry.movie_id
