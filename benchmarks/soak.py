"""What the server holds in memory: after all pages, a training and a map; for hours; after a rush.

Three parts, on one server: a visitor opens every page, retrains and waits for the map; then some
visitors change a rating every few seconds for minutes; then many come, change one and leave.

Usage: python -m benchmarks.soak [--minutes 60] [--visitors 15] [--every 3] [--rush 200]
       [--dataset NAME|PATH] [--pages] [--tree CHECKOUT]
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.browser import ROOT, Server, serving
from benchmarks.load import Visitor, stays
from recsys.ui.web.server import TIDY_SECONDS

PAGES = (
    *("profile", "recommendations", "taste", "similar", "map", "night", "explore", "model"),
    "about",
)
KEPT_SECONDS = 150
RETRAIN = "Retrain with me and compare"


async def everything(server: Server) -> None:
    for page in PAGES:
        async with Visitor(server.address, page) as visitor:
            await visitor.opens()
            if page == "model" and visitor.offers(RETRAIN):  # a bundle has nothing to train on
                await visitor.presses(RETRAIN)
            while page == "map" and "taste_map" not in visitor.elements:
                await asyncio.sleep(1)
                await visitor.says()
                await visitor.hears()
        print(f"{page:20}{server.megabytes():>8.0f} MB", flush=True)
    print(f"{'at most':20}{server.megabytes('VmHWM'):>8.0f} MB", flush=True)


async def lasting(server: Server, number: int, every: float, minutes: float) -> None:
    visitors = [Visitor(server.address) for _ in range(number)]
    for visitor in visitors:
        await visitor.__aenter__()
        await visitor.opens()
    held, changes = [server.megabytes()], 0
    print(f"{'minute':>8}{'changes':>10}{'MB':>8}\n{0:>8}{0:>10}{held[0]:>8.0f}", flush=True)
    for minute in range(1, round(minutes) + 1):
        until = time.perf_counter() + 60
        waits = [every * i / number for i in range(number)]
        took = await asyncio.gather(
            *(stays(v, every, until, wait) for v, wait in zip(visitors, waits, strict=True))
        )
        changes += sum(map(len, took))
        held.append(server.megabytes())
        if minute % 5 == 0 or minute == round(minutes):
            print(f"{minute:>8}{changes:>10}{held[-1]:>8.0f}", flush=True)
    for visitor in visitors:
        await visitor.__aexit__()
    early = held[min(5, len(held) - 1)]
    print(f"{'at most':>18}{server.megabytes('VmHWM'):>8.0f}")
    print(f"growth since the fifth minute: {100 * (held[-1] / early - 1):+.1f} %", flush=True)


async def rush(server: Server, number: int) -> None:
    before = server.megabytes()
    for _ in range(3):
        for start in range(0, number, 20):
            guests = [Visitor(server.address) for _ in range(min(20, number - start))]
            await asyncio.gather(*(guest.__aenter__() for guest in guests))
            await asyncio.gather(*(guest.opens() for guest in guests))
            await asyncio.gather(*(guest.changes() for guest in guests))
            await asyncio.gather(*(guest.__aexit__() for guest in guests))
        print(f"{number} came and went: {before:.0f} MB before, {server.megabytes():.0f} after")
    # Streamlit forgets the sessions of browsers that may come back when the next one comes after
    # this time; then the server tidies.
    await asyncio.sleep(KEPT_SECONDS)
    async with Visitor(server.address) as guest:
        await guest.opens()
    await asyncio.sleep(TIDY_SECONDS + 10)
    print(f"minutes later: {server.megabytes():.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--visitors", type=int, default=15)
    parser.add_argument("--every", type=float, default=3.0, help="seconds between two changes")
    parser.add_argument("--rush", type=int, default=200)
    parser.add_argument("--dataset")
    parser.add_argument("--pages", action="store_true", help="the first part only")
    parser.add_argument("--tree", type=Path, default=ROOT, help="another checkout to serve")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        script = args.tree.resolve() / "streamlit_app.py"
        with serving(script, Path(home), args.dataset) as server:
            asyncio.run(everything(server))
            if args.pages:
                return
            asyncio.run(lasting(server, args.visitors, args.every, args.minutes))
            asyncio.run(rush(server, args.rush))


if __name__ == "__main__":
    main()
