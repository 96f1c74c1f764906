"""The list of recommendations, each with its reason as a bar, and what a card says once open."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from recsys.data.elsewhere import elsewhere
from recsys.explain.because import because_of_each
from recsys.explain.standing import standing
from recsys.profile.profile import Profile
from recsys.recommend.filters import ONLY
from recsys.recommend.moves import Move
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Contribution, Recommendation, Recommendations
from recsys.ui import frame, memory, session
from recsys.ui.charts import theme
from recsys.ui.charts.why import by_size
from recsys.ui.elements.movie_list.movie_list import (
    KEEP,
    NOT_FOR_ME,
    OTHERS,
    SEEN,
    WHY,
    Action,
    Card,
    Details,
    Favourite,
    Gone,
    Part,
    movie_list,
)
from recsys.ui.screens import map as map_view
from recsys.ui.screens.model.chances import kept_chances
from recsys.ui.screens.parts import remembered, title_of
from recsys.ui.screens.profile import editor as profile_editor
from recsys.ui.words import card as words
from recsys.ui.words import dials as dial_words
from recsys.ui.words import watchlist as watchlist_words
from recsys.ui.words.numbers import printed as numbers_printed
from recsys.ui.words.reasons import about_movie, reason
from recsys.ui.words.standing import certainty, chance, most_needed, place

SHOWN_PARTS = 12
"""So many ratings have a bar of their own in an open card; the others are one."""
MORE_BECAUSE = "More because of {}"
_ACTIONS = (
    WHY,
    SEEN,
    NOT_FOR_ME,
    KEEP,
    Action("take", "What would change it?", "The smallest change of your ratings that moves"),
    Action("similar", "Similar movies", "What the same people like as"),
    Action("map", "On the map", "Show on the map:"),
)
_NAMES = tuple(action.name for action in _ACTIONS)
_OPEN, _MOST_OPEN = "open_cards", 8
_LEFT = "left_the_list"


def recommendation_list(
    result: Recommendations,
    ready: Recommender,
    moved: Mapping[int, Move] | None = None,
    said: str = "",
) -> None:
    """Draw the list; `moved` (what the last change did, by movie_id) stands on the cards."""
    card, moves = _cards(result, ready), moved or {}
    cards = [
        card(movie, words.moved(moves.get(movie.movie_id))) for movie in result.recommendations
    ]
    _draw(cards, ready, "movies", said, leads=True)


def because_rows(result: Recommendations, ready: Recommender) -> None:
    """Draw, for the favourites that carry most alone, what hangs mostly on each."""
    profile, filters = session.profile(), session.settings().filters
    filters, _ = ready.catalogue.fitting(filters)
    rows = remembered(
        "because",
        (session.dataset(), profile, filters, result.movie_ids),
        lambda: because_of_each(ready, profile, result.movie_ids, filters=filters),
    )
    card = _cards(result, ready)
    cards = [
        card(movie, heading=MORE_BECAUSE.format(row.favourite.title) if movie.rank == 1 else "")
        for row in rows
        for movie in row.recommendations
    ]
    if cards:
        _draw(cards, ready, "because-movies")


def _draw(
    cards: Sequence[Card], ready: Recommender, key: str, said: str = "", leads: bool = False
) -> None:
    listed = [card.movie_id for card in cards]

    def leaving(change: Callable[[int, object], None]) -> Callable[[int, object], None]:
        """Note what a change takes off this list: it can be undone where it stood."""

        def changing(movie_id: int, value: object) -> None:
            change(movie_id, value)
            left = (key, movie_id, listed.index(movie_id), session.profile())
            st.session_state[_LEFT] = left

        return changing

    pressed = movie_list(
        cards,
        _ACTIONS,
        key,
        {
            "rate": leaving(profile_editor.rate),
            "see": leaving(lambda movie_id, _: profile_editor.see(movie_id)),
            "hide": leaving(lambda movie_id, _: profile_editor.exclude(movie_id)),
            "keep": leaving(lambda movie_id, _: profile_editor.keep(movie_id)),
            "undo": lambda *_: profile_editor.undo(),
            "why": lambda movie_id, _: note_open(movie_id),
        },
        favourites(cards),
        _details(listed, ready),
        said,
        leads,
        _left(key, listed),
    )
    match pressed:
        case ["take", movie_id]:
            st.session_state["take"] = movie_id
            st.switch_page(frame.file_of("what_if"))
        case ["similar", movie_id]:
            st.session_state["similar-to"] = movie_id
            st.switch_page(frame.file_of("similar"))
        case ["map", movie_id]:
            map_view.pick(movie_id, go_there=True)
            st.switch_page(frame.file_of("map"))


def _cards(result: Recommendations, ready: Recommender) -> Callable[..., Card]:
    """Return what makes the card of a movie that belongs to a list, with its badge and heading."""
    settings, listed = session.settings(), frozenset(session.profile().watchlist)
    best = max((movie.score for movie in result.recommendations), default=0.0)
    # Where only the list is seen, the mark says nothing.
    mark = "" if settings.filters.watchlist == ONLY else watchlist_words.mark(bool(memory.whose()))

    def card(movie: Recommendation, badge: str = "", heading: str = "") -> Card:
        row = ready.model.movies.idx_of(movie.movie_id)
        genres = ready.catalogue.genres_of(row)
        is_listed = movie.movie_id in listed
        made = Card(
            movie.movie_id,
            movie.rank,
            movie.title,
            genres,
            about_movie(genres, int(ready.model.likes_per_movie[row])),
            ("seen", "hide"),
            badge=badge,
            mark=mark if is_listed else "",
        )
        if result.basis != "profile":
            return made
        parts, total = printed(movie.contributions)
        changed = dial_words.terms(movie, settings.popularity)
        return replace(
            made,
            actions=_NAMES,
            reason=words.because(reason(movie.contributions, best)),
            shares=words.shares(movie.contributions),
            parts=parts,
            total=total,
            notes=(changed,) if changed else (),
            heading=heading,
            listed=is_listed,
        )

    return card


def printed(contributions: Sequence[Contribution]) -> tuple[tuple[Part, ...], str]:
    """Return contributions as a card prints them, the largest first, and their sum."""
    ordered = by_size(contributions)
    shown = sorted(ordered[:SHOWN_PARTS], key=lambda c: -c.contribution)
    values = [(c.movie_id, c.contribution) for c in shown]
    if rest := ordered[SHOWN_PARTS:]:
        values.append((OTHERS, sum(c.contribution for c in rest)))
    numbers = [value for _, value in values]
    texts, total = numbers_printed(numbers)
    return tuple((m, value, text) for (m, value), text in zip(values, texts, strict=True)), total


def favourites(cards: Iterable[Card]) -> list[Favourite]:
    """Return the rated movies that cards speak of, with their colours, and one for all others."""
    profile, look = session.profile(), theme.current()
    named = {part[0] for card in cards for part in card.parts}
    colours = look.colours_of(profile.movie_ids)
    rated = [m for m in profile.movie_ids if m in named]
    titles = profile_editor.titles_of(rated)
    return [
        *(Favourite(m, title, colours[m]) for m, title in zip(rated, titles, strict=True)),
        Favourite(OTHERS, "Others", look.others),
    ]


def _left(key: str, listed: Sequence[int]) -> Gone | None:
    """Return what has left a list by the last change of the profile, and the card in its place."""
    match st.session_state.get(_LEFT):
        case [str(of), int(movie_id), int(place), Profile() as changed] if (
            of == key and listed and movie_id not in listed and changed is session.profile()
        ):
            text = words.left(title_of(movie_id), movie_id, changed)
            return Gone(listed[min(place, len(listed) - 1)], text)
    return None


def note_open(movie_id: int) -> None:
    """Note that a card is open, so that what takes longer to work out is worked out for it."""
    others = [m for m in st.session_state.get(_OPEN, ()) if m != movie_id]
    st.session_state[_OPEN] = (*others, movie_id)[-_MOST_OPEN:]


def opened(listed: Collection[int]) -> list[int]:
    """Return which movies of a list have an open card, as far as is noted."""
    return [m for m in st.session_state.get(_OPEN, ()) if m in listed]


def _details(listed: Sequence[int], ready: Recommender) -> dict[int, Details]:
    """Return what the open cards of a list say beside the bars."""
    profile = session.profile()
    known: dict[int, Details] = remembered("details", (session.dataset(), profile), dict)
    for movie_id in opened(listed):
        if movie_id not in known:
            known[movie_id] = _work_out(movie_id, profile, ready)
    return {movie_id: known[movie_id] for movie_id in opened(listed)}


def _work_out(movie_id: int, profile: Profile, ready: Recommender) -> Details:
    found = ready.explain(movie_id, profile)
    where = standing(ready, found, profile)
    likes, min_rating = ready.usable(profile).n_likes, ready.model.min_rating
    likely = chance(found, kept_chances(ready), likes, min_rating)
    notes = (place(found, where), certainty(where), likely, most_needed(found))
    return Details(
        tuple(note for note in notes if note),
        {w.movie_id: words.without(w) for w in found.without if w.rank != found.rank},
        elsewhere(ready.dataset, movie_id),
    )
