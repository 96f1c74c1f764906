"""Two profiles side by side: what both love, where they differ, what each has for the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from recsys.people import night
from recsys.people.likeness import Alike
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.text import stars

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
    """Compare two profiles.

    Parameters
    ----------
    names : pair of str
        What the two are called in `alike` and `for_both`; they must differ.

    Raises
    ------
    ConfigError
        Both names are the same.
    """
    people = [night.Person(*pair) for pair in zip(names, (mine, theirs), strict=True)]
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
    known, least = set(to.all_ids), ready.model.config.train.min_rating
    liked = [(m, s) for m, s in of.ratings if s >= least and m not in known]
    liked = [(m, s) for m, s in liked if m in ready.model.movies]
    solved, _ = ready.solve(to)
    scores = solved.scores() if (solved.system.pull > 0).any() else None
    rows = ready.model.movies.idx([movie_id for movie_id, _ in liked])
    found = [
        Suggestion(m, ready.dataset.title(m), s, None if scores is None else float(scores[row]))
        for (m, s), row in zip(liked, rows, strict=True)
    ]
    return tuple(sorted(found, key=_worth)[:SUGGESTED])


def _worth(suggestion: Suggestion) -> tuple[float, float]:
    return -(suggestion.score or 0.0), -suggestion.stars


def sentences(found: Comparison, my_name: str, their_name: str) -> list[str]:
    """Say in plain sentences how two people's tastes compare.

    Parameters
    ----------
    my_name : str
        "You" or a name; begins sentences.
    """
    both = f"{my_name} and {their_name}"
    said = []
    if found.alike is None:
        said.append(
            f"What {both} would like cannot be compared: one of the two has no like that the model "
            "knows."
        )
    else:
        said.append(
            f"{both} have {_in_common(found.alike)}: {found.alike.shared} of each one's "
            f"{found.alike.listed} best unseen movies are the same{_order(found.alike)}."
        )
    if not found.shared:
        said.append("No movie is rated by both.")
        return said
    mean = sum(abs(r.mine - r.theirs) for r in found.shared) / len(found.shared)
    count = len(found.shared)
    if count == 1:
        apart = f"{stars(mean)} apart" if mean else "with the same stars"
    else:
        apart = f"{mean:.1f} stars apart on average" if mean else "with the same stars each time"
    movies = "1 movie is" if count == 1 else f"{count:,} movies are"
    said.append(f"{movies} rated by both, {apart}.")
    if found.both_love:
        said.append(f"Both love {_listed(r.title for r in found.both_love)}.")
    if found.differ:
        widest = found.differ[0]
        said.append(
            f"Opinions differ most about {widest.title}: {widest.mine:g} against "
            f"{widest.theirs:g} stars."
        )
    return said


def _in_common(found: Alike) -> str:
    return "very much the same taste" if "very" in found.in_words else found.in_words


def _order(found: Alike) -> str:
    if found.correlation is None:
        return ""
    return f", and the order of all movies agrees at {found.correlation:.2f} (1 is the same order)"


def _listed(titles: Iterable[str], shown: int = 3) -> str:
    names = list(titles)
    if len(names) > shown:
        return f"{', '.join(names[:shown])} and {len(names) - shown:,} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
