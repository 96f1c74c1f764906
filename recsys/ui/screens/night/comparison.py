"""Two profiles side by side, as people read it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from recsys.people.compare import Comparison, SharedRating, Suggestion, compare
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.ui.border import plain, plain_table
from recsys.ui.charts.night import appeal
from recsys.ui.words.compare import sentences
from recsys.ui.words.reasons import SCORE_MEANING

YOU = "You"
RATINGS_SHOWN = 20


def compare_people(
    mine: Profile,
    theirs: Profile,
    their_name: str,
    ready: Recommender,
    my_name: str = YOU,
    for_both: bool = True,
) -> None:
    """Draw what two people have in common, where they differ, what each has for the other.

    Parameters
    ----------
    their_name : str
        May be empty; the other person is then called "your friend".
    for_both : bool
        Whether to list movies for both; not where such a list stands on the page already.
    """
    their_name = their_name or "your friend"
    if their_name == my_name:
        their_name = f"{their_name} (2)"
    found = compare(mine, theirs, ready, (my_name, their_name))
    st.markdown("\n".join(f"- {plain(s)}" for s in sentences(found, my_name, their_name)))
    _rated_by_both(found, my_name, their_name)
    left, right = st.columns(2, gap="medium")
    with left:
        _suggestions(found.for_me, their_name, "you" if my_name == YOU else my_name)
    with right:
        _suggestions(found.for_them, "you" if my_name == YOU else my_name, their_name)
    if any(s.score is not None for s in (*found.for_me, *found.for_them)):
        st.caption(SCORE_MEANING.replace("your ratings speak", "a person's ratings speak"))
    if for_both and found.for_both:
        _movies_for_both(found, my_name, their_name)


def _rated_by_both(found: Comparison, my_name: str, their_name: str) -> None:
    for heading, ratings in (
        ("What you both love" if my_name == YOU else "What both love", found.both_love),
        ("Where you differ" if my_name == YOU else "Where they differ", found.differ),
    ):
        if ratings:
            st.markdown(f"**{heading}**")
            plain_table(stars_table(ratings[:RATINGS_SHOWN], my_name, their_name))
            if len(ratings) > RATINGS_SHOWN:
                st.caption(f"And {len(ratings) - RATINGS_SHOWN:,} more.")


def stars_table(ratings: Sequence[SharedRating], my_name: str, their_name: str) -> pd.DataFrame:
    """Return both people's stars side by side."""
    return pd.DataFrame(
        [(r.title, f"{r.mine:g} ★", f"{r.theirs:g} ★") for r in ratings],
        columns=["Movie", my_name, their_name],
    )


def _suggestions(found: Sequence[Suggestion], of: str, to: str) -> None:
    whose = "your" if of == "you" else f"{of}'s"
    st.markdown(f"**From {plain(whose)} likes, for {plain(to)}**")
    if not found:
        st.caption("Nothing that is not known already.")
        return
    plain_table(suggestion_table(found, of))


def suggestion_table(found: Sequence[Suggestion], of: str) -> pd.DataFrame:
    """Return movies that one likes with the score of the other."""
    stars = "Your stars" if of == "you" else f"{of}'s stars"
    table = pd.DataFrame(
        {
            "Movie": [s.title for s in found],
            stars: [f"{s.stars:g} ★" for s in found],
        }
    )
    if any(s.score is not None for s in found):
        table["Score"] = ["–" if s.score is None else f"{s.score:.3f}" for s in found]
    return table


def _movies_for_both(found: Comparison, my_name: str, their_name: str) -> None:
    st.markdown("**Movies for both**")
    rows = [(m.title, *(appeal(word.appeal) for word in m.people)) for m in found.for_both]
    plain_table(pd.DataFrame(rows, columns=["Movie", my_name, their_name]))
    st.caption("100 % is the movie that a person would like most of those that are new to both.")
