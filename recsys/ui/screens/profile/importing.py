"""Bring ratings or a list: a file or pasted titles, what they hold, what is doubtful or missing."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from recsys.errors import RecsysError
from recsys.profile.importing.importer import Doubtful, Imported
from recsys.recommend.filters import ONLY
from recsys.ui import keyed, session, shared
from recsys.ui.border import plain
from recsys.ui.screens.parts import action, download_csv, title_of
from recsys.ui.screens.recommendations import watchlist as watchlist_view
from recsys.ui.words import importing as words

MAX_UPLOAD_MB = 50
MAX_PASTED = 200_000
"""Characters; some thousand titles."""
IMPORT_LINES = 30
LEAVE_OUT = 0
_FILE, _PASTED = "import-file", "import-pasted"
_OPEN, _FOUND, _PROBLEM, _CHOSEN = "import_open", "imported", "import_problem", "import_chosen"


def is_asked_for() -> bool:
    """Return whether somebody began with a list of their own, on the start page."""
    return bool(st.session_state.get(_OPEN))


def ask_for_it() -> None:
    """Draw the way in for somebody who comes with a list."""
    wanted = {_OPEN: True}
    icon = "playlist_add"
    action("Choose from my list", "start-list", st.session_state.update, wanted, icon=icon)


def bring() -> None:
    """Draw the upload, the field for titles, and the report on what came last."""
    expander = st.expander(
        "Bring your ratings or your list",
        expanded=is_asked_for(),
        icon=":material/upload_file:",
        key="bring",
        on_change="rerun",
    )
    # Its dozen elements are not drawn at every change of a star.
    if expander.open:
        with expander:
            _draw()
    watchlist_view.offer("below")


def _draw() -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        st.file_uploader(
            "A file",
            ["csv", "zip", "json", "txt", "tsv", "xml"],
            key=_FILE,
            max_upload_size=MAX_UPLOAD_MB,
            on_change=_read_file,
        )
        st.caption(
            "Your export from Letterboxd (the zip as it is), IMDb, Trakt, TMDB, Netflix, "
            "Kinopoisk, Criticker, MovieLens or Cinefold, with ratings, a watchlist or both; "
            "or any table of titles. It is read and not kept."
        )
    with right, st.form("import-paste", border=False):
        st.text_area(
            "Or paste titles, one a line",
            key=_PASTED,
            height=120,
            max_chars=MAX_PASTED,
            placeholder="Heat (1995)\nSpirited Away",
        )
        st.form_submit_button(
            "Find these", icon=":material/playlist_add_check:", on_click=_read_pasted
        )
    if problem := st.session_state.get(_PROBLEM):
        # It may name the file, and a file's name may hold Markdown.
        st.error(plain(f"{problem[0].upper()}{problem[1:]}."), icon=":material/error:")
    if isinstance(found := st.session_state.get(_FOUND), Imported):
        _report(found)


def _read_file() -> None:
    upload = st.session_state.get(_FILE)
    if upload is None:
        _read(lambda: None)
    else:
        importer = shared.importer(session.dataset())
        _read(lambda: importer.read(upload.name, upload.getvalue()))


def _read_pasted() -> None:
    if text := str(st.session_state.get(_PASTED) or "").strip():
        _read(lambda: shared.importer(session.dataset()).read_text(text))


def _read(read: Callable[[], Imported | None]) -> None:
    st.session_state.update({_FOUND: None, _PROBLEM: None, _CHOSEN: {}})
    try:
        st.session_state[_FOUND] = read()
    except RecsysError as error:
        st.session_state[_PROBLEM] = str(error)


def _report(found: Imported) -> None:
    for said in (words.of_ratings(found), words.of_list(found)):
        if said:
            st.markdown(plain(said))
    for note in found.notes:
        st.caption(plain(note))
    chosen = _choices(found.doubtful)
    rated = [line for line in found.unmatched if not line.wanted]
    if rated:
        rows = [(line.title, line.year, line.reason) for line in rated[:IMPORT_LINES]]
        table = pd.DataFrame(rows, columns=["Title", "Year", "Why not"]).astype({"Year": "Int64"})
        st.dataframe(table, hide_index=True, width="stretch", alt="Lines that were not matched")
        if said := words.shown(rated, IMPORT_LINES):
            st.caption(plain(said))
    came = found.profile(chosen)
    done = set(session.profile().settled_ids)
    if said := words.settled(sum(movie_id in done for movie_id in came.watchlist)):
        st.caption(plain(said))
    with st.container(horizontal=True, gap="small"):
        action(
            f"Add {words.holds(came) or 'nothing'}",
            "import-add",
            _add,
            found,
            chosen,
            icon="add",
            kind="primary",
            disabled=came.is_empty,
        )
        download_csv(
            lambda: _report_table(found), "cinefold-import-report.csv", "Download the report"
        )


def _choices(doubtful: tuple[Doubtful, ...]) -> list[tuple[Doubtful, int]]:
    """Draw one choice for each doubtful line and return those that were made, on any page."""
    made: dict[int, int] = st.session_state.setdefault(_CHOSEN, {})
    if len(doubtful) > 1:
        likeliest = {_CHOSEN: {n: doubt.candidates[0] for n, doubt in enumerate(doubtful)}}
        label = f"Take the likeliest for all {len(doubtful):,}"
        action(label, "import-likeliest", st.session_state.update, likeliest, icon="done_all")
    pages = -(-len(doubtful) // IMPORT_LINES)
    page = st.pagination(pages, key="import-page") if pages > 1 else 1
    first = IMPORT_LINES * (page - 1)
    for number, doubt in enumerate(doubtful[first : first + IMPORT_LINES], start=first):
        year = "" if doubt.year is None else f" ({doubt.year})"
        listed = ", on the list" if doubt.wanted else ""
        options = [LEAVE_OUT, *doubt.candidates]
        key = f"doubt-{number}-{doubt.title}"
        st.selectbox(
            plain(f"{doubt.title}{year}{listed}: {doubt.reason}"),
            options,
            format_func=_candidate,
            on_change=_choose,
            args=(number, key),
            **keyed.choosing(key, made.get(number, LEAVE_OUT), options),
        )
    return [(doubtful[number], movie_id) for number, movie_id in made.items() if movie_id]


def _choose(number: int, key: str) -> None:
    made = st.session_state.get(_CHOSEN, {})
    st.session_state[_CHOSEN] = {**made, number: int(st.session_state[key])}


def _candidate(movie_id: int) -> str:
    return "Leave it out" if movie_id == LEAVE_OUT else title_of(movie_id)


def _add(found: Imported, chosen: list[tuple[Doubtful, int]]) -> None:
    before = session.profile()
    try:
        session.set_profile(before.merge(found.profile(chosen)))
    except RecsysError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    after = session.profile()
    if set(after.watchlist) - set(before.watchlist):
        if is_asked_for() and before.is_empty:
            watchlist_view.choose(ONLY)
        watchlist_view.added()
    st.session_state.update({_FOUND: None, _PASTED: "", _OPEN: False})
    st.toast(plain(words.added(before, after)))


def _report_table(found: Imported) -> pd.DataFrame:
    """Return every line of an import with what became of it."""
    rows: list[tuple[object, ...]] = [
        ("matched", "rating", m.source, None, m.stars, m.movie_id, m.title, "")
        for m in found.matched
    ]
    rows += [
        ("matched", "list", m.source, None, None, m.movie_id, m.title, "") for m in found.watchlist
    ]
    rows += [
        ("doubtful", _kind(d.wanted), d.title, d.year, d.stars, None, titles, d.reason)
        for d in found.doubtful
        for titles in [" | ".join(map(title_of, d.candidates))]
    ]
    rows += [
        ("left out", _kind(u.wanted), u.title, u.year, None, None, "", u.reason)
        for u in found.unmatched
    ]
    names = ["result", "as", "in the file", "year", "stars", "movie_id", "movie", "why"]
    return pd.DataFrame(rows, columns=names).astype({"year": "Int64", "movie_id": "Int64"})


def _kind(wanted: bool) -> str:
    return "list" if wanted else "rating"
