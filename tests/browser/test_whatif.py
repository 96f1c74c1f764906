"""Why, leave one out, what would it take: in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import settle

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"


def test_why_a_toggle_and_what_it_would_take(page, server):
    page.goto(f"{server}/recommendations?p={TOKEN}")
    settle(page)
    page.get_by_role("button", name="Why", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(r"Rank 1 of [\d,]+ movies"))).to_be_visible()
    expect(dialog.get_by_text(re.compile("The model is very sure"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    page.get_by_role("radio", name="Without", exact=True).click()
    expect(page.get_by_text(re.compile("All your ratings count"))).to_be_visible()
    page.get_by_role("button", name="Pulp Fiction (1994)").click()
    expect(page.get_by_text(re.compile("Without 1 rating"))).to_be_visible()
    settle(page)
    expect(page).to_have_url(re.compile(TOKEN))

    page.get_by_role("radio", name="What would it take?").click()
    box = page.get_by_role("combobox", name="Movie to bring in or throw out")
    box.click()
    box.fill("shawshank")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Change my ratings so").click()
    expect(page.get_by_text(re.compile("is not in your top 10 any more"))).to_be_visible()
    expect(page).not_to_have_url(re.compile(TOKEN))
    page.get_by_role("button", name="Undo this change").click()
    expect(page).to_have_url(re.compile(TOKEN))
    expect(page.get_by_test_id("stException")).to_have_count(0)
