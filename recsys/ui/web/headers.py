"""What every answer tells the browser: whom it may ask, who may frame it, what it may pass on.

`RECSYS_FRAME` says who may show the app in a frame: `'self'` (the default) for pages of this
server, `'none'`, `*` for everybody, or hosts parted by spaces, `huggingface.co` say, in addition
to this server.
"""

import os
import re
from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recsys import limits
from recsys.errors import ConfigError
from recsys.ui.web.origin import base

_FRAMER = re.compile(
    r"(?:https?://)?(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::(?:\d{1,5}|\*))?"
)
_PROFILE = re.compile(rb"(?:^|&)(?:p|with)=")
_METRICS = "/_stcore/metrics"
_UNUSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb"),
)
"""What a browser can do that no page needs."""


def framers() -> str:
    """Return who may frame the app, as `frame-ancestors` has it.

    Raises
    ------
    ConfigError
        `RECSYS_FRAME` holds something that is no host.
    """
    said = os.environ.get("RECSYS_FRAME", "").split() or ["'self'"]
    quoted = [f"'{word.strip(chr(39))}'" for word in said if word.strip("'") in ("self", "none")]
    hosts = [word for word in said if word.strip("'") not in ("self", "none")]
    if hosts == ["*"] and not quoted:
        return "*"
    for host in hosts:
        if not _FRAMER.fullmatch(host):
            raise ConfigError(
                f"RECSYS_FRAME holds '{host}'; expected 'self', 'none', * or hosts such as "
                "huggingface.co, parted by spaces"
            )
    if "'none'" in quoted:
        return "'none'"
    return " ".join(["'self'", *hosts])


def content_policy(scripts: Collection[str]) -> str:
    """Return the Content-Security-Policy; `scripts` are the hashes of those within the page.

    No other host is named. Elements of our own begin as modules in memory (`blob:`) that fetch
    their script here, and Streamlit, Vega and Plotly write their styles into the page
    (`'unsafe-inline'`). At home a page may compile text besides, as programs that drive a browser
    do; no part of the app does.
    """
    at_home = "" if limits.is_public() else " 'unsafe-eval'"
    own = " ".join(f"'{one}'" for one in scripts)
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' {own} blob:{at_home}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": framers(),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Headers:
    """Adds the headers to every answer, and closes what is for the host's eyes only."""

    def __init__(self, app: ASGIApp, scripts: Collection[str]) -> None:
        self.app = app
        self._always = {
            "Content-Security-Policy": content_policy(scripts),
            "X-Content-Type-Options": "nosniff",
            # The address holds the profile: nobody else is told it.
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
        }
        self._metrics = f"{base()}{_METRICS}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._always)
                if _PROFILE.search(scope["query_string"]):
                    headers["X-Robots-Tag"] = "noindex"
            await send(message)

        closed = scope["path"].rstrip("/") == self._metrics and limits.is_public()
        app = PlainTextResponse("Not found", 404) if closed else self.app
        await app(scope, receive, send_with_headers)
