"""`/api`: lists and explanations as JSON, the very documents of the command line."""

import json
from collections.abc import Mapping

from starlette.responses import Response

from recsys.commands.printing import document
from recsys.errors import ConfigError
from recsys.recommend import dials
from recsys.recommend.filters import ONLY, WITHOUT
from recsys.recommend.results import Explanation, Recommendations
from recsys.recommend.settings import MAX_TEXT, from_query
from recsys.ui.web import asked, openapi
from recsys.ui.web.asked import PROFILE, Parameter, Schema

N = 20
MAX_N = 1_000
MAX_PARTS = 200_000
"""Contributions in one answer, 20 MB or so."""
PATIENCE = 25.0
"""Seconds to wait for a model; proxies give up after thirty."""


def _between(kind: str, least: float, most: float) -> Schema:
    return {"type": kind, "minimum": least, "maximum": most}


_YEAR = _between("integer", 0, 9999)
_GENRES: Schema = {"type": "string", "maxLength": 1000}
SETTINGS = (
    Parameter("genre", "Only movies of one of these genres, separated by |.", _GENRES),
    Parameter("not-genre", "No movies of any of these genres, separated by |.", _GENRES),
    Parameter("from", "First year of release.", _YEAR),
    Parameter("to", "Last year of release.", _YEAR),
    Parameter("min-likes", "Fewest likes of a movie.", _between("integer", 0, 10_000_000)),
    Parameter("title", "A text that the title holds.", {"type": "string", "maxLength": MAX_TEXT}),
    Parameter("rated", "Rated movies are listed too.", {"type": "string", "enum": ["yes"]}),
    Parameter(
        "list",
        "Only movies of the profile's watchlist, or none of it.",
        {"type": "string", "enum": [ONLY, WITHOUT]},
    ),
    Parameter(
        "popularity",
        "−1 (hidden gems) to 1 (blockbusters).",
        _between("number", *dials.BOUNDS["popularity"]),
    ),
    Parameter(
        "diversity",
        "0 (closest to the taste) to 1 (most varied).",
        _between("number", *dials.BOUNDS["diversity"]),
    ),
)
"""The parameters that links carry, as `recsys.recommend.settings` reads them."""
LENGTH = Parameter("n", f"How many movies; {N} without it.", _between("integer", 1, MAX_N))
MOVIE = Parameter(
    "movie", "The id of the movie to explain.", _between("integer", 1, 2**31 - 1), required=True
)


def recommend_path() -> openapi.Path:
    """Return what `recommend` takes and gives, with the data sets of this moment."""
    return openapi.Path(
        "/api/recommend",
        "The best movies for a profile, each with what every rating contributes.",
        (PROFILE, LENGTH, asked.dataset_parameter(), *SETTINGS),
        Recommendations,
    )


def explain_path() -> openapi.Path:
    """Return what `explain` takes and gives, with the data sets of this moment."""
    return openapi.Path(
        "/api/explain",
        "Why one movie has its score, and what it would be without each rating.",
        (PROFILE, MOVIE, asked.dataset_parameter()),
        Explanation,
    )


def recommend(query: Mapping[str, str]) -> Response:
    """Answer with what `python -m recsys recommend --json` prints."""
    said = asked.checked(query, recommend_path().parameters)
    dataset = asked.dataset(said)
    carried = asked.profile(said.get("p", ""), dataset)
    n, rated = int(said.get("n", N)), len(carried.profile.ratings)
    if n * rated > MAX_PARTS:
        raise ConfigError(
            f"{n:,} movies explained by {rated:,} ratings each are too much for one answer; "
            f"expected n of at most {MAX_PARTS // rated:,} for this profile"
        )
    # Whatever it could complain about has been refused above.
    settings, _ = from_query(said)
    found = asked.recommender(dataset, PATIENCE).recommend(
        carried.profile, n, settings.filters, settings.popularity, settings.diversity
    )
    return _json(document(found.with_lost(carried)))


def explain(query: Mapping[str, str]) -> Response:
    """Answer with what `python -m recsys explain ID --json` prints."""
    said = asked.checked(query, explain_path().parameters)
    dataset = asked.dataset(said)
    carried = asked.profile(said.get("p", ""), dataset)
    ready = asked.recommender(dataset, PATIENCE)
    return _json(document(ready.explain(int(said["movie"]), carried.profile)))


def described(query: Mapping[str, str]) -> Response:
    """Answer with the OpenAPI document of all this."""
    found = openapi.document((recommend_path(), explain_path()))
    return _json(json.dumps(found, ensure_ascii=False, indent=2))


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")
