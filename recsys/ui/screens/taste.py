"""The parts of the page "Your taste"."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from recsys.explain.known_to_model import FEWEST, Hidden, hide_each
from recsys.people.like_minded import LikeMinded, like_minded
from recsys.people.portrait import group_shares
from recsys.profile.examples import examples_for
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.text import count, percent
from recsys.ui import session, shared
from recsys.ui.border import plain
from recsys.ui.charts import taste as taste_charts
from recsys.ui.screens.parts import or_no_ratings, title_of
from recsys.ui.words import taste as words

LENGTHS = (10, 50)
_SHOWN, _SHARED = 200, 5


def portrait(ready: Recommender, profile: Profile) -> None:
    """Show all there is to say about a profile with a like."""
    hidden = hide_each(ready, profile)
    st.header("What you love")
    with or_no_ratings():
        made_of(ready, profile)
    unusual(ready, profile, hidden)
    st.header("People whose taste is like yours")
    with or_no_ratings():
        people_like_you(ready, profile)
    does_it_know_me(hidden)


def example(ready: Recommender) -> None:
    """Show a finished portrait to somebody who has none, where an example fits the data."""
    for borrowed in examples_for(ready.model.movies)[:1]:
        st.info(
            f"With the {plain(borrowed.name)}'s taste it looks like this. In what follows, “you” "
            f"are the {plain(borrowed.name)}.",
            icon=":material/visibility:",
        )
        portrait(ready, borrowed.profile)


def made_of(ready: Recommender, profile: Profile) -> None:
    """Show genres, decades and popularity of the likes beside everybody's."""
    sides = shared.sides(session.dataset())
    told = ready.usable(profile)
    n = told.n_likes
    genres = group_shares(sides.genres, told)
    genres = genres.sort_values(["yours", "average"], ascending=False)
    known = group_shares(sides.popularity, told)
    left, right = st.columns(2, gap="large")
    with left:
        _shares("Genres", genres, "Genre", words.stands_out(genres, words.of_genre, n))
    with right:
        decades = group_shares(sides.decades, told)
        _shares("Decades", decades, "Decade", words.stands_out(decades, words.of_decade, n))
        said = words.stands_out(known, words.of_band, n)
        _shares("How well known", known, "Place in the order of likes", said)
    st.caption(
        "A movie counts once for each of its genres, so genre shares add up to more than 100 %. "
        "The average person: the share in each person's likes, averaged over all "
        f"{ready.model.report.users:,} people in {plain(session.dataset_label())}."
    )


def _shares(heading: str, table: pd.DataFrame, title: str, takeaway: str) -> None:
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
    movie_id = int(model.movies.ids[rarest])
    rare = (
        f"**{plain(ready.dataset.title(movie_id))}** is the one that fewest people like: "
        f"{count(likes, 'person', 'people')} of {model.report.users:,}, {share}."
    )
    if not hidden:
        st.markdown(rare)
        return
    odd = max(hidden, key=lambda movie: movie.rank)
    which = "It is also the one" if odd.movie_id == movie_id else f"**{plain(odd.title)}** is"
    st.markdown(
        f"{rare} {which} most unlike the others: from these alone it would be number "
        f"{odd.rank:,} of your list."
    )


def people_like_you(ready: Recommender, profile: Profile) -> None:
    """Describe the nearest people of the data set by their movies."""
    people = shared.people(session.dataset())
    found = like_minded(people, ready.model, profile)
    if not found:
        st.markdown("Nobody in this data set likes any of your favourites.")
        return
    favourites = ready.usable(profile).n_likes
    for column, one in zip(st.columns(len(found), gap="small"), found, strict=True):
        with column, st.container(border=True, height="stretch"):
            _person(one, favourites)
    st.caption(
        "1 = loves exactly the same movies, 0 = none of them; a movie that few people like says "
        "more than one that everybody likes. Nobody is named; these are people of "
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
    st.markdown(
        "Each favourite is hidden in turn, as if you had not named it. If the rest of them brings "
        "it back near the top of all movies you have not rated, your taste is understood."
    )
    st.markdown("\n".join(f"- {plain(words.known(hidden, n))}" for n in LENGTHS))
    with st.expander("Favourite by favourite", icon=":material/visibility:"):
        ordered = sorted(hidden, key=lambda movie: movie.rank)
        shown = [(m.title, m.rank, m.rank_by_popularity) for m in ordered[:_SHOWN]]
        columns = ["Hidden favourite", "Rank in your list", "Rank by likes"]
        st.dataframe(pd.DataFrame(shown, columns=columns), hide_index=True)
        if len(ordered) > _SHOWN:
            st.caption(f"And {len(ordered) - _SHOWN:,} more, further down.")
