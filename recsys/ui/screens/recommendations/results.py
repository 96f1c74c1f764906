"""The list of recommendations, each with its reason."""

from collections.abc import Callable, Mapping, Sequence

from recsys.recommend.moves import Move
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Recommendation, Recommendations
from recsys.ui import session
from recsys.ui.elements.movie_list.movie_list import Action, Badge, Card, movie_list
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.screens.recommendations.why import explain_dialog
from recsys.ui.words import dials as dial_words
from recsys.ui.words.reasons import about_movie, reason

_WHY, _RATE, _HIDE = "why", "rate", "hide"
_ACTIONS = (
    Action(_WHY, "Why"),
    Action(_RATE, "Rate it", "You have seen it, and it joins your ratings"),
    Action(_HIDE, "Hide", "You are not interested, and it is never recommended again"),
)


def recommendation_list(
    result: Recommendations,
    ready: Recommender,
    moved: Mapping[int, Move] | None = None,
    stability: Mapping[int, Badge] | None = None,
    explain: Callable[[int], None] | None = None,
) -> None:
    """Draw the list, each movie with its reason and the button that explains it.

    `moved` (what the last change did) and `stability`, both by movie_id, stand there as badges.
    `explain` opens the explanation of a movie_id; by default `why.explain_dialog` does.
    """
    movies = {movie.movie_id: movie for movie in result.recommendations}
    cards = [
        _card(
            movie,
            result.basis == "profile",
            ready,
            [_move_badge((moved or {}).get(movie_id)), (stability or {}).get(movie_id)],
        )
        for movie_id, movie in movies.items()
    ]
    on_press = {_RATE: profile_editor.add, _HIDE: profile_editor.exclude}
    match movie_list(cards, _ACTIONS, "movies", on_press):
        case [name, movie_id] if name == _WHY:
            if explain is not None:
                explain(movie_id)
            else:
                explain_dialog(movie_id, ready=ready, dials=_dialled(movies[movie_id]))


def _card(
    movie: Recommendation, explained: bool, ready: Recommender, before: Sequence[Badge | None]
) -> Card:
    row = ready.model.movies.idx_of(movie.movie_id)
    lines = [about_movie(ready.catalogue.genres_of(row), int(ready.model.likes_per_movie[row]))]
    if explained:
        lines.append(reason(movie.contributions))
    lines.append(_dialled(movie))
    return Card(
        movie.movie_id,
        movie.rank,
        movie.title,
        (Badge(f"score {movie.score:.3f}", "blue"),) if explained else (),
        tuple(filter(None, before)),
        tuple(filter(None, lines)),
        (_WHY, _RATE, _HIDE) if explained else (_RATE, _HIDE),
    )


def _move_badge(move: Move | None) -> Badge | None:
    if move is None:
        return None
    if move.places is None:
        return Badge("new", "orange")
    up = move.places > 0
    return Badge(f"{'▲' if up else '▼'} {abs(move.places)}", "green" if up else "gray")


def _dialled(movie: Recommendation) -> str:
    return dial_words.terms(movie, session.settings().popularity)
