"""A person's profile: what they rated, have seen, do not want to see, and what they want to see."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Union

from recsys.data.stars import STAR_STEPS
from recsys.errors import DataError

WEIGHTS: tuple[float, ...] = (0.0, 0.5, 1.0, 2.0, 3.0)
"""How many times a rating can count; 0 keeps it in the profile without any effect."""
MAX_MOVIES = 10_000
_MAX_ID = 2**31 - 1
_CATALOGUE = re.compile(r"([0-9a-f]{8})?")


@dataclass(frozen=True)
class Profile:
    """An immutable profile; every change makes a new one.

    Raises
    ------
    DataError
        Stars are not 0.5 to 5 in half steps, a weight is not one of `WEIGHTS` or belongs to no
        rating, an id is impossible, a movie stands twice, or two catalogues are to be merged.
    """

    ratings: tuple[tuple[int, float], ...] = ()
    """(movie_id, stars) in the order the person added them."""
    not_interested: tuple[int, ...] = ()
    """Movies never to recommend, though unrated."""
    seen: tuple[int, ...] = ()
    """Movies seen without a rating: not recommended again, no effect on scores."""
    weights: tuple[tuple[int, float], ...] = ()
    """(movie_id, times it counts) in the order of `ratings`, of those that do not count once."""
    catalogue: str = ""
    """Whose ids these are, as `recsys.data.dataset.Dataset.catalogue`; "" for MovieLens'."""
    watchlist: tuple[int, ...] = ()
    """Movies the person wants to see, in their order; no effect on scores."""

    def __post_init__(self) -> None:
        ids = self.all_ids
        if len(ids) > MAX_MOVIES:
            raise DataError(f"the profile has {len(ids):,} movies; at most {MAX_MOVIES:,} fit")
        if not _CATALOGUE.fullmatch(self.catalogue):
            raise DataError("the profile's catalogue is unreadable; expected 8 hexadecimal digits")
        if len(set(ids)) != len(ids):
            twice = Counter(ids).most_common(1)[0][0]
            raise DataError(f"movie {twice} stands twice in the profile; give each movie once")
        for movie_id in ids:
            if not 0 < movie_id <= _MAX_ID:
                raise DataError(f"movie id {movie_id} is impossible; expected 1 to {_MAX_ID}")
        for movie_id, stars in self.ratings:
            if stars not in STAR_STEPS:
                raise DataError(
                    f"rating {stars:g} for movie {movie_id} is not possible; "
                    "expected 0.5 to 5 stars in half steps"
                )
        self._check_weights()

    def _check_weights(self) -> None:
        for movie_id, weight in self.weights:
            if weight not in WEIGHTS:
                raise DataError(
                    f"weight {weight:g} for movie {movie_id} is not possible; "
                    f"expected {', '.join(f'{w:g}' for w in WEIGHTS)}"
                )
        given = dict(self.weights)
        ordered = tuple((m, given[m]) for m in self.movie_ids if given.get(m, 1.0) != 1.0)
        if len(given) != len(self.weights) or not given.keys() <= set(self.movie_ids):
            raise DataError("a weight belongs to no rating, or to one twice; weigh rated movies")
        # One profile, one form: equal profiles compare equal and make equal links.
        object.__setattr__(self, "weights", ordered)

    @classmethod
    def of(cls, source: Union["Profile", Mapping[int, float]], catalogue: str = "") -> "Profile":
        """Return a profile from a mapping of the catalogue's ids; a profile stays as it is."""
        if isinstance(source, Profile):
            return source
        ratings = tuple((int(movie_id), float(stars)) for movie_id, stars in source.items())
        return cls(ratings, catalogue=catalogue)

    @property
    def stars(self) -> dict[int, float]:
        """Ratings as a new dict movie_id → stars."""
        return dict(self.ratings)

    @property
    def movie_ids(self) -> tuple[int, ...]:
        return tuple(movie_id for movie_id, _ in self.ratings)

    @property
    def is_empty(self) -> bool:
        return not self.all_ids

    @property
    def all_ids(self) -> tuple[int, ...]:
        """Every movie of the profile: settled, or on the watchlist."""
        return (*self.settled_ids, *self.watchlist)

    @property
    def settled_ids(self) -> tuple[int, ...]:
        """Movies that the person is done with: rated, not interested, seen."""
        return (*self.movie_ids, *self.not_interested, *self.seen)

    def weight(self, movie_id: int) -> float:
        """Return how many times a movie's rating counts."""
        return dict(self.weights).get(movie_id, 1.0)

    def rate(self, movie_id: int, stars: float) -> "Profile":
        """Return the profile with one rating added or changed in place; its weight stays."""
        unmarked = self if movie_id in self.stars else self.forget([movie_id])
        return replace(unmarked, ratings=tuple({**self.stars, movie_id: stars}.items()))

    def weigh(self, movie_id: int, weight: float) -> "Profile":
        """Return the profile with a rating counting `weight` times, one of `WEIGHTS`."""
        return replace(self, weights=tuple({**dict(self.weights), movie_id: weight}.items()))

    def exclude(self, movie_id: int) -> "Profile":
        """Return the profile with a movie marked "not interested", its rating dropped."""
        cleared = self.forget([movie_id])
        return replace(cleared, not_interested=(*cleared.not_interested, movie_id))

    def see(self, movie_id: int) -> "Profile":
        """Return the profile with a movie marked as seen without a rating."""
        cleared = self.forget([movie_id])
        return replace(cleared, seen=(*cleared.seen, movie_id))

    def want(self, movie_ids: Iterable[int]) -> "Profile":
        """Return the profile with movies added to the watchlist, but for those it is done with."""
        settled = set(self.settled_ids)
        added = dict.fromkeys(m for m in (*self.watchlist, *movie_ids) if m not in settled)
        return replace(self, watchlist=tuple(added))

    def unwant(self, movie_ids: Iterable[int]) -> "Profile":
        """Return the profile with movies taken off the watchlist."""
        gone = set(movie_ids)
        return replace(self, watchlist=tuple(m for m in self.watchlist if m not in gone))

    def forget(self, movie_ids: Iterable[int]) -> "Profile":
        """Return the profile without any trace of these movies."""
        gone = set(movie_ids)
        return self.renumbered({m: m for m in self.all_ids if m not in gone}, self.catalogue)

    def renumbered(self, ids: Mapping[int, int], catalogue: str) -> "Profile":
        """Return the profile in another catalogue's ids, without the movies that have none."""
        return Profile(
            tuple((ids[m], stars) for m, stars in self.ratings if m in ids),
            tuple(ids[m] for m in self.not_interested if m in ids),
            tuple(ids[m] for m in self.seen if m in ids),
            tuple((ids[m], weight) for m, weight in self.weights if m in ids),
            catalogue,
            tuple(ids[m] for m in self.watchlist if m in ids),
        )

    def merge(self, other: "Profile") -> "Profile":
        """Return both profiles in one; where they differ about a movie, the other one is right.

        What is here rated stays rated though the other profile has merely seen it. The other's
        watchlist is added; what either profile is done with is on no list.
        """
        if self.is_empty or other.is_empty:
            return self if other.is_empty else other
        if self.catalogue != other.catalogue:
            raise DataError(
                "the two profiles number their movies differently; carry one over to the other's "
                "data set by title first"
            )
        seen = [m for m in other.seen if m not in self.stars]
        kept = self.forget([*other.movie_ids, *other.not_interested, *seen])
        places = {m: s for m, s in self.ratings if m in kept.stars or m in other.stars}
        places.update(other.ratings)
        return Profile(
            tuple(places.items()),
            (*kept.not_interested, *other.not_interested),
            (*kept.seen, *seen),
            (*kept.weights, *other.weights),
            self.catalogue,
            kept.watchlist,
        ).want(other.watchlist)
