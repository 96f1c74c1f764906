"""What the server answers itself, and what it adds to every answer: handed to Streamlit once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from recsys.ui import session, shared, shared_map
from recsys.ui.elements import fetched
from recsys.ui.web import api, card, own, page, status
from recsys.ui.web.answer import Endpoint
from recsys.ui.web.headers import Headers
from recsys.ui.web.origin import base

TIDY_SECONDS = 120
LOOK_SECONDS = 5
_ICON = Path(__file__).parents[1] / "assets" / "icon.png"
# Search engines may read a profile's page to learn that they are not to list it; whoever draws the
# preview of a link reads this file as well, so the pages and their cards stay open.
_ROBOTS = "User-agent: *\nDisallow: /api/\n"


def icon(request: Request) -> Response:
    """Answer with the icon, before a page has run and named it."""
    return FileResponse(_ICON)


def robots(request: Request) -> Response:
    """Answer with what programs may read."""
    return PlainTextResponse(_ROBOTS)


# Every path stands here once, as if the app were served at the root.
ANSWERED = [
    Route("/api/recommend", Endpoint(api.recommend)),
    Route("/api/explain", Endpoint(api.explain)),
    Route("/api/openapi.json", Endpoint(api.described)),
    Route("/card.png", Endpoint(card.card)),
    Route("/favicon.png", icon),
    Route("/robots.txt", robots),
    Route("/api/status", status.status),
    Route(f"/{fetched.FOLDER}/{{name}}", own.own),
]
ROUTES = [
    *page.routes(base()),
    *(Route(f"{base()}{one.path}", one.endpoint, methods=one.methods) for one in ANSWERED),
]
MIDDLEWARE = [Middleware(Headers, scripts=page.inline_scripts())]


async def prepare_map(pause: float = LOOK_SECONDS) -> None:
    """Begin to lay out the taste map once the first model is ready and its first page drawn."""
    start = session.start_dataset()
    while shared.trained_already(start) is None:
        await asyncio.sleep(pause)
    await asyncio.sleep(pause)
    await run_in_threadpool(shared_map.begin, start)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Do what no visitor waits for.

    What the first page needs is read; every few minutes what visitors who have left hold is let
    go, their own files as well; and the taste map is made.
    """

    async def tidy() -> None:
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            await run_in_threadpool(shared.set_apart)

    begun = run_in_threadpool(shared.prepare, session.start_dataset())
    working = [asyncio.create_task(work) for work in (begun, tidy(), prepare_map())]
    yield
    for work in working:
        work.cancel()
