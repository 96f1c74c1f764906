"""What would it take: the smallest change of a profile that moves a movie into the top, or out.

Every candidate is an exact fold-in (`Search`). A changed rating adds δ to its gain
and ε to its pull (`foldin.System`), so with U the vectors of the movies touched, S = A⁻¹ U,
G = Uᵀ S and x the person's factors, the factors after the change are

    x' = x + S c,   c = ε − (I + D G)⁻¹ D Uᵀ (x + S ε),   D = diag δ

(Sherman and Morrison 1950, Woodbury 1950). One solve for each possible number of likes and one
matrix product give all scores of all candidates as sums of columns of Y S.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recsys.data.stars import STAR_STEPS
from recsys.errors import DataError
from recsys.model.foldin import FoldIn, system_of
from recsys.model.ranking import best
from recsys.model.similar import nearest
from recsys.profile.profile import Profile
from recsys.recommend.recommender import ProfileLike, Recommender

TOP = 10
NEW = 5.0
"""What a rating that is added or taken away counts for in stars: as much as the whole scale."""
NEIGHBOURS = 30
"""Unrated movies tried as additions: the movie's nearest neighbours."""
JOINED = 30
"""Ratings, the most effective ones by themselves, that are tried together."""
WAYS = 4
"""How each of them is changed then: the numbers of stars that are most effective by themselves."""
KEPT = 16
"""Changes of as many ratings, those that take the movie furthest, that one more is added to."""
MOST_RATINGS = 5
"""Ratings that one change touches at most."""
RIVALS = 20
"""The movies counted where several ratings change: so many tops' worth after a single change."""
NEAR = 1e-5
"""Scores closer than this may change places by rounding, so such a candidate is looked at."""

Option = tuple[int, float | None]
"""Place among the movies touched, and the stars it gets (None: the rating goes)."""


@dataclass(frozen=True)
class Edit:
    """One rating changed, added or taken away."""

    movie_id: int
    title: str
    before: float | None
    """Stars; None: not rated."""
    after: float | None

    @property
    def stars(self) -> float:
        """How far the rating moves, in stars; `NEW` where it comes or goes."""
        if self.before is None or self.after is None:
            return NEW
        return abs(self.after - self.before)


@dataclass(frozen=True)
class Answer:
    """What it would take, or that nothing tried does it."""

    movie_id: int
    title: str
    goal: str
    """"in" or "out"."""
    top: int
    edits: tuple[Edit, ...]
    """Empty where no change tried reaches the goal."""
    closest: tuple[Edit, ...]
    """Where none does: the change that takes the movie furthest towards the goal."""
    tried: int
    """Changes computed."""
    seconds: float


def smallest_change(
    ready: Recommender, movie_id: int, profile: ProfileLike, top: int = TOP
) -> Answer:
    """Find the smallest change that brings a movie into the top, or throws it out if it is there.

    One change is smaller than another if it touches fewer ratings; with as many, if their stars
    move less in all (`Edit.stars`: an added or removed rating counts 5); with as much, if it takes
    the movie further. Tried are

    - every other number of stars for each rating of the profile, and its removal;
    - every number of stars for each of the movie's `NEIGHBOURS` nearest unrated neighbours;
    - as long as none does it, up to `MOST_RATINGS` ratings together (beam search): the `KEPT`
      changes that take the movie furthest, each with one more of the `JOINED` movies changed in
      one of the `WAYS` that do most by themselves. What then does it is made as small as it can
      be, one rating after the other.

    Each candidate's scores are exact. A change of several ratings is first counted against the
    likeliest rivals only, which rules out what cannot do it; what is answered is checked by
    applying it.

    Raises
    ------
    UnknownIdError
        The model does not know the movie.
    DataError
        The profile rates or hides the movie, so it cannot be recommended.
    """
    started = time.perf_counter()
    profile = ready.own_profile(profile)
    row = ready.model.movies.idx_of(movie_id)
    title = ready.dataset.title(movie_id)
    if movie_id in profile.movie_ids:
        raise DataError(f"you rated {title}, so it is not recommended again; take the rating away")
    if movie_id in profile.not_interested:
        raise DataError(f"you said you are not interested in {title}; bring it back first")
    if movie_id in profile.seen:
        raise DataError(f"you have seen {title}, so it is not recommended again; rate it instead")
    inside = _is_listed(ready, movie_id, profile, top)

    def does(edits: tuple[Edit, ...]) -> bool:
        return _is_listed(ready, movie_id, apply(profile, edits), top) != inside

    search = Search(ready, profile, row)
    edits, closest, tried = _search(ready, search, inside, top, does)
    return Answer(
        movie_id=movie_id,
        title=title,
        goal="out" if inside else "in",
        top=top,
        edits=edits,
        closest=closest,
        tried=tried,
        seconds=time.perf_counter() - started,
    )


def apply(profile: Profile, edits: tuple[Edit, ...]) -> Profile:
    """Return the profile with a change made."""
    for edit in edits:
        if edit.after is None:
            profile = profile.forget([edit.movie_id])
        else:
            profile = profile.rate(edit.movie_id, edit.after)
    return profile


def _search(
    ready: Recommender,
    search: "Search",
    inside: bool,
    top: int,
    does: Callable[[tuple[Edit, ...]], bool],
) -> tuple[tuple[Edit, ...], tuple[Edit, ...], int]:
    """Return the smallest change that does it, the closest one, and how many were computed."""
    closest: tuple[Edit, ...] = ()
    options: list[Option] = []
    tried, changes, among = 0, search.singles(), None
    for n_ratings in range(1, MOST_RATINGS + 1):
        if not changes:
            break
        tried += len(changes)
        placed = search.above(changes, top, among)
        towards = -placed.lead if inside else placed.lead
        furthest = np.argsort(-towards, kind="stable").tolist()
        reaches = placed.perhaps >= top if inside else placed.surely < top
        found = [
            (sum(e.stars for e in edits), -towards[j], j, edits)
            for j in np.flatnonzero(reaches).tolist()
            for edits in [_edits(ready, search, changes[j])]
        ]
        for *_, edits in sorted(found, key=lambda f: f[:3]):
            # Only some movies were counted, and rounding may decide between equals: the list
            # itself has the last word.
            if does(edits):
                return _gentler(edits, does), (), tried
        closest = _edits(ready, search, changes[furthest[0]])
        if n_ratings == 1:
            of_place: dict[int, list[tuple[Option, ...]]] = {}
            for j in furthest:
                of_place.setdefault(changes[j][0][0], []).append(changes[j])
            joined = list(of_place.values())[:JOINED]
            options = [option for own in joined for (option,) in own[:WAYS]]
            among = None if inside else search.rivals([own[0] for own in joined], top)
        kept = [changes[j] for j in furthest[:KEPT]]
        changes = list({c: None for change in kept for c in _longer(change, options)})
    return (), closest, tried


def _gentler(edits: tuple[Edit, ...], does: Callable[[tuple[Edit, ...]], bool]) -> tuple[Edit, ...]:
    """Move one rating after the other less far, as long as it is still enough."""
    for i, edit in enumerate(edits):
        options = (replace(edit, after=stars) for stars in STAR_STEPS)
        less = [e for e in options if edit.before is not None and 0 < e.stars < edit.stars]
        for gentler in sorted(less, key=lambda e: e.stars):
            changed = (*edits[:i], gentler, *edits[i + 1 :])
            if does(changed):
                edits = changed
                break
    return edits


def _longer(change: tuple[Option, ...], options: list[Option]) -> Iterator[tuple[Option, ...]]:
    """Yield a change with one more rating touched, the ratings in order."""
    touched = {place for place, _ in change}
    for option in options:
        if option[0] not in touched:
            yield tuple(sorted((*change, option), key=lambda o: o[0]))


def _edits(ready: Recommender, search: "Search", change: tuple[Option, ...]) -> tuple[Edit, ...]:
    touched = [(search.movie_ids[place], stars) for place, stars in change]
    return tuple(Edit(m, ready.dataset.title(m), search.now.get(m), s) for m, s in touched)


def _is_listed(ready: Recommender, movie_id: int, profile: Profile, top: int) -> bool:
    return movie_id in {r.movie_id for r in ready.recommend(profile, top).recommendations}


@dataclass(frozen=True, eq=False)
class Ahead:
    """Where changes take our movie among those counted; each array has shape (changes,)."""

    surely: NDArray[np.int64]
    """Movies ahead of ours by more than rounding."""
    perhaps: NDArray[np.int64]
    """Movies ahead of ours or level with it, within rounding."""
    lead: NDArray[np.float64]
    """Our movie's score less that of the last of the others that fit into the top; from 0 on
    it is in."""


@dataclass(frozen=True, eq=False)
class _Base:
    """The profile solved for one number of likes, ready for changes."""

    scores: NDArray[np.float32]
    """Before any change, shape (n_movies,)."""
    moves: NDArray[np.float32]
    """Y S, shape (n_movies, movies touched)."""
    projected: NDArray[np.float64]
    """Uᵀ x, shape (movies touched,)."""
    gram: NDArray[np.float64]
    """Uᵀ S."""
    gain: NDArray[np.float64]
    """c − 1 of each movie touched at each of its stars; the last column: no rating."""
    pull: NDArray[np.float64]


class Search:
    """Changes of some ratings, for one movie and one profile that does not hold it.

    A rating keeps its weight when its stars change, and a new one counts once.
    """

    def __init__(self, ready: Recommender, profile: Profile, row: int) -> None:
        self._model, self._row = ready.model, row
        self._told = ready.usable(profile)
        rated = zip(self._told.movie_ids, self._told.stars.tolist(), strict=True)
        self.now: Mapping[int, float] = dict(rated)
        taken = set(profile.all_ids)
        near = self._model.movies.ids[nearest(self._model, row, NEIGHBOURS + len(taken))[0]]
        unrated = [m for m in near.tolist() if m not in taken][:NEIGHBOURS]
        self.movie_ids = [*self.now, *unrated]
        self._idx = self._model.movies.idx(self.movie_ids)
        self._times = np.pad(self._told.weights, (0, len(unrated)), constant_values=1.0)
        self._competes = ready.catalogue.allowed(profile)
        self._competes[row] = False

    def options(self, place: int) -> Iterator[Option]:
        """Yield what can be done with one movie's rating."""
        before = self.now.get(self.movie_ids[place])
        if before is not None:
            yield place, None
        for stars in STAR_STEPS:
            if stars != before:
                yield place, stars

    def singles(self) -> list[tuple[Option, ...]]:
        return [(o,) for place in range(len(self.movie_ids)) for o in self.options(place)]

    def above(
        self,
        changes: list[tuple[Option, ...]],
        top: int = TOP,
        among: NDArray[np.int64] | None = None,
    ) -> Ahead:
        """Count the movies ahead of ours after each change, by default among all movies.

        Each change touches as many ratings. `among` holds positions in the model; a count among
        some of the movies is a lower bound.
        """
        surely = np.empty(len(changes), dtype=np.int64)
        perhaps, lead = surely.copy(), np.empty(len(changes))
        for part, scores, ours, n_likes in self._scored(changes, among):
            level = NEAR * max(1.0, float(np.abs(ours).max())) if n_likes else 0.5
            surely[part] = (scores > ours + np.float32(level)).sum(axis=1)
            perhaps[part] = (scores > ours - np.float32(level)).sum(axis=1)
            last = min(top, scores.shape[1])
            lead[part] = (ours[:, 0] - -np.partition(-scores, last - 1)[:, last - 1]) if last else 0
        return Ahead(surely, perhaps, lead)

    def rivals(self, changes: list[tuple[Option, ...]], top: int) -> NDArray[np.int64]:
        """Return the movies that stand in or near the top after one of some changes."""
        found = set(self._idx.tolist())
        for _, scores, *_ in self._scored(changes):
            for row in scores:
                found.update(best(row, RIVALS * top).tolist())
        return np.array(sorted(found))

    def _scored(
        self, changes: list[tuple[Option, ...]], among: NDArray[np.int64] | None = None
    ) -> Iterator[tuple[list[int], NDArray[np.float32], NDArray[np.float32], int]]:
        """Yield which changes, the scores of those who compete (−∞: not), ours, and the likes."""
        rows = np.arange(len(self._competes)) if among is None else among
        where = np.searchsorted(rows, self._idx)
        by_likes: dict[int, list[int]] = {}
        for j, change in enumerate(changes):
            by_likes.setdefault(self._likes_after(change), []).append(j)
        batch = max(1, 2_000_000 // len(rows))
        for n_likes, members in by_likes.items():
            # Solved here and not kept: with 2,000 ratings one takes some 30 MB.
            base = self._solve(n_likes)
            moves = base.moves[rows].T.copy() if n_likes else base.moves
            for first in range(0, len(members), batch):
                part = members[first : first + batch]
                chosen = [changes[j] for j in part]
                places = np.array([[place for place, _ in change] for change in chosen])
                scores = np.tile(base.scores[rows], (len(part), 1))
                ours = np.full((len(part), 1), base.scores[self._row])
                if n_likes:
                    c = self._coefficients(base, places, chosen).astype(np.float32)
                    for r in range(places.shape[1]):
                        scores += moves[places[:, r]] * c[:, r, None]
                    ours += (base.moves[self._row][places] * c).sum(axis=1, keepdims=True)
                joins = np.array([[self._joins(*option) for option in c] for c in chosen])
                touched = np.arange(len(part))[:, None], where[places]
                then = np.where(joins > 0, scores[touched], -np.inf)
                stays = np.where(self._competes[self._idx[places]], scores[touched], -np.inf)
                scores[:, ~self._competes[rows]] = -np.inf
                scores[touched] = np.where(joins, then, stays)
                yield part, scores, ours, n_likes

    def _joins(self, place: int, stars: float | None) -> int:
        """Return 1 for a movie that competes once its rating is gone, −1 for one newly rated."""
        rated = self.movie_ids[place] in self.now
        return int(rated and stars is None) - int(not rated and stars is not None)

    def _coefficients(
        self, base: _Base, places: NDArray[np.int64], changes: list[tuple[Option, ...]]
    ) -> NDArray[np.float64]:
        before = [[self._column(self.now.get(self.movie_ids[p])) for p, _ in c] for c in changes]
        after = [[self._column(stars) for _, stars in change] for change in changes]
        delta = base.gain[places, after] - base.gain[places, before]
        epsilon = base.pull[places, after] - base.pull[places, before]
        gram = base.gram[places[:, :, None], places[:, None, :]]
        projected = base.projected[places] + np.einsum("mrs,ms->mr", gram, epsilon)
        left = np.eye(places.shape[1]) + delta[:, :, None] * gram
        solved = np.linalg.solve(left, (delta * projected)[:, :, None])[:, :, 0]
        return np.asarray(epsilon - solved)

    @staticmethod
    def _column(stars: float | None) -> int:
        return len(STAR_STEPS) if stars is None else STAR_STEPS.index(stars)

    def _likes_after(self, change: tuple[Option, ...]) -> int:
        likes, is_like = self._told.n_likes, self._model.is_like
        for place, stars in change:
            if not self._times[place]:
                continue
            before = self.now.get(self.movie_ids[place])
            likes += int(stars is not None and is_like(stars))
            likes -= int(before is not None and is_like(before))
        return likes

    def _solve(self, n_likes: int) -> _Base:
        model = self._model
        if not n_likes:
            # Without a like the list is ordered by popularity.
            scores = model.likes_per_movie.astype(np.float32)
            none = np.zeros((0, 0))
            return _Base(scores, none.astype(np.float32), np.zeros(0), none, none, none)
        solved = FoldIn.of(model, self._told, n_likes)
        inverse = solved.solve(self._vectors.T)
        steps = [
            system_of(model, self._idx, [stars] * len(self._idx), n_likes, self._times)
            for stars in STAR_STEPS
        ]
        unrated = np.zeros(len(self._idx))
        return _Base(
            scores=solved.scores(),
            moves=solved.scores_from(inverse),
            projected=self._vectors @ solved.user_vector,
            gram=self._vectors @ inverse,
            gain=np.column_stack([*(step.gain for step in steps), unrated]),
            pull=np.column_stack([*(step.pull for step in steps), unrated]),
        )

    @cached_property
    def _vectors(self) -> NDArray[np.float64]:
        return self._model.item_factors[self._idx].astype(np.float64)
