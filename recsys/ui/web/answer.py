"""One request, answered: who may ask how often, work off the event loop, errors as JSON."""

import asyncio
import ipaddress
import json
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from recsys.errors import RecsysError, UnavailableError
from recsys.limits import limits

log = logging.getLogger("recsys")

METHODS = ("GET", "HEAD")
RETRY_SECONDS = 30
"""When to ask again for what the server cannot give yet."""
# Most of them wait for a model at times; Streamlit's own threads serve its files meanwhile.
_threads = ThreadPoolExecutor(8, thread_name_prefix="web")


class Calls:
    """Who asked how often: a bucket of calls for each address, refilled steadily.

    The addresses heard longest ago are forgotten first, so memory has a bound.
    """

    def __init__(self, most: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def wait(self, address: str, a_minute: float) -> float:
        """Count a call; return 0, or after how many seconds it would be answered."""
        if math.isinf(a_minute):
            return 0.0
        now = self._clock()
        left, heard = self._left.pop(address, (a_minute, now))
        left = min(a_minute, left + (now - heard) * a_minute / 60)
        served = left >= 1
        self._left[address] = (left - 1 if served else left, now)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0.0 if served else (1 - left) * 60 / a_minute


calls = Calls()


class Endpoint:
    """The ASGI application of one path.

    Parameters
    ----------
    make : callable
        Makes the answer from the parameters, the last of each name, in a thread. A RecsysError
        becomes its sentence with status 400, or 503 where it is for later.
    """

    def __init__(self, make: Callable[[Mapping[str, str]], Response]) -> None:
        self._make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in METHODS:
            sentence = f"{request.url.path} answers to {' and '.join(METHODS)} only"
            return error(sentence, 405, {"Allow": ", ".join(METHODS)})
        if wait := calls.wait(address_of(request), limits().calls_a_minute):
            sentence = f"too many calls; this server answers {limits().calls_a_minute:g} a minute"
            return error(sentence, 429, {"Retry-After": str(math.ceil(wait))})
        try:
            work = asyncio.get_running_loop().run_in_executor(
                _threads, self._make, request.query_params
            )
            return await work
        except UnavailableError as problem:
            return error(str(problem), 503, {"Retry-After": str(RETRY_SECONDS)})
        except RecsysError as problem:
            return error(str(problem), 400)
        except Exception:
            # The edge of the server: whoever asks hears no detail, the log has all of them.
            log.exception("%s could not be answered", request.url.path)
            return error("something went wrong on this server; its log says what", 500)


def error(sentence: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as every path of ours says it."""
    text = json.dumps({"error": " ".join(sentence.split())}, ensure_ascii=False)
    return Response(text, status, headers, "application/json")


def address_of(request: Request) -> str:
    """Return whose calls a request counts among.

    The address is the connection's, or what a proxy on this machine says: which proxies are
    believed is uvicorn's to decide (`FORWARDED_ALLOW_IPS`). Of an IPv6 address, the network
    counts, for anybody at home has 2⁶⁴ addresses.
    """
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
    return host
