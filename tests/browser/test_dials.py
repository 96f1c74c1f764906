"""The dials in a real browser, by keyboard, on a laptop and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import settle
from .test_journey import TOKEN, shown_list

pytestmark = pytest.mark.browser


def dial(page, name):
    return page.get_by_role("slider", name=re.compile(name))


def turn(page, name, key, times):
    for _ in range(times):
        dial(page, name).press(key)
    settle(page)


def test_a_dial_turned_by_keyboard_changes_list_and_address_and_stays(page, server):
    page.goto(f"{server}/recommendations?p={TOKEN}")
    settle(page)
    before = shown_list(page)
    assert len(before) == 10
    page.get_by_role("button", name="Filters").click()
    turn(page, "Popularity", "ArrowLeft", 15)
    expect(page).to_have_url(re.compile(r"popularity=-0\.75"))
    expect(page.get_by_text("less known").first).to_be_visible()
    settle(page)
    gems = shown_list(page)
    assert gems != before
    turn(page, "Variety", "ArrowRight", 4)
    expect(page).to_have_url(re.compile(r"diversity=0\.2"))
    settle(page)
    varied = shown_list(page)
    assert varied != gems

    page.reload()
    settle(page)
    page.get_by_role("button", name="Filters").click()
    expect(dial(page, "Popularity")).to_have_value("-0.75")
    assert shown_list(page) == varied

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reset").click()
    expect(page).not_to_have_url(re.compile("popularity"))
    settle(page)
    assert shown_list(page) == before


def test_filters_open_on_a_phone_and_stand_in_the_address(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{server}/recommendations?p={TOKEN}&popularity=-0.5")
    settle(page)
    page.get_by_role("button", name="Filters").click()
    genres = page.get_by_role("combobox", name="Only these genres")
    genres.fill("Animation")
    page.get_by_role("option", name="Animation").click()
    expect(page).to_have_url(re.compile("genre=Animation"))
    expect(page).to_have_url(re.compile(r"popularity=-0\.5"))
    settle(page)
    # The filters stay open while one sets them.
    expect(genres).to_be_visible()
    expect(page.get_by_text("Steered: only Animation")).to_have_count(1)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    context.close()
