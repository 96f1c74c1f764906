"""Our own files: a profile as JSON, and as CSV in MovieLens' layout."""

import json
from collections.abc import Callable
from typing import Any

from recsys.errors import DataError
from recsys.limits import limits
from recsys.profile.profile import Profile
from recsys.text import count

FORMAT = 1


def profile_json(profile: Profile) -> str:
    """Return the whole profile as a JSON document that `profile_of_json` reads."""
    weights = dict(profile.weights)
    ratings: list[dict[str, float]] = []
    for movie_id, stars in profile.ratings:
        weight = {"weight": weights[movie_id]} if movie_id in weights else {}
        ratings.append({"movie_id": movie_id, "stars": stars, **weight})
    content = {
        "cinefold": FORMAT,
        "profile": ratings,
        "not_interested": list(profile.not_interested),
        "seen": list(profile.seen),
        # A reader of before the watchlist passes over it.
        "watchlist": list(profile.watchlist),
        **({"catalogue": profile.catalogue} if profile.catalogue else {}),
    }
    return json.dumps(content, indent=1)


def profile_csv(profile: Profile) -> str:
    """Return the ratings as MovieLens lays them out: `userId,movieId,rating,timestamp`.

    Raises
    ------
    DataError
        The ids are not MovieLens'.
    """
    if profile.catalogue:
        raise DataError("the profile holds no MovieLens ids; download it as JSON instead")
    lines = [f"1,{movie_id},{stars:.1f},0" for movie_id, stars in profile.ratings]
    return "\n".join(["userId,movieId,rating,timestamp", *lines]) + "\n"


def profile_of_json(text: str) -> tuple[Profile, tuple[str, ...]]:
    """Read a profile.

    Returns
    -------
    Profile, tuple of str
        What can be read, and what cannot, in sentences.

    Raises
    ------
    DataError
        The text is no JSON, not ours, of a later version, or holds nothing possible.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError("the JSON file is damaged; download it from Cinefold again") from error
    if not isinstance(content, dict) or "cinefold" not in content:
        raise DataError("the JSON file is no Cinefold profile; choose one downloaded here")
    if content["cinefold"] != FORMAT:
        raise DataError(
            f"the file has version {str(content['cinefold'])[:20]}, this Cinefold reads {FORMAT}; "
            "download it again"
        )
    catalogue = content.get("catalogue", "")
    if not isinstance(catalogue, str):
        raise DataError("the file's catalogue is unreadable; download it from Cinefold again")
    parts: dict[int, Profile] = {}
    problems: list[str] = []
    for what, read in _READERS.items():
        entries = content.get(what, [])
        for entry in entries if isinstance(entries, list) else [entries]:
            try:
                one = read(entry)
                (movie_id,) = one.all_ids
                if movie_id in parts:
                    raise DataError(f"movie {movie_id} stands twice; the first counts")
                if len(parts) == limits().link_movies:
                    raise DataError(f"a profile holds at most {limits().link_movies:,} movies")
                parts[movie_id] = one
            except (TypeError, KeyError, ValueError, OverflowError, AttributeError):
                problems.append("expected movie_id and stars as numbers")
            except DataError as error:
                problems.append(str(error))
    if problems and not parts:
        raise DataError(f"the file holds no profile: {problems[0]}; download it again")
    kept = parts.values()
    whole = Profile(
        tuple(rating for part in kept for rating in part.ratings),
        tuple(movie_id for part in kept for movie_id in part.not_interested),
        tuple(movie_id for part in kept for movie_id in part.seen),
        tuple(weight for part in kept for weight in part.weights),
        catalogue,
        tuple(movie_id for part in kept for movie_id in part.watchlist),
    )
    if not problems:
        return whole, ()
    left_out = count(len(problems), "entry was", "entries were")
    return whole, (f"{left_out} left out: {problems[0]}.",)


def _rated(entry: Any) -> Profile:
    movie_id = _id(entry["movie_id"])
    rated = Profile(((movie_id, float(entry["stars"])),))
    return rated.weigh(movie_id, float(entry.get("weight", 1.0)))


def _id(value: Any) -> int:
    # JSON's true would count as 1, and 6.7 as 6.
    if type(value) is not int:
        raise TypeError
    return value


_READERS: dict[str, Callable[[Any], Profile]] = {
    "profile": _rated,
    "not_interested": lambda entry: Profile(not_interested=(_id(entry),)),
    "seen": lambda entry: Profile(seen=(_id(entry),)),
    "watchlist": lambda entry: Profile(watchlist=(_id(entry),)),
}
