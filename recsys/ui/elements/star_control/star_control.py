"""Half stars for one movie: tap the left or the right half of a star, drag, or use arrow keys."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from recsys.data.stars import STAR_STEPS
from recsys.ui.elements.element import own_element

_component = own_element(
    "star_control", '<div class="cine-star-control"></div>', Path(__file__).with_suffix(".js")
)


def star_control(
    movie_id: int,
    title: str,
    stars: float | None,
    key: str,
    on_change: Callable[[int, float], None],
    name: str = "Your rating",
) -> None:
    """Draw the control, named "TITLE · Your rating" or with another `name`.

    Parameters
    ----------
    stars : float or None
        What the movie has now; None where it has no rating.
    on_change : callable
        Called with the movie_id and 0.5 to 5 stars, before the run that follows.
    """

    def changed() -> None:
        match st.session_state[key].changed:
            case [int(found), int(given) | float(given)] if (
                found == movie_id and given in STAR_STEPS
            ):
                on_change(movie_id, float(given))

    _component(
        data={"movie_id": movie_id, "name": f"{title} · {name}", "stars": stars or 0},
        key=key,
        on_changed_change=changed,
    )
