"""Find a movie by typing: a list for a small catalogue, a search on the server for a large one."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from recsys.data.titles.search import MAX_QUERY, for_the_browser
from recsys.errors import ConfigError
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.elements import fetched
from recsys.ui.elements.element import own_element
from recsys.ui.shared import Titles

LABEL = "Find a movie"
MAX_LISTED = 10_000
"""Titles up to which all travel to the browser, which then finds without asking: 9,100 are 410 kB,
160 of them compressed, once."""
TOO_FEW = "too few likes here to recommend from"
SHOWN_HITS = 10
ON_COVER = 2
"""Genres whose colours a cover has."""
EXAMPLE = "Type a title, for example “empire”"
_PICKED, _PAGE_RUNS = "picked", "page runs"
Pick = Callable[[int], None]

_HTML = f"""
<div class="cine-picker">
  <label></label>
  <div class="cine-field">
    <svg class="cine-lens" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="9.5" cy="9.5" r="6"/><path d="M14 14l6.5 6.5"/>
    </svg>
    <input type="text" role="combobox" aria-autocomplete="list" aria-haspopup="listbox"
      aria-expanded="false" autocomplete="off" autocapitalize="off" autocorrect="off"
      spellcheck="false" enterkeyhint="done" maxlength="{MAX_QUERY}">
    <button type="button" class="cine-clear" hidden>✕</button>
    <svg class="cine-chevron" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 9l7 7 7-7"/></svg>
  </div>
  <div class="cine-popup" hidden>
    <ul role="listbox" tabindex="-1"></ul>
    <p class="cine-none" aria-hidden="true" hidden></p>
  </div>
  <span class="cine-said" role="status" aria-live="polite"></span>
</div>
"""
_combobox = own_element("movie_picker", _HTML, Path(__file__).with_suffix(".js"))


@dataclass(frozen=True, eq=False)
class _Control:
    """A searchable control and what it offers."""

    key: str
    label: str
    titles: Titles
    on_pick: Pick
    taken: Collection[int] = ()
    example: str = EXAMPLE
    chooses: bool = False
    """Whether it goes on showing what was picked."""
    chosen: str | None = None
    on_clear: Callable[[], None] | None = None


def find_a_movie(
    key: str,
    on_pick: Pick,
    taken: Collection[int] = (),
    label: str = LABEL,
    titles: Titles | None = None,
) -> None:
    """Draw the searchable control; what is picked leaves the field to the next one.

    Parameters
    ----------
    key : str
        Tells several controls on one page apart.
    on_pick : callable
        Called with the movie_id, before the run that follows.
    taken : collection of movie_ids
        Movies that were picked before; they are offered no more.
    titles : Titles, optional
        What can be picked, most liked first; by default all that somebody likes.
    """
    offered = shared.pickable(session.dataset()) if titles is None else titles
    _draw(_Control(key, label, offered, on_pick, taken))


def choose_a_movie(
    key: str,
    label: str,
    titles: Titles | None = None,
    default: int | None = None,
    example: str = EXAMPLE,
    can_clear: bool = True,
) -> int | None:
    """Draw the searchable control, showing the movie chosen, and return its movie_id.

    The choice stands in the session under `key`, over other pages too, and counts as long as its
    movie is one of `titles`, which are as for `find_a_movie`; at first it is `default`.
    """
    offered = shared.pickable(session.dataset()) if titles is None else titles
    chosen = st.session_state.setdefault(key, default)
    title = next((title for title, movie_id in offered.items() if movie_id == chosen), None)

    def choose(movie_id: int | None = None) -> None:
        st.session_state[key] = movie_id

    clear = choose if can_clear else None
    _draw(_Control(f"{key}-picker", label, offered, choose, (), example, True, title, clear))
    return None if title is None else chosen


def choose_movies(
    key: str, label: str, titles: Titles, default: Sequence[int], most: int
) -> list[int]:
    """Draw the movies chosen, each with its way out, and the control that adds one up to `most`.

    Returns
    -------
    list of movie_id
        In the order of their choice; kept as by `choose_a_movie`.
    """
    shown = {movie_id: title for title, movie_id in titles.items()}
    chosen = [m for m in st.session_state.setdefault(key, list(default)) if m in shown]

    def choose(movie_ids: list[int]) -> None:
        st.session_state[key] = movie_ids

    if len(chosen) < most:
        find_a_movie(f"{key}-picker", lambda m: choose([*chosen, m]), chosen, label, titles)
    with st.container(horizontal=True, gap="small"):
        for movie_id in chosen:
            st.button(
                plain(shown[movie_id]),
                key=f"{key}-without-{movie_id}",
                icon=":material/close:",
                help=f"Take {plain(shown[movie_id])} out",
                on_click=choose,
                args=([m for m in chosen if m != movie_id],),
            )
    return chosen


def _draw(control: _Control) -> None:
    """Draw the combobox, whose titles the browser fetches."""
    key, titles = control.key, control.titles
    if len(titles) + len(titles.too_few) > MAX_LISTED:
        _searched(control)
        return
    name, text = _catalogue(session.dataset(), titles)
    fetched.offer(name, text)
    _combobox(
        data={
            "key": key,
            "label": control.label,
            "example": control.example,
            "titles": name,
            "tooFew": TOO_FEW,
            "taken": list(control.taken),
            "chooses": control.chooses,
            "chosen": control.chosen,
            "clears": control.on_clear is not None,
        },
        key=key,
        on_picked_change=lambda: _take(st.session_state[key].picked, control),
        on_cleared_change=control.on_clear or (lambda: None),
    )


def _take(picked: object, control: _Control) -> None:
    """Take what the browser says was picked, if it is a movie that can be picked."""
    title = next((title for title, m in control.titles.items() if m == picked), None)
    if type(picked) is not int or title is None:
        return
    if picked in control.taken:
        st.toast(f"{plain(title)} is there already.")
    else:
        control.on_pick(picked)


def _catalogue(dataset: str, titles: Titles) -> tuple[str, bytes]:
    """Return the file of the titles, as `fetched.packed` does."""

    def make() -> tuple[str, bytes]:
        listed = {**titles, **titles.too_few}
        known = shared.popularity(dataset).reindex(list(listed.values()))
        kinds, of_each = _genres(known["genres"])
        said = {
            **for_the_browser(listed, known["year"]),
            "tooFewFrom": len(titles),
            "genres": kinds,
            "genresOf": of_each,
        }
        data = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        return fetched.packed(data, "json")

    key = (dataset, "titles", titles.mark)
    return shared.everything.have(key, make)


def _genres(of_each: Iterable[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], list[int]]:
    """Return the sets of genres that covers have, most frequent first, and each movie's place."""
    shown = [genres[:ON_COVER] for genres in of_each]
    kinds = [kind for kind, _ in Counter(shown).most_common()]
    place = {kind: number for number, kind in enumerate(kinds)}
    return kinds, [place[kind] for kind in shown]


@st.fragment
def _searched(control: _Control) -> None:
    """Search while the person types; only this part of the page runs again meanwhile."""
    key, state_key = control.key, f"{control.key}_state"

    def picked(movie_id: int) -> None:
        st.session_state[state_key] = _PICKED
        control.on_pick(movie_id)

    step = st.session_state.pop(state_key, None)
    if step == _PICKED:
        st.session_state[state_key] = _PAGE_RUNS
        st.rerun()
    elif step == _PAGE_RUNS:
        # Only in the run that draws the field: a value set before a rerun does not reach it.
        st.session_state[key] = ""
    query = st.text_input(
        plain(control.label),
        key=key,
        type="search",
        live=True,
        placeholder=control.chosen or control.example,
        max_chars=MAX_QUERY,
    )
    if control.chosen and control.on_clear:
        st.button("Clear", key=f"{key}-clear", type="tertiary", on_click=control.on_clear)
    if not query or not query.strip():
        return
    hits = _hits(query, control.titles)
    with st.container(gap=None):
        for movie_id, title in hits:
            st.button(
                plain(title),
                key=f"{key}-hit-{movie_id}",
                icon=":material/check:" if movie_id in control.taken else ":material/add:",
                type="tertiary",
                disabled=movie_id in control.taken or title in control.titles.too_few,
                help=TOO_FEW.capitalize() if title in control.titles.too_few else None,
                on_click=picked,
                args=(movie_id,),
            )
    if hits:
        st.caption(f"The best {count(len(hits), 'movie')} for “{plain(query)}”.")
    else:
        st.caption(f"No movie fits “{plain(query)}”. Try a single word of the title.")


def _hits(query: str, titles: Titles) -> list[tuple[int, str]]:
    """Return ids and titles of the movies that fit best; some may have too few likes."""
    try:
        found = shared.search_index(session.dataset()).search(query, n=MAX_LISTED)
    except ConfigError:  # Nothing to search for: punctuation alone.
        return []
    listed = {**titles, **titles.too_few}
    hits = [(m, title) for m, title in found["title"].items() if title in listed]
    return [(int(m), str(title)) for m, title in hits[:SHOWN_HITS]]
