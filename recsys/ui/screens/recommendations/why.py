"""Why this movie: the dialog that accounts for one score, and the look-up of any movie."""

from collections.abc import Mapping, Sequence

import streamlit as st

from recsys.explain.standing import standing
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Contribution
from recsys.text import count
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.charts import theme
from recsys.ui.charts import why as charts
from recsys.ui.elements.picker.picker import choose_a_movie
from recsys.ui.screens.parts import dialog, opens, show_rows
from recsys.ui.words.numbers import printed
from recsys.ui.words.reasons import SCORE_MEANING, reason
from recsys.ui.words.standing import certainty, most_needed, place

MOST_BARS = 100
"""So many bars fit one chart; the table has them all."""


@dialog("Why this movie?", width="medium")
def explain_dialog(movie_id: int, ready: Recommender, dials: str = "") -> None:
    """Explain one movie's score; `dials` says what they did to its place in a list, if anything."""
    _account(movie_id, ready, dials)


def _account(movie_id: int, ready: Recommender, dials: str = "") -> None:
    profile = session.profile()
    found = ready.explain(movie_id, profile)
    where = standing(ready, found, profile)
    st.subheader(plain(found.title))
    if not found.contributions:
        people = count(where.likes, "person in the data likes", "people in the data like")
        st.markdown(
            f"{people} it. Rate a movie, and this shows how much each of your ratings counts here."
        )
        return
    st.markdown(
        f"**{plain(reason(found.contributions, where.best))}.** {plain(place(found, where))}"
    )
    if not where.from_profile:
        st.caption("None of your ratings is a like that counts, so your list goes by popularity.")
    bars(found.contributions, found.title)
    if dials:
        st.markdown(f":material/tune: {plain(dials)}. The rank above is the one by score.")
    st.markdown(f":material/verified: {plain(certainty(where))}")
    st.markdown(f":material/person_remove: {plain(most_needed(found))}")
    with st.expander("All numbers as a table"):
        contribution_table(found.contributions)
    if found.without:
        with st.expander("Without one of your ratings"):
            st.caption(
                "Rank and score of this movie if you had never rated the movie named, computed "
                "anew and exactly."
            )
            rows = [
                (w.title, f"{found.rank:,} → {w.rank:,}", f"{found.score:.4f} → {w.score:.4f}")
                for w in sorted(found.without, key=lambda w: -w.rank)
            ]
            show_rows(rows, "Without", "Rank", "Score")


def bars(contributions: Sequence[Contribution], title: str) -> None:
    """Draw the bars that add up to a score; those folded into "n others" open on request."""
    shown, hidden = charts.SHOWN_CONTRIBUTIONS, len(contributions) - charts.SHOWN_CONTRIBUTIONS
    if hidden > 0 and st.toggle(
        f"Show the {count(min(hidden, MOST_BARS - shown), 'other')} one by one", key="why-others"
    ):
        shown = MOST_BARS
    colours = theme.current()
    of = colours.colours_of(session.profile().movie_ids)
    chart = charts.waterfall(contributions, colours, shown, of)
    said = charts.contribution_summary(contributions, title)
    st.altair_chart(chart, width="stretch", alt=said)
    st.caption(f"The bars add up to the score exactly. {SCORE_MEANING}")


def any_movie(ready: Recommender) -> None:
    """Draw the button that opens the look-up of any movie of the model, recommended or not."""
    opens(_look_up, "Why not this one?", "why-not", ready, icon=":material/help:")


@dialog("Why this movie?", width="medium")
def _look_up(ready: Recommender) -> None:
    # In the dialog only: so many titles on the page would slow down all that happens there.
    picked = choose_a_movie("why-any", "Movie to explain", shared.known_titles(session.dataset()))
    if picked is not None:
        _account(picked, ready)
    else:
        st.markdown("Look up any movie, recommended or not, and see why it stands where it does.")


def ask_why(ready: Recommender, movies: Mapping[str, int]) -> None:
    """Draw a choice of movies (title → movie_id, all known) and the button that explains one."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label, example = "Why would I like one of these?", "Any movie of this page"
        picked = choose_a_movie("why-similar", label, shared.Titles(movies), example=example)
        look = {"icon": ":material/help:", "disabled": picked is None}
        opens(explain_dialog, "Explain", "explain-similar", picked, ready, **look)


def contribution_table(contributions: Sequence[Contribution]) -> None:
    """Draw contributions and their sum."""
    adds, score = printed([c.contribution for c in contributions])
    rows = [(c.title, text) for c, text in zip(contributions, adds, strict=True)]
    rows.append(("Score", score))
    show_rows(rows, "Movie", "Adds to the score")
