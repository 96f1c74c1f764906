"""Find a movie by typing: a list for a small catalogue, a search on the server for a large one."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping

import streamlit as st

from recsys.data.titles.search import SearchIndex
from recsys.errors import ConfigError
from recsys.recommend.recommender import Recommender
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.elements.element import own_element

LABEL = "Find a movie"
MAX_LISTED = 10_000
"""Titles up to which all travel to the browser, which then finds without asking: 8,000 are 270 kB,
once a session."""
SHOWN_HITS = 10
_EXAMPLE = "Type a title, for example “empire”"
_PICKED, _PAGE_RUNS = "picked", "page runs"
Pick = Callable[[int], None]

_HTML = f"""
<div class="cine-picker">
  <label>{LABEL}</label>
  <div class="cine-field">
    <svg class="cine-lens" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="9.5" cy="9.5" r="6"/><path d="M14 14l6.5 6.5"/>
    </svg>
    <input type="text" role="combobox" aria-autocomplete="list" aria-haspopup="listbox"
      aria-expanded="false" autocomplete="off" autocapitalize="off" autocorrect="off"
      spellcheck="false" enterkeyhint="done" maxlength="200" placeholder="{_EXAMPLE}">
    <svg class="cine-chevron" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 9l7 7 7-7"/></svg>
  </div>
  <div class="cine-popup" hidden>
    <ul role="listbox" aria-label="{LABEL}"></ul>
    <p class="cine-none" aria-hidden="true" hidden></p>
  </div>
  <span class="cine-said" role="status" aria-live="polite"></span>
</div>
"""
_combobox = own_element(
    "movie_picker", _HTML, __file__, "picker.css", "title_search.js", "picker.js"
)
_taken = st.components.v2.component(
    "movie_picker_taken",
    js="""
export default function ({ data }) {
  const memory = ((window.cinefoldPickers ??= {})[data.key] ??= {})
  memory.taken = data.taken
  memory.field?.mark()
}
""",
)


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
    titles = shared.pickable(session.dataset())
    if len(titles) <= MAX_LISTED:
        _listed(key, titles, taken, on_pick)
    else:
        _searched(key, taken, on_pick)


def known_titles(ready: Recommender) -> dict[str, int]:
    """Return the titles that can be picked of movies that the model knows, with their ids."""
    titles = shared.pickable(session.dataset())
    known = ready.model.movies.known(titles.values()).tolist()
    return {
        title: m for (title, m), is_known in zip(titles.items(), known, strict=True) if is_known
    }


def _listed(key: str, titles: dict[str, int], taken: Collection[int], on_pick: Pick) -> None:
    """Draw the combobox in the browser.

    The titles and what is taken go different ways: what did not change does not travel again.
    """
    with st.container(gap=None):
        _combobox(
            data=_catalogue(session.dataset(), key),
            key=key,
            on_picked_change=lambda: take(st.session_state[key].picked, titles, taken, on_pick),
        )
        _taken(data={"key": key, "taken": list(taken)}, key=f"{key}-taken")


def take(picked: object, titles: Mapping[str, int], taken: Collection[int], on_pick: Pick) -> None:
    """Take what the browser says was picked, if it is a movie that can be picked."""
    title = next((title for title, movie_id in titles.items() if movie_id == picked), None)
    if type(picked) is not int or title is None:
        return
    if picked in taken:
        st.toast(f"{plain(title)} is there already.")
    else:
        on_pick(picked)


def _catalogue(dataset: str, key: str) -> bytes:
    print_, titles = _titles(dataset)
    return json.dumps([print_, key]).encode() + b"\n" + titles


@st.cache_resource(show_spinner=False, max_entries=3)
def _titles(dataset: str) -> tuple[str, bytes]:
    """Return titles and ids as the browser reads them, and a fingerprint of them."""
    titles = shared.pickable(dataset)
    said = {"titles": list(titles), "ids": list(titles.values())}
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(data).hexdigest(), data


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
                plain(title),
                key=f"{key}-hit-{movie_id}",
                icon=":material/check:" if movie_id in taken else ":material/add:",
                type="tertiary",
                disabled=movie_id in taken,
                on_click=picked,
                args=(movie_id,),
            )
    if hits:
        st.caption(f"The best {count(len(hits), 'movie')} for “{plain(query)}”.")
    else:
        st.caption(f"No movie fits “{plain(query)}”. Try a single word of the title.")


def _hits(query: str) -> list[tuple[int, str]]:
    """Return ids and titles of the movies that fit best and can be picked."""
    try:
        found = _index(session.dataset()).search(query, n=SHOWN_HITS)
    except ConfigError:  # Nothing to search for: punctuation alone.
        return []
    return [(int(movie_id), str(title)) for movie_id, title in found["title"].items()]


@st.cache_resource(show_spinner="Reading the titles …", max_entries=3)
def _index(dataset: str) -> SearchIndex:
    table = shared.popularity(dataset)
    return SearchIndex(table[table["named"] & (table["likes"] > 0)])
