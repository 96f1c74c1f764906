"""Rate these next: the movies whose rating would make this person's list better the most.

What a rating of movie i is worth is the gain that people of the data set who like i would have
had from it: the NDCG@10 of the list with i added to the profile, minus that of the list as it is
(i itself left out of both), summed over them. So a movie counts by how many like it, and thereby
know it; by how much the list would change; and by whether it would change for the better. People
count by their resemblance to the profile (`recsys.crowd`), which is how "haven't seen" is
learned from without touching the person's taste.

The list with i added comes from one factorisation for all i, by Sherman and Morrison:

    x_i = x + A⁻¹y_i (pull_i − gain_i y_iᵀx) / (1 + gain_i y_iᵀA⁻¹y_i)

Movies that are asked about at the same time should not all be alike: each one chosen adds a
large multiple of y_i y_iᵀ to A, as if the answer were known for certain and as expected, so that
what is left of a movie that resembles it hardly changes the list any more.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recsys.crowd import Crowd
from recsys.foldin import FoldIn, System, system_of
from recsys.model import Model
from recsys.profile import Profile
from recsys.ranking import best
from recsys.told import told_of

CANDIDATES = 200
"""Questions are about the most liked movies, so many of them: the person should know them."""
LIST = 10
_STARS = 4.0
"""What a like is taken to be."""
_CERTAIN = 1e6
"""What is added to A for a movie that is asked about at the same time, times y yᵀ."""
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
    """Return the `n` movies to ask about next, the most telling first.

    Parameters
    ----------
    crowd : Crowd
        People of the data set that the model was trained on.
    profile : Profile
        May be empty. Nothing that it holds is asked about.
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
        self._model, self._crowd = model, crowd
        self.rows = crowd.rows[:CANDIDATES]
        self._factors = model.item_factors[crowd.rows]
        self._told = told_of(model, profile)
        self._hidden = np.isin(crowd.rows, _known_rows(model, profile.all_ids))
        likers = crowd.likes[:, : len(self.rows)] * weights[:, None]
        # How many like candidate i (row) and movie j, the latter as shares of their ideal list.
        self._both = (likers.T @ crowd.gains) / np.float32(max(1, len(weights)))
        self._now = self._gain_now()

    def beside(self, together: Sequence[int]) -> Floats:
        """Return each candidate's worth beside some that are asked about at the same time.

        Returns
        -------
        float32, shape (candidates,)
            Mean gain in NDCG@10 over the people, those who do not like the candidate included.
        """
        lists, listed = self._lists_with_each(together)
        gained = np.take_along_axis(self._both, lists, axis=1) * listed
        return np.asarray(gained @ _DISCOUNTS[: lists.shape[1]] - self._now, np.float32)

    def _lists_with_each(self, together: Sequence[int]) -> tuple[Ints, NDArray[np.bool_]]:
        model, told, n = self._model, self._told, len(self.rows)
        asked = system_of(model, self.rows, [_STARS] * n, told.n_likes + 1)
        base = told.system(model, told.n_likes + 1)
        expected = FoldIn(model, base).user_vector
        solve = FoldIn(model, _as_if_known(base, self.rows[list(together)]))
        own = self._factors[:n].astype(np.float64)
        solved = solve.solve(own)
        projected = np.einsum("ik,ik->i", own, solved)
        step = (asked.pull - asked.gain * (own @ expected)) / (1 + asked.gain * projected)
        vectors = (expected + solved * step[:, None]).astype(np.float32)
        scores = vectors @ self._factors.T
        scores *= np.exp(asked.popularity * model.log_prevalence[self._crowd.rows]).astype(
            np.float32
        )
        scores[:, self._hidden] = -np.inf
        scores[np.arange(n), np.arange(n)] = -np.inf
        length = min(LIST, scores.shape[1])
        top = np.argpartition(-scores, length - 1, axis=1)[:, :length]
        order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1)
        lists = np.take_along_axis(top, order, axis=1)
        return lists, np.take_along_axis(scores, lists, axis=1) > -np.inf

    def _gain_now(self) -> Floats:
        """Return what the list as it is, without the candidate, is worth to who likes it."""
        told = self._told
        if told.n_likes:
            solved = FoldIn(self._model, told.system(self._model))
            scores = solved.scores()[self._crowd.rows]
        else:
            scores = self._model.likes_per_movie[self._crowd.rows].astype(np.float32)
        now = best(np.where(self._hidden, -np.inf, scores), LIST + 1)
        gained = np.empty(len(self.rows), dtype=np.float32)
        for i in range(len(self.rows)):
            listed = now[now != i][:LIST]
            gained[i] = self._both[i, listed] @ _DISCOUNTS[: len(listed)]
        return gained


def _known_rows(model: Model, movie_ids: Sequence[int]) -> Ints:
    ids = np.array(movie_ids, dtype=np.int64)
    return model.movies.idx(ids[model.movies.known(ids)]) if len(ids) else ids


def _as_if_known(system: System, rows: Ints) -> System:
    return replace(
        system,
        idx=np.concatenate([system.idx, rows]),
        gain=np.concatenate([system.gain, np.full(len(rows), _CERTAIN)]),
        pull=np.concatenate([system.pull, np.zeros(len(rows))]),
    )
