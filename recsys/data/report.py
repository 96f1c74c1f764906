"""What was found while a data set was read: counts, repairs, and what had to be left out."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from recsys.text import count, percent

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
    movies_doubled: int = 0
    """Lines of the movie list with an id seen before; the first stays."""
    encodings: tuple[tuple[str, str], ...] = ()
    """(file, encoding) for each text file read."""
    first_rating: str | None = None
    """Day of the first rating, ISO 8601, UTC; None where no times are known."""
    last_rating: str | None = None
    scale: str | None = None
    """How the file's ratings became stars; None where they are stars already."""
    shares_movie_ids: bool = True
    """Whether movie ids mean the same films as in other MovieLens releases."""
    notes: tuple[str, ...] = ()
    """What else was recognised or repaired, a sentence each."""

    def to_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON."""
        return {**asdict(self), "encodings": dict(self.encodings)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Report":
        """Rebuild a report from `to_dict`."""
        return cls(
            **{
                **values,
                "encodings": tuple(values["encodings"].items()),
                "rejected": tuple(RejectedLine(**line) for line in values["rejected"]),
                "notes": tuple(values["notes"]),
            }
        )

    def sentences(self) -> list[str]:
        """Say in plain words what was found, one sentence each, the most important first."""
        said = [f"{count(self.rows_read, 'rating')} read ({self.layout})."]
        if self.rows_rejected:
            share = percent(self.rows_rejected / self.rows_read)
            first = self.rejected[0]
            said.append(
                f"{self.rows_rejected:,} of them ({share}) left out, {self.out_of_range:,} because "
                f"the rating is outside its scale; the first is line {first.line:,}: "
                f"{first.reason}."
            )
        else:
            said.append("None had to be left out.")
        if self.duplicates:
            said.append(
                f"{count(self.duplicates, 'rating')} dropped because the same user rated the same "
                "movie again: the later rating stays."
            )
        if self.scale:
            said.append(f"{self.scale}.")
        if self.first_rating:
            said.append(f"Rated between {self.first_rating} and {self.last_rating}.")
        said.append(
            f"Without a rating of {self.like_from:g} stars or more: "
            f"{count(self.users_without_likes, 'user')} and "
            f"{count(self.movies_without_likes, 'rated movie')}."
        )
        for words, number, noun in (
            ("Never rated", self.movies_unrated, "listed movie"),
            ("Missing from the movie list", self.movies_unlisted, "rated movie"),
            ("Without a title and shown by a neutral name", self.titles_missing, "movie"),
            ("Shown with the id, as another has the same title", self.titles_doubled, "movie"),
            ("Left out because the id stands there before", self.movies_doubled, "listed movie"),
        ):
            if number:
                said.append(f"{words}: {count(number, noun)}.")
        odd = [f"{name} as {encoding}" for name, encoding in self.encodings if encoding != "utf-8"]
        if odd:
            said.append(f"Text read in an older encoding: {', '.join(odd)}.")
        if not self.shares_movie_ids:
            said.append("Its movie ids are its own: a profile made elsewhere does not carry over.")
        return said + list(self.notes)


def day(timestamp: int) -> str:
    """Return the UTC day of a timestamp in seconds, ISO 8601."""
    return datetime.fromtimestamp(timestamp, UTC).date().isoformat()
