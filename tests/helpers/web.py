"""The paths that functions of ours answer, asked without a server."""

from urllib.parse import urlencode

from asgi import ask as ask_app
from starlette.applications import Starlette

from recsys.ui.web.server import ANSWERED

APP = Starlette(routes=ANSWERED)


def ask(path, method="GET", client="127.0.0.1", app=APP, headers=None, **query):
    return ask_app(app, f"{path}?{urlencode(query)}", method, client, **(headers or {}))
