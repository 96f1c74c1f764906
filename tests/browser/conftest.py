"""A real Chromium against a real server."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20_000
"""Milliseconds; a loaded machine is slow, not wrong."""
expect.set_options(timeout=PATIENCE)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def settle(page: Page) -> None:
    """Wait until the app has finished running, its first run too."""
    # Before the first run nothing is running either; the footer is what a run draws last.
    page.wait_for_selector("text=MovieLens by GroupLens", state="attached", timeout=60_000)
    for _ in range(2):
        page.wait_for_selector(
            '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000
        )
        # Below the first screen nothing takes the focus.
        page.wait_for_selector("#first", state="detached", timeout=60_000)
        # What a run leaves out goes a moment after it, and may ask for another.
        frames(page, 3)


def frames(page: Page, n: int = 2) -> None:
    """Let the browser draw some frames."""
    page.evaluate(
        """n => new Promise(done => {
            const next = () => n-- > 0 ? requestAnimationFrame(next) : done()
            next()
        })""",
        n,
    )


def until(page: Page, holds: str, arg: object = None) -> None:
    """Wait until a function holds in the page, looked at in every frame.

    The driver's own way compiles text in the page, which the page's policy forbids.
    """
    page.evaluate(
        f"""([arg, patience]) => new Promise((done, failed) => {{
            const holds = {holds}
            const look = () => {{
                if (holds(arg)) done()
                else if (performance.now() > deadline) failed(new Error("it never held"))
                else requestAnimationFrame(look)
            }}
            const deadline = performance.now() + patience
            look()
        }})""",
        [arg, PATIENCE],
    )


@contextmanager
def served(home: Path, folder: Path = ROOT, **environment: str):
    """Run a fresh server, from the repository or by its whole path, and yield its address."""
    with started(home, folder, **environment) as (address, _):
        yield address


@contextmanager
def started(home: Path, folder: Path = ROOT, script: str = "", **environment: str):
    """Do as `served`, and yield the address and the process; a script may take the app's place."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = script or ("streamlit_app.py" if folder == ROOT else str(ROOT / "streamlit_app.py"))
    command = [sys.executable, "-m", "streamlit", "run", script]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    server = subprocess.Popen(
        command + options,
        cwd=folder,
        env={**os.environ, "RECSYS_HOME": str(home), "OPENBLAS_NUM_THREADS": "1", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(port, server)
        yield address, server
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: subprocess.Popen) -> None:
    """Wait until the server takes connections, which it does once it can answer."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended at once"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.1)
    raise AssertionError("the server did not answer within 30 s")


@pytest.fixture(scope="session")
def browser():
    """Return Chromium; without one such tests are skipped, in CI they fail."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        except Error as error:
            message = f"no Chromium to test with: {error.message.splitlines()[0]}"
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(recsys_home, small):
    """Return the address of a server whose model is trained already (`small`)."""
    with served(recsys_home) as address:
        yield address


@pytest.fixture
def page(browser):
    """Return a page in a new context, at the size of a laptop."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()
