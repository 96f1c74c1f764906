"""Two profiles side by side: what both love, where they differ, what each has for the other."""

from dataclasses import dataclass

from recsys.model.foldin import FoldIn
from recsys.people import night
from recsys.people.likeness import Alike
from recsys.profile.person import Person
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender

LOVE = 4.0
"""Fewest stars, from both, of a movie that both love."""
APART = 1.5
"""Fewest stars between two opinions that differ; what both love never does."""
SUGGESTED = 5


@dataclass(frozen=True)
class SharedRating:
    """A movie that both rated."""

    movie_id: int
    title: str
    mine: float
    theirs: float


@dataclass(frozen=True)
class Suggestion:
    """A movie that one likes and the other does not know."""

    movie_id: int
    title: str
    stars: float
    """From the one who likes it."""
    score: float | None
    """Of the one who does not know it; None where that one has no like to go by."""


@dataclass(frozen=True)
class Comparison:
    """Two profiles side by side."""

    shared: tuple[SharedRating, ...]
    """What both rated, in the order of the first profile."""
    both_love: tuple[SharedRating, ...]
    """At least `LOVE` stars from both, most stars first."""
    differ: tuple[SharedRating, ...]
    """At least `APART` stars between the two, the widest first."""
    alike: Alike | None
    """None where one of the two has no say, see `recsys.people.night.Night.silent`."""
    for_me: tuple[Suggestion, ...]
    """What they like and I neither rated, saw nor excluded, by my score, best first."""
    for_them: tuple[Suggestion, ...]
    for_both: tuple[night.NightMovie, ...]
    """The best for both by the mean, see `people.night`; empty where one has no say there."""


def compare(
    mine: Profile,
    theirs: Profile,
    ready: Recommender,
    names: tuple[str, str] = ("you", "they"),
) -> Comparison:
    """Compare two profiles, called by two different names in `alike` and `for_both`.

    Raises
    ------
    ConfigError
        Both names are the same.
    """
    people = [Person(*pair) for pair in zip(names, (mine, theirs), strict=True)]
    common = night.plan(people, ready, night.MEAN, SUGGESTED)
    their_stars = theirs.stars
    shared = tuple(
        SharedRating(movie_id, ready.dataset.title(movie_id), stars, their_stars[movie_id])
        for movie_id, stars in mine.ratings
        if movie_id in their_stars
    )
    love = (rating for rating in shared if min(rating.mine, rating.theirs) >= LOVE)
    apart = (rating for rating in shared if abs(rating.mine - rating.theirs) >= APART)
    return Comparison(
        shared=shared,
        both_love=tuple(sorted(love, key=lambda r: -(r.mine + r.theirs))),
        differ=tuple(sorted(apart, key=lambda r: -abs(r.mine - r.theirs))),
        alike=common.agreement[0] if common.agreement else None,
        for_me=_suggestions(mine, theirs, ready),
        for_them=_suggestions(theirs, mine, ready),
        for_both=common.movies if common.agreement else (),
    )


def _suggestions(to: Profile, of: Profile, ready: Recommender) -> tuple[Suggestion, ...]:
    known, told = set(to.settled_ids), ready.usable(to)
    scores = FoldIn.of(ready.model, told).scores() if told.has_likes else None
    stars, rows = of.stars, ready.model.movies.idx_of
    found = [
        Suggestion(
            m, ready.dataset.title(m), stars[m], None if scores is None else float(scores[rows(m)])
        )
        for m in ready.usable(of).liked_ids
        if m not in known
    ]
    return tuple(sorted(found, key=lambda s: (-(s.score or 0.0), -s.stars))[:SUGGESTED])
