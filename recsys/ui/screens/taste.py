"""The parts of the page "Your taste"."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from recsys.explain.known_to_model import FEWEST, Hidden, found_within
from recsys.people.like_minded import LikeMinded, like_minded
from recsys.people.portrait import group_shares
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.text import count, percent
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.charts import taste as taste_charts
from recsys.ui.screens.parts import show_rows, title_of

LENGTHS = (10, 50)
_SHOWN, _SHARED = 200, 5


def made_of(ready: Recommender, profile: Profile) -> None:
    """Show genres, decades and popularity of the likes beside everybody's."""
    sides, _ = shared.tastes(session.dataset())
    told = ready.usable(profile)
    n = told.n_likes
    genres = group_shares(sides.genres, told)
    genres = genres.sort_values(["yours", "average"], ascending=False)
    known = group_shares(sides.popularity, told)
    left, right = st.columns(2, gap="large")
    with left:
        _shares("Genres", genres, "Genre", "films", n)
    with right:
        _shares("Decades", group_shares(sides.decades, told), "Decade", "films", n)
        order = "in the order of likes"
        _shares("How well known", known, "Place in the order of likes", order, n)
    st.caption(
        "A movie counts once for each of its genres, so genre shares add up to more than 100 %. "
        "The average person: the share in each person's likes, averaged over all "
        f"{ready.model.report.users:,} people in {plain(session.dataset_label())}."
    )


def _shares(heading: str, table: pd.DataFrame, title: str, noun: str, n_likes: int) -> None:
    takeaway = taste_charts.taste_takeaway(table, noun, n_likes)
    st.subheader(plain(heading))
    st.markdown(plain(takeaway))
    st.altair_chart(taste_charts.shares(table, title), width="stretch", alt=takeaway)


def unusual(ready: Recommender, profile: Profile, hidden: Sequence[Hidden]) -> None:
    """Name the favourite that fewest like, and the one that the others foretell least."""
    model = ready.model
    told = ready.usable(profile)
    rows = told.idx[told.liked]
    if len(rows) < 2:
        return
    rarest = int(rows[model.likes_per_movie[rows].argmin()])
    likes = int(model.likes_per_movie[rarest])
    share = percent(likes / model.report.users)
    st.header("Your most unusual favourite")
    name = plain(ready.dataset.title(int(model.movies.ids[rarest])))
    st.markdown(
        f"**{name}** is the one that fewest people like: {count(likes, 'person', 'people')} of "
        f"{model.report.users:,}, {share}."
    )
    if hidden:
        odd = max(hidden, key=lambda movie: movie.rank)
        st.markdown(
            f"**{plain(odd.title)}** is most unlike the others: from these alone it would "
            f"stand at rank {odd.rank:,} of your list."
        )


def people_like_you(ready: Recommender, profile: Profile) -> None:
    """Describe the nearest people of the data set by their movies."""
    st.header("People whose taste is like yours")
    _, people = shared.tastes(session.dataset())
    found = like_minded(people, ready.model, profile)
    if not found:
        st.markdown("Nobody in this data set likes any of your favourites.")
        return
    favourites = ready.usable(profile).n_likes
    for column, one in zip(st.columns(len(found), gap="small"), found, strict=True):
        with column, st.container(border=True, height="stretch"):
            _person(one, favourites)
    st.caption(
        "Similarity is the cosine between your likes and theirs, each movie counting by its "
        "stars and by how few people like it (TF-IDF). Nobody is named; these are people of "
        f"{plain(session.dataset_label())}."
    )


def _person(one: LikeMinded, favourites: int) -> None:
    st.markdown(f"**Similarity {one.similarity:.2f}** · likes {count(one.likes, 'movie')}")
    shared = "\n".join(f"- {plain(title_of(m))}" for m in one.shared[:_SHARED])
    rarest = ", the least known first" if len(one.shared) > 1 else ""
    st.markdown(
        f"They like {len(one.shared):,} of your {count(favourites, 'favourite')}{rarest}:"
        f"\n\n{shared}"
    )
    if one.loves:
        loves = "\n".join(f"- {plain(title_of(m))}" for m in one.loves)
        st.markdown(f"They love, and you have not rated:\n\n{loves}")


def does_it_know_me(hidden: Sequence[Hidden]) -> None:
    """Show where each favourite stands when it is hidden, and how often it is found."""
    st.header("Does it know you?")
    if not hidden:
        st.markdown(
            f"Each favourite is hidden in turn to see whether the others lead to it. That takes "
            f"at least {FEWEST} favourites that the model knows."
        )
        return
    ours = [movie.rank for movie in hidden]
    popular = [movie.rank_by_popularity for movie in hidden]
    st.markdown(
        f"Each of your {count(len(hidden), 'favourite')} is hidden in turn; the list made of "
        "the rest should have it near the top, among all movies you have not rated."
    )
    rows = []
    for n in LENGTHS:
        for who, ranks in (("Your list", ours), ("Most liked first", popular)):
            found = found_within(ranks, n)
            share, low, high = 100 * found.share, 100 * found.low, 100 * found.high
            of = f"{found.found} of {found.n}"
            rows.append((who, n, of, f"{share:.0f} % ({low:.0f} to {high:.0f})"))
    show_rows(rows, "Found by", "In the first", "Found", "Share")
    st.caption(
        "In brackets the 95 % interval (Wilson 1927), wide where there are few favourites. “Most "
        "liked first” is the same list for everybody."
    )
    with st.expander("Favourite by favourite", icon=":material/visibility:"):
        ordered = sorted(hidden, key=lambda movie: movie.rank)
        shown = [(m.title, m.rank, m.rank_by_popularity) for m in ordered[:_SHOWN]]
        columns = ["Hidden favourite", "Rank in your list", "Rank by likes"]
        st.dataframe(pd.DataFrame(shown, columns=columns), hide_index=True)
        if len(ordered) > _SHOWN:
            st.caption(f"And {len(ordered) - _SHOWN:,} more, further down.")
