"""Cinefold's domain: preferences from ratings, fold-in, explanation. No user interface here."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recsys.errors import RecsysError
    from recsys.loading import load
    from recsys.profile.profile import Profile
    from recsys.recommend.filters import Filters
    from recsys.recommend.recommender import Recommender

__version__ = "0.5.0"
_HOME_OF = {
    "Filters": "recsys.recommend.filters",
    "Profile": "recsys.profile.profile",
    "Recommender": "recsys.recommend.recommender",
    "RecsysError": "recsys.errors",
    "load": "recsys.loading",
}
__all__ = ["Filters", "Profile", "Recommender", "RecsysError", "load"]


def __getattr__(name: str) -> object:
    """Import what is asked for, so that a single module costs no more than itself."""
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'recsys' has no attribute '{name}'")
