"""Our own files: a profile as JSON, and as CSV in MovieLens' layout."""

import json
from typing import Any

from recsys.errors import DataError
from recsys.profile import Profile

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
    }
    return json.dumps(content, indent=1)


def profile_csv(profile: Profile) -> str:
    """Return the ratings as MovieLens lays them out: `userId,movieId,rating,timestamp`."""
    lines = [f"1,{movie_id},{stars:.1f},0" for movie_id, stars in profile.ratings]
    return "\n".join(["userId,movieId,rating,timestamp", *lines]) + "\n"


def profile_of_json(text: str) -> Profile:
    """Read a profile.

    Raises
    ------
    DataError
        The text is no JSON, not ours, of a later version, or says something impossible.
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
    try:
        return _profile(content)
    except (TypeError, KeyError, ValueError, OverflowError) as error:
        raise DataError(
            "the file is no profile: expected movie_id and stars as numbers; download it again"
        ) from error


def _profile(content: dict[str, Any]) -> Profile:
    ratings = [(int(r["movie_id"]), float(r["stars"])) for r in content["profile"]]
    weights = [(int(r["movie_id"]), float(r.get("weight", 1.0))) for r in content["profile"]]
    return Profile(
        tuple(ratings),
        tuple(int(m) for m in content.get("not_interested", [])),
        tuple(int(m) for m in content.get("seen", [])),
        tuple(weights),
    )
