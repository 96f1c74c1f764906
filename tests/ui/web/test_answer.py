"""Who may ask how often and how, what an error looks like, and that nobody waits for others."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgi import asked
from starlette.responses import Response
from web import ask

from recsys.errors import DataError, UnavailableError
from recsys.limits import PUBLIC
from recsys.ui.web import answer
from recsys.ui.web.answer import Calls, Endpoint


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def well(query):
    return Response("well")


def test_a_bucket_empties_and_refills_steadily():
    clock = Clock()
    calls = Calls(clock=clock)
    assert [calls.wait("a", 4) for _ in range(4)] == [0, 0, 0, 0]
    assert calls.wait("a", 4) == 15
    clock.now = 10
    assert calls.wait("a", 4) == pytest.approx(5)
    clock.now = 15
    assert calls.wait("a", 4) == 0
    assert calls.wait("a", 4) == 15


def test_one_address_does_not_use_up_anothers():
    calls = Calls(clock=Clock())
    assert [calls.wait(address, 1) for address in "aab"] == [0, 60, 0]


def test_addresses_heard_longest_ago_are_forgotten():
    calls = Calls(most=3, clock=Clock())
    for address in "abcad":
        calls.wait(address, 1)
    assert len(calls) == 3
    assert calls.wait("a", 1) > 0
    assert calls.wait("b", 1) == 0


def test_at_home_nobody_is_counted(monkeypatch):
    monkeypatch.setattr(answer, "calls", Calls())
    assert {ask("/", app=Endpoint(well)).status for _ in range(PUBLIC.calls_a_minute + 5)} == {200}
    assert len(answer.calls) == 0


def test_a_public_host_says_when_to_come_again(monkeypatch):
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    monkeypatch.setattr(answer, "calls", Calls(clock=Clock()))
    app = Endpoint(well)
    statuses = [ask("/", app=app).status for _ in range(PUBLIC.calls_a_minute)]
    assert set(statuses) == {200}
    # What a stranger writes into a header makes no other person of them.
    refused = ask("/", app=app, headers={"x-forwarded-for": "203.0.113.7"})
    assert (refused.status, refused.headers["retry-after"]) == (429, "1")
    assert refused.error == "too many calls; this server answers 60 a minute"
    assert ask("/", app=app, client="203.0.113.7").status == 200


def test_all_addresses_of_one_ipv6_network_count_as_one(monkeypatch):
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    monkeypatch.setattr(answer, "calls", Calls(clock=Clock()))
    clients = ["2001:db8::1", "2001:db8::2:1", "2001:db8:0:1::1", "::ffff:192.0.2.1", "192.0.2.1"]
    for client in clients:
        ask("/", app=Endpoint(well), client=client)
    assert len(answer.calls) == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "ODD"])
def test_other_methods_are_refused(method):
    for path in ("/api/recommend", "/api/explain", "/api/openapi.json", "/card.png"):
        refused = ask(path, method)
        assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")
        assert refused.error


@pytest.mark.parametrize(
    ("problem", "status", "sentence"),
    [
        (DataError("first\nsecond"), 400, "first second"),
        (UnavailableError("not yet"), 503, "not yet"),
        (
            ZeroDivisionError("/secret"),
            500,
            "something went wrong on this server; its log says what",
        ),
    ],
)
def test_an_error_is_one_sentence(problem, status, sentence, caplog):
    def make(query):
        raise problem

    refused = ask("/", app=Endpoint(make))
    assert (refused.status, refused.error) == (status, sentence)
    assert ("retry-after" in refused.headers) == (status == 503)
    assert ("/secret" in caplog.text) == (status == 500)


def test_work_does_not_hold_up_other_requests():
    second_ran = threading.Event()

    def first(query):
        return Response(str(second_ran.wait(20)))

    def second(query):
        second_ran.set()
        return Response("")

    async def both():
        return await asyncio.gather(asked(Endpoint(first), "/"), asked(Endpoint(second), "/"))

    # In a thread of its own: the browser's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(asyncio.run, both()).result()
    assert found[0].body == b"True"
