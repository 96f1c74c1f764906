"""A person's profile: what they rated and what they do not want to see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Union

from recsys.errors import DataError

STAR_STEPS: tuple[float, ...] = tuple(half / 2 for half in range(1, 11))
MAX_MOVIES = 10_000
_MAX_ID = 2**31 - 1


@dataclass(frozen=True)
class Profile:
    """An immutable profile; every change makes a new one.

    Raises
    ------
    DataError
        Stars are not 0.5 to 5 in half steps, an id is impossible, or a movie stands twice.
    """

    ratings: tuple[tuple[int, float], ...] = ()
    """(movie_id, stars) in the order the person added them."""
    not_interested: tuple[int, ...] = ()
    """Movies never to recommend, though unrated."""

    def __post_init__(self) -> None:
        ids = [movie_id for movie_id, _ in self.ratings] + list(self.not_interested)
        if len(ids) > MAX_MOVIES:
            raise DataError(f"the profile has {len(ids):,} movies; at most {MAX_MOVIES:,} fit")
        if len(set(ids)) != len(ids):
            twice = next(movie_id for movie_id in ids if ids.count(movie_id) > 1)
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

    @classmethod
    def of(cls, source: Union["Profile", Mapping[int, float]]) -> "Profile":
        """Return a profile from a mapping movie_id → stars; a profile stays as it is."""
        if isinstance(source, Profile):
            return source
        return cls(tuple((int(movie_id), float(stars)) for movie_id, stars in source.items()))

    @property
    def stars(self) -> dict[int, float]:
        """Ratings as a new dict movie_id → stars."""
        return dict(self.ratings)

    @property
    def movie_ids(self) -> tuple[int, ...]:
        return tuple(movie_id for movie_id, _ in self.ratings)

    @property
    def is_empty(self) -> bool:
        return not self.ratings and not self.not_interested

    def rate(self, movie_id: int, stars: float) -> "Profile":
        """Return the profile with one rating added or changed in place."""
        ratings = self.stars
        ratings[movie_id] = stars
        wanted = tuple(m for m in self.not_interested if m != movie_id)
        return Profile(tuple(ratings.items()), wanted)

    def exclude(self, movie_id: int) -> "Profile":
        """Return the profile with a movie marked "not interested", its rating dropped."""
        cleared = self.forget([movie_id])
        return replace(cleared, not_interested=(*cleared.not_interested, movie_id))

    def forget(self, movie_ids: Iterable[int]) -> "Profile":
        """Return the profile without any trace of these movies."""
        gone = set(movie_ids)
        return Profile(
            tuple((m, s) for m, s in self.ratings if m not in gone),
            tuple(m for m in self.not_interested if m not in gone),
        )
