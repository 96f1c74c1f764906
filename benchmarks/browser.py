"""How long an answer takes in a real browser, as a ratio to a bare Streamlit page's.

Each round measures a click on a one-button Streamlit page and then every action on the app, so
that both meet the same machine. The time runs from the person's act to the moment when the answer
stands on the page, once seen by the page itself, once by the program that drives the browser, whose
command takes a while to become a click.

Usage: python -m benchmarks.browser [--rounds 15] [--dataset NAME|PATH]
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

import recsys
from recsys.profile import link
from recsys.profile.profile import Profile

ROOT = Path(__file__).resolve().parents[1]
FAVOURITES = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
"""A link with five favourites."""
BARE = """
import streamlit as st

st.session_state["n"] = st.session_state.get("n", 0) + st.button("Press")
st.markdown(f"answer {st.session_state['n']}")
"""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_TEXT = "() => document.querySelector('[data-testid=\"stMain\"]').textContent"
_LIST = """() => [...document.querySelectorAll('[data-testid="stMain"] p')]
    .map(p => p.textContent).filter(t => /^\\d+\\. /.test(t)).join('\\n')"""
_REASON = "() => document.querySelector('.cine-account')?.textContent ?? ''"
_TABLE = "() => [...document.querySelectorAll('td')].map(cell => cell.textContent).join('\\n')"
_HEADING = "() => document.querySelector('h1')?.textContent ?? ''"
# Frame by frame in the page itself: asking from outside takes longer than what is measured. The
# clock starts with the key or button going down and stops with the last change before the app is
# at rest again.
_WATCH = """(settled) => {
    const now = READ;
    let last = now(), acted = 0, changed = 0;
    const act = () => { acted = acted || performance.now(); };
    for (const kind of ['pointerdown', 'keydown'])
        window.addEventListener(kind, act, {capture: true, once: true});
    window.answer = new Promise((done, failed) => {
        setTimeout(() => failed(new Error("no answer within 30 s")), 30000);
        const look = () => {
            const found = now();
            if (acted && found && found !== last) { last = found; changed = performance.now(); }
            if (changed && document.querySelector(settled)) done(changed - acted);
            else requestAnimationFrame(look);
        };
        look();
    });
}"""


@dataclass(frozen=True)
class Server:
    """A Streamlit server that runs."""

    address: str
    pid: int

    def seconds_busy(self) -> float:
        """Return what it has used of the processor."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self, what: str = "VmRSS") -> float:
        """Return what it holds in memory, or with `VmHWM` the most that it ever held."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition(f"{what}:")[2].split()[0]) / 1024


@contextmanager
def serving(script: Path, home: Path, dataset: str | None = None) -> Iterator[Server]:
    """Run a Streamlit server until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            *("--server.port", str(port), "--server.address", "127.0.0.1"),
        ],
        cwd=script.parent,
        env={**os.environ, "RECSYS_HOME": str(home), "OPENBLAS_NUM_THREADS": "1"}
        | ({"RECSYS_DATASET": dataset} if dataset else {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Server(address, server.pid)
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def served(script: Path, home: Path, dataset: str | None = None) -> Iterator[str]:
    """Run a Streamlit server and yield its address."""
    with serving(script, home, dataset) as server:
        yield server.address


class Took(NamedTuple):
    """Milliseconds from an act to its answer."""

    inside: float
    """By the page's own clock."""
    outside: float
    """By the clock of the program that drives the browser."""


def milliseconds(page: Page, act: Callable[[], None], read: str = _LIST) -> Took:
    """Return how long it takes from an act until what `read` returns in the page has changed."""
    page.wait_for_selector(SETTLED)
    page.evaluate(_WATCH.replace("READ", read), SETTLED)
    started = time.perf_counter()
    act()
    inside = float(page.evaluate("window.answer"))
    return Took(inside, 1000 * (time.perf_counter() - started))


def press(page: Page) -> Took:
    return milliseconds(page, page.get_by_role("button", name="Press").click, _TEXT)


def pick(page: Page) -> Took:
    box = page.get_by_role("combobox", name="Find a movie")
    box.click()
    box.fill("usual suspects")
    page.get_by_role("option").first.wait_for()
    return milliseconds(page, lambda: page.keyboard.press("Enter"))


def stars(page: Page) -> Took:
    page.get_by_role("slider").first.focus()
    return milliseconds(page, lambda: page.keyboard.press("ArrowLeft"))


def remove(page: Page) -> Took:
    return milliseconds(page, page.get_by_role("button", name="Remove").first.click)


def hide(page: Page) -> Took:
    return milliseconds(page, page.get_by_role("button", name="Not for me").first.click)


def why(page: Page) -> Took:
    return milliseconds(page, page.get_by_role("button", name="Why").first.click, _REASON)


def change_page(page: Page) -> Took:
    link = page.get_by_role("link", name="Similar movies").first
    return milliseconds(page, link.click, _HEADING)


def turn_a_dial(page: Page) -> Took:
    page.get_by_role("button", name="Filters").click()
    dial = page.get_by_role("slider", name="Popularity")
    dial.focus()
    # As far as it goes: one step need not change the first ten.
    return milliseconds(page, lambda: page.keyboard.press("Home"))


def go_beyond(page: Page) -> Took:
    return milliseconds(page, page.get_by_text("Beyond the obvious").first.click)


def leave_one_out(page: Page) -> Took:
    page.get_by_text("Without", exact=True).first.click()
    page.get_by_text("All your ratings count").wait_for()
    return milliseconds(page, page.get_by_role("button", name="Titanic (1997)").click, _TABLE)


ACTIONS: dict[str, tuple[str, Callable[[Page], Took]]] = {
    "pick a movie → updated list": ("profile", pick),
    "change stars → updated list": ("profile", stars),
    "remove a favourite → updated list": ("profile", remove),
    "hide a movie → updated list": ("profile", hide),
    "Why → its bars": ("profile", why),
    "change page → its heading": ("profile", change_page),
    "beyond the obvious → updated list": ("profile", go_beyond),
    "turn a dial → updated list": ("profile", turn_a_dial),
    "leave one out → ranks": ("what-if", leave_one_out),
}
"""What is measured and where, each on a freshly loaded profile of five favourites."""
_READY = {"profile": ".cine-card", "what-if": "text='Without'"}
"""What tells that a page stands."""


def measure(rounds: int, dataset: str | None, names: list[str]) -> dict[str, list[Took]]:
    """Return milliseconds by action, the bare page's under "bare"; the first round is not kept."""
    found: dict[str, list[Took]] = {name: [] for name in ("bare", *names)}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        script = folder / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        bare = stack.enter_context(served(script, folder))
        app = stack.enter_context(served(ROOT / "streamlit_app.py", folder, dataset))
        playwright = stack.enter_context(sync_playwright())
        executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(120_000)
        for kept in range(-1, rounds):
            for name in names:
                page.goto(bare)
                page.get_by_role("button", name="Press").wait_for()
                took = {"bare": press(page)}
                path, action = ACTIONS[name]
                page.goto(f"{app}/{path}?p={FAVOURITES}")
                page.locator(_READY[path]).last.wait_for()
                took[name] = action(page)
                for what, value in took.items() if kept >= 0 else ():
                    found[what].append(value)
        browser.close()
    return found


# From the data to the list as it stands in the page, styles and places worked out.
_DRAW = """() => {
    const list = document.querySelector(".st-key-list ol")
    const { favourites, ...shown } = list.movies.shown
    const data = { ...shown, favourites: [...favourites.values()] }
    list.movies.cards.clear()
    list.replaceChildren()
    const started = performance.now()
    list.movies.show(data, () => {})
    list.offsetHeight
    return [data.movies.length, data.favourites.length - 1, performance.now() - started]
}"""


def drawn(rounds: int, dataset: str | None) -> tuple[int, int, float]:
    """Return how many cards of how many favourites a long list has, and its milliseconds."""
    ready = recsys.load(dataset or "ml-latest-small")
    known = ready.model.movies.ids[ready.model.by_popularity[:20]].tolist()
    token = link.encode(Profile.of(dict.fromkeys(known, 4.0), ready.dataset.catalogue))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        app = stack.enter_context(served(ROOT / "streamlit_app.py", folder, dataset))
        playwright = stack.enter_context(sync_playwright())
        executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
        page = playwright.chromium.launch(executable_path=executable, args=FLAGS).new_page()
        page.goto(f"{app}/profile?p={token}")
        for more in (10, 30, 50):
            button = page.get_by_role("button", name=f"Show {more} more")
            button.wait_for()
            page.wait_for_selector(SETTLED)
            button.click()
        page.locator(".st-key-list .cine-card").nth(99).wait_for()
        page.wait_for_selector(SETTLED)
        *what, _ = page.evaluate(_DRAW)
        took = [page.evaluate(_DRAW)[-1] for _ in range(rounds)]
    return what[0], what[1], statistics.median(took)


def _medians(values: list[Took]) -> tuple[float, float]:
    inside, outside = zip(*values, strict=True)
    return statistics.median(inside), statistics.median(outside)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--dataset", help="default: the embedded one")
    parser.add_argument("--only", default="", help="actions whose name begins so")
    args = parser.parse_args()
    names = [name for name in ACTIONS if name.startswith(args.only)]
    found = measure(args.rounds, args.dataset, names)
    bare = _medians(found["bare"])
    print(
        f"{'':36}{'seen by the page':>20}{'by its driver':>20}\n{'':36}"
        + f"{'ms':>12}{'ratio':>8}" * 2
    )
    for name, values in found.items():
        medians = _medians(values)
        ratios = zip(medians, bare, strict=True)
        print(f"{name:36}" + "".join(f"{ms:12.0f}{ms / rest:8.2f}" for ms, rest in ratios))
    cards, favourites, took = drawn(args.rounds, args.dataset)
    print(f"\n{cards} cards of {favourites} favourites drawn in {took:.0f} ms")
    shown = " ".join(f"'{part}'" if " " in part else part for part in sys.argv[1:])
    print(f"\n{args.rounds} rounds: python -m benchmarks.browser {shown}".rstrip())


if __name__ == "__main__":
    main()
