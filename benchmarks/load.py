"""How long a change takes while others change something too, and what a visitor leaves behind.

A visitor speaks Streamlit's own protocol, as a browser does: the run that opens the page, the
answer of the browser's memory, then a rating moved up or down, one at a time. The time runs from
the message to the end of the run that answers it. Client and server share the machine.

Usage: python -m benchmarks.load [--visitors 1 50 100] [--every 2] [--seconds 20] [--leave 60]
       [--page profile] [--dataset NAME|PATH] [--tree CHECKOUT]
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.browser import FAVOURITES, ROOT, Server, serving

RATED = 1196
"""One of the favourites of the link."""
PATIENCE = 60.0
"""Seconds."""


class Visitor:
    """One session of the app, without a browser."""

    def __init__(self, address: str, page: str = "profile", query: str = f"p={FAVOURITES}") -> None:
        self._address = address.replace("http", "ws") + "/_stcore/stream"
        self._page, self._query = page, query
        self.elements: dict[str, str] = {}
        """Ids of the elements of our own that stood on the page."""
        self._buttons: dict[str, str] = {}
        self._known: set[str] = set()
        self._script = ""
        self._stars = 0
        self.failed = 0

    async def __aenter__(self) -> "Visitor":
        self._line = await websockets.connect(
            self._address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._line.close()

    async def opens(self) -> float:
        """Open the page, let the memory answer, and return the seconds of the first run."""
        started = time.perf_counter()
        await self.says()
        await self.hears()
        took = time.perf_counter() - started
        await self.says("own_profile", "kept", "")
        await self.hears()
        return took

    async def changes(self) -> float:
        """Move a rating and return the seconds until the list has followed."""
        self._stars = (self._stars + 1) % 5
        started = time.perf_counter()
        if self._page == "profile":
            await self.says("rating_list", "changed", ["rate", RATED, 1.0 + self._stars])
        else:
            await self.says("movie_list", "pressed", ["hide", self._movies[-1]])
        await self.hears()
        return time.perf_counter() - started

    def offers(self, label: str) -> bool:
        """Return whether the page has a button of Streamlit's with this label."""
        return label in self._buttons

    async def presses(self, label: str) -> None:
        """Press a button of Streamlit's and wait for what it does."""
        await self.says(button=label)
        await self.hears()

    async def says(
        self, element: str = "", event: str = "", value: object = None, button: str = ""
    ) -> None:
        """Send a message that begins a run, with what was done to an element or which button."""
        said = BackMsg()
        run = said.rerun_script
        run.query_string, run.page_name = self._query, self._page
        run.page_script_hash = self._script
        run.cached_message_hashes.extend(self._known)
        run.context_info.url = f"http://localhost/{self._page}"
        for own in self.elements.values():
            state = run.widget_states.widgets.add()
            state.id, state.json_value = own, "{}"
        if element:
            state = run.widget_states.widgets.add()
            state.id = _make_trigger_id(self.elements[element], "events")
            state.json_trigger_value = json.dumps([{"event": event, "value": value}])
        if button:
            state = run.widget_states.widgets.add()
            state.id, state.trigger_value = self._buttons[button], True
        await self._line.send(said.SerializeToString())

    async def drops(self) -> None:
        """Be gone, without a word, as soon as a run has begun."""
        await self._line.recv()
        self._line.transport.abort()

    async def hears(self) -> None:
        """Read until the run has ended."""
        while True:
            heard = ForwardMsg()
            heard.ParseFromString(await asyncio.wait_for(self._line.recv(), PATIENCE))
            match heard.WhichOneof("type"):
                case "script_finished":
                    return
                case "new_session":
                    self._script = heard.new_session.page_script_hash
                case "page_info_changed":
                    self._query = heard.page_info_changed.query_string
                case "delta":
                    self._learn(heard)

    def _learn(self, heard: ForwardMsg) -> None:
        if heard.metadata.cacheable:
            self._known.add(heard.hash)
        element = heard.delta.new_element
        match element.WhichOneof("type"):
            case "bidi_component":
                found = element.bidi_component
                self.elements[found.component_name] = found.id
                if found.component_name == "movie_list":
                    movies = json.loads(found.bytes or found.json or found.mixed.json)["movies"]
                    self._movies = [movie["movie_id"] for movie in movies]
            case "button":
                self._buttons[element.button.label] = element.button.id
            case "exception":
                self.failed += 1


async def stays(visitor: Visitor, every: float, until: float, wait: float) -> list[float]:
    """Change something every so many seconds and return how long each change took."""
    took = []
    await asyncio.sleep(wait)
    while time.perf_counter() < until:
        seconds = await visitor.changes()
        took.append(seconds)
        await asyncio.sleep(max(0.0, every - seconds))
    return took


async def crowd(server: Server, page: str, number: int, every: float, seconds: float) -> None:
    """Let visitors come, then change things, and print what they saw."""
    visitors = [Visitor(server.address, page) for _ in range(number)]
    errors = 0
    for visitor in visitors:
        await visitor.__aenter__()
        await visitor.opens()
    busy, until = server.seconds_busy(), time.perf_counter() + seconds
    waits = [every * i / number for i in range(number)]
    found = await asyncio.gather(
        *(stays(v, every, until, wait) for v, wait in zip(visitors, waits, strict=True)),
        return_exceptions=True,
    )
    busy = server.seconds_busy() - busy
    took = sorted(second for one in found if isinstance(one, list) for second in one)
    errors = sum(isinstance(one, BaseException) for one in found) + sum(v.failed for v in visitors)
    for visitor in visitors:
        await visitor.__aexit__()
    cuts = statistics.quantiles(took, n=20)
    print(
        f"{page:16}{number:>9}{len(took) / seconds:>9.1f}{1000 * statistics.median(took):>9.0f}"
        f"{1000 * cuts[-1]:>9.0f}{1000 * took[-1]:>9.0f}{1000 * busy / len(took):>11.1f}"
        f"{errors:>8}{server.megabytes():>8.0f}",
        flush=True,
    )


async def leaving(server: Server, page: str, number: int) -> None:
    """Let visitors leave in the middle of a run, and print how long the next one waits."""
    visitors = [Visitor(server.address, page) for _ in range(number)]
    await asyncio.gather(*(visitor.__aenter__() for visitor in visitors))
    await asyncio.gather(*(visitor.says() for visitor in visitors))
    await asyncio.gather(*(visitor.drops() for visitor in visitors))
    async with Visitor(server.address, page) as following:
        waited = await following.opens()
    print(f"{number} left in the middle of a run; the next visitor's page took {waited:.2f} s")


def rests(server: Server, at_least: float = 8.0) -> None:
    """Wait until the server has done what it does by itself, as laying out the taste map.

    It begins some seconds after the first page.
    """
    began = time.perf_counter()
    busy = 1.0
    while busy > 0.05 or time.perf_counter() - began < at_least:
        before = server.seconds_busy()
        time.sleep(2)
        busy = (server.seconds_busy() - before) / 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 50, 100])
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two changes")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--leave", type=int, default=60)
    parser.add_argument("--page", default="profile", choices=["profile", "recommendations"])
    parser.add_argument("--dataset")
    parser.add_argument("--tree", type=Path, default=ROOT, help="another checkout to serve")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        script = args.tree.resolve() / "streamlit_app.py"
        with serving(script, Path(home), args.dataset) as server:
            print(f"{args.tree.resolve().name}, {sys.version.split()[0]}, {os.cpu_count()} cores")
            print(
                f"{'page':16}{'visitors':>9}{'runs/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}"
                f"{'CPU ms/run':>11}{'errors':>8}{'MB':>8}"
            )
            asyncio.run(crowd(server, args.page, 1, 0.1, 5.0))  # Trains, and fills the caches.
            rests(server)
            for number in args.visitors:
                every = 0.1 if number == 1 else args.every
                asyncio.run(crowd(server, args.page, number, every, args.seconds))
            asyncio.run(leaving(server, args.page, args.leave))


if __name__ == "__main__":
    main()
