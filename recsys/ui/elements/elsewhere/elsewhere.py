"""Links to one film at other sites; Streamlit's own links have no name beside their text."""

from pathlib import Path

from recsys.data.dataset import Dataset
from recsys.data.elsewhere import elsewhere
from recsys.ui.elements.element import own_element

_component = own_element(
    "elsewhere", '<div class="cine-places"></div>', Path(__file__).with_suffix(".js")
)


def links_out(dataset: Dataset, movie_id: int, key: str) -> None:
    """Draw a movie's links, named "TITLE at SITE"; nothing where it has none."""
    if places := elsewhere(dataset, movie_id):
        _component(data={"title": dataset.title(movie_id), "places": places}, key=key)
