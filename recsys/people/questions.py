"""Rate these next: the movies whose rating would make this person's list better the most.

What a rating of movie i is worth is the gain that people of the data set who like i would have
had from it: the NDCG@10 of the list with i added to the profile, minus that of the list as it is
(i itself left out of both), summed over them. So a movie counts by how many like it, and thereby
know it; by how much the list would change; and by whether it would change for the better. People
count by their resemblance to the profile (`recsys.people.sample`), which is how "haven't seen" is
learned from without touching the person's taste.

The list with i added comes from one factorisation for all i, by Sherman and Morrison:

    x_i = x + A⁻¹y_i (pull_i − gain_i y_iᵀx) / (1 + gain_i y_iᵀA⁻¹y_i)

Movies that are asked about at the same time should not all be alike. The answers to those that
stand there already are taken to come first, so a further question is for the people who have no
like to give among them: only they count for it.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.model.foldin import FoldIn, system_of
from recsys.model.model import Model
from recsys.people.sample import Crowd
from recsys.profile.profile import Profile

CANDIDATES = 200
"""Questions are about the most liked movies, so many of them: the person should know them."""
LIST = 10
_STARS = 4.0
"""What a like is taken to be."""
_DISCOUNTS = (1 / np.log2(np.arange(2, LIST + 2))).astype(np.float32)

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def next_questions(
    model: Model,
    crowd: Crowd,
    profile: Profile,
    n: int = 3,
    unseen: Collection[int] = (),
    pending: Sequence[int] = (),
) -> tuple[int, ...]:
    """Return the `n` movies to ask about next, the most telling first, none of the profile's.

    Parameters
    ----------
    crowd : Crowd
        People of the data set that the model was trained on.
    unseen : collection of movie ids
        What the person has said not to have seen; never asked about again.
    pending : sequence of movie ids
        What is being asked about at the same time; the answer adds to these.

    Returns
    -------
    tuple of movie ids
        Fewer than `n` where there is nothing left to ask.
    """
    worth = _Worth(model, crowd, profile, crowd.resembling(model, profile, unseen))
    candidates = model.movies.ids[worth.rows].tolist()
    taken = {*profile.all_ids, *unseen, *pending}
    together = [candidates.index(movie_id) for movie_id in pending if movie_id in candidates]
    chosen: list[int] = []
    for _ in range(n):
        free = [i for i, movie_id in enumerate(candidates) if movie_id not in taken]
        if not free:
            break
        value = worth.beside(together)
        best_one = max(free, key=lambda i: float(value[i]))
        together.append(best_one)
        chosen.append(candidates[best_one])
        taken.add(candidates[best_one])
    return tuple(chosen)


class _Worth:
    """What a rating of each candidate is worth to one profile."""

    def __init__(self, model: Model, crowd: Crowd, profile: Profile, weights: Floats) -> None:
        self._model, self._crowd, self._weights = model, crowd, weights
        self.rows = crowd.rows[:CANDIDATES]
        self._told = model.usable(profile)
        self._hidden = np.isin(crowd.rows, model.movies.idx_of_known(profile.settled_ids))
        self._now = self._list_now()
        self._then = self._lists_with_each()

    def beside(self, together: Sequence[int]) -> Floats:
        """Return each candidate's worth beside some that are asked about at the same time.

        Returns
        -------
        float32, shape (candidates,)
            Mean gain in NDCG@10 over the people; those who do not like the candidate, or like
            one of the others, gain nothing.
        """
        crowd, n = self._crowd, len(self.rows)
        left = self._weights * ~crowd.likes[:, list(together)].any(axis=1)
        likers = crowd.likes[:, :n] * left[:, None]
        # How much those who like candidate i (row) gain by movie j at the head of a list.
        gains = (likers.T @ crowd.gains) / np.float32(len(left))
        return _worth(gains, self._then) - _worth(gains, self._now)

    def _lists_with_each(self) -> Ints:
        """Return the list with each candidate liked, shape (candidates, ranks)."""
        model, told, n = self._model, self._told, len(self.rows)
        asked = system_of(model, self.rows, [_STARS] * n, told.n_likes + 1)
        solve = FoldIn.of(model, told, told.n_likes + 1)
        factors = model.item_factors[self._crowd.rows]
        own = factors[:n].astype(np.float64)
        solved, expected = solve.solve(own.T).T, solve.user_vector
        projected = np.einsum("ik,ik->i", own, solved)
        step = (asked.pull - asked.gain * (own @ expected)) / (1 + asked.gain * projected)
        scores = (expected + solved * step[:, None]).astype(np.float32) @ factors.T
        likely = np.exp(asked.popularity * model.log_prevalence[self._crowd.rows])
        return self._lists(scores * likely.astype(np.float32))

    def _list_now(self) -> Ints:
        """Return the list as it is, without each candidate, shape (candidates, ranks)."""
        if self._told.has_likes:
            scores = FoldIn.of(self._model, self._told).scores()
        else:
            scores = self._model.likes_per_movie.astype(np.float32)
        return self._lists(np.tile(scores[self._crowd.rows], (len(self.rows), 1)))

    def _lists(self, scores: Floats) -> Ints:
        """Return each row's best, without its own candidate; −1 where nothing is left."""
        scores[:, self._hidden] = -np.inf
        scores[np.arange(len(scores)), np.arange(len(scores))] = -np.inf
        length = min(LIST, scores.shape[1])
        top = np.argpartition(-scores, length - 1, axis=1)[:, :length]
        found = np.take_along_axis(scores, top, axis=1)
        order = np.argsort(-found, axis=1)
        lists = np.where(found > -np.inf, top, -1)
        return np.take_along_axis(lists, order, axis=1)


def _worth(gains: Floats, lists: Ints) -> Floats:
    gained = np.take_along_axis(gains, np.maximum(lists, 0), axis=1) * (lists >= 0)
    return np.asarray(gained @ _DISCOUNTS[: lists.shape[1]], dtype=np.float32)
