"""One's own profile beside a friend's link, in a real browser that remembers."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import settle, until
from .test_journey import TOKEN, pick

pytestmark = pytest.mark.browser

OPENED = "opened from a link"


def test_a_friends_link_leaves_my_profile_alone_until_i_say_so(page, server):
    page.goto(server)
    settle(page)
    pick(page, "toy story")
    expect(page).to_have_url(re.compile(r"\?p="))
    mine = page.url
    pick(page, "fargo")
    expect(page).not_to_have_url(mine)
    mine = page.url
    page.reload()
    settle(page)
    expect(page.get_by_role("slider")).to_have_count(2)
    expect(page.get_by_text(OPENED)).to_have_count(0)

    friends = f"{server}/profile?p={TOKEN}&name=Ann"
    page.goto(friends)
    expect(page.get_by_text("Ann's movies, opened from a link.")).to_be_visible()
    page.get_by_role("button", name="Compare with mine").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Compared with yours")).to_be_visible()
    expect(dialog.get_by_text(re.compile("[Yy]ou and Ann")).first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Back to mine").click()
    expect(page).to_have_url(re.compile(re.escape(mine.partition("?")[2])))
    expect(page.get_by_role("slider")).to_have_count(2)
    settle(page)

    page.goto(friends)
    settle(page)
    page.get_by_role("slider").first.press("ArrowLeft")
    expect(page.get_by_text("You changed Ann's movies; this is a copy now.")).to_be_visible()
    expect(page).not_to_have_url(re.compile("name="))
    settle(page)
    kept = page.evaluate("localStorage.getItem('cinefold-profile')")
    assert kept.startswith(mine.partition("?")[2])
    page.go_back()
    expect(page.get_by_text("Ann's movies, opened from a link.")).to_be_visible()
    expect(page).to_have_url(re.compile("name=Ann"))

    page.goto(friends)
    page.get_by_role("button", name="Copy to a profile of my own").click()
    expect(page.get_by_text(OPENED)).to_have_count(0)
    expect(page.get_by_role("slider")).to_have_count(5)
    settle(page)

    page.goto(server)
    expect(page.get_by_text("your profile of 5 movies")).to_be_visible()
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_role("slider")).to_have_count(5)


def test_the_line_about_a_link_is_small_on_a_phone_and_moves_nothing(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server}/taste?p={TOKEN}&name={'Ann ' * 10}")
    place = page.evaluate("document.documentElement.hasAttribute('data-visiting')")
    assert place
    settle(page)
    line = page.locator(".st-key-visiting")
    assert line.bounding_box()["height"] <= 56
    copy = page.get_by_role("button", name="Copy to a profile of my own")
    assert copy.bounding_box()["height"] >= 44
    copy.click()
    expect(line).to_have_count(0)
    until(page, "() => !document.documentElement.hasAttribute('data-visiting')")
    context.close()
