"""Carry a profile over to a data set that numbers its movies differently: by title and year."""

from dataclasses import dataclass, replace

from recsys.data.dataset import Dataset
from recsys.data.registry import open_dataset
from recsys.data.releases import DEFAULT_DATASET
from recsys.errors import DataError
from recsys.profile.profile import Profile


@dataclass(frozen=True)
class Lost:
    """A movie of the profile that the target data set does not have for certain."""

    movie_id: int
    """As the source numbers it."""
    title: str
    reason: str


@dataclass(frozen=True)
class Carried:
    """A profile in the target's ids, and what could not come along."""

    profile: Profile
    lost: tuple[Lost, ...] = ()


def carry(profile: Profile, source: Dataset, target: Dataset) -> Carried:
    """Return a profile of the source's ids in the target's; a movie needs the same title and year.

    Stars, weights, "not interested", "seen", the watchlist and the order stay.

    Raises
    ------
    DataError
        The profile's ids are not the source's.
    """
    if profile.is_empty or profile.catalogue == target.catalogue:
        return Carried(replace(profile, catalogue=target.catalogue))
    if profile.catalogue != source.catalogue:
        raise DataError(
            f"the profile's movies are numbered neither as in {source.name} nor as in "
            f"{target.name}; open it with the data set it was made with"
        )
    there = target.by_title
    places = source.by_title
    carried: dict[int, int] = {}
    lost: list[Lost] = []
    keys = {movie_id: key for key, ids in places.items() for movie_id in ids}
    for movie_id in profile.all_ids:
        key = keys.get(movie_id)
        found = there.get(key, []) if key else []
        if key and len(found) == len(places[key]) == 1:
            carried[movie_id] = found[0]
            continue
        title = source.title(movie_id)
        several = "more than one movie" if found else "no movie"
        reason = f"{target.name} numbers its movies differently and has {several} called {title}"
        lost.append(Lost(movie_id, title, reason))
    return Carried(profile.renumbered(carried, target.catalogue), tuple(lost))


def carry_into(profile: Profile, target: Dataset, current: Dataset | None = None) -> Carried:
    """Return a profile from anywhere in a data set's ids.

    Its own are looked up in `current`, what the person used so far, or in the embedded data set.

    Raises
    ------
    DataError
        Nobody knows which movies the profile's ids mean.
    """
    if profile.is_empty or profile.catalogue == target.catalogue:
        return Carried(replace(profile, catalogue=target.catalogue))
    if current is None or current.catalogue != profile.catalogue:
        current = open_dataset(DEFAULT_DATASET)
    return carry(profile, current, target)
