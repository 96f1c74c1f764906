"""The common list of a movie night, why a movie stands there, and how alike people are."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from recsys.data.elsewhere import elsewhere
from recsys.people.night import MEAN, RULES, Night, NightMovie
from recsys.profile.night_link import MAX_LINK_CHARS, length
from recsys.recommend.recommender import Recommender
from recsys.text import count
from recsys.ui import keyed
from recsys.ui.border import plain
from recsys.ui.charts import night as night_charts
from recsys.ui.charts import theme
from recsys.ui.elements.copy_link.copy_link import copy_link_button
from recsys.ui.elements.movie_list.movie_list import (
    WHY,
    Action,
    Card,
    Details,
    Favourite,
    movie_list,
)
from recsys.ui.screens.night import party
from recsys.ui.screens.parts import dialog, is_open, open_dialog, show_rows
from recsys.ui.screens.recommendations.results import note_open, opened
from recsys.ui.words import night as words
from recsys.ui.words.compare import likeness
from recsys.ui.words.night import APPEAL, LABELS, appeal, meaning
from recsys.ui.words.reasons import about_movie

LISTED = 10
_RULE = "night-rule"
_DIALOG = "night-favourites-"
_FAVOURITES = Action("favourites", "By favourite", "Show everybody's favourites behind")


def rule_switch() -> None:
    """Let people choose how what each of them wants becomes one list, and say what they read."""
    with st.container(gap="xsmall"):
        st.segmented_control(
            "How to decide",
            RULES,
            format_func=lambda rule: LABELS[rule],
            label_visibility="collapsed",
            **keyed.showing(_RULE, party.rule(), "default"),
            required=True,
            on_change=lambda: party.set_rule(st.session_state[_RULE] or MEAN),
        )
        st.caption(plain(meaning(party.rule())))


def share_night() -> None:
    """Draw the button for the night's own link, or say that the people are too much for one."""
    parameters = party.query()
    if party.is_too_long():
        st.warning(
            f"These profiles make a link of {length(parameters):,} characters; at most "
            f"{MAX_LINK_CHARS:,} fit. The night stays in this tab, but a reload loses it; take "
            "somebody with very many ratings out to get a link."
        )
    else:
        with st.container(width="content"):
            copy_link_button(parameters, key="night-copy")


def movies(night: Night, ready: Recommender, colour: Mapping[str, str]) -> None:
    """Draw the list; say who has no say, and when nothing is left.

    Parameters
    ----------
    colour : mapping name → CSS colour
    """
    if night.basis == "popularity" and night.movies:
        st.info(
            "Nobody here has a like that the model knows, so this is what most people like. Rate a "
            "movie with three stars or more."
        )
    elif night.silent:
        who = " and ".join(plain(name) for name in night.silent)
        st.info(
            f"{who}: no say in this list, for want of a like that the model knows or of movies "
            "left to like. What was rated, seen or hidden is left out all the same."
        )
    if not night.movies:
        st.warning("No movie is left: everything is rated, seen or hidden by somebody.")
    names = [vote.name for vote in night.movies[0].people] if night.movies else []
    details = {movie.movie_id: Details(words.opinions(movie)) for movie in night.movies}
    for movie_id in opened(details):
        places = elsewhere(ready.dataset, movie_id)
        details[movie_id] = replace(details[movie_id], elsewhere=places)
    movie_list(
        [_card(movie, night.rule, ready) for movie in night.movies],
        (WHY, _FAVOURITES),
        "night-movies",
        {
            WHY.name: lambda movie_id, _: note_open(movie_id),
            _FAVOURITES.name: lambda movie_id, _: open_dialog(f"{_DIALOG}{movie_id}"),
        },
        [Favourite(seat, name, colour[name]) for seat, name in enumerate(names, start=1)],
        details,
        total="For all",
    )
    for movie in night.movies:
        if is_open(f"{_DIALOG}{movie.movie_id}"):
            why_dialog(movie, night.rule, colour)
    if names:
        with st.expander("The list as a table"):
            rows = [
                (m.rank, m.title, appeal(m.value), *(appeal(w.appeal) for w in m.people))
                for m in night.movies
            ]
            show_rows(rows, "Rank", "Movie", "For all", *names)


def _card(movie: NightMovie, rule: str, ready: Recommender) -> Card:
    genres = tuple(ready.dataset.movies.at[movie.movie_id, "genres"])
    about = about_movie(genres)
    if not movie.people:
        return Card(movie.movie_id, movie.rank, movie.title, genres, about, ())
    parts, total = words.parts(movie)
    return Card(
        movie.movie_id,
        movie.rank,
        movie.title,
        genres,
        about,
        (WHY.name, _FAVOURITES.name),
        words.votes(movie, rule),
        f"{appeal(movie.value)} for all: {words.votes(movie, rule)}",
        parts,
        total,
        " · ".join([appeal(movie.value), *words.mood(movie)]),
    )


@dialog("Everybody's favourites", width="medium")
def why_dialog(movie: NightMovie, rule: str, colour: Mapping[str, str]) -> None:
    """Show because of which favourites everybody wants a movie as much as they do."""
    st.subheader(plain(movie.title))
    st.markdown(f"**{appeal(movie.value)}** for all. {plain(meaning(rule))}")
    layers = night_charts.favourite_bars(movie, colour, theme.current())
    st.altair_chart(layers, width="stretch", alt=night_charts.favourite_takeaway(movie))
    st.caption(f"Each person's bars add up to that person's appeal exactly. {APPEAL}")
    with st.expander("The same as a table"):
        rows = []
        for vote in movie.people:
            who = vote.name
            rows += [(who, c.title, f"{100 * c.contribution:+.1f}") for c in vote.contributions]
            rows.append((who, "Appeal", f"{100 * vote.appeal:.1f}"))
        rows.append(("All", LABELS[rule], f"{100 * movie.value:.1f}"))
        show_rows(rows, "Person", "Favourite", "Adds, % of appeal")


def how_alike(night: Night) -> None:
    """Say how alike each two of several people are, the most alike first."""
    if len(night.agreement) < 2:
        return
    st.header("How alike you are")
    pairs = sorted(night.agreement, key=lambda pair: -pair.shared)
    rows = [
        (
            f"{pair.first} and {pair.second}",
            likeness(pair),
            f"{pair.shared} of {pair.listed}",
            "–" if pair.correlation is None else f"{pair.correlation:.2f}",
        )
        for pair in pairs
    ]
    most, least = pairs[0], pairs[-1]
    if most.shared == least.shared:
        st.markdown("Every two of you are equally alike.")
    else:
        said = f"{most.first} and {most.second} have the most in common, {least.first} and "
        st.markdown(plain(f"{said}{least.second} the least."))
    show_rows(rows, "Who", "In words", "Same best movies", "Same order")
    best = count(pairs[0].listed, "best movie")
    st.caption(
        f"Same best movies: how many of each one's {best} are the other's, "
        "too, of those open to all. Same order: rank correlation of all those movies (Spearman); "
        "1 is the same order, 0 none, −1 the opposite."
    )
