"""What a data set holds: ranks, cards, distributions, the long tail, the like threshold."""

from recsys.explore.activity import activity
from recsys.explore.card import (
    MAX_COMPARED,
    MovieCard,
    compare,
    compare_ratings,
    imdb_search,
    movie_card,
)
from recsys.explore.catalogue import catalogue
from recsys.explore.distributions import (
    RatingSpread,
    genre_distribution,
    rating_distribution,
    rating_spread,
    ratings_of_movie,
    ratings_of_user,
    ratings_per,
    year_distribution,
)
from recsys.explore.popularity import (
    ORDERS,
    RankedMovie,
    genres_of,
    popular,
    popularity,
    ranked_movies,
)
from recsys.explore.summary import Summary, summarize, threshold_effect
from recsys.explore.tail import TailSummary, gini, long_tail, share_of_top, tail_summary

__all__ = [
    "MAX_COMPARED",
    "ORDERS",
    "MovieCard",
    "RankedMovie",
    "RatingSpread",
    "Summary",
    "TailSummary",
    "activity",
    "catalogue",
    "compare",
    "compare_ratings",
    "genre_distribution",
    "genres_of",
    "gini",
    "imdb_search",
    "long_tail",
    "movie_card",
    "popular",
    "popularity",
    "ranked_movies",
    "rating_distribution",
    "rating_spread",
    "ratings_of_movie",
    "ratings_of_user",
    "ratings_per",
    "share_of_top",
    "summarize",
    "tail_summary",
    "threshold_effect",
    "year_distribution",
]
