"""Match an export's lines with a data set's movies; nothing is guessed silently."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from recsys.data.dataset import Dataset
from recsys.data.tables.rows import Table
from recsys.errors import DataError
from recsys.limits import limits
from recsys.profile.carry import carry_into
from recsys.profile.file import profile_of_json
from recsys.profile.importing.archives import tables_of, text_of
from recsys.profile.importing.ids import IdIndex
from recsys.profile.importing.match import MAX_CANDIDATES, Found, TitleIndex
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
class Wanted:
    """A movie that one wants to see, and that is certain."""

    movie_id: int
    title: str
    """As the data set calls it."""
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
    names: tuple[str, ...] = ()
    """What the data set calls them."""
    wanted: bool = False
    """Whether it is a movie that one wants to see."""


@dataclass(frozen=True)
class Unmatched:
    """A line that cannot count."""

    title: str
    year: int | None
    reason: str
    wanted: bool = False
    """Whether it is a movie that one wants to see."""


@dataclass(frozen=True)
class Imported:
    """What an export holds for one data set; every line is in exactly one of the four lists.

    Only what is both rated or seen and wanted is left out of the watchlist without a word.
    """

    kind: str
    """The service and the file, as `SERVICES` calls them; "titles", "csv" or "cinefold"."""
    matched: tuple[Matched, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    notes: tuple[str, ...] = ()
    """What was left out or taken for granted, in sentences."""
    extra: Profile = field(default_factory=Profile)
    """What our own files hold beside ratings: weights, "not interested"."""
    watchlist: tuple[Wanted, ...] = ()
    """What one wants to see, in the file's order."""

    def profile(self, chosen: Sequence[tuple[Doubtful, int]] = ()) -> Profile:
        """Return the profile to add: what is certain, and the movie_ids that a person chose."""
        stars: dict[int, float | None] = {m.movie_id: m.stars for m in self.matched}
        wanted = [w.movie_id for w in self.watchlist]
        for doubt, movie_id in chosen:
            if doubt.wanted:
                wanted.append(movie_id)
            elif stars.get(movie_id) is None:
                stars[movie_id] = doubt.stars
        rated = tuple((m, s) for m, s in stars.items() if s is not None)
        seen = tuple(m for m, s in stars.items() if s is None)
        hidden = tuple(m for m in self.extra.not_interested if m not in stars)
        weights = tuple((m, w) for m, w in self.extra.weights if stars.get(m) is not None)
        return Profile(rated, hidden, seen, weights, self.extra.catalogue).want(wanted)

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the profile, ready for JSON; what is doubtful is not matched."""
        return {
            "kind": self.kind,
            "matched": [
                {"movie_id": m.movie_id, "title": m.title, "stars": m.stars, "from": m.source}
                for m in self.matched
            ],
            "watchlist": [{"movie_id": w.movie_id, "title": w.title} for w in self.watchlist],
            "unmatched": [_readable(d) for d in self.doubtful]
            + [asdict(u) for u in self.unmatched],
            "notes": list(self.notes),
        }


class Importer:
    """Reads exports for one data set; holds nothing of any person, so threads may share it."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._index = TitleIndex(dataset.movies)
        self._ids = IdIndex(dataset.movies)
        years = dataset.movies["year"].fillna(0).astype(int)
        self._years: dict[int, int] = dict(zip(years.index.tolist(), years.tolist(), strict=True))

    def read_text(self, text: str) -> Imported:
        """Read what was pasted: titles, one a line, or any table; see `read`."""
        return self.read("the pasted text", text.encode("utf-8", errors="replace"))

    def read(self, name: str, data: bytes) -> Imported:
        """Read a whole file: a table in any usual encoding, JSON, XML, a list of titles, or a zip.

        The name is for messages, and tells a watchlist from what was watched.

        Raises
        ------
        DataError
            Nothing in the file can be used; says why in one sentence.
        """
        tables = tables_of(name, data)
        if not tables:
            return self._own(*profile_of_json(text_of(name, data)[0]))
        read, notes = _entries(tables)
        found = _merged(read)
        if not found:
            raise DataError(f"{excerpt(name)} has a header but no lines; export it again")
        kind = next((entries.kind for entries in read if entries.lines), OTHER)
        return self._matched(kind, found, notes)

    def _own(self, profile: Profile, notes: tuple[str, ...]) -> Imported:
        """Take over a profile of our own, by title where its ids mean other movies here."""
        carried, listed = carry_into(profile, self._dataset), set(profile.watchlist)
        profile = carried.profile
        stars: dict[int, float | None] = {**profile.stars, **dict.fromkeys(profile.seen)}
        matched = tuple(
            Matched(m, self._dataset.title(m), s, f"movie {m}") for m, s in stars.items()
        )
        unmatched = tuple(
            Unmatched(movie.title, None, movie.reason, movie.movie_id in listed)
            for movie in carried.lost
        )
        watchlist = tuple(
            Wanted(m, self._dataset.title(m), f"movie {m}") for m in profile.watchlist
        )
        return Imported(CINEFOLD, matched, (), unmatched, notes, profile, watchlist)

    def _matched(self, kind: str, found: list[Entry], notes: tuple[str, ...]) -> Imported:
        matched: dict[int, Matched] = {}
        watchlist: dict[int, Wanted] = {}
        doubtful: list[Doubtful] = []
        unmatched: list[Unmatched] = []
        most = limits().link_movies
        # What is rated or seen goes before what is wanted.
        for entry, result in sorted(self._decided(found), key=lambda pair: pair[0].wanted):
            movie_id, title = result.movie_id, entry.title or entry.shown
            here: Mapping[int, Matched | Wanted] = watchlist if entry.wanted else matched
            if movie_id in matched and entry.wanted:
                continue
            if movie_id is not None and movie_id in here:
                result = Found(None, reason=f"same movie as {here[movie_id].source}")
            elif movie_id is not None and len(matched) + len(watchlist) == most:
                result = Found(None, reason=f"a profile holds at most {most:,} movies")
            if result.movie_id is not None:
                movie_id, name = result.movie_id, self._dataset.title(result.movie_id)
                if entry.wanted:
                    watchlist[movie_id] = Wanted(movie_id, name, entry.shown)
                else:
                    matched[movie_id] = Matched(movie_id, name, entry.stars, entry.shown)
            elif result.candidates:
                ids = result.candidates
                doubtful.append(
                    Doubtful(
                        title,
                        entry.year,
                        entry.stars,
                        result.reason,
                        ids,
                        tuple(map(self._dataset.title, ids)),
                        entry.wanted,
                    )
                )
            else:
                unmatched.append(Unmatched(title, entry.year, result.reason, entry.wanted))
        return Imported(
            kind,
            tuple(matched.values()),
            tuple(doubtful),
            tuple(unmatched),
            notes,
            Profile(catalogue=self._dataset.catalogue),
            tuple(watchlist.values()),
        )

    def _decided(self, entries: list[Entry]) -> Iterator[tuple[Entry, Found]]:
        """Find each line's movie; the very year of one line goes before a year off of another."""
        alike = Counter((e.titles, e.year) for e in entries if not e.refused)
        results = [self._find(entry, alike[entry.titles, entry.year] > 1) for entry in entries]
        exact = {r.movie_id for r in results if r.away == 0}
        off = Counter(r.movie_id for r in results if r.away)
        for entry, result in zip(entries, results, strict=True):
            movie_id = result.movie_id
            if movie_id is not None and result.away and (movie_id in exact or off[movie_id] > 1):
                reason = f"another line fits {self._dataset.title(movie_id)} as well or better"
                result = Found(None, (movie_id,), reason)
            if result.movie_id is None and entry.unsure:
                result = Found(None, reason=entry.unsure)
            yield entry, result

    def _find(self, entry: Entry, has_twin: bool) -> Found:
        """Find a line's movie: by its ids where they mean something here, else by its titles.

        `has_twin` says that another movie of the file has the same title and year.
        """
        if entry.refused:
            return Found(None, reason=entry.refused)
        if entry.movie_id is not None and self._dataset.report.shares_movie_ids:
            return self._by_movie_id(entry, entry.movie_id)
        ids = {"imdb_id": entry.imdb_id, "tmdb_id": entry.tmdb_id}
        by_id = self._ids.find(ids)
        if by_id is not None and (by_id.movie_id is not None or by_id.candidates):
            return by_id
        if not entry.titles:
            if entry.movie_id is not None:
                return Found(None, reason="its id means another movie here")
            return by_id or Found(None, reason="this data set knows no such ids")
        found = self._by_titles(entry)
        if has_twin and found.movie_id is not None:
            reason = "the file has two movies of this title and year"
            found = Found(None, (found.movie_id,), reason)
        if by_id is None:
            return found
        # The ids are an answer: by its title only a movie is taken whose own is not known.
        sure = found.movie_id
        if sure is None:
            return by_id
        if self._ids.has_another(sure, ids):
            return Found(None, (sure,), "the movie of that name has another id")
        return found

    def _by_movie_id(self, entry: Entry, movie_id: int) -> Found:
        if movie_id not in self._dataset.movies.index:
            return Found(None, reason="this data set has no movie with this id")
        named = self._by_titles(entry).movie_id if entry.titles else None
        if named not in (None, movie_id):
            reason = "its id and its title name different movies"
            return Found(None, (movie_id, named or movie_id), reason)
        return Found(movie_id)

    def _by_titles(self, entry: Entry) -> Found:
        """Find the movie that a line's titles name; where they name different ones, none."""
        each = [self._index.find([title], entry.year) for title in entry.titles]
        if entry.whole:
            each.append(self._index.find([entry.whole], None))
        sure = [found for found in each if found.movie_id is not None]
        ids = tuple(dict.fromkeys(found.movie_id for found in sure if found.movie_id is not None))
        if len(ids) > 1:
            return Found(None, ids[:MAX_CANDIDATES], "its titles name different movies")
        if sure and entry.since and (self._years[ids[0]] or entry.since) < entry.since:
            return Found(
                None, ids, f"from before {entry.since}, it may be a newer one of that name"
            )
        if sure:
            return min(sure, key=lambda found: found.away)
        return next((found for found in each if found.candidates), each[0])


def _readable(doubt: Doubtful) -> dict[str, Any]:
    """Return a doubtful line ready for JSON, its candidates by name."""
    pairs = zip(doubt.candidates, doubt.names, strict=True)
    content = asdict(doubt)
    del content["names"]
    return content | {"candidates": [{"movie_id": m, "title": title} for m, title in pairs]}


def _merged(read: list[Entries]) -> list[Entry]:
    """Put the lines of several tables together, each movie once.

    In a zip the ratings come first: the diary may add to them, never change them, and what is
    rated or seen is not wanted any more. A movie is told by its title and year; where a table has
    two that share them, by its address too.
    """
    found: dict[tuple[object, ...], Entry] = {}
    keys_of: defaultdict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
    for entries in read:
        twins = Counter(entry.name for entry in entries.lines)
        earlier = {name: list(keys) for name, keys in keys_of.items()}
        for entry in entries.lines:
            key, known = entry.key, earlier.get(entry.name, [])
            if key not in found and known:
                if len(known) == 1 and twins[entry.name] == 1:
                    key = known[0]
                elif not entry.address:
                    continue
            before = found.get(key)
            if before is None:
                keys_of[entry.name].append(key)
                found[key] = entry
            elif before.wanted or (before.stars is None and not entry.wanted):
                found[key] = entry
    return list(found.values())


def _entries(tables: list[Table]) -> tuple[list[Entries], tuple[str, ...]]:
    """Read what can be read, and say what cannot; one table that cannot is an error."""
    notes = [note for table in tables for note in table.notes]
    read: list[Entries] = []
    problems: list[DataError] = []
    for table in tables:
        try:
            read.append(entries_of(table, alone=len(tables) == 1 and not table.inside))
            notes += read[-1].notes
        except DataError as error:
            problems.append(error)
            notes.append(f"Left out: {error}.")
    if problems and not any(entries.lines for entries in read):
        raise problems[0]
    return read, tuple(dict.fromkeys(notes))
