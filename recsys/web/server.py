"""What the server answers itself, and what it adds to every answer: handed to Streamlit once."""

import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from recsys.web import page, status
from recsys.web.answer import Answer
from recsys.web.headers import Headers
from recsys.web.origin import base

_ICON = Path(__file__).parents[1] / "ui" / "assets" / "icon.png"
# Search engines may read a profile's page to learn that they are not to list it; whoever draws the
# preview of a link reads this file as well, so the pages and their cards stay open.
_ROBOTS = "User-agent: *\nDisallow: /api/\n"


def icon(request: Request) -> Response:
    """Answer with the icon, before a page has run and named it."""
    return FileResponse(_ICON)


def robots(request: Request) -> Response:
    """Answer with what programs may read."""
    return PlainTextResponse(_ROBOTS)


def answered(path: str, module: str, name: str) -> Route:
    """Return the route of a path that a function answers; it is imported when first asked."""

    def make(query: Mapping[str, str]) -> Response:
        return getattr(import_module(f"recsys.web.{module}"), name)(query)

    return Route(f"{base()}{path}", Answer(make))


ANSWERED = [
    answered("/api/recommend", "api", "recommend"),
    answered("/api/explain", "api", "explain"),
    answered("/api/openapi.json", "api", "described"),
    answered("/card.png", "card", "card"),
]
ROUTES = [
    *page.routes(base()),
    *ANSWERED,
    Route(f"{base()}/favicon.png", icon),
    Route(f"{base()}/robots.txt", robots),
    Route(f"{base()}/api/status", status.status),
]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Import what the first visitor's page needs while nobody waits for it yet."""
    threading.Thread(target=import_module, args=("recsys.web.preview",), daemon=True).start()
    yield


MIDDLEWARE = [Middleware(Headers, scripts=page.inline_scripts())]
