"""Match an export's lines with a data set's movies; nothing is guessed silently."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from recsys.data.dataset import Dataset
from recsys.data.tables.rows import Table
from recsys.errors import DataError
from recsys.limits import limits
from recsys.profile.carry import carry_into
from recsys.profile.file import profile_of_json
from recsys.profile.importing.archives import tables_of, text_of
from recsys.profile.importing.match import Found, TitleIndex
from recsys.profile.importing.services import OTHER, Entries, Entry, entries_of
from recsys.profile.profile import Profile
from recsys.text import excerpt

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
        """Return the profile to add: what is certain, and the movie_ids that a person chose."""
        stars: dict[int, float | None] = {m.movie_id: m.stars for m in self.matched}
        for doubt, movie_id in chosen:
            if stars.get(movie_id) is None:
                stars[movie_id] = doubt.stars
        rated = tuple((m, s) for m, s in stars.items() if s is not None)
        seen = tuple(m for m, s in stars.items() if s is None)
        hidden = tuple(m for m in self.extra.not_interested if m not in stars)
        weights = tuple((m, w) for m, w in self.extra.weights if stars.get(m) is not None)
        return Profile(rated, hidden, seen, weights, self.extra.catalogue)

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the profile, ready for JSON; what is doubtful is not matched."""
        return {
            "kind": self.kind,
            "matched": [
                {"movie_id": m.movie_id, "title": m.title, "stars": m.stars, "from": m.source}
                for m in self.matched
            ],
            "unmatched": [asdict(d) for d in self.doubtful] + [asdict(u) for u in self.unmatched],
            "notes": list(self.notes),
        }


class Importer:
    """Reads exports for one data set; holds nothing of any person, so threads may share it."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._index = TitleIndex(dataset.movies)

    def read(self, name: str, data: bytes) -> Imported:
        """Read a whole file: CSV in any usual encoding, JSON of our own, or a zip.

        The name is for messages only.

        Raises
        ------
        DataError
            Nothing in the file can be used; says why in one sentence.
        """
        if _is_json(data):
            return self._own(*profile_of_json(text_of(name, data)[0]))
        tables = tables_of(name, data)
        read, notes = _entries(tables)
        # In a zip the ratings come first; the diary may add to them, never change them.
        found: dict[object, Entry] = {}
        for entry in (entry for entries in read for entry in entries.lines):
            key = entry.key
            if key not in found or found[key].stars is None:
                found[key] = entry
        if not found:
            raise DataError(f"{excerpt(name)} has a header but no lines; export it again")
        kind = next((entries.kind for entries in read if entries.lines), OTHER)
        return self._matched(kind, found.values(), notes)

    def _own(self, profile: Profile, notes: tuple[str, ...]) -> Imported:
        """Take over a profile of our own, by title where its ids mean other movies here."""
        carried = carry_into(profile, self._dataset)
        profile = carried.profile
        stars: dict[int, float | None] = {**profile.stars, **dict.fromkeys(profile.seen)}
        matched = tuple(
            Matched(m, self._dataset.title(m), s, f"movie {m}") for m, s in stars.items()
        )
        unmatched = tuple(Unmatched(movie.title, None, movie.reason) for movie in carried.lost)
        return Imported(CINEFOLD, matched, (), unmatched, notes, profile)

    def _matched(self, kind: str, found: Iterable[Entry], notes: tuple[str, ...]) -> Imported:
        matched: dict[int, Matched] = {}
        doubtful: list[Doubtful] = []
        unmatched: list[Unmatched] = []
        most = limits().link_movies
        for entry in found:
            result = self._find(entry)
            movie_id = result.movie_id
            if movie_id in matched:
                result = Found(None, reason=f"same movie as {matched[movie_id].source}")
            if len(matched) == most:
                result = Found(None, reason=f"a profile holds at most {most:,} movies")
            if result.movie_id is not None:
                title = self._dataset.title(result.movie_id)
                matched[result.movie_id] = Matched(result.movie_id, title, entry.stars, entry.shown)
            elif result.candidates:
                doubtful.append(
                    Doubtful(entry.title, entry.year, entry.stars, result.reason, result.candidates)
                )
            else:
                title = entry.title or entry.shown
                unmatched.append(Unmatched(title, entry.year, result.reason))
        extra = Profile(catalogue=self._dataset.catalogue)
        lines = tuple(matched.values()), tuple(doubtful), tuple(unmatched)
        return Imported(kind, *lines, notes, extra)

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


def _is_json(data: bytes) -> bool:
    start = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith((b"{", b"["))


def _entries(tables: list[Table]) -> tuple[list[Entries], tuple[str, ...]]:
    """Read what can be read, and say what cannot; one table that cannot is an error."""
    notes = [note for table in tables for note in table.notes]
    read: list[Entries] = []
    problems: list[DataError] = []
    for table in tables:
        try:
            read.append(entries_of(table))
            notes += read[-1].notes
        except DataError as error:
            problems.append(error)
            notes.append(f"Left out: {error}.")
    if problems and not any(entries.lines for entries in read):
        raise problems[0]
    return read, tuple(dict.fromkeys(notes))
