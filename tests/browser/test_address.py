"""The one address in a real browser: late ones, Back, and two tabs."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import settle, until
from .test_journey import TOKEN, pick

pytestmark = pytest.mark.browser

REMEMBERED = "localStorage.getItem('cinefold-profile')"


@pytest.fixture
def late(page):
    """Let a test hold back what the server says, by setting `held` to a list."""

    class Late:
        held = None

        def open(self, ws):
            self.ws, server = ws, ws.connect_to_server()
            server.on_message(self.hear)

        def hear(self, message):
            if self.held is None:
                self.ws.send(message)
            else:
                self.held.append(message)

        def release(self):
            held, self.held = self.held, None
            for message in held:
                self.ws.send(message)

    line = Late()
    page.route_web_socket(re.compile("_stcore/stream"), line.open)
    return line


def ratings(page):
    return page.get_by_role("slider", name=re.compile("Your rating"))


def test_a_browser_five_seconds_behind_loses_nothing(page, server, late):
    page.goto(f"{server}/profile?p={TOKEN}")
    settle(page)
    expect(ratings(page)).to_have_count(5)
    late.held = []
    page.get_by_role("button", name=re.compile("Remove")).first.click()
    began = page.evaluate("performance.now()")
    until(page, "began => performance.now() - began > 5000", began)
    assert page.url.endswith(TOKEN)
    page.get_by_role("button", name="QR code").click()
    began = page.evaluate("performance.now()")
    until(page, "began => performance.now() - began > 1000", began)
    late.release()
    expect(ratings(page)).to_have_count(4)
    expect(page).not_to_have_url(re.compile(TOKEN))
    settle(page)
    expect(ratings(page)).to_have_count(4)
    kept = page.evaluate("location.search")
    page.reload()
    settle(page)
    expect(ratings(page)).to_have_count(4)
    assert page.evaluate("location.search") == kept


def test_back_right_after_a_change_goes_back(page, server):
    page.goto(f"{server}/profile?p={TOKEN}")
    settle(page)
    pick(page, "toy story")
    expect(page).not_to_have_url(re.compile(TOKEN))
    one = page.url
    page.get_by_role("button", name=re.compile("Remove")).first.click()
    page.wait_for_url(lambda url: url != one)
    page.go_back()
    expect(page).to_have_url(one)
    expect(ratings(page)).to_have_count(6)
    page.go_back()
    expect(page).to_have_url(re.compile(TOKEN))
    expect(ratings(page)).to_have_count(5)
    page.go_forward()
    expect(page).to_have_url(one)
    expect(ratings(page)).to_have_count(6)


def test_two_tabs_do_not_overwrite_each_others_profile(page, server):
    page.goto(server)
    settle(page)
    pick(page, "toy story")
    expect(ratings(page)).to_have_count(1)
    until(page, f"() => {REMEMBERED}?.includes('p=')")

    other = page.context.new_page()
    other.goto(server)
    other.get_by_role("button", name="Go on with it").click()
    expect(ratings(other)).to_have_count(1)
    settle(other)
    one = other.evaluate(REMEMBERED)
    pick(other, "fargo")
    expect(ratings(other)).to_have_count(2)
    until(other, f"one => {REMEMBERED} !== one", one)
    two = other.evaluate(REMEMBERED)

    pick(page, "casablanca")
    expect(page.get_by_text("Another tab has changed your profile")).to_be_visible()
    assert page.evaluate(REMEMBERED) == two
    page.get_by_role("button", name="Keep this one").click()
    until(page, f"two => {REMEMBERED} !== two", two)
    mine = page.evaluate(REMEMBERED)
    expect(page.get_by_text("Another tab has changed your profile")).to_have_count(0)
    assert mine.partition("&revision")[0] in page.url

    other.get_by_role("link", name="About").first.click()
    settle(other)
    assert other.evaluate(REMEMBERED) == mine
