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
    redistributable: bool = False
    """Whether the release may be shipped with an app."""

    @property
    def url(self) -> str:
        return f"https://files.grouplens.org/datasets/movielens/{self.name}.zip"


RELEASES: dict[str, Release] = {
    release.name: release
    for release in (
        Release(
            "ml-latest-small",
            "MovieLens latest-small",
            # The editions of autumn 2016 (embedded) and of September 2018 (GroupLens' current).
            counts=(Counts(100_004, 671), Counts(100_836, 610)),
            fixed=False,
            redistributable=True,
        ),
        Release(
            "ml-100k",
            "MovieLens 100K",
            archive_md5="0e33842e24a9c977be4e0107933c0723",
            counts=(Counts(100_000, 943),),
        ),
        Release(
            "ml-1m",
            "MovieLens 1M",
            archive_md5="c4d9eecfca2ab87c1945afe126590906",
            ratings_md5="a89aa3591bc97d6d4e0c89459ff39362",
            counts=(Counts(1_000_209, 6_040),),
        ),
        Release(
            "ml-10m",
            "MovieLens 10M",
            archive_md5="ce571fd55effeba0271552578f2648bd",
            counts=(Counts(10_000_054, 69_878),),
        ),
        Release(
            "ml-20m",
            "MovieLens 20M",
            archive_md5="cd245b17a1ae2cc31bb14903e1204af3",
            counts=(Counts(20_000_263, 138_493),),
        ),
        Release(
            "ml-25m",
            "MovieLens 25M",
            archive_md5="6b51fb2759a8657d3bfcbfc42b592ada",
            counts=(Counts(25_000_095, 162_541),),
        ),
        Release(
            "ml-32m",
            "MovieLens 32M",
            archive_md5="d472be332d4daa821edc399621853b57",
            counts=(Counts(32_000_204, 200_948),),
        ),
    )
}

DEFAULT_DATASET = "ml-latest-small"


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
