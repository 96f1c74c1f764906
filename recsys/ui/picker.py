"""Find a movie by typing: a list for a small catalogue, a search on the server for a large one."""

from collections.abc import Callable, Collection

import streamlit as st

from recsys.errors import ConfigError
from recsys.recommend import Recommender
from recsys.search import SearchIndex
from recsys.ui import cache, state
from recsys.ui.tables import escape
from recsys.wording import count

LABEL = "Find a movie"
MAX_LISTED = 10_000
"""Titles up to which all travel to the browser, which then finds without asking: 8,000 are 200 kB,
once a session."""
SHOWN_HITS = 10
_EXAMPLE = "Type a title, for example “empire”"
_PICKED, _PAGE_RUNS = "picked", "page runs"
Pick = Callable[[int], None]


def find_a_movie(key: str, taken: Collection[int], on_pick: Pick) -> None:
    """Draw the searchable control labelled "Find a movie".

    Parameters
    ----------
    key : str
        Tells several controls on one page apart.
    taken : collection of movie_ids
        Movies that were picked before; they are offered no more.
    on_pick : callable
        Called with the movie_id, before the run that follows.
    """
    titles = cache.pickable(state.dataset())
    if len(titles) <= MAX_LISTED:
        _listed(key, titles, taken, on_pick)
    else:
        _searched(key, taken, on_pick)


def known_titles(ready: Recommender) -> dict[str, int]:
    """Return the titles that can be picked of movies that the model knows, with their ids."""
    titles = cache.pickable(state.dataset())
    known = ready.model.movies.known(titles.values()).tolist()
    return {
        title: m for (title, m), is_known in zip(titles.items(), known, strict=True) if is_known
    }


def _listed(key: str, titles: dict[str, int], taken: Collection[int], on_pick: Pick) -> None:
    def picked() -> None:
        title = st.session_state[key]
        st.session_state[key] = None
        if (movie_id := titles.get(title)) is None:
            return
        if movie_id in taken:
            st.toast(f"{escape(title)} is there already.")
        else:
            on_pick(movie_id)

    # Always the same titles, those taken too: what did not change does not travel again.
    st.selectbox(
        LABEL,
        titles,
        index=None,
        key=key,
        placeholder=_EXAMPLE,
        icon=":material/search:",
        on_change=picked,
    )


@st.fragment
def _searched(key: str, taken: Collection[int], on_pick: Pick) -> None:
    """Search while the person types; only this part of the page runs again meanwhile."""
    state_key = f"{key}_state"

    def picked(movie_id: int) -> None:
        st.session_state[state_key] = _PICKED
        on_pick(movie_id)

    step = st.session_state.pop(state_key, None)
    if step == _PICKED:
        st.session_state[state_key] = _PAGE_RUNS
        st.rerun()
    elif step == _PAGE_RUNS:
        # Only in the run that draws the field: a value set before a rerun does not reach it.
        st.session_state[key] = ""
    query = st.text_input(LABEL, key=key, type="search", live=True, placeholder=_EXAMPLE)
    if not query or not query.strip():
        return
    hits = _hits(query)
    with st.container(gap=None):
        for movie_id, title in hits:
            st.button(
                escape(title),
                key=f"{key}-hit-{movie_id}",
                icon=":material/check:" if movie_id in taken else ":material/add:",
                type="tertiary",
                disabled=movie_id in taken,
                on_click=picked,
                args=(movie_id,),
            )
    if hits:
        st.caption(f"The best {count(len(hits), 'movie')} for “{escape(query)}”.")
    else:
        st.caption(f"No movie fits “{escape(query)}”. Try a single word of the title.")


def _hits(query: str) -> list[tuple[int, str]]:
    """Return ids and titles of the movies that fit best and can be picked."""
    try:
        found = _index(state.dataset()).search(query, n=SHOWN_HITS)
    except ConfigError:  # Nothing to search for: punctuation alone.
        return []
    return [(int(movie_id), str(title)) for movie_id, title in found["title"].items()]


@st.cache_resource(show_spinner="Reading the titles …", max_entries=3)
def _index(dataset: str) -> SearchIndex:
    table = cache.popularity(dataset)
    return SearchIndex(table[table["named"] & (table["likes"] > 0)])
