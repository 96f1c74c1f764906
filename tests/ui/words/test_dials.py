"""Prices, dial terms and filters as sentences, against their numbers."""

import numpy as np
import pandas as pd
import pytest

from recsys.data.vocabulary import Vocabulary
from recsys.evaluate import Estimate, Position, Prices
from recsys.evaluate.statistics import Paired
from recsys.profile.profile import Profile
from recsys.recommend.filters import Catalogue, Filters
from recsys.recommend.results import Recommendation
from recsys.ui.charts import prices as price_charts
from recsys.ui.words import dials as dial_words
from recsys.ui.words import filters as filter_words


def position(dial, at, ndcg, likes, diversity, difference=(0, 0, 0), given=5):
    means = {
        "ndcg_at_10": ndcg,
        "hit_rate_at_10": 0.9,
        "popularity_percentile": 0.8,
        "likes": likes,
        "diversity": diversity,
        "coverage": 0.1,
    }
    metrics = {name: Estimate(mean, 0.9 * mean, 1.1 * mean) for name, mean in means.items()}
    return Position(dial, at, given, 40, metrics, Paired(*difference))


PRICES = Prices(
    "made", "f", {}, 0, 40, 3, "python -m recsys prices", 0.1,
    (
        position("popularity", -1, 0.3, 500, 0.7, (-0.3, -0.4, -0.2)),
        position("popularity", 0, 0.6, 2_000, 0.5),
        position("popularity", 1, 0.59, 2_400, 0.4, (-0.01, -0.03, 0.01)),
        position("diversity", 0, 0.6, 2_000, 0.5),
        position("diversity", 1, 0.54, 1_900, 0.6, (-0.06, -0.08, -0.04)),
        position("popularity", 0, 0.6, 2_000, 0.5, given=10),
    ),
)  # fmt: skip


def said(dial, at, given):
    """Return the price with its spaces plain."""
    return dial_words.price(PRICES, dial, at, given).replace("\N{NO-BREAK SPACE}", " ")


def test_a_price_says_what_is_lost_and_what_is_gained():
    assert said("popularity", -1, 5) == "Much less sure (50 %), films 75 % less known."
    assert said("diversity", 1, 5) == "Less sure (10 %), films 20 % less alike."


def test_a_difference_that_may_be_chance_is_no_loss():
    assert said("popularity", 1, 5) == (
        "As sure as before, as far as can be measured, films 20 % better known."
    )


def test_between_measured_positions_it_says_about():
    between = said("popularity", -0.5, 5)
    assert between == "Much less sure (about 25 %), films about 38 % less known."


def test_at_rest_there_is_no_price():
    assert said("diversity", 0, 5) == ""


@pytest.mark.parametrize(("likes", "given"), [(0, 5), (7, 5), (8, 10), (500, 10)])
def test_the_measured_number_of_favourites_nearest_to_ones_own(likes, given):
    assert dial_words.given_for(PRICES, likes) == given


def movie(popularity=0.0, diversity=0.0):
    return Recommendation(1, 1, "A", 0.5, (), popularity, diversity)


def test_what_the_dials_did_to_a_movie():
    assert dial_words.terms(movie(), -1) == ""
    assert dial_words.terms(movie(0.0004), -1) == ""
    assert dial_words.terms(movie(-0.1), -0.3) == "Lowered for being famous"
    assert dial_words.terms(movie(0.1), -0.3) == "Raised for being little known"
    assert dial_words.terms(movie(-0.1), 0.3) == "Lowered for being little known"
    assert dial_words.terms(movie(0.1, -0.25), 0.3) == (
        "Raised for being famous and lowered for being like others of the list"
    )


CATALOGUE = Catalogue(
    Vocabulary([10, 20, 30]),
    pd.DataFrame(
        {
            "title": ["Alien (1979)", "Aliens (1986)", "Amélie (2001)"],
            "genres": [("Horror",), ("Action",), ("Comedy",)],
            "year": pd.array([1979, 1986, 2001], dtype="Int64"),
        },
        index=pd.Index([10, 20, 30], name="movie_id"),
    ),
    np.array([9, 5, 1]),
)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(), []),
        (Filters(("Drama", "War")), ["only Drama or War"]),
        (Filters(without_genres=("Drama", "War")), ["no Drama and no War"]),
        (Filters(year_from=1990), ["from 1990"]),
        (Filters(year_to=1990), ["to 1990"]),
        (Filters(year_from=1990, year_to=1999, min_likes=1), ["1990 to 1999", "at least 1 like"]),
        (Filters(text="al"), ["“al” in the title"]),
        (Filters(watchlist="only"), ["only your watchlist"]),
        (Filters(text="al", watchlist="without"), ["“al” in the title", "none of your watchlist"]),
    ],
)
def test_filters_in_words(filters, said):
    assert [text for text, _ in filter_words.parts(filters)] == said


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(("Horror",), min_likes=10), "Without “at least 10 likes” 1 movie would"),
        (Filters(("Comedy",), year_to=1990), "Without “only Comedy” 2 movies would"),
        (Filters(min_likes=99), "No movie passes “at least 99 likes”. Without it 3 movies would."),
        (Filters(("Comedy",), min_likes=99, text="q"), "nor all but one of them"),
    ],
)
def test_where_nothing_passes_it_says_what_to_loosen(filters, said):
    assert said in filter_words.loosen(CATALOGUE, Profile(), filters)


def test_where_nothing_of_the_watchlist_passes_it_says_what_to_loosen():
    only, listed = Filters(watchlist="only"), Profile(watchlist=(10, 20))
    assert "watchlist is empty" in filter_words.loosen(CATALOGUE, Profile(), only)
    comedy = Filters(("Comedy",), min_likes=5, watchlist="only")
    assert "Without “only Comedy” 2 movies would" in filter_words.loosen(CATALOGUE, listed, comedy)
    elsewhere = filter_words.loosen(CATALOGUE, Profile(watchlist=(99,)), only)
    assert elsewhere == "No movie passes “only your watchlist”. Without it 3 movies would."


def test_where_everything_is_seen_it_says_so():
    everything = Profile(seen=(10, 20, 30))
    assert "rated, seen or hidden all" in filter_words.loosen(CATALOGUE, everything, Filters())


def test_the_price_chart_draws_the_curve_its_interval_and_where_the_dial_stands():
    curve = PRICES.curve("popularity", 5)
    table = price_charts.price_table(curve)
    assert table["at"].tolist() == [-1, 0, 1]
    spec = price_charts.price_curve(table, "likes", -0.4).to_dict()
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    assert marks == ["area", "line", "rule"]
    assert spec["datasets"][spec["layer"][2]["data"]["name"]] == [{"at": -0.4}]
    assert price_charts.price_takeaway(curve, "likes") == (
        "Mean likes by the dial's position: 500 at -1, 2,000 at 0, 2,400 at 1"
    )
    shown = price_charts.shown_table(table)
    assert shown.loc[0, "95 % interval"] == "0.270 to 0.330"
    assert shown.loc[0, "Coverage"] == "10.0 %"
