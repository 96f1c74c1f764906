"""The map as an element of the page: a component of our own.

Plotly, which Streamlit offers for WebGL, is made anew whenever its figure changes, as it does with
every picked movie: zoom and place are then lost, and 4.7 MB of code travel first. Here the view
stays where the person left it. Titles are only ever drawn as text, so nothing in them can run.
"""

from collections.abc import Callable
from pathlib import Path

from recsys.ui.elements.element import own_element

_HTML = """
<div class="taste">
  <div class="stage">
    <canvas class="points"></canvas>
    <canvas class="marks" role="img" tabindex="0"></canvas>
    <div class="tip" hidden></div>
    <div class="zoom">
      <button type="button" class="in" aria-label="Zoom in">+</button>
      <button type="button" class="out" aria-label="Zoom out">−</button>
      <button type="button" class="all" aria-label="Show the whole map">⤢</button>
    </div>
  </div>
  <div class="legend"></div>
</div>
"""
_component = own_element("taste_map", _HTML, Path(__file__).with_suffix(".js"), isolated=True)


def taste_map(data: dict[str, object], key: str, on_pick: Callable[[], None]) -> int | None:
    """Draw the map and return the movie that was clicked, in the run that follows a click.

    Parameters
    ----------
    data : dict
        See `recsys.ui.charts.map.drawing`.
    on_pick : callable
        Runs before the page does; finds the movie in the session under `key`.
    """
    picked = _component(data=data, key=key, on_picked_change=on_pick).picked
    return None if picked is None else int(picked)
