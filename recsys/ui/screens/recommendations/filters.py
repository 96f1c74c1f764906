"""The filters: which movies may stand in a list."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from recsys.recommend.filters import Filters
from recsys.recommend.recommender import Recommender
from recsys.recommend.settings import MAX_TEXT, Settings
from recsys.ui import keyed, session
from recsys.ui.border import plain
from recsys.ui.screens.parts import action
from recsys.ui.words import filters as filter_words

_PREFIX = "filter-"


def filters_button(ready: Recommender, more: Callable[[Recommender], None]) -> None:
    """Draw the button that opens the filters; what they say stands in `session.settings()`.

    Parameters
    ----------
    more : callable
        Draws what else steers the list, below the filters.
    """
    popover = st.popover(
        "Filters", icon=":material/filter_list:", key="filters", on_change="rerun", width="content"
    )
    # What nobody looks at is not drawn at every change of a star.
    if popover.open:
        with popover:
            _filters(ready)
            more(ready)


def _filters(ready: Recommender) -> None:
    with st.container():
        filters, _ = ready.catalogue.fitting(session.settings().filters)
        first, last = ready.catalogue.years
        genres = ready.catalogue.genres
        for field, label in (("genres", "Only these genres"), ("without_genres", "None of these")):
            asked = list(getattr(filters, field))
            st.multiselect(label, genres, select_all=False, **_widget(field, asked, "default"))
        if first < last:
            from_year = min(max(filters.year_from or first, first), last)
            to_year = max(min(filters.year_to or last, last), from_year)
            st.slider(
                "Release years",
                first,
                last,
                on_change=_take_years,
                args=((first, last),),
                **keyed.showing(f"{_PREFIX}years", (from_year, to_year)),
            )
        most = int(ready.model.likes_per_movie.max())
        st.number_input(
            "Likes, at least", 0, most, step=10, **_widget("min_likes", filters.min_likes)
        )
        st.text_input("Words in the title", max_chars=MAX_TEXT, **_widget("text", filters.text))
        st.toggle("Also list what you rated", **_widget("include_rated", filters.include_rated))


def in_force(ready: Recommender) -> Filters:
    """Say what is asked for and what of it means nothing here; return the filters that count."""
    filters = fitting(ready)
    if said := [text for text, _ in filter_words.parts(filters)]:
        st.caption(f"Filters: {plain(' · '.join(said))}")
    return filters


def fitting(ready: Recommender) -> Filters:
    """Return the filters that count here, and say which do not."""
    asked = session.settings().filters
    filters, unknown = ready.catalogue.fitting(asked)
    if unknown:
        st.caption(
            plain(f"{session.dataset_label()} has no movies of the genre {' or '.join(unknown)}; ")
            + "that filter is left out here."
        )
    if filters.min_likes < asked.min_likes:
        st.warning(
            f"No movie here has {asked.min_likes:,} likes, so only {filters.min_likes:,} are asked "
            "for, as many as the most liked one has."
        )
    return filters


def nothing_left(ready: Recommender, filters: Filters) -> None:
    """Say what to loosen, where no movie passes."""
    st.warning(
        plain(filter_words.loosen(ready.catalogue, session.profile(), filters)),
        icon=":material/filter_list_off:",
    )


def reset_button() -> None:
    """Draw the button that puts filters and dials at rest."""
    action(
        "Reset",
        "reset-settings",
        session.set_settings,
        Settings(),
        icon="restart_alt",
        help="No filters, both dials at rest",
        disabled=session.settings() == Settings(),
    )


def _widget(field: str, value: object, default: str = "value") -> dict[str, Any]:
    shown = keyed.showing(_PREFIX + field, value, default)
    return {**shown, "on_change": _take, "args": (field,)}


def _take(field: str) -> None:
    value = st.session_state[_PREFIX + field]
    _change(**{field: tuple(value) if isinstance(value, list) else value})


def _take_years(bounds: tuple[int, int]) -> None:
    low, high = st.session_state[f"{_PREFIX}years"]
    first, last = bounds
    _change(year_from=low if low > first else None, year_to=high if high < last else None)


def _change(**fields: Any) -> None:
    settings = session.settings()
    session.set_settings(replace(settings, filters=replace(settings.filters, **fields)))
