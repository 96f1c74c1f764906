"""Choose among the installed data sets, or bring one's own for this session."""

from dataclasses import replace
from typing import Any

import streamlit as st

from recsys.datasets import Columns, installed, preview
from recsys.errors import RecsysError
from recsys.ui import cache, state, uploads
from recsys.ui.tables import escape
from recsys.wording import count

_ROLES = ("user", "item", "rating", "timestamp", "title")


def choose() -> None:
    """Draw the chooser and the way to bring a data set."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = list(dict.fromkeys([*installed(), *state.session_datasets()]))
        current = state.dataset()
        if current not in names:
            names.insert(0, current)
        st.selectbox(
            "Data set",
            names,
            index=names.index(current),
            format_func=state.dataset_label,
            key=f"dataset-choice-{current}",
            on_change=_switch,
            args=(f"dataset-choice-{current}",),
            width=280,
        )
        with st.popover("Bring your own data", icon=":material/upload:"):
            _bring()
    if missing := _missing_here():
        st.info(missing, icon=":material/info:")


def _missing_here() -> str:
    """Say which movies of the profile the data set lacks; they stay in the profile."""
    ids = state.profile().movie_ids
    try:
        known = cache.source(state.dataset()).dataset.movies.index
    except RecsysError:
        return ""
    lost = [cache.title(state.dataset(), movie_id) for movie_id in ids if movie_id not in known]
    if not lost:
        return ""
    return (
        f"{len(lost)} of your {count(len(ids), 'rated movie')} "
        f"{'is' if len(lost) == 1 else 'are'} not in {state.dataset_label()}, and stay in your "
        f"profile: {escape(', '.join(lost))}"
    )


def _switch(key: str) -> None:
    state.set_dataset(str(st.session_state[key]))


def _bring() -> None:
    st.markdown(
        "A MovieLens archive (zip), or a CSV or Parquet file with a column each of people, movies "
        "and ratings. It is used in this session only."
    )
    uploaded = st.file_uploader(
        "Ratings file", type=["zip", "csv", "tsv", "txt", "parquet"], key="upload"
    )
    if uploaded is None:
        return
    try:
        kept = uploads.keep(uploaded.name, uploaded.getbuffer())
        columns = None if kept.suffix == ".zip" else _columns(kept)
    except RecsysError as error:
        st.error(str(error))
        return
    if st.button("Use this data set", type="primary"):
        _use(kept, columns, uploaded.name)


def _use(kept: uploads.Kept, columns: Columns | None, shown: str) -> None:
    if columns is not None:
        kept = uploads.with_columns(kept, columns)
        cache.chosen_columns()[str(kept.path)] = columns
    try:
        cache.source(str(kept.path))
    except RecsysError as error:
        st.error(str(error))
        return
    state.add_session_dataset(str(kept.path), shown)
    state.set_dataset(str(kept.path))
    st.rerun()


def _columns(kept: uploads.Kept) -> Columns | None:
    """Show what was recognised, and let the person say otherwise."""
    seen = preview(kept.path)
    st.markdown(seen.sentence)
    if seen.scale:
        st.caption(f"{seen.scale}.")
    st.dataframe(seen.rows, hide_index=True, height=180)
    chosen: dict[str, Any] = {}
    with st.expander("Choose the columns", expanded=bool(seen.columns.missing)):
        for role in _ROLES:
            known = getattr(seen.columns, role)
            index = seen.names.index(known) if known in seen.names else None
            chosen[role] = st.selectbox(
                role.capitalize(), seen.names, index=index, key=f"col-{role}"
            )
    changed = any(chosen[role] != getattr(seen.columns, role) for role in _ROLES)
    return replace(seen.columns, **chosen) if changed else None
