"""Several processes behind deploy/nginx.conf: what a visitor notices when theirs is killed."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager, suppress
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from .conftest import ROOT, settle, started
from .test_journey import pick, rating, shown_list

pytestmark = pytest.mark.browser
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
AROUND = """
{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {shipped}
}}
"""


@contextmanager
def behind_nginx(folder, servers):
    """Run nginx with the shipped file, before these servers, and yield its address."""
    if NGINX is None:
        message = "no nginx to test replicas with"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shipped = (ROOT / "deploy" / "nginx.conf").read_text()
    (line,) = re.findall(r"^    server app:8501.*;$", shipped, re.MULTILINE)
    places = [server.removeprefix("http://") for server in servers]
    shipped = shipped.replace(line, "\n".join(line.replace("app:8501", p) for p in places))
    shipped = shipped.replace("listen 80;", f"listen 127.0.0.1:{port};")
    seat = "add_header Set-Cookie $new_seat;"
    shipped = shipped.replace(seat, f"{seat} add_header X-Place http://$upstream_addr;")
    # A worker of root's is nobody otherwise, who may not enter the folder of a test.
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(AROUND.format(user=user, folder=folder, shipped=shipped))
    process = subprocess.Popen([NGINX, "-p", folder, "-e", folder / "errors", "-c", config])
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            assert process.poll() is None, (folder / "errors").read_text()
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def replicas(recsys_home, small, tmp_path_factory):
    """Return the address of nginx, and the servers behind it by their addresses."""
    with ExitStack() as stack:
        servers = dict(stack.enter_context(started(recsys_home)) for _ in range(2))
        yield stack.enter_context(behind_nginx(tmp_path_factory.mktemp("nginx"), servers)), servers


def test_a_browser_keeps_its_seat(replicas):
    address, servers = replicas

    def asked(cookie=""):
        with urlopen(Request(f"{address}/about", headers={"Cookie": cookie})) as answer:
            given = [c for c in answer.headers.get_all("Set-Cookie", []) if "cinefold=" in c]
            return given, answer.headers["X-Place"]

    (cookie,), place = asked()
    assert re.match(r"cinefold=\w{32}; Path=/; HttpOnly; SameSite=Lax$", cookie)
    seat = cookie.partition(";")[0]
    assert [asked(seat) for _ in range(8)] == [([], place)] * 8
    # Of 40 that are new, all sit with one of two servers once in 2**39.
    assert {asked()[1] for _ in range(40)} == set(servers)


def test_scripts_travel_packed(replicas):
    address, _ = replicas
    with urlopen(address) as page:
        (script,) = re.findall(r'src="\.?(/static/js/index\.[^"]+)"', page.read().decode())
    packed = Request(f"{address}{script}", headers={"Accept-Encoding": "gzip"})
    with urlopen(packed) as answer:
        body = answer.read()
    with urlopen(f"{address}{script}") as answer:
        plain = answer.read()
    assert gzip.decompress(body) == plain
    assert len(body) < len(plain) / 2


def test_what_is_done_while_the_process_dies_counts(replicas, page):
    address, servers = replicas
    server = servers[page.goto(f"{address}/profile").headers["x-place"]]
    settle(page)
    pick(page, "toy story")
    pick(page, "fargo")
    slider = rating(page, "Fargo (1996)")
    expect(slider).to_have_value("4")
    settle(page)
    before = shown_list(page)

    # A browser connects again once it is told that there is a server; here it is told nothing.
    page.route("**/_stcore/health", lambda route: None)
    app = page.get_by_test_id("stApp")
    server.kill()
    server.wait(20)
    expect(app).to_have_attribute("data-test-connection-state", "PINGING_SERVER")
    assert shown_list(page) == before
    notice = page.get_by_text("Not connected. What you just did is kept")
    slider.press("ArrowRight")
    expect(notice).to_be_visible()
    box = page.get_by_role("combobox", name="Find a movie")
    box.fill("pulp fiction")
    page.get_by_role("option").first.click()
    page.unroute("**/_stcore/health")

    expect(rating(page, "Pulp Fiction (1994)")).to_have_count(1)
    expect(slider).to_have_value("4.5")
    expect(notice).to_be_hidden()
    settle(page)
    kept = "localStorage.getItem('cinefold-profile')"
    token = re.search(r"p=(\w+)", page.url)[1]
    page.wait_for_function(f"{kept}.includes('p={token}')")
    here = shown_list(page)
    assert here != before

    page.reload()
    settle(page)
    expect(rating(page, "Fargo (1996)")).to_have_value("4.5")
    assert shown_list(page) == here
