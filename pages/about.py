"""About: what this is, how it works, data and licence, the environment."""

import streamlit as st

from recsys.data.releases import CITATION
from recsys.ui import session
from recsys.ui.border import plain
from recsys.ui.screens.about import environment, terms
from recsys.ui.screens.parts import show_rows

st.title("About Cinefold")
st.markdown(
    "Cinefold recommends movies and accounts for every recommendation exactly. You pick movies "
    "you love and see at once what to watch next, and how much each favourite counts. There is no "
    "account: the link in your address bar is your profile, and whoever opens it sees what you see."
)

st.header("How it works")
st.markdown(
    """
1. Many people rated many movies; three stars or more count as a like.
2. Movies that the same people like come to lie close together, and your ratings give you a place
   among them.
3. What lies near you is recommended; its score splits exactly into one part for each of your
   ratings.
4. Ratings below three stars speak against movies of that kind.

How good the lists are, how they are computed and what one may try stands beside this page, on
**The model**.
"""
)

st.header("Data and licence")
bundle = terms()
st.markdown(f"This page uses **{plain(session.dataset_label())}**.")
if bundle is None:
    st.markdown(
        """
The data come from
[MovieLens](https://movielens.org), collected by
[GroupLens](https://grouplens.org/datasets/movielens/) at the University of
Minnesota, and may be used for non-commercial research with
acknowledgement. Neither the University of Minnesota nor GroupLens endorses this app.
"""
    )
    st.markdown(f"> {CITATION}")
else:
    for said in bundle:
        st.markdown(plain(said))
st.markdown(
    "Cinefold's own code is under the MIT licence. Your profile is not stored on the server; it "
    "lives in your link and your browser. A data set of your own lies on the server while your "
    "visit lasts, is deleted after it, and nothing made of it is stored."
)

st.header("Environment")
show_rows(environment(), "What", "Here")
