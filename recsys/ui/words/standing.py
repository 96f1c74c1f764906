"""What is said about where a movie stands for a person."""

from recsys.evaluate import Chances
from recsys.explain.standing import LIST, Standing
from recsys.recommend.results import Explanation
from recsys.text import count, percent, stars
from recsys.ui.words.numbers import printed


def place(found: Explanation, where: Standing) -> str:
    """Say the score, the rank and the percentile."""
    stands = "It would stand at rank" if where.is_rated else "Rank"
    others = "all" if found.rank == 1 else percent(where.percentile)
    _, score = printed([c.contribution for c in found.contributions])
    return (
        f"{stands} {found.rank:,} of {where.competitors:,} movies that you have not rated, with a "
        f"score of {score}: ahead of {others} of the others."
    )


def certainty(where: Standing) -> str:
    """Say how sure the recommendation is beside the others of the list, and from what."""
    said = f"{count(where.likes, 'person', 'people')} in the data"
    said = f"{said} {'likes' if where.likes == 1 else 'like'} it."
    if not where.listed:
        return said
    surer = where.listed - where.surer_than_listed
    of_list = f"your top {LIST}" if where.listed >= LIST - 1 else f"the {where.listed} other movies"
    if not surer:
        return f"As sure as it gets: none of {of_list} is surer. {said}"
    few, many = surer <= 0.25 * where.listed, surer > 0.75 * where.listed
    sure = "Quite sure: only" if few else "Not so sure:" if many else "Fairly sure:"
    return f"{sure} {surer} of {of_list} {'is' if surer == 1 else 'are'} surer. {said}"


def chance(found: Explanation, chances: Chances | None, likes: int, min_rating: float) -> str:
    """Say how likely it is liked by whoever watches it; empty where that was not measured.

    Parameters
    ----------
    likes : int
        Of the profile.
    """
    said = chances.of(sum(c.contribution for c in found.contributions), likes) if chances else None
    if chances is None or said is None:
        return ""
    # However high the score: what was measured never says that all are liked.
    liked = f"About {min(99, round(100 * said))} of 100 movies listed with such a score"
    return (
        f"{liked} got {stars(min_rating)} or more from those who rated them: measured on "
        f"{chances.users:,} people, and on nothing but what they chose to watch."
    )


def most_needed(found: Explanation) -> str:
    """Say which rating's leaving moves the movie most, by rank, then by score."""
    if not found.without:
        return "There is no rating that could be taken away."
    moved = max(found.without, key=lambda w: (abs(w.rank - found.rank), abs(w.score - found.score)))
    if moved.rank == found.rank:
        return (
            f"No single rating decides: without any one of them it would stay number "
            f"{found.rank:,}."
        )
    return f"Without {moved.title} it would be number {moved.rank:,}."
