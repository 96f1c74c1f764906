"""Cinefold's domain: preferences from ratings, fold-in, explanation. No user interface here."""

import os

# The threads of BLAS and of `implicit` would fight for the same cores; this counts only where
# numpy is not imported yet, and recsys.als limits BLAS again where models are made.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from recsys.errors import RecsysError
from recsys.filters import Filters
from recsys.loading import load
from recsys.profile import Profile
from recsys.recommend import Recommender

__all__ = ["Filters", "Profile", "Recommender", "RecsysError", "load"]
