"""Explore's numbers, worked out by hand on a handful of ratings.

movie 10: 5 and 2 stars; movie 20: 3 and 1; movie 30: 4; movie 40: none. User 1 gave 5 and 3,
user 2 gave 2 and 4, user 3 gave 1. Four ratings fell in December 2000, one in January 2001.
"""

import made
import pandas as pd
import pytest
from made import read

from recsys import explore
from recsys.data.dataset import Dataset
from recsys.errors import ConfigError, UnknownIdError


@pytest.fixture
def data(tmp_path):
    return read(made.csv_release(tmp_path))


def of(tmp_path, ratings):
    return read(made.csv_release(tmp_path / "other", ratings))


def test_popularity_by_likes_breaks_ties_by_ratings_then_id(data):
    table = explore.popularity(data)
    assert table.index.tolist() == [10, 20, 30, 40]
    assert table["rank"].tolist() == [1, 2, 3, 4]
    assert table["ratings"].tolist() == [2, 2, 1, 0]
    assert table["likes"].tolist() == [1, 1, 1, 0]
    assert table["mean_rating"].tolist()[:3] == [3.5, 2.0, 4.0]
    assert pd.isna(table["mean_rating"].iloc[3])
    assert explore.popularity(data, min_rating=4)["likes"].tolist() == [1, 1, 0, 0]
    assert explore.popularity(data, min_rating=4).index.tolist() == [10, 30, 20, 40]


def test_filters_rank_what_remains(data):
    assert explore.popularity(data, genre="sci-FI").index.tolist() == [10, 40]
    assert explore.popularity(data, year_from=1995, year_to=1999).index.tolist() == [10, 30]
    assert explore.popularity(data, min_ratings=2)["rank"].tolist() == [1, 2]
    assert explore.popularity(data, year_from=2050).empty


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"by": "luck"}, "ranked by 'luck'"),
        ({"genre": "Soap"}, "use one of Action, Comedy, Horror, Sci-Fi"),
        ({"year_from": 2000, "year_to": 1990}, "swap them"),
    ],
)
def test_wrong_filters_are_explained(wrong, says, data):
    with pytest.raises(ConfigError, match=says):
        explore.popularity(data, **wrong)


def test_the_cautious_mean_shrinks_and_subtracts_what_is_uncertain(tmp_path):
    """Worked out: σ² = 2/6, τ² = (18 − 1/3)/4, k = σ²/τ² = 4/53.

    Movie 10: (4 · 4.5 + 3k)/(4 + k) − 1.96 √(σ²/(4 + k)) = 4.47222 − 0.56053.
    """
    ratings = [(u, 10, s, 1) for u, s in enumerate([5, 5, 4, 4], start=1)]
    ratings += [(u, 20, s, 1) for u, s in enumerate([1, 2, 1, 2], start=1)]
    table = explore.popularity(of(tmp_path, ratings), by="mean")
    assert table.index.tolist() == [10, 20, 30, 40]
    assert table["cautious_mean"].iloc[0] == pytest.approx(3.91169, abs=1e-5)
    assert table["cautious_mean"].iloc[1] == pytest.approx(0.96725, abs=1e-5)
    assert pd.isna(table["cautious_mean"].iloc[2])


def test_few_perfect_ratings_do_not_beat_many_good_ones(tmp_path):
    ratings = [(1, 10, 5.0, 1)]
    ratings += [(u, 20, 4.5 if u % 4 else 4.0, 1) for u in range(1, 201)]
    ratings += [(u, 30, 2.0 + u % 3 / 2, 1) for u in range(1, 201)]
    table = explore.popularity(of(tmp_path, ratings), by="mean")
    assert table.index.tolist()[0] == 20
    assert table["mean_rating"].loc[10] > table["mean_rating"].loc[20]


def test_where_movies_do_not_differ_all_means_are_the_overall_mean(data):
    assert explore.popularity(data)["cautious_mean"].tolist()[:3] == [3.0, 3.0, 3.0]


def test_a_card(data):
    card = explore.movie_card(data, 10)
    assert (card.title, card.year, card.genres) == (
        "The Matrix (1999)",
        1999,
        ("Action", "Sci-Fi"),
    )
    assert (card.ratings, card.likes, card.likes_share, card.mean_rating) == (2, 1, 0.5, 3.5)
    assert (card.rank_by_likes, card.rank_by_ratings, card.movies) == (1, 1, 4)
    assert card.histogram.to_dict("list") == {
        "stars": [2.0, 5.0],
        "ratings": [1, 1],
        "share": [0.5, 0.5],
        "kept": [False, True],
    }
    assert card.over_time["ratings"].tolist() == [2]
    assert card.movielens_url == "https://movielens.org/movies/10"
    assert card.imdb_url == "https://www.imdb.com/find/?s=tt&q=The+Matrix+1999"


def test_a_card_of_an_unrated_and_of_an_unknown_movie(data):
    card = explore.movie_card(data, 40)
    assert (card.ratings, card.likes_share, card.mean_rating) == (0, None, None)
    assert card.histogram.empty
    assert card.over_time.empty
    with pytest.raises(UnknownIdError, match="has no movie 99"):
        explore.movie_card(data, 99)


def test_a_data_set_with_its_own_ids_links_to_no_movielens_page(tmp_path):
    card = explore.movie_card(read(made.release_100k(tmp_path)), 10)
    assert card.movielens_url is None
    assert "imdb.com" in card.imdb_url


def test_imdb_search_leaves_out_other_titles_and_marks():
    assert explore.imdb_search("Seven (a.k.a. Se7en) (1995)").endswith("q=Seven+1995")
    assert explore.imdb_search("Hamlet (2000) [MovieLens 65665]").endswith("q=Hamlet+2000")
    assert explore.imdb_search("Tom & Jerry").endswith("q=Tom+%26+Jerry")


def test_distributions(data):
    stars = explore.rating_distribution(data)
    assert stars["stars"].tolist() == [1, 2, 3, 4, 5]
    assert stars["share"].tolist() == [0.2] * 5
    assert stars["kept"].tolist() == [False, False, True, True, True]
    per_user = explore.ratings_per(data, "user")
    assert per_user.to_dict("list") == {
        "ratings_from": [1, 2],
        "ratings_to": [1, 2],
        "count": [1, 2],
        "share": [1 / 3, 2 / 3],
    }
    assert explore.ratings_per(data, "movie")["count"].tolist() == [1, 2]
    with pytest.raises(ConfigError, match="per 'genre'"):
        explore.ratings_per(data, "genre")


def test_classes_of_ratings_are_1_2_5(tmp_path):
    ratings = [(u, m, 4.0, 1) for u, n in ((1, 3), (2, 1), (3, 12)) for m in range(1, n + 1)]
    table = explore.ratings_per(of(tmp_path, ratings), "user")
    assert table["ratings_from"].tolist() == [1, 2, 5, 10]
    assert table["ratings_to"].tolist() == [1, 4, 9, 12]
    assert table["count"].tolist() == [1, 1, 0, 1]


def test_years_and_genres(data):
    years = explore.year_distribution(data)
    assert (years["year"].min(), years["year"].max(), len(years)) == (1979, 2001, 23)
    assert years[years["movies"] > 0].to_dict("list") == {
        "year": [1979, 1995, 1999, 2001],
        "movies": [1, 1, 1, 1],
        "ratings": [0, 1, 2, 2],
        "likes": [0, 1, 1, 1],
    }
    genres = explore.genre_distribution(data)
    assert genres["genre"].tolist() == ["Action", "Comedy", "Sci-Fi", "Horror"]
    assert genres["movies"].tolist() == [1, 1, 2, 1]
    assert genres["ratings"].tolist() == [2, 2, 2, 0]
    assert genres["likes_share"].tolist()[:3] == [0.5, 0.5, 0.5]
    assert genres["mean_rating"].tolist()[:3] == [3.5, 2.0, 3.5]
    assert pd.isna(genres["mean_rating"].iloc[3])


def test_activity_by_month_quarter_and_year(data):
    months = explore.activity(data)
    assert months["period"].unique().tolist() == ["month"]
    assert [str(start.date()) for start in months["start"]] == ["2000-12-01", "2001-01-01"]
    assert months["ratings"].tolist() == [4, 1]
    assert months["likes"].tolist() == [3, 0]
    assert months["users"].tolist() == [2, 1]
    quarters = explore.activity(data, period="quarter")
    assert [str(start.date()) for start in quarters["start"]] == ["2000-10-01", "2001-01-01"]
    with pytest.raises(ConfigError, match="split by 'week'"):
        explore.activity(data, period="week")


@pytest.mark.parametrize(("years", "period"), [(2, "month"), (8, "quarter"), (20, "year")])
def test_the_period_fits_the_span_and_empty_ones_are_shown(years, period, tmp_path):
    day = 86_400
    data = of(tmp_path, [(1, 10, 4.0, day), (2, 10, 4.0, years * 365 * day)])
    table = explore.activity(data)
    assert table["period"].unique().tolist() == [period]
    assert table["ratings"].sum() == 2
    assert (table["ratings"] == 0).sum() == len(table) - 2


def test_without_times_there_is_no_activity(data):
    timeless = data.ratings.assign(timestamp=0)
    table = explore.activity(Dataset("x", data.source, timeless, data.movies))
    assert table.empty


def test_long_tail(tmp_path):
    """Likes 6, 3, 1: the first of three movies holds 60 %, two hold 90 %."""
    ratings = [(u, m, 5.0, 1) for m, n in ((10, 6), (20, 3), (30, 1)) for u in range(1, n + 1)]
    data = of(tmp_path, ratings)
    curve = explore.long_tail(data)
    assert curve["movies"].tolist() == [0, 1, 2, 3]
    assert curve["movies_share"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert curve["likes_share"].tolist() == pytest.approx([0, 0.6, 0.9, 1])
    assert explore.tail_summary(data) == explore.TailSummary(3, tenth=1, share=0.6, half=1)


def test_threshold_at_every_half_star(data):
    effect = explore.threshold_effect(data)
    assert effect["min_rating"].tolist() == [half / 2 for half in range(1, 11)]
    assert effect["likes"].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert effect["likes_lost"].tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert effect["users_lost"].tolist() == [0, 0, 1, 1, 1, 1, 1, 1, 2, 2]
    assert effect["movies_lost"].tolist() == [0, 0, 0, 0, 0, 0, 1, 1, 2, 2]
    assert effect["lost_user_ids"].tolist()[-1] == (2, 3)


def test_a_threshold_nobody_reaches_keeps_nothing(tmp_path):
    data = of(tmp_path, [(1, 10, 2.0, 1), (2, 20, 1.0, 1)])
    steps = explore.threshold_effect(data, (1.0, 3.0))
    columns = ["min_rating", "likes", "users_kept", "users_lost", "movies_kept", "movies_lost"]
    assert steps[columns].to_dict("list") == {
        "min_rating": [1.0, 3.0],
        "likes": [2, 0],
        "users_kept": [2, 0],
        "users_lost": [0, 2],
        "movies_kept": [2, 0],
        "movies_lost": [0, 2],
    }


def test_comparison(data):
    table = explore.compare(data, [30, 10, 40])
    assert table.index.tolist() == [30, 10, 40]
    assert table["rank"].tolist() == [3, 1, 4]
    assert table["likes_share"].tolist()[:2] == [1.0, 0.5]
    assert pd.isna(table["likes_share"].iloc[2])
    parts = explore.compare_ratings(data, [30, 10])
    assert parts["movie_id"].tolist() == [30, 10, 10]
    assert parts["share"].tolist() == [1.0, 0.5, 0.5]
    with pytest.raises(ConfigError, match="6 movies chosen"):
        explore.compare(data, [1, 2, 3, 4, 5, 6])
    with pytest.raises(ConfigError, match="1 to 5 different"):
        explore.compare(data, [10, 10])
    with pytest.raises(UnknownIdError, match="has no movie 99"):
        explore.compare_ratings(data, [10, 99])


def test_the_catalogue_divides_all_likes_by_first_genre_and_decade(data):
    """Likes: The Matrix (Action, 1999) 1, Amélie (Comedy, 2001) 1, Heat (no genre, 1995) 1."""
    table = explore.catalogue(explore.popularity(data))
    assert list(zip(table["genre"], table["decade"], table["movie_id"], strict=True)) == [
        ("(no genre)", "1990s", 30),
        ("Action", "1990s", 10),
        ("Comedy", "2000s", 20),
    ]
    assert table["likes"].tolist() == [1, 1, 1]
    short = explore.catalogue(explore.popularity(data), n=2)
    assert short["likes"].sum() == 3
    assert short["movies"].sum() == 3
    assert short[short["movie_id"].isna()][["genre", "title"]].values.tolist() == [
        ["(no genre)", "others"]
    ]
