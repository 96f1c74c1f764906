"""What a data set's tables and charts show, in a sentence each."""

from collections.abc import Collection

import pandas as pd

from recsys.explore import MovieCard, RatingSpread, TailSummary
from recsys.text import count, percent, stars

_MAX_NAMED = 5


def takeaway_popularity(table: pd.DataFrame, by: str = "likes") -> str:
    """Say in one sentence what leads a table of `popularity`, and by how much."""
    if table.empty or not table["ratings"].sum():
        return "No movie fits these filters."
    first = table.iloc[0]
    leads = f"{first['title']} leads {len(table):,} movies"
    if by == "mean":
        return (
            f"{leads}: its mean of {first['mean_rating']:.2f} stars is at least "
            f"{first['cautious_mean']:.2f} with 97.5 % certainty, given {first['ratings']:,} "
            "ratings."
        )
    total = table[by].sum()
    share = percent(float(first[by] / total)) if total else "0 %"
    number = count(int(first[by]), by.removesuffix("s"))
    return f"{leads} with {number}, {share} of all {by} among them."


def takeaway_card(card: MovieCard) -> str:
    """Say in one sentence how a movie stands."""
    if card.likes_share is None or card.mean_rating is None:
        return f"Nobody rated {card.title}."
    return (
        f"{card.title} is number {card.rank_by_likes:,} of {card.movies:,} by likes: "
        f"{percent(card.likes_share)} of its {count(card.ratings, 'rating')} are likes, "
        f"{card.mean_rating:.2f} stars on average."
    )


def takeaway_compare(table: pd.DataFrame) -> str:
    """Say which of the movies of `compare` is liked by most and which is rated best."""
    rated = table[table["ratings"] > 0]
    if rated.empty:
        return "Nobody rated these movies."
    most, best = rated.loc[rated["likes"].idxmax()], rated.loc[rated["mean_rating"].idxmax()]
    likes, mean = f"the most likes, {most['likes']:,}", f"{best['mean_rating']:.2f} stars"
    if most["title"] == best["title"]:
        return f"{most['title']} has both {likes}, and the highest mean, {mean}."
    return f"{most['title']} has {likes}; {best['title']} has the highest mean, {mean}."


def takeaway_ratings(table: pd.DataFrame) -> str:
    """Say what a table of `rating_distribution` shows."""
    if table.empty:
        return "There are no ratings."
    top = table.loc[table["ratings"].idxmax()]
    kept = float(table.loc[table["kept"], "share"].sum())
    return (
        f"{stars(top['stars'])} is given most often, {percent(float(top['share']))} of "
        f"{count(int(table['ratings'].sum()), 'rating')}; {percent(kept)} count as likes."
    )


def takeaway_ratings_per(spread: RatingSpread, per: str) -> str:
    """Say how unevenly ratings are spread over users or movies ("user", "movie")."""
    have, most, has = {
        "user": ("gave", "the most active user", "gave"),
        "movie": ("have", "the most rated movie", "has"),
    }[per]
    return (
        f"Half of the {count(spread.n, per)} {have} at most {count(spread.median, 'rating')}, "
        f"while {most} {has} {spread.most:,}."
    )


def takeaway_years(table: pd.DataFrame) -> str:
    """Say what a table of `year_distribution` shows."""
    if table.empty:
        return "No release years are known."
    top = table.loc[table["movies"].idxmax()]
    half = int(table.loc[table["ratings"].cumsum() >= table["ratings"].sum() / 2, "year"].iloc[0])
    return (
        f"Most movies came out in {top['year']}: {top['movies']:,} of {table['movies'].sum():,}; "
        f"half of all ratings go to movies of {half} or older."
    )


def takeaway_genres(table: pd.DataFrame) -> str:
    """Say what a table of `genre_distribution` shows."""
    if table.empty:
        return "No genres are known."
    top, best = table.iloc[0], table.loc[table["mean_rating"].idxmax()]
    return (
        f"{top['genre']} is rated most, {count(int(top['ratings']), 'time')}; {best['genre']} is "
        f"rated best, {best['mean_rating']:.2f} stars on average."
    )


def takeaway_activity(table: pd.DataFrame) -> str:
    """Say what a table of `activity` shows."""
    if table.empty:
        return "The data set does not say when its ratings were given."
    top = table.loc[table["ratings"].idxmax()]
    total = int(table["ratings"].sum())
    period = str(top["period"])
    return (
        f"The busiest {period} is {_named(top['start'], period)}, with "
        f"{count(int(top['ratings']), 'rating')} by {count(int(top['users']), 'user')}, "
        f"{percent(top['ratings'] / total)} of all."
    )


def takeaway_long_tail(tail: TailSummary) -> str:
    """Say which share of the likes the top tenth of the movies holds."""
    if not tail.movies:
        return "No movie has a like."
    return (
        f"The most liked tenth, {count(tail.tenth, 'movie')}, holds {percent(tail.share)} of all "
        f"likes; half of them go to {tail.half:,} of {count(tail.movies, 'movie')}."
    )


def takeaway_threshold(effect: pd.Series) -> str:
    """Say what one row of `threshold_effect` means."""
    likes = effect["likes"]
    said = (
        f"From {stars(effect['min_rating'])} up, {count(likes, 'rating')} "
        f"({percent(effect['likes_share'])}) {'is a like' if likes == 1 else 'are likes'}"
    )
    lost_users, lost_movies = effect["users_lost"], effect["movies_lost"]
    if not lost_users and not lost_movies:
        return f"{said}; every user and every rated movie keeps at least one."
    names = [f"{user_id}" for user_id in effect["lost_user_ids"][:_MAX_NAMED]]
    if lost_users > _MAX_NAMED:
        names.append(f"{lost_users - _MAX_NAMED:,} more")
    who = f" ({', '.join(names)})" if names else ""
    verb = "vanishes" if lost_users + lost_movies == 1 else "vanish"
    parts = [count(lost_users, "user") + who] if lost_users else []
    parts += [count(lost_movies, "movie")] if lost_movies else []
    return f"{said}; {' and '.join(parts)} {verb} from the model."


def _named(start: pd.Timestamp, period: str) -> str:
    if period == "year":
        return f"{start:%Y}"
    if period == "quarter":
        return f"the {('first', 'second', 'third', 'last')[start.quarter - 1]} of {start:%Y}"
    return f"{start:%B %Y}"


def takeaway_catalogue(table: pd.DataFrame, yours: Collection[int]) -> str:
    """Say where most likes of `recsys.explore.catalogue` lie, and where the person's own do."""
    if table.empty:
        return "No movie has a like."
    total = int(table["likes"].sum())
    by_genre = table.groupby("genre", sort=False)["likes"].sum()
    by_part = table.groupby(["genre", "decade"], sort=False)["likes"].sum()
    genre, decade = by_part.idxmax()
    said = (
        f"{by_genre.idxmax()} holds most of the {count(total, 'like')}, "
        f"{percent(by_genre.max() / total)}; the largest decade of a genre is {genre} of the "
        f"{decade}, {percent(by_part.max() / total)}."
    )
    mine = table[table["movie_id"].isin(list(yours))]
    if mine.empty:
        return said
    most = mine.groupby("genre", sort=False).size()
    return (
        f"{said} {count(int(most.max()), 'movie')} of your {len(mine):,} here "
        f"{'is' if most.max() == 1 else 'are'} of {most.idxmax()}."
    )
