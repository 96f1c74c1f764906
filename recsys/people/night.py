"""Movie night: one list for two to seven people, each one's part in it exact.

Scores of different people are not on one scale: on the embedded data a profile of three favourites
has scores so much lower than one of fifty that the mean of the two follows the longer one alone
(`python -m benchmarks.night`). So a person's scores are divided by the largest of them, over the
movies that are open to all, and are then called appeal: 1 is the movie the person would like most.
A person whose dislikes are stronger than any like is divided by those instead, so that appeal
stays within −1 and 1. Division keeps the parts additive, which percentiles would not; of the
scales tried, it leaves the worse off of two people best off.

Rules by J. Masthoff, "Group modeling: selecting a sequence of television items to suit a group of
viewers", User Modeling and User-Adapted Interaction 14, 2004: average (here "mean"), least misery,
most pleasure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ConfigError
from recsys.model.foldin import FoldIn
from recsys.model.ranking import best
from recsys.model.usable import Usable
from recsys.people.likeness import Alike, alike, opinion
from recsys.profile.person import MAX_PEOPLE, MIN_PEOPLE, Person
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Contribution

MEAN, LEAST_MISERY, MOST_PLEASURE = "mean", "least misery", "most pleasure"
_TIE = 1e-9

Floats = NDArray[np.float64]
# Sorted before they are added, as the order of people must not change the last digit.
_COMBINED: dict[str, Callable[[Floats], Floats]] = {
    MEAN: lambda appeals: np.sort(appeals, axis=0).sum(axis=0) / len(appeals),
    LEAST_MISERY: lambda appeals: appeals.min(axis=0),
    MOST_PLEASURE: lambda appeals: appeals.max(axis=0),
}
RULES = tuple(_COMBINED)
EVERYBODY, ANYBODY = "everybody", "anybody"
WATCHLISTS = ("", EVERYBODY, ANYBODY)


@dataclass(frozen=True)
class Vote:
    """What one person says about one movie."""

    name: str
    appeal: float
    """−1 to 1; 1 is the movie the person would like most of those open to all."""
    part: float
    """What the person adds to the movie's value; the parts of all sum to it."""
    deciding: bool
    """Whether the value is this person's appeal; under "mean" all decide."""
    contributions: tuple[Contribution, ...]
    """One for each rated movie, largest first; they sum to `appeal`."""


@dataclass(frozen=True)
class NightMovie:
    """One line of the common list."""

    rank: int
    movie_id: int
    title: str
    value: float
    """What the rule makes of the people's appeals."""
    people: tuple[Vote, ...]
    """In the order in which they were given; without those who have no say."""

    @property
    def spread(self) -> float:
        """Highest appeal − lowest appeal; 0 where all agree."""
        appeals = [vote.appeal for vote in self.people]
        return max(appeals) - min(appeals) if appeals else 0.0


@dataclass(frozen=True)
class Night:
    """A list for several people."""

    rule: str
    basis: str
    """"profiles", or "popularity" where nobody has a like that the model knows."""
    movies: tuple[NightMovie, ...]
    silent: tuple[str, ...]
    """Those who have no say: no like that the model knows, or nothing left that they would like."""
    open: int
    """Movies that nobody has rated, seen or excluded."""
    agreement: tuple[Alike, ...]
    """One for each two people who have a say."""
    watchlists: str = ""
    """Whose watchlists the movies stand on, one of `WATCHLISTS`; "" for any movie."""
    listless: tuple[str, ...] = ()
    """Those whose watchlist is empty."""
    on_anybodys: int = 0
    """Of the movies that are open, those on at least one watchlist."""


def plan(
    people: Sequence[Person],
    ready: Recommender,
    rule: str = MEAN,
    n: int = 20,
    watchlists: str = "",
) -> Night:
    """Return the `n` best movies for all, over what nobody has rated, seen or excluded.

    Parameters
    ----------
    watchlists : str
        "everybody": only movies on the watchlist of everybody who has one; somebody without any is
        passed over, or a single guest who never made one would leave nothing to anybody. "anybody":
        only movies on at least one. Where nobody has a watchlist nothing is left. Appeals, and
        with them the order, are as without it.

    Raises
    ------
    ConfigError
        Fewer than two or more than seven people, two of one name, no such rule or use of
        watchlists, or `n` below 1.
    """
    _check(people, rule, n, watchlists)
    allowed = [ready.catalogue.allowed(person.profile) for person in people]
    is_open = np.logical_and.reduce(allowed)
    heard = [(person.name, _voice(person, ready, is_open)) for person in people]
    voices = [voice for _, voice in heard if voice is not None]
    if voices:
        combined = _COMBINED[rule](np.array([voice.appeals for voice in voices]))
    else:
        combined = ready.model.likes_per_movie.astype(np.float64)
    on_lists = {"": is_open, **_on_watchlists(people, ready, is_open)}
    rows = best(combined, n, on_lists[watchlists])
    parts = [ready.bars(v.told, v.solved.exactly(rows, v.solved.weights) / v.scale) for v in voices]
    opinions = [opinion(v.name, v.appeals[is_open], len(v.told.movie_ids)) for v in voices]
    names = [each.name for each in opinions]
    return Night(
        rule=rule,
        basis="profiles" if voices else "popularity",
        movies=tuple(
            _movie(
                place + 1, int(movie_id), ready, rule, names, [of_one[place] for of_one in parts]
            )
            for place, movie_id in enumerate(ready.model.movies.ids[rows])
        ),
        silent=tuple(name for name, voice in heard if voice is None),
        open=int(is_open.sum()),
        agreement=tuple(alike(one, other) for one, other in combinations(opinions, 2)),
        watchlists=watchlists,
        listless=tuple(person.name for person in people if not person.profile.watchlist),
        on_anybodys=int(on_lists[ANYBODY].sum()),
    )


def _on_watchlists(
    people: Sequence[Person], ready: Recommender, is_open: NDArray[np.bool_]
) -> dict[str, NDArray[np.bool_]]:
    """Return which open movies stand on everybody's and which on anybody's watchlist."""
    lists = [person.profile.watchlist for person in people if person.profile.watchlist]
    times = np.zeros(len(is_open), dtype=np.int64)
    for watchlist in lists:
        times[ready.model.movies.idx_of_known(watchlist)] += 1
    return {
        EVERYBODY: is_open & (times == len(lists)) & (times > 0),
        ANYBODY: is_open & (times > 0),
    }


@dataclass(frozen=True, eq=False)
class _Voice:
    """A person who has a say, solved."""

    name: str
    appeals: Floats
    scale: float
    told: Usable
    solved: FoldIn


def _check(people: Sequence[Person], rule: str, n: int, watchlists: str) -> None:
    if not MIN_PEOPLE <= len(people) <= MAX_PEOPLE:
        raise ConfigError(
            f"{len(people)} {'person is' if len(people) == 1 else 'people are'} here; a movie "
            f"night takes {MIN_PEOPLE} to {MAX_PEOPLE}, so "
            f"{'add somebody' if len(people) < MIN_PEOPLE else 'take somebody out'}"
        )
    names = [person.name for person in people]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"two people are called '{name}'; give each a name of their own")
    if rule not in RULES:
        raise ConfigError(f"rule '{rule}' is unknown; use one of {', '.join(RULES)}")
    if watchlists not in WATCHLISTS:
        raise ConfigError(
            f"watchlists '{watchlists}' is unknown; use {EVERYBODY} or {ANYBODY}, or leave it"
        )
    if n < 1:
        raise ConfigError(f"n is {n}; expected at least 1 movie")


def _voice(person: Person, ready: Recommender, is_open: NDArray[np.bool_]) -> _Voice | None:
    told = ready.usable(person.profile)
    if not is_open.any() or not told.has_likes:
        return None
    solved = FoldIn.of(ready.model, told)
    scores = np.where(is_open, solved.scores().astype(np.float64), 0.0)
    if scores.max() <= 0:
        return None
    strongest = np.array([np.abs(scores).argmax()])
    scale = abs(float(solved.exactly(strongest, solved.weights).sum()))
    return _Voice(person.name, scores / scale, scale, told, solved)


def _movie(
    rank: int,
    movie_id: int,
    ready: Recommender,
    rule: str,
    names: Sequence[str],
    parts: Sequence[tuple[Contribution, ...]],
) -> NightMovie:
    appeals = [sum(c.contribution for c in of_one) for of_one in parts]
    value = float(_COMBINED[rule](np.array(appeals)[:, None])[0]) if appeals else 0.0
    deciding = [rule == MEAN or abs(appeal - value) <= _TIE for appeal in appeals]
    votes = tuple(
        # Several may decide together; the value is then shared out among them.
        Vote(name, appeal, appeal / sum(deciding) if decides else 0.0, decides, of_one)
        for name, appeal, decides, of_one in zip(names, appeals, deciding, parts, strict=True)
    )
    return NightMovie(rank, movie_id, ready.dataset.title(movie_id), value, votes)
