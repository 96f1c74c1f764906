"""What if: which favourite drives what, and the list without some of them."""

from dataclasses import replace
from functools import partial

import streamlit as st

from recsys.explain import influence as drivers
from recsys.explain import what_if
from recsys.recommend.filters import Filters
from recsys.recommend.recommender import Recommender
from recsys.text import count, percent
from recsys.ui import frame, session
from recsys.ui.border import plain
from recsys.ui.charts import theme
from recsys.ui.charts import why as charts
from recsys.ui.screens.parts import remembered, show_rows
from recsys.ui.screens.recommendations import filters as filters_view
from recsys.ui.screens.recommendations import steering
from recsys.ui.words import influence as influence_words
from recsys.ui.words import what_if as words

DRIVERS, WITHOUT, TAKE = "What drives it", "Without", "What would it take?"
VIEW = "view"
LISTED = 20
_FEW = 24
"""Up to so many ratings each has a switch of its own; beyond, one types their names."""


def headline() -> None:
    """Say what the page is about, with the way back to the list."""
    frame.link_to("profile", "Back to your list", ":material/arrow_back:")
    st.title("What if?")
    st.markdown(
        "See which favourite is behind what, leave some out, or find what it takes to bring a "
        "movie into your list. Nothing changes until you say so."
    )


def choice() -> str:
    """Let the person choose what is asked."""
    chosen = st.segmented_control(
        "Ask",
        [DRIVERS, WITHOUT, TAKE],
        default=DRIVERS,
        key=VIEW,
        required=True,
        persist_state="session",
    )
    return str(chosen)


def by_score_note() -> None:
    """Say, under an answer about the list, that it is about the order by score."""
    settings = session.settings()
    if settings.popularity or settings.diversity:
        st.caption("This is about the order by score, before your dials move anything.")


def all_at_once(ready: Recommender) -> None:
    """Draw recommendations × ratings, and what one rating brings in."""
    st.header("Which favourite drives what")
    filters_view.in_force(ready)
    result = steering.recommend(ready, session.profile(), LISTED)
    if result.basis != "profile" or not result.recommendations:
        st.info("Rate a movie with three stars or more, and this shows what each rating brings.")
        return
    takeaway = influence_words.strongest_reason(result)
    table = drivers.influence(result)
    st.markdown(plain(takeaway))
    names = {movie.title: movie.movie_id for movie in result.profile}
    st.altair_chart(
        charts.heat_map(table, theme.current()),
        width="stretch",
        alt=f"Heat map of recommendations by ratings. {takeaway}",
        key="drivers",
        on_select=partial(_pick, tuple(names)),
        selection_mode=charts.PICKED,
    )
    st.caption(
        "Each cell is what one rating adds to one movie's score; blue speaks for it, red against "
        "it, and a row sums to the score. Click a column to see all that its rating brings in."
    )
    with st.expander("The same as a table"):
        wide = table.pivot(index=["rank", "recommendation"], columns="favourite")["contribution"]
        wide = wide[list(dict.fromkeys(table["favourite"]))].reset_index()
        st.dataframe(
            wide.rename(columns={"rank": "Rank", "recommendation": "Movie"}).round(4),
            hide_index=True,
        )
    picked = st.selectbox("What does this favourite bring in?", list(names), key="brings-in")
    if picked not in names:
        return
    driven = drivers.brings_in(result, names[picked])
    st.markdown(plain(influence_words.brought_in(driven, picked)))
    adding = [d for d in driven if d.contribution > 0]
    rows = [(d.rank, d.title, f"{d.contribution:+.4f}", percent(d.share)) for d in adding]
    if rows:
        show_rows(rows, "Rank", "Movie", "Adds to the score", "Of what speaks for it")


def _pick(names: tuple[str, ...]) -> None:
    """Take over the favourite whose column was clicked; "n others" has no name of its own."""
    clicked = st.session_state["drivers"].selection.get(charts.PICKED) or [{}]
    if clicked[0].get("favourite") in names:
        st.session_state["brings-in"] = clicked[0]["favourite"]


def list_without(ready: Recommender) -> None:
    """Let the person leave ratings out and show the exact list without them."""
    st.header("The list without some favourites")
    profile = session.profile()
    told = ready.usable(profile)
    if not told.movie_ids:
        st.info("There is no rating yet that could be left out. Rate a few movies first.")
        return
    filters = replace(filters_view.in_force(ready), include_rated=False)
    st.markdown(plain(words.most_decisive(_influence(ready, filters))))
    names = {ready.dataset.title(movie_id): movie_id for movie_id in told.movie_ids}
    label = "Leave these out"
    if len(names) <= _FEW:
        chosen = st.pills(label, names, selection_mode="multi", key="without", format_func=plain)
    else:
        chosen = st.multiselect(label, list(names), key="without", select_all=False)
    gone = [names[title] for title in chosen if title in names]
    found = what_if.list_without(ready, profile, gone, filters=filters)
    st.markdown(f"**{plain(words.without_them(found))}**")
    if found.after.basis == "popularity":
        st.caption("No favourite is left, so the list is what most people like.")
    verdicts = {s.movie_id: "comes in" for s in found.entered}
    verdicts |= {s.movie_id: "leaves" for s in found.left}
    rows = [
        (f"{s.after:,}", s.title, f"{s.before:,}", verdicts.get(s.movie_id) or _moved(s))
        for s in found.shifts
    ]
    show_rows(rows, "Rank without", "Movie", "Rank now", "Change")
    st.caption(
        "Your ratings are folded in again without what you left out; movies you rated stay off "
        "the list. Your profile does not change."
    )


def _influence(ready: Recommender, filters: Filters) -> tuple[what_if.Influence, ...]:
    profile = session.profile()
    return remembered(
        "influence",
        (session.dataset(), profile, filters),
        lambda: what_if.influence_of_each(ready, profile, filters=filters),
    )


def _moved(shift: what_if.Shift) -> str:
    if shift.before == shift.after:
        return "stays"
    places = count(abs(shift.before - shift.after), "place")
    return f"up {places}" if shift.after < shift.before else f"down {places}"
