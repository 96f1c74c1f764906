"""`/card.png`: a profile and its list as a picture, for who sees a link before opening it."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from recsys.data.registry import installed
from recsys.errors import RecsysError, UnavailableError
from recsys.profile.profile import Profile
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Recommendation
from recsys.text import count, excerpt
from recsys.ui import session, shared
from recsys.ui.charts.theme import LIGHT
from recsys.ui.web import asked, picture
from recsys.ui.web.picture import Listed, Named, Picture, readable, readable_title
from recsys.ui.web.preview import short_title

LISTED, NAMED = 3, 5
"""Movies of the list, and favourites that are named beside their colours."""
PATIENCE = 6.0
"""Seconds to wait for a model: enough for the embedded data, and what previews wait themselves."""
KEPT = 16 * 1024**2
"""Bytes; a card has 60,000 or so."""
HOUR, MINUTE = 3600, 60
"""How long a browser may keep a whole card, and one that may soon say more."""

_cards = shared.Shared(budget=KEPT)


def card(query: Mapping[str, str]) -> Response:
    """Answer with the card of a link; with the general one where the link says nothing readable.

    A picture is all that a preview can show, so a damaged link gets one as well.
    """
    token = query.get("p", "")
    name = readable(excerpt(query.get("name", "").strip(), session.MAX_NAME))
    dataset = query.get("dataset", "")
    dataset = dataset if dataset in installed() else session.start_dataset()
    try:
        carried = asked.profile(token, dataset)
    except UnavailableError:
        return _general(MINUTE)
    except RecsysError:
        return _general(HOUR)
    if carried.profile.is_empty:
        return _general(HOUR)
    fingerprint = asked.source(dataset).dataset.fingerprint
    key = (fingerprint, "card", token, name)
    if (known := _cards.get(key)) is not None:
        return _png(known, HOUR)
    try:
        ready = asked.recommender(dataset, PATIENCE)
    except UnavailableError:
        return _png(picture.drawn(favourites_card(dataset, carried.profile, name)), MINUTE)
    made = _cards.have(key, lambda: picture.drawn(list_card(ready, carried.profile, name)))
    return _png(made, HOUR)


def forget() -> None:
    """Forget every card that was drawn."""
    _cards.clear()


def list_card(ready: Recommender, profile: Profile, name: str) -> Picture:
    """Return what the card of a list says."""
    found = ready.recommend(profile, LISTED)
    listed = found.recommendations
    if found.basis == "popularity":
        return Picture(
            f"Movies for {name}" if name else "Movies to begin with",
            "What most people like, as no favourite is known yet",
            tuple(Listed(readable_title(movie.title, movie.movie_id)) for movie in listed),
        )
    liked = ready.usable(profile).liked_ids
    colours = LIGHT.colours_of(profile.movie_ids)
    # One whose colour is that of all others cannot be told from them.
    shown = strongest(listed, [m for m in liked if colours[m] != LIGHT.others])
    best = max((movie.score for movie in listed), default=0.0)
    return Picture(
        f"Recommended for {name}" if name else f"Recommended from {count(len(liked), 'favourite')}",
        "Each colour is what one favourite adds to the score",
        tuple(
            Listed(
                readable_title(movie.title, movie.movie_id),
                max(0.0, movie.score / best) if best > 0 else 0.0,
                parts(movie, shown, liked),
            )
            for movie in listed
        ),
        tuple(Named(readable_title(short_title(ready.dataset, m), m), colours[m]) for m in shown),
        len(liked) - len(shown),
    )


def favourites_card(dataset: str, profile: Profile, name: str) -> Picture:
    """Return what a card says while there is no model: the best rated movies."""
    colours = LIGHT.colours_of(profile.movie_ids)
    best = sorted(profile.ratings, key=lambda rating: -rating[1])
    shown = best[:NAMED]
    return Picture(
        f"Rated by {name}" if name else "A profile of movies",
        f"{count(len(best), 'rated movie')}; open the link for the recommendations",
        legend=tuple(
            Named(readable_title(shared.title(dataset, m), m), colours[m]) for m, _ in shown
        ),
        more=len(best) - len(shown),
    )


def strongest(listed: Sequence[Recommendation], coloured: Sequence[int]) -> tuple[int, ...]:
    """Return the favourites that add most to the listed movies together, as many as are named."""
    added = dict.fromkeys(coloured, 0.0)
    for movie in listed:
        for one in movie.contributions:
            if one.movie_id in added:
                added[one.movie_id] += max(0.0, one.contribution)
    return tuple(sorted(added, key=lambda m: -added[m])[:NAMED])


def parts(movie: Recommendation, shown: Sequence[int], liked: Sequence[int]) -> tuple[float, ...]:
    """Return what each shown favourite adds to a movie's score, then what all others add.

    What speaks against a movie has made its bar shorter and has no part of its own.
    """
    added = {c.movie_id: max(0.0, c.contribution) for c in movie.contributions}
    mine = [added[m] for m in shown]
    return (*mine, sum(added[m] for m in liked) - sum(mine))


def _general(seconds: int) -> Response:
    return _png(_cards.have(("", "general"), picture.general), seconds)


def _png(content: bytes, seconds: int) -> Response:
    headers = {"Cache-Control": f"public, max-age={seconds}"}
    return Response(content, headers=headers, media_type="image/png")
