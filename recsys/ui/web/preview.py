"""What a shared link says of itself before anybody opens it: the words of its preview.

Nothing is trained for it: where the recommender is not ready, the preview says less.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from recsys.data.dataset import Dataset
from recsys.data.registry import installed
from recsys.data.titles.terms import main_name
from recsys.errors import RecsysError
from recsys.profile.carry import carry_into
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Contribution
from recsys.text import count, excerpt
from recsys.ui import session, shared
from recsys.ui.words import whose

LISTED = 10
MOST_SOLVED = 1_000
"""Movies of a profile for which the list is still worked out."""
MAX_TITLE = 60
_BRACKETS = re.compile(r"(?<=.)(?:\s*\([^()]*\))+$")
_EPISODE = re.compile(r"^.+: (?:Episode|Part|Chapter) [IVXLC\d]+ - (?=.)")


@dataclass(frozen=True)
class LinkPreview:
    """The words of a link's preview."""

    title: str
    description: str


def preview_of(found: Profile, query: Mapping[str, str]) -> LinkPreview | None:
    """Return what is said of a profile, None where none of its movies is known.

    Titles are those of the data set of the link's parameters, or of the one the app starts with.
    """
    try:
        asked = query.get("dataset")
        name = asked if asked in installed() else session.start_dataset()
        dataset = shared.source(name).dataset
        if found.catalogue != dataset.catalogue:
            found = carry_into(found, dataset).profile
        return _preview_of(found, dataset, shared.trained_already(name), query.get("name", ""))
    except RecsysError:
        return None


def short_title(dataset: Dataset, movie_id: int) -> str:
    """Return a movie's title as people say it: without year, other names and number of episode."""
    movie = dataset.movies.loc[movie_id]
    year = movie["year"]
    name = main_name(str(movie["title"]), "" if pd.isna(year) else str(year))
    return excerpt(_EPISODE.sub("", _BRACKETS.sub("", name)), MAX_TITLE)


def _preview_of(
    found: Profile, dataset: Dataset, ready: Recommender | None, name: str
) -> LinkPreview | None:
    known = [m for m, _ in found.ratings if m in dataset.movies.index]
    if not known:
        return None
    stars = found.stars
    favourites = sorted(known, key=lambda m: -stars[m])
    listed: Sequence[int] = ()
    if ready is not None and len(found.settled_ids) <= MOST_SOLVED:
        result = ready.recommend(found, n=LISTED)
        if result.basis == "profile" and (listed := result.movie_ids):
            favourites = _reasons(c for r in result.recommendations for c in r.contributions)
    because = " and ".join(short_title(dataset, m) for m in islice(favourites, 2))
    title = f"Because of {because}"
    if listed:
        more = f", and {len(listed) - 1} more" if len(listed) > 1 else ""
        title += f": {short_title(dataset, listed[0])}{more}"
    who = excerpt(name.strip(), session.MAX_NAME)
    number = len(found.settled_ids)
    movies = whose.ratings_heading(who, number) if who else count(number, "movie")
    return LinkPreview(
        title,
        f"{movies} on Cinefold. Open the link to see the whole list, and how much each favourite "
        "counts in every recommendation.",
    )


def _reasons(parts: Iterable[Contribution]) -> list[int]:
    """Return the favourites that speak for a list, those that count most first."""
    total: Counter[int] = Counter()
    for part in parts:
        total[part.movie_id] += part.contribution  # type: ignore[assignment]
    return [movie_id for movie_id, sum_ in total.most_common() if sum_ > 0]
