"""Two profiles side by side, as people read it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from recsys.people.compare import SharedRating, Suggestion, compare
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.ui.border import plain, plain_table
from recsys.ui.screens.parts import show_rows
from recsys.ui.words.compare import sentences
from recsys.ui.words.night import appeal
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

    `their_name` may be empty. `for_both` is for pages that do not list movies for both already.
    """
    their_name = their_name or "your friend"
    if their_name == my_name:
        their_name = f"{their_name} (2)"
    found = compare(mine, theirs, ready, (my_name, their_name))
    st.markdown("\n".join(f"- {plain(s)}" for s in sentences(found, my_name, their_name)))
    names, they = (my_name, their_name), my_name != YOU
    _stars("What both love" if they else "What you both love", found.both_love, names)
    _stars("Where they differ" if they else "Where you differ", found.differ, names)
    me = my_name if they else "you"
    left, right = st.columns(2, gap="medium")
    with left:
        _suggestions(found.for_me, their_name, me)
    with right:
        _suggestions(found.for_them, me, their_name)
    if any(s.score is not None for s in (*found.for_me, *found.for_them)):
        st.caption(SCORE_MEANING.replace("your ratings speak", "a person's ratings speak"))
    if for_both and found.for_both:
        st.markdown("**Movies for both**")
        rows = [(m.title, *(appeal(word.appeal) for word in m.people)) for m in found.for_both]
        show_rows(rows, "Movie", *names)
        st.caption(
            "100 % is the movie that a person would like most of those that are new to both."
        )


def _stars(heading: str, ratings: Sequence[SharedRating], names: tuple[str, str]) -> None:
    if not ratings:
        return
    st.markdown(f"**{plain(heading)}**")
    rows = [(r.title, f"{r.mine:g} ★", f"{r.theirs:g} ★") for r in ratings[:RATINGS_SHOWN]]
    show_rows(rows, "Movie", *names)
    if len(ratings) > RATINGS_SHOWN:
        st.caption(f"And {len(ratings) - RATINGS_SHOWN:,} more.")


def _suggestions(found: Sequence[Suggestion], of: str, to: str) -> None:
    """List movies that one likes, with the score of the other."""
    whose = "your" if of == "you" else f"{of}'s"
    st.markdown(f"**From {plain(whose)} likes, for {plain(to)}**")
    if not found:
        st.caption("Nothing that is not known already.")
        return
    stars = "Your stars" if of == "you" else f"{of}'s stars"
    table = pd.DataFrame({"Movie": [s.title for s in found]})
    table[stars] = [f"{s.stars:g} ★" for s in found]
    if any(s.score is not None for s in found):
        table["Score"] = ["–" if s.score is None else f"{s.score:.3f}" for s in found]
    plain_table(table)
