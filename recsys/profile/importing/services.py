"""From tables to entries: which service wrote them, and what each line says.

A service is described by the names in its header (`SERVICES`); what the columns mean goes by their
names as in any table. Where nobody is recognised, the names that are known and the cells decide.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from recsys.data.tables.columns import places, plain_name
from recsys.data.tables.ratings import (
    DOWN,
    UP,
    are_thumbs,
    is_unrated,
    lowest,
    parse_rating,
    says_scale,
    scale_of,
    stars_of,
    thumb_of,
)
from recsys.data.tables.rows import Row, Table
from recsys.data.titles.forms import article_first, plain_text, split_year
from recsys.errors import DataError
from recsys.profile.importing.names import Name, name_of, numbered
from recsys.text import count, excerpt

OTHER, TITLES = "csv", "titles"
IMDB_RATINGS, IMDB_LIST = "imdb-ratings", "imdb-list"
MAX_TITLE = 300
"""Characters of a title that are kept; the longest real one has about 200."""


@dataclass(frozen=True)
class Service:
    """A file that a service writes."""

    kind: str
    header: str
    """Names, as `plain_name` returns them, that its first line has; `a/b` where either will do."""
    scale: float | None = 5.0
    """What counts as five stars; None: what the ratings show."""
    wanted: bool = False
    """Whether lines without a rating are movies that one wants to see, not such that one saw."""
    viewings: bool = False
    """Whether a line is a viewing: oldest first, with an address of its own."""
    file: str = ""
    """What its own name holds, where only that tells it from another."""
    columns: int = 0
    """How many columns it has; 0: any number."""
    rating: str | None = None
    """The column of one's own ratings, where others have a usual name; "" where it has none."""
    since: int = 0
    """Where it gives no years, the year before which a movie of a name is rarely the one meant."""


_STREAMED_SINCE = 1990
"""Netflix shows few older movies, and many that have the name of one."""
_TRAKT = "traktid/movieidstrakt/showidstrakt/idstrakt"
SERVICES = (
    Service("letterboxd-list", "position name year url", wanted=True, rating=""),
    Service("letterboxd-watchlist", "letterboxduri name", wanted=True, file="watchlist"),
    Service("letterboxd-diary", "letterboxduri name watcheddate", viewings=True),
    Service("letterboxd-ratings", "letterboxduri name rating"),
    Service("letterboxd-watched", "letterboxduri name"),
    Service(IMDB_RATINGS, "const", 10.0, wanted=True, rating="yourrating/yourated"),
    Service("trakt-ratings", f"ratedat rating {_TRAKT}", 10.0, rating="rating"),
    Service("trakt-watchlist", f"listedat {_TRAKT}", wanted=True, rating=""),
    Service("trakt-collection", f"collectedat {_TRAKT}", wanted=True, rating=""),
    Service(
        "trakt-history",
        f"watchedat/lastwatchedat/plays {_TRAKT}",
        viewings=True,
        rating="",
    ),
    Service("tmdb-watchlist", "tmdbid name type", 10.0, True, file="watchlist", rating=""),
    Service("tmdb-ratings", "tmdbid name type yourrating", 10.0, rating="yourrating"),
    Service("tmdb-watchlist", "tmdbid name type", 10.0, wanted=True, rating=""),
    Service("movielens-ratings", "movieid/movielensid rating"),
    Service(
        "netflix-ratings",
        "titlename/title thumbsvalue/starvalue",
        rating="starvalue",
        since=_STREAMED_SINCE,
    ),
    Service(
        "netflix-watchlist",
        "titlename utctitleadddate",
        wanted=True,
        rating="",
        since=_STREAMED_SINCE,
    ),
    Service(
        "netflix-history",
        "title starttime duration",
        viewings=True,
        rating="",
        since=_STREAMED_SINCE,
    ),
    Service(
        "netflix-history",
        "title date",
        viewings=True,
        columns=2,
        rating="",
        since=_STREAMED_SINCE,
    ),
    Service("kinopoisk-ratings", "namerus/nameeng rating", 10.0, rating="rating"),
    Service(
        "criticker-ratings",
        "filmname score/rating tier/reviewdate/filmlink/minireview/daterated/imdbid/url",
        None,
        rating="score/rating",
    ),
)
"""The first that fits is it."""
_OTHER = Service(OTHER, "", None)
_TITLES = Service(TITLES, "", None, wanted=True)
_BEFORE_HEADER = 40
"""Lines that a service may write above its header: Letterboxd says what a list is called."""
_ROLES = (
    *("name", "original", "year", "rating", "thumbs", "movie_id", "imdb_id", "tmdb_id"),
    *("user_id", "type", "series", "address", "supplement"),
)
_WANTED_FILE = re.compile(r"watch-?_? ?list|wish-?_? ?list|to-?_? ?(?:watch|see)", re.IGNORECASE)
_NOT_MOVIES = re.compile(
    r"seri[ea]|série|сериал|[eé]pisod|folge|game|podcast|music|show|season|\btv$",
    re.IGNORECASE,
)
_MINI = re.compile("mini", re.IGNORECASE)
_SEASON = "season|series|staffel|saison|temporada|stagione|seizoen|säsong|sesong|sezon|kausi|сезон"
_NUMBERED_EPISODE = r"(?:episode|episodio|épisode|folge|avsnitt|aflevering|jakso|серия)\s\d+"
_EPISODE = re.compile(
    rf":\s(?:{_SEASON})\s\d+|:\s(?:part|volume|book|collection|chapter|teil)\s\d+:\s|"
    rf":\s(?:limited series|mini-?series?)\b|\({_NUMBERED_EPISODE}\)|:[^:]+:\s{_NUMBERED_EPISODE}$",
    re.IGNORECASE,
)
"""How a title says that it is an episode: `Dark: Season 1: Secrets`, `… (Episode 10)`."""
_SERIES = re.compile(r"\((?:мини-)?сериал|\((?:tv )?mini-?series|\(tv series", re.IGNORECASE)
_OFTEN = 3
"""So many titles of three parts that begin alike are episodes of one series."""
_KIND_AND_YEAR = re.compile(r"\s*\((?:тв|видео|tv|tv movie|video),? ?(\d{4})\)$", re.IGNORECASE)
"""`(ТВ, 2010)`: made for television or video."""
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_ID = re.compile(r"(\d{1,10})(?:\.0+)?", re.ASCII)
_IMDB_ID = re.compile(r"(?:tt)?(\d{1,10})(?:\.0+)?", re.ASCII)
_IMDB_NUMBER = re.compile(r"\btt(\d{7,10})\b", re.ASCII)
"""In an address, or in the name of a file."""
_ADDRESS = re.compile(r"\w+://.*|www\..*|[a-z]{2}\d{6,}")
_TITLE_NAME = re.compile(
    r"(?<!user)(?<!file)(?<!list)(?<!director)(?<!profile)(?<!first)(?<!last)name|title(?!type)|"
    r"tit[eu]l|titre|titolo|tytu|film|movie|pelicula|назван|фильм|otsikko|nombre|nom$"
)
_RANKS = frozenset(
    ("", "position", "rank", "ranking", "place", "pos", "no", "nr", "num", "number", "id", "index")
)
"""Names of columns that count the lines; "#" is none."""
_NO_RATING = frozenset(
    (
        *("order", "runtime", "runtimemins", "minutes", "duration", "length", "numvotes", "plays"),
        *(
            "popularity",
            "views",
            "imdbrating",
            "imdbscore",
            "average",
            "averagerating",
            "avgrating",
        ),
        *("meanrating", "voteaverage", "metascore", "metacritic", "traktrating", "season"),
        *("seasonnumber", "episode", "episodenumber", "discs", "copies"),
    )
)
"""Names of other numbers that are not one's own rating."""
_SAMPLE = 500
"""Lines that are looked at to tell the columns of a file without a header."""
_LONG_TEXT = 80
"""Characters on average from which a column holds reviews, not titles."""

_SAID = {
    **{"title": "titles", "movie_id": "MovieLens' ids", "imdb_id": "IMDb's ids"},
    **{"tmdb_id": "TMDB's ids", "year": "years", "rating": "ratings"},
}
"""What a note calls the columns that were read."""
Columns = dict[str, tuple[int, ...]]
"""Where each role stands; a title may stand in several columns."""


@dataclass(frozen=True)
class Entry:
    """One line of an export."""

    titles: tuple[str, ...]
    """The likeliest first."""
    year: int | None
    stars: float | None
    """None where the movie was not rated."""
    movie_id: int | None = None
    imdb_id: int | None = None
    tmdb_id: int | None = None
    whole: str = ""
    """A title that ends in what was read as the year."""
    address: str = ""
    """Where the service keeps the movie; two of one title and year have two."""
    wanted: bool = False
    """Whether it is a movie that one wants to see."""
    refused: str = ""
    """Why the line cannot count, if so."""
    unsure: str = ""
    """Why it counts only where the data list just that movie."""
    since: int = 0
    """The year before which a movie of that name is rarely the one meant."""

    @property
    def title(self) -> str:
        return self.titles[0] if self.titles else ""

    @property
    def shown(self) -> str:
        """The movie as the file names it."""
        if not self.title:
            ids = (self.movie_id, self.imdb_id, self.tmdb_id)
            known = next((i for i in ids if i is not None), None)
            return "no title" if known is None else f"movie {known}"
        if self.whole:
            return self.whole
        return self.title if self.year is None else f"{self.title} ({self.year})"

    @property
    def name(self) -> tuple[object, ...]:
        """What lines for movies that are called alike share."""
        return (self.titles, self.year, self.movie_id, self.imdb_id, self.tmdb_id, self.refused)

    @property
    def key(self) -> tuple[object, ...]:
        """What lines for one movie share."""
        return (*self.name, self.address)


@dataclass(frozen=True)
class Entries:
    """What a table says."""

    kind: str
    """Which service wrote it, and what."""
    lines: tuple[Entry, ...]
    """In the file's order, each movie once: a diary lists every viewing, oldest first."""
    notes: tuple[str, ...] = ()
    """What was taken for granted, in sentences."""


def entries_of(table: Table, alone: bool = True) -> Entries:
    """Read a table's lines; one that is all there is may be a plain list of titles as well.

    Raises
    ------
    DataError
        No column looks like a title or a movie's id, or the file holds several people's ratings.
    """
    if not table.rows:
        return Entries(OTHER, ())
    for at, row in enumerate(table.rows[:_BEFORE_HEADER]):
        names = [plain_name(name) for name in row]
        for service in SERVICES:
            if _fits(service, names, table.name):
                columns = _columns_of(service, row)
                return _Reading(table, service, row, table.rows[at + 1 :], columns).entries()
    guess = _Guess(table)
    if guess.lines:
        if not alone:
            raise DataError(f"{excerpt(table.name)} holds no table of movies")
        return _list(table.name, guess.lines)
    reading = _Reading(table, guess.service, guess.header, guess.body, guess.columns)
    return reading.entries()


def _fits(service: Service, names: list[str], file: str) -> bool:
    return (
        service.file in file.casefold()
        and service.columns in (0, len(names))
        and all(any(n in names for n in either.split("/")) for either in service.header.split())
    )


def _columns_of(service: Service, header: Row) -> Columns:
    found = places(header, _ROLES)
    if service.rating is not None:
        found.pop("rating", None)
        names = [plain_name(name) for name in header]
        own = [names.index(name) for name in service.rating.split("/") if name in names]
        found |= {"rating": own[0]} if own else {}
    columns: Columns = {role: (place,) for role, place in found.items()}
    columns["title"] = (*columns.pop("name", ()), *columns.pop("original", ()))
    return columns


class _Reading:
    """One table while its lines are read."""

    def __init__(
        self, table: Table, service: Service, header: Row, body: Sequence[Row], columns: Columns
    ) -> None:
        self._table, self._service, self._header = table, service, header
        self._body, self._columns = body, columns
        self._scale = service.scale or 5.0
        self._notes: list[str] = []
        titles = [self._cell(row, "title") for row in body]
        begins = Counter(title.partition(": ")[0] for title in titles if title.count(": ") > 1)
        self._series = {name for name, often in begins.items() if often >= _OFTEN}

    def _cell(self, row: Row, role: str) -> str:
        return _at(row, self._columns[role][0]) if self._columns.get(role) else ""

    def entries(self) -> Entries:
        service, table = self._service, self._table
        people = {person for row in self._body if (person := self._cell(row, "user_id"))}
        if len(people) > 1:
            # Only the beginning of a long file was read.
            number = f"{'at least ' if table.notes else ''}{len(people):,}"
            raise DataError(
                f"{excerpt(table.name)} holds the ratings of {number} people; expected "
                "one person's, so keep the lines of one of them"
            )
        self._find_scale()
        once: dict[object, Entry] = {}
        conflicts: set[object] = set()
        for entry in map(self._entry, self._body):
            key, before = entry.key, once.get(entry.key)
            if before is None or entry.stars is not None:
                once[key] = entry
                if before is not None and before.stars not in (None, entry.stars):
                    conflicts.add(key)
        if conflicts and not service.viewings:
            self._notes.append(
                f"{count(len(conflicts), 'movie')} of {excerpt(table.name)} stood there again with "
                "other stars; the last line counts."
            )
        lines = tuple(once.values())
        self._notes += _without_year(table.name, lines)
        kind = service.kind
        if kind == IMDB_RATINGS and 2 * sum(entry.wanted for entry in lines) > len(lines):
            kind = IMDB_LIST
        return Entries(kind, lines, tuple(self._notes))

    def _find_scale(self) -> None:
        columns = self._columns
        ratings = Counter(self._cell(row, "rating") for row in self._body)
        heading = self._cell(self._header, "rating")
        if self._service.scale is None:
            if not any(map(parse_rating, ratings)):
                columns.pop("rating", None)
            elif are_thumbs(heading, ratings) and "thumbs" not in columns:
                columns["thumbs"] = columns.pop("rating")
            self._scale = scale_of(heading, ratings)
        if self._service.kind in (OTHER, TITLES) and self._body:
            self._notes.append(self._read_as())
        elif "thumbs" in columns:
            self._notes.append(f"A thumb up was read as {UP:g} stars, one down as {DOWN:g}.")

    def _read_as(self) -> str:
        """Say which column was read as what."""
        parts = [
            f"{what} from {_listed([self._heading(place) for place in self._columns[role]])}"
            for role, what in _SAID.items()
            if self._columns.get(role)
        ]
        if "rating" in self._columns:
            parts[-1] += f" as out of {self._scale:g}"
        elif "thumbs" in self._columns:
            place = self._columns["thumbs"][0]
            parts.append(
                f"thumbs from {self._heading(place)}, up as {UP:g} stars, down as {DOWN:g}"
            )
        note = f"Read of {excerpt(self._table.name)}: {', '.join(parts)}."
        if self._columns.keys() & {"rating", "thumbs"}:
            return note
        what = "is one to see" if self._service.wanted else "counts as seen without a rating"
        return f"{note} No column of ratings was found, so every movie {what}."

    def _heading(self, place: int) -> str:
        name = _at(self._header, place)
        return f"'{excerpt(name, 40)}'" if name else f"column {place + 1}"

    def _entry(self, row: Row) -> Entry:
        cells = [_plain(_at(row, place)) for place in self._columns.get("title", ())]
        split = [split_year(_KIND_AND_YEAR.sub(r" (\1)", cell)) for cell in cells]
        titles = tuple(dict.fromkeys(article_first(title) for title, _ in split if title))
        given = _YEAR.search(self._cell(row, "year"))
        years = [year for _, year in split if year is not None]
        year = int(given[0]) if given else years[0] if years else None
        written, raw_id = self._cell(row, "rating"), self._cell(row, "movie_id")
        movie_id = _number(_ID, raw_id)
        imdb_id = _number(_IMDB_ID, self._cell(row, "imdb_id"))
        tmdb_id = _number(_ID, self._cell(row, "tmdb_id"))
        stars, refused = self._stars(written)
        if stars is None and not refused:
            stars = thumb_of(self._cell(row, "thumbs"))
        what, unsure = self._cell(row, "type"), ""
        series = self._cell(row, "series")
        if series and not titles:
            titles = (_plain(series),)
            what = what or "series"
        if _NOT_MOVIES.search(what):
            refused = f"it is not a movie but '{excerpt(what, 30)}'"
            if _MINI.search(what):
                refused, unsure = "", refused
        elif self._is_episode(cells, year):
            refused = "it is an episode of a series"
        elif not titles and movie_id is imdb_id is tmdb_id is None:
            id_said = f"its movie id '{excerpt(raw_id, 20)}' is no number"
            refused = id_said if raw_id else "the line has no title"
        if self._cell(row, "imdb_id").startswith("nm"):
            refused = "it is a person"
        if self._cell(row, "supplement"):
            refused = "it is a trailer or the like"
        return Entry(
            titles,
            year,
            None if refused else stars,
            movie_id,
            imdb_id,
            tmdb_id,
            address="" if self._service.viewings else self._cell(row, "address"),
            wanted=self._service.wanted and not written,
            refused=refused,
            unsure=unsure,
            since=0 if year else self._service.since,
        )

    def _stars(self, written: str) -> tuple[float | None, str]:
        """Return what a cell says in stars, and why it cannot be used, if so."""
        rating = parse_rating(written)
        if rating is None:
            said = f"its rating '{excerpt(written, 20)}' is no number"
            return None, said if written else ""
        stars = stars_of(rating, self._scale)
        highest = rating.out_of or self._scale
        thumbed = rating.value == 0 and "thumbs" in self._columns
        if stars is not None or thumbed or is_unrated(rating, self._scale):
            return stars, ""
        return None, f"its rating {rating.value:g} is not within {lowest(highest):g} to {highest:g}"

    def _is_episode(self, cells: list[str], year: int | None) -> bool:
        """Return whether a title says that it is one; with a year it is taken for a movie's."""
        if any(_SERIES.search(cell) for cell in cells):
            return True
        if year is not None or not cells:
            return False
        many = cells[0].count(": ") > 1 and cells[0].partition(": ")[0] in self._series
        return many or any(_EPISODE.search(cell) for cell in cells)


class _Guess:
    """What a table of nobody known holds: by the names that its header has, then by its cells."""

    def __init__(self, table: Table) -> None:
        self.service = _OTHER
        self.lines: tuple[str, ...] = ()
        """The titles, where it is a plain list."""
        first, *rest = table.rows
        known = places(first, _ROLES)
        named = bool(known.keys() & {"name", "movie_id", "imdb_id", "tmdb_id"})
        self.header, self.body = first, tuple(rest)
        if not named and not self._heads(first):
            self.header, self.body = (), table.rows
        width = Counter(map(len, table.rows)).most_common(1)[0][0]
        if width == 1 and table.lines and (not named or "name" in known):
            self.lines = table.lines[named:] if rest else table.lines
            return
        self._named = named
        self._sample = self.body[:_SAMPLE]
        self._cells = [self._column(place) for place in range(max(map(len, table.rows)))]
        self.columns: Columns = {role: (place,) for role, place in known.items()}
        if not self.header:
            self.columns = {}
        original = self.columns.pop("original", ())
        names = (*self.columns.pop("name", ()), *original)
        counted = {c for c in range(len(self._cells)) if self._counts(c)}
        self._find_year()
        self._find_rating(counted)
        if not self.header and table.lines and not self.columns.keys() & {"year", "rating"}:
            self.lines = table.lines
            return
        taken = {place for found in self.columns.values() for place in found} | counted
        self.columns["title"] = names + self._titles(names, taken | set(names))
        if not (self.columns["title"] or self.columns.keys() & {"movie_id", "imdb_id", "tmdb_id"}):
            raise DataError(
                f"{excerpt(table.name)} has no column that looks like titles and one like ratings; "
                "name them 'title' and 'rating' in the first line"
            )
        if not self.columns.keys() & {"rating", "thumbs"}:
            if not self.header:
                self.service = _TITLES
            elif counted or _WANTED_FILE.search(table.name):
                self.service = replace(_OTHER, wanted=True)

    def _heads(self, first: Row) -> bool:
        """Return whether a line without a number stands over lines with some."""
        if any(_YEAR.search(cell) or _is_rating(cell) for cell in first):
            return False
        columns = range(len(first))
        return any(
            _share([_at(row, c) for row in self.body[:_SAMPLE]], _has_number) > 0.5 for c in columns
        )

    def _column(self, place: int) -> list[str]:
        return [cell for row in self._sample if (cell := _at(row, place))]

    def _name(self, place: int) -> str:
        return plain_name(_at(self.header, place))

    def _counts(self, place: int) -> bool:
        """Return whether a column counts 1, 2, 3 …, or its name says that it does."""
        if _at(self.header, place) and self._name(place) in _RANKS:
            return True
        numbers = [
            int(cell) if cell.isdecimal() and len(cell) < 9 else -1 for cell in self._cells[place]
        ]
        steps = [b - a for a, b in pairwise(numbers)]
        # Six lines of "rating" go beyond five stars; two of the first column count already.
        enough = 6 if place in self.columns.get("rating", ()) else 2 if place == 0 else 3
        return (
            len(numbers) >= enough
            and numbers[0] in (0, 1)
            and sum(step == 1 for step in steps) >= 0.9 * len(steps)
        )

    def _find_year(self) -> None:
        if "year" not in self.columns:
            years = [
                c
                for c, column in enumerate(self._cells)
                if _share(column, _YEAR.fullmatch) > 0.8 and not self._is_taken(c)
            ]
            if years:
                self.columns["year"] = (years[0],)

    def _find_rating(self, counted: set[int]) -> None:
        if "rating" in self.columns:
            place = self.columns["rating"][0]
            if place not in counted and any(map(parse_rating, self._cells[place])):
                return
            del self.columns["rating"]
        if "thumbs" in self.columns:
            return
        found = [
            c
            for c, column in enumerate(self._cells)
            if c not in counted
            and not self._is_taken(c)
            and self._name(c) not in _NO_RATING
            and _share(column, _is_low) > 0.5
            # Beside a title by name, a column of an unknown name may hold any number.
            and (not self._named or says_scale(_at(self.header, c)))
        ]
        if found:
            self.columns["rating"] = (found[-1],)

    def _is_taken(self, place: int) -> bool:
        return any(place in found for found in self.columns.values())

    def _titles(self, names: tuple[int, ...], taken: set[int]) -> tuple[int, ...]:
        """Return the columns of text that may be titles: those that say so, or all."""
        texts = [c for c in range(len(self._cells)) if c not in taken and self._is_text(c)]
        said = [c for c in texts if _TITLE_NAME.search(self._name(c))]
        if names or said:
            return tuple(said)
        letters = {c: sum(map(str.isalpha, "".join(self._cells[c]))) for c in texts}
        return tuple(sorted(texts, key=lambda c: -letters[c]))

    def _is_text(self, place: int) -> bool:
        column = self._cells[place]
        length = sum(map(len, column)) / max(len(column), 1)
        return (
            _share(column, lambda cell: any(map(str.isalpha, cell))) > 0.5
            and _share(column, _ADDRESS.fullmatch) <= 0.5
            and length <= _LONG_TEXT
            and 2 * len(set(column)) > len(column)
        )


def _list(name: str, lines: Sequence[str]) -> Entries:
    """Read a plain list: a title on each line, with its year where it has one."""
    counted = numbered(list(lines))
    entries: dict[object, Entry] = {}
    for line in lines:
        said, given = name_of(_plain(line), counted), _IMDB_NUMBER.search(line)
        if not said.title:
            continue
        if given and _ADDRESS.fullmatch(said.title):
            said = Name("")
        episode = said.episode or (said.year is None and _EPISODE.search(said.title))
        refused = "it is an episode of a series" if episode else ""
        entry = Entry(
            (said.title,) if said.title else (),
            said.year,
            None,
            imdb_id=int(given[1]) if given else None,
            whole=said.whole,
            wanted=True,
            refused=refused,
        )
        entries.setdefault(entry.key, entry)
    found = tuple(entries.values())
    return Entries(TITLES, found, tuple(_without_year(name, found)))


def _without_year(name: str, lines: Iterable[Entry]) -> list[str]:
    """Say what a list without years costs."""
    said = [e for e in lines if not e.refused]
    none = [e for e in said if e.year is None and (e.movie_id, e.imdb_id, e.tmdb_id) == (None,) * 3]
    if not none:
        return []
    some = f"{count(len(none), 'line')} of {excerpt(name)} without a year"
    what = f"No year was found in {excerpt(name)}" if len(none) == len(said) else some
    return [
        f"{what}: only titles of two words or more that are written the same are certain there."
    ]


def _number(form: re.Pattern[str], text: str) -> int | None:
    match = form.fullmatch(text)
    return int(match[1]) if match else None


def _listed(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _is_rating(cell: str) -> bool:
    rating = parse_rating(cell)
    return rating is not None and stars_of(rating, 100) is not None


def _is_low(cell: str) -> bool:
    """Return whether a cell may be a rating out of ten or less, or says out of what it is."""
    rating = parse_rating(cell)
    return rating is not None and (rating.value == 0 or stars_of(rating, 10) is not None)


def _has_number(cell: str) -> bool:
    return bool(_YEAR.fullmatch(cell)) or _is_rating(cell)


def _share(column: list[str], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(cell)) for cell in column) / max(len(column), 1)


def _at(row: Row, column: int) -> str:
    return row[column] if column < len(row) else ""


def _plain(title: str) -> str:
    """Undo what exports do to titles: HTML codes, the apostrophe that disarms a formula."""
    title = plain_text(title[:MAX_TITLE])
    title = "".join(c if c.isprintable() else " " for c in title).strip()
    return title[1:] if title[:1] == "'" and title[1:2] in ("=", "+", "-", "@") else title
