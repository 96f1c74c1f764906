"""Import ratings: upload, what was matched, what is doubtful, what is not there, and why."""

import pandas as pd
import streamlit as st

from recsys.errors import RecsysError
from recsys.profile.importing.importer import Doubtful, Imported
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.screens.parts import action, download_csv, title_of

MAX_UPLOAD_MB = 50
IMPORT_LINES = 30
LEAVE_OUT = 0
_NAMES = {
    "letterboxd": "Letterboxd",
    "imdb": "IMDb",
    "movielens": "MovieLens",
    "csv": "a CSV file",
    "cinefold": "Cinefold",
    "trakt": "Trakt",
    "tmdb": "TMDB",
    "netflix": "Netflix",
    "kinopoisk": "Kinopoisk",
    "criticker": "Criticker",
    "titles": "a list of titles",
    "": "a file",
}
"""By the service, the first part of `Imported.kind`."""


def import_ratings() -> None:
    """Draw the upload and the report on the file uploaded last."""
    with st.expander("Import ratings", icon=":material/upload_file:"):
        st.caption(
            "From Letterboxd (the zip, or ratings.csv, watched.csv, diary.csv), IMDb or MovieLens "
            "(ratings.csv), Cinefold, or any CSV with titles and ratings. The file is read and "
            "not kept."
        )
        st.file_uploader(
            "Your export",
            ["csv", "zip", "json", "txt", "tsv"],
            key="import-file",
            max_upload_size=MAX_UPLOAD_MB,
            on_change=_read,
        )
        if problem := st.session_state.get("import_problem"):
            # It may name the file, and a file's name may hold Markdown.
            st.error(plain(f"{problem[0].upper()}{problem[1:]}."), icon=":material/error:")
        if isinstance(found := st.session_state.get("imported"), Imported):
            _report(found)


def _read() -> None:
    upload = st.session_state.get("import-file")
    st.session_state["imported"] = st.session_state["import_problem"] = None
    if upload is None:
        return
    try:
        found = shared.importer(session.dataset()).read(upload.name, upload.getvalue())
        st.session_state["imported"] = found
    except RecsysError as error:
        st.session_state["import_problem"] = str(error)


def _service(kind: str) -> str:
    service = kind.partition("-")[0]
    return service if service in _NAMES else ""


def _report(found: Imported) -> None:
    st.markdown(
        f"From {_NAMES[_service(found.kind)]}: **{count(len(found.matched), 'movie')} matched**, "
        f"{len(found.doubtful):,} doubtful, {len(found.unmatched):,} left out."
    )
    for note in found.notes:
        st.caption(plain(note))
    chosen = _choices(found.doubtful)
    if found.unmatched:
        rows = [(u.title, u.year, u.reason) for u in found.unmatched[:IMPORT_LINES]]
        table = pd.DataFrame(rows, columns=["Title", "Year", "Why not"]).astype({"Year": "Int64"})
        st.dataframe(table, hide_index=True, width="stretch", alt="Lines that were not matched")
        if len(found.unmatched) > IMPORT_LINES:
            st.caption(
                f"The first {IMPORT_LINES} of {len(found.unmatched):,}; all are in the report."
            )
    movies = len(found.matched) + len(chosen)
    with st.container(horizontal=True, gap="small"):
        action(
            f"Add {count(movies, 'movie')} to my profile",
            "import-add",
            _add,
            found,
            chosen,
            icon="add",
            kind="primary",
            disabled=not movies,
        )
        download_csv(_report_table(found), "cinefold-import-report.csv", "Download the report")


def _choices(doubtful: tuple[Doubtful, ...]) -> list[tuple[Doubtful, int]]:
    """Draw one choice for each doubtful line and return those that were made."""
    chosen = []
    for number, doubt in enumerate(doubtful[:IMPORT_LINES]):
        year = "" if doubt.year is None else f" ({doubt.year})"
        movie_id = st.selectbox(
            plain(f"{doubt.title}{year}: {doubt.reason}"),
            [LEAVE_OUT, *doubt.candidates],
            format_func=_candidate,
            key=f"doubt-{number}-{doubt.title}",
        )
        if movie_id:
            chosen.append((doubt, int(movie_id)))
    if len(doubtful) > IMPORT_LINES:
        st.caption(
            f"The first {IMPORT_LINES} of {len(doubtful):,} doubtful lines; all are in the report."
        )
    return chosen


def _candidate(movie_id: int) -> str:
    return "Leave it out" if movie_id == LEAVE_OUT else title_of(movie_id)


def _add(found: Imported, chosen: list[tuple[Doubtful, int]]) -> None:
    try:
        session.set_profile(session.profile().merge(found.profile(chosen)))
    except RecsysError as error:
        st.session_state["import_problem"] = str(error)
        return
    st.session_state["imported"] = None
    number = len(found.matched) + len(chosen)
    st.toast(f"{count(number, 'movie')} added; Undo takes them out again.")


def _report_table(found: Imported) -> pd.DataFrame:
    """Return every line of an import with what became of it."""
    rows: list[tuple[object, ...]] = [
        ("matched", m.source, None, m.stars, m.movie_id, m.title, "") for m in found.matched
    ]
    rows += [
        ("doubtful", d.title, d.year, d.stars, None, titles, d.reason)
        for d in found.doubtful
        for titles in [" | ".join(map(title_of, d.candidates))]
    ]
    rows += [("left out", u.title, u.year, None, None, "", u.reason) for u in found.unmatched]
    names = ["result", "in the file", "year", "stars", "movie_id", "movie", "why"]
    return pd.DataFrame(rows, columns=names).astype({"year": "Int64", "movie_id": "Int64"})
