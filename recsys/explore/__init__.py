"""What a data set holds: ranks, cards, distributions, the long tail, the like threshold."""

from recsys.explore.activity import activity as activity
from recsys.explore.card import MAX_COMPARED as MAX_COMPARED
from recsys.explore.card import MovieCard as MovieCard
from recsys.explore.card import compare as compare
from recsys.explore.card import compare_ratings as compare_ratings
from recsys.explore.card import imdb_search as imdb_search
from recsys.explore.card import movie_card as movie_card
from recsys.explore.catalogue import catalogue as catalogue
from recsys.explore.distributions import RatingSpread as RatingSpread
from recsys.explore.distributions import genre_distribution as genre_distribution
from recsys.explore.distributions import rating_distribution as rating_distribution
from recsys.explore.distributions import rating_spread as rating_spread
from recsys.explore.distributions import ratings_of_user as ratings_of_user
from recsys.explore.distributions import ratings_per as ratings_per
from recsys.explore.distributions import year_distribution as year_distribution
from recsys.explore.popularity import ORDERS as ORDERS
from recsys.explore.popularity import genres_of as genres_of
from recsys.explore.popularity import popular as popular
from recsys.explore.popularity import popularity as popularity
from recsys.explore.popularity import ranked_movies as ranked_movies
from recsys.explore.summary import Summary as Summary
from recsys.explore.summary import summarize as summarize
from recsys.explore.summary import threshold_effect as threshold_effect
from recsys.explore.tail import TailSummary as TailSummary
from recsys.explore.tail import long_tail as long_tail
from recsys.explore.tail import tail_summary as tail_summary
