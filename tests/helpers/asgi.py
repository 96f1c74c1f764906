"""Asks an ASGI app without a server."""

import asyncio
import json
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

    @property
    def json(self):
        assert self.headers["content-type"] == "application/json"
        return json.loads(self.body)

    @property
    def error(self):
        """The one sentence of a refusal."""
        assert list(self.json) == ["error"]
        return self.json["error"]


def ask(app, address, method="GET", client="127.0.0.1", **headers):
    """Return the app's answer; `_` in the name of a header stands for `-`."""
    # In a thread of its own: the browser's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked(app, address, method, client, headers)).result()


async def asked(app, address, method="GET", client="127.0.0.1", headers=None):
    path, _, query = address.partition("?")
    said = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    given = {"host": "films.example", **said}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": (client, 1),
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

    await app(scope, receive, send)
    start, *rest = sent
    return Answer(start["status"], Headers(raw=start["headers"]), b"".join(m["body"] for m in rest))
