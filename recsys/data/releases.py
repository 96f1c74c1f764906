"""The MovieLens releases Cinefold knows by name: their files, checksums, counts and terms."""

from dataclasses import dataclass

from recsys.errors import UnknownIdError


@dataclass(frozen=True)
class Counts:
    """What GroupLens says a release holds."""

    ratings: int
    users: int


@dataclass(frozen=True)
class Release:
    """One MovieLens release as GroupLens publishes it."""

    name: str
    """The name used on the command line and in links."""
    label: str
    """What people call it."""
    archive_md5: str | None = None
    """MD5 of GroupLens' zip archive, None where the archive changes."""
    ratings_md5: str | None = None
    """MD5 of the ratings file inside, the check for archives packed anew."""
    counts: tuple[Counts, ...] = ()
    """Published sizes, the check where no checksum of the contents is known; one an edition."""
    fixed: bool = True
    """Whether the release never changes, so that anything else is not this release."""

    @property
    def url(self) -> str:
        return f"https://files.grouplens.org/datasets/movielens/{self.name}.zip"


# The editions of autumn 2016 (embedded) and of September 2018 (GroupLens' current).
_LATEST_SMALL = (Counts(100_004, 671), Counts(100_836, 610))
_FIXED = (
    ("100k", "0e33842e24a9c977be4e0107933c0723", Counts(100_000, 943)),
    ("1m", "c4d9eecfca2ab87c1945afe126590906", Counts(1_000_209, 6_040)),
    ("10m", "ce571fd55effeba0271552578f2648bd", Counts(10_000_054, 69_878)),
    ("20m", "cd245b17a1ae2cc31bb14903e1204af3", Counts(20_000_263, 138_493)),
    ("25m", "6b51fb2759a8657d3bfcbfc42b592ada", Counts(25_000_095, 162_541)),
    ("32m", "d472be332d4daa821edc399621853b57", Counts(32_000_204, 200_948)),
)
_RATINGS_MD5 = {"1m": "a89aa3591bc97d6d4e0c89459ff39362"}

RELEASES: dict[str, Release] = {
    "ml-latest-small": Release(
        "ml-latest-small", "MovieLens latest-small", counts=_LATEST_SMALL, fixed=False
    ),
    **{
        f"ml-{size}": Release(
            f"ml-{size}", f"MovieLens {size.upper()}", md5, _RATINGS_MD5.get(size), (counts,)
        )
        for size, md5, counts in _FIXED
    },
}

DEFAULT_DATASET = "ml-latest-small"


CITATION = (
    "F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context. "
    "ACM Transactions on Interactive Intelligent Systems 5, 4, Article 19."
)
TERMS = (
    "The data come from MovieLens, collected by GroupLens at the University of Minnesota, and may "
    "be used for non-commercial research with acknowledgement. Neither the University of Minnesota "
    "nor GroupLens endorses this app."
)


def terms_of(name: str, layout: str) -> tuple[str, str]:
    """Return on which terms data are given and what to cite; empty where they are not MovieLens'.

    Parameters
    ----------
    layout : str
        What the reader recognised, see `Report.layout`.
    """
    return (TERMS, CITATION) if name in RELEASES or layout.startswith("MovieLens") else ("", "")


def release(name: str) -> Release:
    """Return a release by name.

    Raises
    ------
    UnknownIdError
        The name is not a known release; the message lists those that are.
    """
    try:
        return RELEASES[name]
    except KeyError:
        known = ", ".join(RELEASES)
        raise UnknownIdError(f"data set '{name}' is unknown; known names are {known}") from None
