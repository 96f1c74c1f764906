"""How soon something stands on the screen: on a server just started and on one that is warm.

Each round starts a server on an empty home, opens the page in a new browser profile, and opens it
again in others; then it starts the server a second time on the same home. First paint and first
contentful paint are Chromium's own (`PerformancePaintTiming`, from the navigation on); "complete"
is when the first screen has left and all is there, and the shift is Chromium's layout shift until
then (0 is none, to 0.1 is good).

Usage: python -m benchmarks.paint [--rounds 5] [--path PATH] [--width 1440]
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browser import CHROMIUM, FAVOURITES, FLAGS, ROOT, SETTLED, served

_SHIFTS = """
window.shifted = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
}).observe({ type: "layout-shift", buffered: true })
"""
_PAINTS = """() => Object.fromEntries(
    performance.getEntriesByType("paint").map((entry) => [entry.name, entry.startTime]))"""
_FOOTER = "text=MovieLens by GroupLens"


class Painted(NamedTuple):
    """What one visit saw: milliseconds from the navigation on, and the shift."""

    first: float
    contentful: float
    complete: float
    shift: float


def visit(browser: Browser, address: str, width: int) -> Painted:
    """Return what a browser that was never here sees."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(_SHIFTS)
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(_FOOTER, state="attached")
    page.wait_for_selector(SETTLED)
    page.wait_for_selector("#first", state="detached")
    complete = 1000 * (time.perf_counter() - started)
    paints = page.evaluate(_PAINTS)
    shift = float(page.evaluate("window.shifted"))
    context.close()
    return Painted(paints["first-paint"], paints["first-contentful-paint"], complete, shift)


def measure(rounds: int, path: str, width: int) -> Iterator[tuple[Painted, Painted, Painted]]:
    """Yield what is seen on a fresh host, later on the same, and after a second start."""
    with sync_playwright() as playwright:
        executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        # The browser's own first page is slow, whoever serves it.
        browser.new_page().goto("data:text/html,<h1>ready</h1>")
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as home:
                with served(ROOT / "streamlit_app.py", Path(home)) as address:
                    fresh = visit(browser, f"{address}{path}", width)
                    visit(browser, f"{address}{path}", width)
                    warm = visit(browser, f"{address}{path}", width)
                with served(ROOT / "streamlit_app.py", Path(home)) as address:
                    yield fresh, warm, visit(browser, f"{address}{path}", width)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--path", default=f"/?p={FAVOURITES}")
    parser.add_argument("--width", type=int, default=1440)
    args = parser.parse_args()
    sides = list(zip(*measure(args.rounds, args.path, args.width), strict=True))
    print(f"{args.path}, {args.width} pixels wide, {args.rounds} rounds, median (highest), ms\n")
    heads = ("fresh host", "warm server", "second start")
    print(f"{'':28}" + "".join(f"{head:>18}" for head in heads) + f"{'fresh ÷ the others':>24}")
    for name, field in (
        ("first paint", 0),
        ("first contentful paint", 1),
        ("complete", 2),
    ):
        columns = [[seen[field] for seen in side] for side in sides]
        fresh, *others = map(statistics.median, columns)
        cells = "".join(f"{statistics.median(s):10.0f} ({max(s):5.0f})" for s in columns)
        print(f"{name:28}{cells}" + "".join(f"{fresh / other:12.2f}" for other in others))
    shifts = [max(seen.shift for seen in side) for side in sides]
    print(f"{'layout shift, highest':28}" + "".join(f"{shift:18.4f}" for shift in shifts))


if __name__ == "__main__":
    main()
