"""What is said about where a movie stands for a person."""

from recsys.explain.standing import Standing
from recsys.recommend.results import Explanation
from recsys.text import count, percent


def place(found: Explanation, where: Standing) -> str:
    """Say the score, the rank and the percentile."""
    stands = "It would stand at rank" if where.is_rated else "Rank"
    others = "all" if found.rank == 1 else percent(where.percentile)
    return (
        f"{stands} {found.rank:,} of {where.competitors:,} movies that you have not rated, with a "
        f"score of {found.score:.3f}: ahead of {others} of the others."
    )


def certainty(where: Standing) -> str:
    """Say how sure the model is, and from what."""
    people = count(where.likes, "person likes", "people like")
    clearer = where.surer_than_listed
    of_list = f"all {clearer}" if clearer == where.listed else f"{clearer} of the {where.listed}"
    return (
        "How sure is the model? What your ratings say about this movie stands out from the model's "
        f"doubt more clearly than for {of_list} other movies at the top of your list, and than for "
        f"{percent(where.surer_than)} of all movies. In the data {people} it."
    )


def most_needed(found: Explanation) -> str:
    """Say which rating's leaving moves the movie most, by rank, then by score."""
    if not found.without:
        return "There is no rating that could be taken away."
    moved = max(found.without, key=lambda w: (abs(w.rank - found.rank), abs(w.score - found.score)))
    if moved.rank == found.rank:
        return f"No single rating decides: without any one of them it stays at rank {found.rank:,}."
    verb = "fall" if moved.rank > found.rank else "rise"
    return (
        f"It hangs most on {moved.title}: without that rating it would {verb} from rank "
        f"{found.rank:,} to {moved.rank:,}."
    )
