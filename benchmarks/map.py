"""How long the taste map takes to be drawn, beside the same points by Plotly's `scattergl`.

Both are Streamlit pages in Chromium with software rendering. Cold is a browser that has nothing of
the page yet, warm the same page opened again.

Usage: python -m benchmarks.map [--rounds 5]
"""

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import FAVOURITES, ROOT, served

PLOTLY = """
import numpy as np
import plotly.graph_objects as go
import streamlit as st

rng = np.random.default_rng(0)
figure = go.Figure(layout={"uirevision": "map", "height": 560})
for kind in range(9):
    x, y = rng.normal(size=(2, 889))
    figure.add_scattergl(x=x, y=y, mode="markers", marker={"size": 5}, name=f"kind {kind}")
st.plotly_chart(figure, on_select="rerun", key="map")
"""
READY = {
    "ours": ".stage[data-view]",
    "Plotly": ".js-plotly-plot .gl-canvas >> nth=0",
}
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "page.py"
        script.write_text(PLOTLY, encoding="utf-8")
        executable = next(filter(None, map(shutil.which, _CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=executable, args=_FLAGS)
        home = Path(folder) / "home"
        with served(ROOT / "streamlit_app.py", home) as app, served(script, home) as plotly:
            addresses = {"ours": f"{app}/map?p={FAVOURITES}", "Plotly": plotly}
            for name, address in addresses.items():
                _drawn(browser.new_page(), address, name)  # The server's own first time.
            print(f"{'seconds to the drawn map':28}{'cold':>8}{'warm':>8}")
            for name, address in addresses.items():
                cold, warm = [], []
                for _ in range(rounds):
                    page = browser.new_context().new_page()
                    cold.append(_drawn(page, address, name))
                    warm.append(_drawn(page, address, name))
                    page.context.close()
                print(f"{name:28}{statistics.median(cold):>8.2f}{statistics.median(warm):>8.2f}")


def _drawn(page: Page, address: str, name: str) -> float:
    started = time.perf_counter()
    page.goto(address)
    page.locator(READY[name]).wait_for(timeout=120_000, state="attached")
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
