"""Where the outside world finds this server: host, scheme and path, through proxies too."""

import re
from urllib.parse import quote

import streamlit as st
from starlette.requests import Request

_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")


def base() -> str:
    """Return the path below which the app is served, "" or "/cinema", as `server.baseUrlPath`."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def address(request: Request, path: str) -> str | None:
    """Return the address of a path as the visitor's browser would write it.

    A proxy says what the visitor asked for in `X-Forwarded-Host`, `-Proto` and `-Prefix`; the
    first of several values is the visitor's own. None where the host is none.
    """
    host = _forwarded(request, "host") or request.headers.get("host", "")
    scheme = _forwarded(request, "proto").lower()
    prefix = _forwarded(request, "prefix")
    if scheme not in ("http", "https"):
        scheme = "https" if request.url.scheme in ("https", "wss") else "http"
    if not _HOST.fullmatch(host):
        return None
    before = prefix.rstrip("/") if _PREFIX.fullmatch(prefix) else ""
    return f"{scheme}://{host}{before}{quote(base())}{path}"


def _forwarded(request: Request, what: str) -> str:
    return request.headers.get(f"x-forwarded-{what}", "").partition(",")[0].strip()
