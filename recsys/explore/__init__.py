"""What a data set holds: ranks, cards, distributions, the long tail, the like threshold."""

from recsys.explore.activity import activity, takeaway_activity
from recsys.explore.card import (
    MAX_COMPARED,
    MovieCard,
    compare,
    compare_ratings,
    imdb_search,
    movie_card,
    takeaway_card,
    takeaway_compare,
)
from recsys.explore.distributions import (
    genre_distribution,
    rating_distribution,
    ratings_of_movie,
    ratings_of_user,
    ratings_per,
    takeaway_genres,
    takeaway_ratings,
    takeaway_ratings_per,
    takeaway_years,
    year_distribution,
)
from recsys.explore.popularity import (
    ORDERS,
    RankedMovie,
    genres_of,
    popular,
    popularity,
    ranked_movies,
    takeaway_popularity,
)
from recsys.explore.summary import Summary, summarize
from recsys.explore.tail import gini, long_tail, share_of_top, takeaway_long_tail
from recsys.explore.threshold import takeaway_threshold, threshold_effect

__all__ = [
    "MAX_COMPARED",
    "ORDERS",
    "MovieCard",
    "RankedMovie",
    "Summary",
    "activity",
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
    "ratings_of_movie",
    "ratings_of_user",
    "ratings_per",
    "share_of_top",
    "summarize",
    "takeaway_activity",
    "takeaway_card",
    "takeaway_compare",
    "takeaway_genres",
    "takeaway_long_tail",
    "takeaway_popularity",
    "takeaway_ratings",
    "takeaway_ratings_per",
    "takeaway_threshold",
    "takeaway_years",
    "threshold_effect",
    "year_distribution",
]
