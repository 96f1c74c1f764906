"""The newest release in one click, and what a public host says to it."""

import newest
import pytest
from playwright.sync_api import expect

from recsys.data.releases import NEWEST, RELEASES
from recsys.ui.words import newer as words

from .conftest import ROOT, settle, started

GET = "Download and train"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return newest.archive_in(tmp_path_factory.mktemp("newest"))


def script_for(archive, url, folder):
    """Write an app that knows the made-up release and where it is sent from."""
    app = (ROOT / "streamlit_app.py").read_text("utf-8")
    instead = f"""
import sys
from pathlib import Path

sys.path.insert(0, {str(ROOT / "tests" / "helpers")!r})
import newest
from recsys.data.releases import NEWEST, RELEASES, Release

RELEASES[NEWEST] = newest.known(Path({str(archive)!r}))
Release.url = {url!r}
"""
    script = folder / "app.py"
    script.write_text(
        instead + app.replace("Path(__file__).resolve().parent", f"Path({str(ROOT)!r})")
    )
    return str(script)


def opened(page, address):
    page.goto(f"{address}/explore")
    settle(page)
    page.get_by_role("button", name=words.label(RELEASES[NEWEST])).click()


def test_press_watch_and_the_page_changes_over(archive, page, tmp_path, monkeypatch):
    known = newest.known(archive)
    monkeypatch.setitem(RELEASES, NEWEST, known)
    with newest.sending(archive) as sender:
        script = script_for(archive, sender.url, tmp_path)
        with started(tmp_path / "home", script=script) as (address, _):
            opened(page, address)
            expect(page.get_by_text("non-commercial use; it may not be passed on")).to_be_visible()
            page.get_by_role("button", name=GET).click()
            expect(page.get_by_text("MB loaded")).to_be_visible()
            expect(page.get_by_role("button", name="Cancel")).to_be_enabled()
            # It stays usable: another page, and back.
            page.get_by_role("link", name="About").click()
            expect(page.get_by_role("heading", name="About Cinefold")).to_be_visible()
            page.get_by_role("link", name="Explore").click()
            expect(page.get_by_role("button", name="Cancel")).to_be_enabled()
            sender.go_on.set()
            ratings = f"{known.counts[0].ratings:,}"
            expect(page.get_by_test_id("stMetricValue").first).to_have_text(ratings)
            expect(page.get_by_text(f"Data: {known.label}.")).to_be_visible()
            expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
            assert f"dataset={NEWEST}" in page.url


def test_a_public_host_says_where_it_works(archive, page, tmp_path, monkeypatch):
    monkeypatch.setitem(RELEASES, NEWEST, newest.known(archive))
    with newest.sending(archive) as sender:
        script = script_for(archive, sender.url, tmp_path)
        with started(tmp_path / "home", script=script, RECSYS_PUBLIC="1") as (address, _):
            opened(page, address)
            expect(page.get_by_text("Run Cinefold at home, and this is one click")).to_be_visible()
            expect(page.get_by_role("button", name=GET)).to_have_count(0)
            assert sender.asked == []
