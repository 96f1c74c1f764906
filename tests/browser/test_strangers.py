"""Nobody else hears of a visit: the browser asks this server alone, and its policy agrees."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from recsys.ui import memory
from recsys.ui.elements.element import fetched_from
from recsys.ui.menu import MENU

from .conftest import ROOT, served, settle, until
from .test_journey import TOKEN

pytestmark = pytest.mark.browser

ICON = ROOT / "recsys/ui/assets/icon.png"
CHART = "svg.marks, canvas.marks"
DRAWN = {"taste": CHART, "similar": CHART, "model": CHART, "explore": CHART, "map": "canvas"}


@pytest.fixture(scope="module")
def server(recsys_home, small):
    """Return the address of a public host, whose policy is the stricter one."""
    with served(recsys_home, RECSYS_PUBLIC="1") as address:
        yield address


@pytest.fixture
def watched(page):
    """Return a page that notes which hosts are asked, and what the policy forbids."""
    page.hosts, page.forbidden = set(), []

    def note(request):
        if request.url.startswith(("http", "ws")):
            page.hosts.add(urlsplit(request.url).netloc)

    page.on("request", note)
    page.on("websocket", lambda socket: page.hosts.add(urlsplit(socket.url).netloc))
    page.on(
        "console",
        lambda said: "Content Security Policy" in said.text and page.forbidden.append(said.text),
    )
    return page


def is_alone(page, server):
    assert page.hosts == {urlsplit(server).netloc}
    assert not page.forbidden


def test_every_page_asks_this_server_alone(watched, server):
    watched.goto(f"{server}/profile?p={TOKEN}")
    settle(watched)
    watched.get_by_role("button", name="Why").first.click()
    expect(watched.locator(".cine-account").first).to_be_visible()
    for entry in MENU:
        if entry.hidden:
            watched.goto(f"{server}/{entry.address}?p={TOKEN}")
        else:
            watched.get_by_role("link", name=entry.title).first.click()
        expect(watched).to_have_url(f"{server}/{entry.address}?p={TOKEN}")
        settle(watched)
        # Drawn, not merely sent for.
        if (drawn := DRAWN.get(entry.address)) is not None:
            expect(watched.locator(drawn).first).to_be_visible()
    is_alone(watched, server)


def test_a_treemap_and_a_table_ask_this_server_alone(watched, server):
    watched.goto(f"{server}/explore")
    settle(watched)
    watched.get_by_text("The catalogue at a glance").click()
    expect(watched.locator(".js-plotly-plot .treemaplayer path").first).to_be_visible()
    watched.get_by_role("tab", name="Table").first.click()
    expect(watched.get_by_test_id("stDataFrame").first).to_be_visible()
    is_alone(watched, server)


def test_what_is_forbidden_would_be_noticed(watched, server):
    watched.goto(f"{server}/about")
    settle(watched)
    with watched.expect_console_message(lambda said: "Content Security Policy" in said.text):
        watched.evaluate("src => { new Image().src = src }", "http://elsewhere.example/x.png")
    assert watched.forbidden


@pytest.fixture
def elsewhere():
    """Return the address of another host, whose pages show what comes after `?` in a frame."""

    class Framing(BaseHTTPRequestHandler):
        def do_GET(self):
            address = self.path.partition("?")[2]
            body = f'<iframe src="{address}" width="1200" height="800"></iframe>'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Framing) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_port}/"
        host.shutdown()


def test_the_app_works_in_a_frame_of_its_own_host_only(watched, server, elsewhere):
    address = f"{server}/profile?p={TOKEN}"
    body = f'<iframe src="{address}" width="1200" height="800"></iframe>'
    watched.route(f"{server}/frame", lambda r: r.fulfill(body=body, content_type="text/html"))
    watched.goto(f"{server}/frame")
    app = watched.frame_locator("iframe")
    expect(app.get_by_role("heading", name="Recommended for you")).to_be_visible()
    app.get_by_role("button", name="Remove").first.click()
    expect(app.get_by_role("slider", name=re.compile("Your rating"))).to_have_count(4)
    is_alone(watched, server)

    with watched.expect_console_message(lambda said: "frame-ancestors" in said.text):
        watched.goto(f"{elsewhere}?{address}")


def test_below_a_path_and_framed_by_a_host_that_may(watched, recsys_home, small, elsewhere):
    below = {"STREAMLIT_SERVER_BASE_URL_PATH": "cinema/club", "RECSYS_FRAME": "127.0.0.1:*"}
    with served(recsys_home, **below) as host:
        address = f"{host}/cinema/club"
        watched.goto(f"{address}/?p={TOKEN}")
        settle(watched)
        watched.get_by_role("link", name="About").first.click()
        expect(watched.get_by_role("heading", level=1, name=re.compile("About"))).to_be_visible()
        expect(watched).to_have_url(f"{address}/about?p={TOKEN}")
        is_alone(watched, host)

        asked = watched.request
        text = asked.get(f"{address}/profile?p={TOKEN}").text()
        assert f'content="{address}/card.png?p={TOKEN}"' in text
        status = asked.get(f"{address}/api/status").json()
        assert status["model"]["preset"] == "default"
        assert status["sessions"] >= 1
        assert status["runs_per_second"] > 0
        assert "Disallow: /api/" in asked.get(f"{address}/robots.txt").text()
        assert asked.get(f"{address}/favicon.png").body() == ICON.read_bytes()

        watched.goto(f"{elsewhere}?{address}/profile?p={TOKEN}")
        app = watched.frame_locator("iframe")
        expect(app.get_by_role("heading", name="Recommended for you")).to_be_visible()
        assert not watched.forbidden


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_screen_stands_still_until_the_app_takes_its_place(browser, server, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    # Without its scripts the page stays as it was sent.
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(server)
    first = page.locator("#first")
    headline = first.get_by_role("heading", level=1)
    expect(headline).to_be_visible()
    sent = headline.bounding_box()
    colour, paper = first.evaluate(
        "e => { const s = getComputedStyle(e); return [s.color, s.backgroundColor] }"
    )
    page.unroute("**/static/js/**")
    page.goto(server)
    settle(page)
    expect(first).to_have_count(0)
    drawn = page.get_by_role("heading", level=1)
    expect(drawn).to_be_visible()
    assert drawn.inner_text() == "Find your next movie, and see exactly why"
    box = drawn.bounding_box()
    assert (box["x"], box["y"]) == (sent["x"], sent["y"])
    app = page.get_by_test_id("stApp")
    expect(app).to_have_css("color", colour)
    expect(app).to_have_css("background-color", paper)
    context.close()


def test_the_first_screen_leaves_when_what_is_remembered_comes_last(page, server):
    # Without the longest wait, after which it would leave whatever has come.
    page.add_init_script(
        "const wait = setTimeout; window.setTimeout = (then, after, ...more) =>"
        " after === 3000 ? 0 : wait(then, after, ...more)"
    )
    heard = 'document.documentElement.dataset.heard = ""'

    def late(route):
        """Let the page hear of it when all else has long been drawn."""
        answer = route.fetch()
        assert heard in answer.text()
        text = answer.text().replace(heard, f"setTimeout(() => {{ {heard} }}, 2000)")
        route.fulfill(response=answer, body=text)

    page.route(f"**/{fetched_from(Path(memory.__file__).with_suffix('.js'))}", late)
    page.goto(f"{server}/profile?p={TOKEN}")
    until(page, "() => 'heard' in document.documentElement.dataset")
    # Some time later something else moves, for which it must not wait.
    expect(page.locator("#first")).to_have_count(0, timeout=5_000)


def test_the_theme_that_was_chosen_is_that_of_the_first_screen(page, server):
    page.add_init_script(
        "localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify('Dark'))"
    )
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(server)
    expect(page.locator("#first")).to_have_css("background-color", "rgb(21, 23, 28)")
