"""Keep the profile or pass it on: link, QR code, files."""

import io
from urllib.parse import urlencode

import segno
import streamlit as st

from recsys.profile.file import profile_csv, profile_json
from recsys.profile.profile import Profile
from recsys.ui import keyed, memory, session
from recsys.ui.border import plain
from recsys.ui.elements.copy_link.copy_link import copy_link_button
from recsys.ui.screens.parts import dialog, opens

_NAME = "name-field"


def share() -> None:
    """Draw the ways to keep the profile or pass it on."""
    profile = session.profile()
    if not memory.is_anothers():
        _name()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        copy_link_button(session.query(), key="copy-link")
        opens(_qr_dialog, "QR code", "qr", icon=":material/qr_code_2:")
        # The files are made for those who open it, not at every change of a star.
        popover = st.popover(
            "Download", icon=":material/download:", key="download", on_change="rerun"
        )
        if popover.open:
            with popover:
                _files(profile)


def _name() -> None:
    st.text_input(
        "Your name, for those you send the link to",
        max_chars=session.MAX_NAME,
        placeholder="Optional; it stands in the link",
        on_change=lambda: session.set_name(str(st.session_state[_NAME])),
        **keyed.showing(_NAME, session.name()),
    )


def _files(profile: Profile) -> None:
    files = [("Everything, as JSON", profile_json(profile), "profile.json")]
    if not profile.catalogue:
        files.append(("Ratings, as MovieLens CSV", profile_csv(profile), "ratings.csv"))
    for label, data, file in files:
        mime = "application/json" if file.endswith("json") else "text/csv"
        name = f"cinefold-{file}"
        st.download_button(plain(label), data, name, mime, on_click="ignore", width="stretch")
    st.caption("They can be imported again. What each movie counts is in the JSON only.")


@dialog("Your link as a QR code")
def _qr_dialog() -> None:
    link = f"{(st.context.url or '').partition('?')[0]}?{urlencode(session.query())}"
    picture = qr_png(link)
    if picture is None:
        st.info("Your profile is too large for a QR code; use the link or a file instead.")
        return
    st.image(picture, width=320, alt="QR code of the link to your profile")
    st.caption("Point a phone's camera at it to open your profile there.")


def qr_png(link: str) -> bytes | None:
    """Return a QR code as PNG, or None where the link is longer than any code holds."""
    out = io.BytesIO()
    try:
        segno.make_qr(link, error="l").save(out, kind="png", scale=6, border=3)
    except segno.DataOverflowError:
        return None
    return out.getvalue()
