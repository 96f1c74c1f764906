"""How each family of MovieLens releases writes its files."""

from dataclasses import dataclass
from pathlib import Path

from recsys.data.archives import Files
from recsys.errors import DataError
from recsys.paths import shown


@dataclass(frozen=True)
class Layout:
    """The files of one family of releases."""

    label: str
    ratings_file: str
    movies_file: str
    separator: str
    """Between the fields of a rating."""
    genres_file: str | None = None
    """Where movies carry genre flags, the file that names the genres."""
    links_file: str | None = None
    """What tells the movies' ids at IMDb and TMDB; some releases have it, some copies lack it."""
    older_encoding: str | None = None
    """What the text is where it is not UTF-8; None where it must be UTF-8."""

    @property
    def header(self) -> bool:
        """Whether the first line names the columns."""
        return self.separator == ","

    @property
    def rating_line(self) -> str:
        return self.separator.join(("userId", "movieId", "rating", "timestamp"))

    @property
    def files(self) -> tuple[str, ...]:
        """The files without which it is no such release."""
        extra = () if self.genres_file is None else (self.genres_file,)
        return (self.ratings_file, self.movies_file, *extra)

    def files_in(self, files: Files) -> tuple[str, ...]:
        """Return all that is read of a source: the files it must have, and its links."""
        if self.links_file is None or not files.has(self.links_file):
            return self.files
        return (*self.files, self.links_file)


_OLDER = "iso-8859-1"
LAYOUTS = (
    Layout("MovieLens CSV", "ratings.csv", "movies.csv", ",", links_file="links.csv"),
    Layout("MovieLens 1M/10M (::)", "ratings.dat", "movies.dat", "::", older_encoding=_OLDER),
    Layout("MovieLens 100K", "u.data", "u.item", "\t", "u.genre", older_encoding=_OLDER),
)


def check_whole(source: Path) -> None:
    """Refuse a path to one file of a release, u.data say, in place of its folder.

    Raises
    ------
    DataError
        The path is one.
    """
    names = {name for layout in LAYOUTS for name in layout.files}
    if source.name in names and source.is_file():
        raise DataError(
            f"{shown(source)} is one file of a MovieLens release; name the folder that it lies in, "
            "or the release's archive"
        )


def detect(files: Files) -> Layout:
    """Return the layout whose ratings file the source holds.

    Raises
    ------
    DataError
        No known ratings file is there.
    """
    for layout in LAYOUTS:
        if files.has(layout.ratings_file):
            return layout
    names = ", ".join(layout.ratings_file for layout in LAYOUTS)
    raise DataError(
        f"{shown(files.source)} is not a MovieLens data set: it holds none of {names}; "
        "for ratings of your own, name the CSV or Parquet file itself"
    )
