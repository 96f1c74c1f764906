"""What was found while a data set was read: counts, repairs, and what had to be left out."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from recsys.data.typed import made

MAX_LISTED_LINES = 10
"""How many rejected lines a report names."""


@dataclass(frozen=True)
class RejectedLine:
    """A line that could not be used."""

    line: int
    """Line number in the file (row number in a Parquet file), counted from 1."""
    text: str
    """The line's beginning, or the offending value."""
    reason: str


@dataclass(frozen=True)
class Report:
    """What reading found; every number is counted, none is assumed."""

    layout: str = ""
    """The kind of file recognised."""
    rows_read: int = 0
    """Ratings in the file, rejected and doubled ones included."""
    rows_rejected: int = 0
    rejected: tuple[RejectedLine, ...] = ()
    """The first of them, at most `MAX_LISTED_LINES`."""
    out_of_range: int = 0
    """Rejected because the rating lies outside its scale."""
    unrated: int = 0
    """Rows with a 0 that means "not rated" (on a scale of 1 to 10); they are no ratings."""
    duplicates: int = 0
    """Rows dropped because the same user rated the same movie again; the later timestamp stays,
    with equal timestamps the later row."""
    users_without_likes: int = 0
    """Users without a rating of at least `like_from` stars."""
    movies_without_likes: int = 0
    """Rated movies without a rating of at least `like_from` stars."""
    like_from: float = 3.0
    """Stars."""
    movies_unrated: int = 0
    """Listed movies that nobody rated."""
    movies_unlisted: int = 0
    """Rated movies that the movie list lacks."""
    titles_missing: int = 0
    """Movies without a title; shown by a neutral name."""
    titles_doubled: int = 0
    """Movies that share their title and year with a more popular one; shown with their id."""
    titles_with_codes: int = 0
    """Titles with HTML codes, shown as the characters meant."""
    movies_doubled: int = 0
    """Lines of the movie list with an id seen before; the first stays."""
    movies_linked: int = 0
    """Movies whose id at IMDb or TMDB is known."""
    links_rejected: int = 0
    """Lines of the links that could not be used."""
    links_problem: str = ""
    """Why the links as a whole could not be used; empty where they could, or there are none."""
    encodings: tuple[tuple[str, str], ...] = ()
    """(file, encoding) for each text file read."""
    first_rating: str | None = None
    """Day of the first rating, ISO 8601, UTC; None where no times are known."""
    last_rating: str | None = None
    scale: float = 5.0
    """The file's highest rating, which counts as five stars."""
    rounded: int = 0
    """Ratings on the scale of stars between two half stars, rounded to the nearest."""
    time_unit: str = "seconds"
    shares_movie_ids: bool = True
    """Whether movie ids mean the same films as in other MovieLens releases."""
    users_named: int = 0
    """Users with names instead of numbers, numbered alphabetically."""
    movies_named: int = 0
    """Movies with names instead of numbers, with ids made from the names."""
    movie_ids_moved: bool = False
    """Whether the file's movie ids begin at 0, so that each is 1 higher here."""

    def to_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON."""
        return {**asdict(self), "encodings": dict(self.encodings)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Report":
        """Rebuild a report from `to_dict`; a TypeError or ValueError where it is none."""
        report: Report = made(cls, {**values, "encodings": list(values["encodings"].items())})
        return report


def day(timestamp: int) -> str:
    """Return the UTC day of a timestamp in seconds, ISO 8601."""
    return datetime.fromtimestamp(timestamp, UTC).date().isoformat()
