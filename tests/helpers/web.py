"""One request to the paths that the server answers itself, without a socket."""

import asyncio
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.applications import Starlette

from recsys.web.server import ANSWERED

APP = Starlette(routes=ANSWERED)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        assert self.headers["content-type"] == "application/json"
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The one sentence of a refusal."""
        assert list(self.json) == ["error"]
        return self.json["error"]


async def asked(app, path, query="", method="GET", client="127.0.0.1", headers=()):
    heard = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        heard.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": (client, 1),
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in heard[1:])
    found = {name.decode(): value.decode() for name, value in heard[0]["headers"]}
    return Reply(heard[0]["status"], found, body)


def ask(path, method="GET", client="127.0.0.1", headers=(), app=APP, **query) -> Reply:
    return asyncio.run(asked(app, path, urlencode(query), method, client, headers))
