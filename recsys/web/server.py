"""What the server answers itself, and what it adds to every answer: handed to Streamlit once."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from recsys.web import page, status
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


ROUTES = [
    *page.routes(base()),
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
