"""Choose among the installed data sets, or bring one's own for this session."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from recsys.data.readers.own import preview
from recsys.data.registry import installed
from recsys.data.tables.columns import ROLES, Columns
from recsys.errors import RecsysError
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.screens.explore import newer
from recsys.ui.screens.parts import title_of
from recsys.ui.words import report as words

_ROLES = ("user", "item", "rating", "timestamp", "title")


def choose() -> None:
    """Draw the chooser and the ways to bring a data set."""
    newer.arrive()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = list(dict.fromkeys([*installed(), *session.session_datasets()]))
        current = session.dataset()
        if current not in names:
            names.insert(0, current)
        key = f"dataset-choice-{current}"
        st.selectbox(
            "Data set",
            names,
            index=names.index(current),
            format_func=session.dataset_label,
            key=key,
            on_change=lambda: session.set_dataset(str(st.session_state[key])),
            width=280,
        )
        with st.popover("Bring your own data", icon=":material/upload:", key=f"bring-{current}"):
            _bring()
        newer.offer()
    newer.progress()
    _say_what_is_missing()


def _say_what_is_missing() -> None:
    """Say which movies of the profile the data set lacks; they stay in the profile."""
    ids = session.profile().movie_ids
    try:
        known = shared.source(session.dataset()).dataset.movies.index
    except RecsysError:
        return
    lost = [title_of(movie_id) for movie_id in ids if movie_id not in known]
    if lost:
        missing = (
            f"{len(lost)} of your {count(len(ids), 'rated movie')} "
            f"{'is' if len(lost) == 1 else 'are'} not in {session.dataset_label()}, and stay in "
            f"your profile: {', '.join(lost)}"
        )
        st.info(plain(missing), icon=":material/info:")


def _bring() -> None:
    st.markdown(
        "A MovieLens archive (zip), or a CSV or Parquet file with a column each of people, movies "
        "and ratings. It lies on the server while your visit lasts and is deleted minutes after it."
    )
    uploaded = st.file_uploader(
        "Ratings file", type=["zip", "csv", "tsv", "txt", "parquet"], key="upload"
    )
    if uploaded is None:
        return
    try:
        path = session.uploads().keep(uploaded.file_id, uploaded.name, uploaded)
        columns = None if path.suffix == ".zip" else _columns(path)
        if not st.button("Use this data set", type="primary"):
            return
        name = shared.register(path, columns)
        shared.source(name)
    except RecsysError as error:
        st.error(plain(str(error)))
        return
    session.uploads().use(path)
    session.add_session_dataset(name, uploaded.name)
    session.set_dataset(name)
    st.rerun()


def _columns(path: Path) -> Columns | None:
    """Show what was recognised, and let the person say otherwise."""
    seen = preview(path)
    st.markdown(plain(words.recognised(seen)))
    if seen.scale != 5:
        st.caption(plain(words.scale(seen.scale)))
    st.dataframe(seen.rows, hide_index=True, height=180)
    chosen: dict[str, Any] = {}
    with st.expander("Choose the columns", expanded=bool(seen.columns.missing)):
        for role in ROLES:
            known = getattr(seen.columns, role)
            index = seen.names.index(known) if known in seen.names else None
            chosen[role] = st.selectbox(
                plain(role.capitalize()), seen.names, index=index, key=f"col-{role}"
            )
    changed = any(chosen[role] != getattr(seen.columns, role) for role in ROLES)
    return replace(seen.columns, **chosen) if changed else None
