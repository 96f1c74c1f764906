"""What every answer tells the browser, and what a public host keeps to itself."""

import re

import pytest
from asgi import ask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from recsys.errors import ConfigError
from recsys.ui.web import page
from recsys.ui.web.headers import Headers, content_policy, framers


def metrics(request):
    return PlainTextResponse("counts")


def app():
    return Starlette(
        routes=[Route("/_stcore/metrics", metrics), *page.routes("")],
        middleware=[Middleware(Headers, scripts=page.inline_scripts())],
    )


def rules(policy):
    return {name: sources for name, *sources in map(str.split, policy.split("; "))}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", "'self'"),
        ("'self'", "'self'"),
        ("self", "'self'"),
        ("none", "'none'"),
        ("*", "*"),
        ("huggingface.co", "'self' huggingface.co"),
        ("localhost:*", "'self' localhost:*"),
        ("'self' https://a.example:8443 *.b.example", "'self' https://a.example:8443 *.b.example"),
    ],
)
def test_who_may_frame_the_app_is_configured(said, expected, monkeypatch):
    monkeypatch.setenv("RECSYS_FRAME", said)
    assert framers() == expected
    sent = ask(app(), "/").headers["content-security-policy"]
    assert f"frame-ancestors {expected}" in sent.split("; ")


@pytest.mark.parametrize(
    "said", ["a.example; script-src *", "a.example, b.example", "ftp://a", "?"]
)
def test_a_framer_that_is_no_host_is_an_error(said, monkeypatch):
    monkeypatch.setenv("RECSYS_FRAME", said)
    with pytest.raises(ConfigError, match="RECSYS_FRAME"):
        framers()


def test_no_other_host_is_named_and_no_script_goes_without_its_hash(monkeypatch):
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    found = rules(content_policy(page.inline_scripts()))
    for sources in found.values():
        for source in sources:
            assert re.fullmatch(r"'[\w+/=-]+'|data:|blob:", source)
    assert found["default-src"] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & {*found["script-src"]}
    hashes = [source for source in found["script-src"] if source.startswith("'sha256-")]
    assert len(hashes) == page.shell().count("<script>") > 0


def test_at_home_a_program_that_drives_the_browser_may_compile():
    assert "'unsafe-eval'" in rules(content_policy([]))["script-src"]


def test_every_answer_has_the_headers():
    for address in ("/", "/about", "/_stcore/metrics", "/nothing"):
        headers = ask(app(), address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        *(("", None), ("dataset=x", None), ("stop=1", None)),
        *(("p=1", "noindex"), ("a=b&p=1", "noindex"), ("with=Ada~1", "noindex")),
    ],
)
def test_search_engines_leave_profiles_alone(query, expected):
    assert ask(app(), f"/profile?{query}").headers.get("x-robots-tag") == expected


def test_a_public_host_keeps_its_counts_to_itself(monkeypatch):
    assert ask(app(), "/_stcore/metrics").text == "counts"
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    for address in ("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=x"):
        closed = ask(app(), address)
        assert closed.status == 404
        assert "default-src" in closed.headers["content-security-policy"]
    assert ask(app(), "/").status == 200
