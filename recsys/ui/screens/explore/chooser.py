"""Choose among the installed data sets, or bring one's own for this session."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from recsys.data.readers.own import preview
from recsys.data.registry import installed
from recsys.data.tables.columns import ROLES, Columns
from recsys.data.uploads import keep
from recsys.errors import RecsysError
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.words import report as words

_ROLES = ("user", "item", "rating", "timestamp", "title")


def choose() -> None:
    """Draw the chooser and the way to bring a data set."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = list(dict.fromkeys([*installed(), *session.session_datasets()]))
        current = session.dataset()
        if current not in names:
            names.insert(0, current)
        st.selectbox(
            "Data set",
            names,
            index=names.index(current),
            format_func=session.dataset_label,
            key=f"dataset-choice-{current}",
            on_change=_switch,
            args=(f"dataset-choice-{current}",),
            width=280,
        )
        with st.popover("Bring your own data", icon=":material/upload:", key=f"bring-{current}"):
            _bring()
    if missing := _missing_here():
        st.info(plain(missing), icon=":material/info:")


def _missing_here() -> str:
    """Say which movies of the profile the data set lacks; they stay in the profile."""
    ids = session.profile().movie_ids
    try:
        known = shared.source(session.dataset()).dataset.movies.index
    except RecsysError:
        return ""
    lost = [shared.title(session.dataset(), movie_id) for movie_id in ids if movie_id not in known]
    if not lost:
        return ""
    return (
        f"{len(lost)} of your {count(len(ids), 'rated movie')} "
        f"{'is' if len(lost) == 1 else 'are'} not in {session.dataset_label()}, and stay in your "
        f"profile: {', '.join(lost)}"
    )


def _switch(key: str) -> None:
    session.set_dataset(str(st.session_state[key]))


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
        path = keep(uploaded.name, uploaded)
        columns = None if path.suffix == ".zip" else _columns(path)
    except RecsysError as error:
        st.error(plain(str(error)))
        return
    if st.button("Use this data set", type="primary"):
        _use(path, columns, uploaded.name)


def _use(path: Path, columns: Columns | None, shown: str) -> None:
    name = shared.register(path, columns)
    try:
        shared.source(name)
    except RecsysError as error:
        st.error(plain(str(error)))
        return
    session.add_session_dataset(name, shown)
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
