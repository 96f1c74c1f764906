"""The MovieLens releases Cinefold knows by name: their files, checksums and terms."""

from dataclasses import dataclass

from recsys.errors import UnknownIdError


@dataclass(frozen=True)
class Release:
    """One MovieLens release as GroupLens publishes it."""

    name: str
    """The name used on the command line and in links."""
    label: str
    """What people call it."""
    archive_md5: str | None = None
    """MD5 of GroupLens' zip archive, None where it changes or is unknown."""
    ratings_md5: str | None = None
    """MD5 of the ratings file inside, the check for archives packed anew."""
    redistributable: bool = False
    """Whether the release may be shipped with an app."""

    @property
    def url(self) -> str:
        return f"https://files.grouplens.org/datasets/movielens/{self.name}.zip"


RELEASES: dict[str, Release] = {
    release.name: release
    for release in (
        Release("ml-latest-small", "MovieLens latest-small", redistributable=True),
        Release(
            "ml-1m",
            "MovieLens 1M",
            archive_md5="c4d9eecfca2ab87c1945afe126590906",
            ratings_md5="a89aa3591bc97d6d4e0c89459ff39362",
        ),
        Release("ml-10m", "MovieLens 10M"),
        Release("ml-20m", "MovieLens 20M"),
        Release("ml-25m", "MovieLens 25M", archive_md5="6b51fb2759a8657d3bfcbfc42b592ada"),
        Release("ml-32m", "MovieLens 32M", archive_md5="d472be332d4daa821edc399621853b57"),
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
