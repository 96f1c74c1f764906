"""One's own profile beside a friend's link, in a real browser that remembers."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import settle
from .test_journey import TOKEN, pick

pytestmark = pytest.mark.browser


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
    expect(page.get_by_text("You are looking at")).to_have_count(0)

    friends = f"{server}/profile?p={TOKEN}&name=Ann"
    page.goto(friends)
    expect(page.get_by_text("You are looking at Ann’s profile")).to_be_visible()
    page.get_by_role("button", name="Compare with mine").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Compared with yours")).to_be_visible()
    expect(dialog.get_by_text(re.compile("You and Ann")).first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Back to mine").click()
    expect(page).to_have_url(re.compile(re.escape(mine.partition("?")[2])))
    expect(page.get_by_role("slider")).to_have_count(2)
    settle(page)

    page.goto(friends)
    page.get_by_role("button", name="Make it mine").click()
    expect(page.get_by_text("You are looking at")).to_have_count(0)
    expect(page.get_by_role("slider")).to_have_count(5)
    settle(page)

    page.goto(server)
    expect(page.get_by_text("your profile of 5 movies")).to_be_visible()
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_role("slider")).to_have_count(5)
