"""Asks an ASGI app without a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import quote

from starlette.datastructures import Headers


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes

    @property
    def text(self):
        return self.body.decode()


def ask(app, address, method="GET", **headers):
    """Return the app's answer; `_` in the name of a header stands for `-`."""
    path, _, query = address.partition("?")
    given = {"host": "films.example", **{k.replace("_", "-"): v for k, v in headers.items()}}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode()) for k, v in given.items()],
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    # In a thread of its own: the browser's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    start, *rest = sent
    return Answer(start["status"], Headers(raw=start["headers"]), b"".join(m["body"] for m in rest))
