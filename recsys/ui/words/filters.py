"""Filters as people read them, and what to loosen when nothing passes."""

from dataclasses import replace

from recsys.profile.profile import Profile
from recsys.recommend.filters import ANY, ONLY, Catalogue, Filters
from recsys.text import count


def parts(filters: Filters) -> list[tuple[str, Filters]]:
    """Return what is asked for, each with the filters that are left without it."""
    found: list[tuple[str, Filters]] = []
    if filters.genres:
        found.append((f"only {' or '.join(filters.genres)}", replace(filters, genres=())))
    if filters.without_genres:
        without = replace(filters, without_genres=())
        found.append((f"no {' and no '.join(filters.without_genres)}", without))
    first, last = filters.year_from, filters.year_to
    if first is not None or last is not None:
        said = (
            f"{first} to {last}" if first and last else f"from {first}" if first else f"to {last}"
        )
        found.append((said, replace(filters, year_from=None, year_to=None)))
    if filters.min_likes:
        said = f"at least {count(filters.min_likes, 'like')}"
        found.append((said, replace(filters, min_likes=0)))
    if filters.text:
        found.append((f"“{filters.text}” in the title", replace(filters, text="")))
    if filters.watchlist:
        said = "only your watchlist" if filters.watchlist == ONLY else "none of your watchlist"
        found.append((said, replace(filters, watchlist=ANY)))
    return found


def loosen(catalogue: Catalogue, profile: Profile, filters: Filters) -> str:
    """Say which single filter to drop so that movies pass, where none passes all of them."""
    asked = parts(filters)
    if filters.watchlist == ONLY and not profile.watchlist:
        return (
            "Your watchlist is empty, so none of its movies is left: add some, or see movies "
            "without “only your watchlist”."
        )
    left = [(int(catalogue.allowed(profile, without).sum()), said) for said, without in asked]
    if not asked:
        return "No movie is left: you have rated, seen or hidden all that the model knows."
    most, said = max(left, key=lambda one: one[0])
    if len(asked) == 1:
        return f"No movie passes “{said}”. Without it {count(most, 'movie')} would."
    if not most:
        return "No movie passes these filters, nor all but one of them. Reset them to see movies."
    return (
        f"No movie passes all of these filters. Without “{said}” {count(most, 'movie')} would, "
        "more than without any other."
    )
