"""The map as an element of the page: a component of our own.

Plotly, which Streamlit offers for WebGL, is made anew whenever its figure changes, as it does with
every picked movie: zoom and place are then lost, and 4.7 MB of code travel first. Here the view
stays where the person left it. Titles are only ever drawn as text, so nothing in them can run.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

HEIGHT = 560
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
_CSS = f"""
.taste {{ font-family: var(--st-font); color: var(--st-text-color); }}
.stage {{
  position: relative; height: {HEIGHT}px; overflow: hidden;
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
}}
canvas.points, canvas.marks {{ position: absolute; inset: 0; width: 100%; height: 100%; }}
canvas.marks {{ cursor: grab; touch-action: pan-y; }}
canvas.marks:focus-visible {{ outline: 2px solid var(--st-primary-color); outline-offset: -2px; }}
.tip {{
  position: absolute; pointer-events: none; padding: 0.2rem 0.5rem; font-size: 0.85rem;
  white-space: nowrap; max-width: 95%; overflow: hidden; text-overflow: ellipsis;
  color: var(--st-background-color); background: var(--st-text-color); border-radius: 0.4rem;
}}
.zoom {{ position: absolute; right: 0.5rem; top: 0.5rem; display: grid; gap: 0.25rem; }}
button {{
  font: inherit; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  cursor: pointer;
}}
.zoom button {{ width: 2.25rem; height: 2.25rem; font-size: 1.1rem; }}
button:hover, button:focus-visible {{ border-color: var(--st-primary-color); }}
.legend {{
  display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; align-items: center;
  padding-top: 0.5rem; font-size: 0.85rem;
}}
.legend span, .legend button {{ display: inline-flex; align-items: center; gap: 0.35rem; }}
.legend button {{ padding: 0.15rem 0.55rem; }}
.legend button[aria-pressed="true"] {{
  border-color: var(--st-primary-color); background: var(--st-secondary-background-color);
}}
.legend i {{ width: 0.7rem; height: 0.7rem; border-radius: 50%; display: inline-block; }}
.legend canvas {{ width: 20px; height: 20px; }}
@media (max-width: 500px) {{ .stage {{ height: 440px; }} }}
"""
_JS = (Path(__file__).parent / "taste_map.js").read_text(encoding="utf-8")

_component = st.components.v2.component("taste_map", html=_HTML, css=_CSS, js=_JS)


def taste_map(data: dict[str, object], key: str, on_pick: Callable[[], None]) -> int | None:
    """Draw the map and return the movie that was clicked, in the run that follows a click.

    Parameters
    ----------
    data : dict
        See `recsys.ui.charts.map.drawing`.
    on_pick : callable
        Runs before the page does; finds the movie in the session under `key`.
    """
    result = _component(data=data, key=key, on_picked_change=on_pick)
    picked = result.picked
    return None if picked is None else int(picked)
