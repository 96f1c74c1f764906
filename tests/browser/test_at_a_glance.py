"""What somebody sees without doing anything: a list in view, and the reason on every card."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from .conftest import frames, settle, until

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
LION = 364
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 1000}}


def own(browser, server, **given):
    """Open a profile that the browser remembers as the person's own."""
    context = browser.new_context(**given)
    page = context.new_page()
    page.goto(f"{server}/profile?p={TOKEN}")
    settle(page)
    page.get_by_role("button", name=re.compile("profile of my own|Make it mine")).click()
    expect(page.get_by_text("opened from a link")).to_have_count(0)
    settle(page)
    page.goto(f"{server}/profile?p={TOKEN}")
    settle(page)
    cards = page.locator(".st-key-list .cine-card")
    expect(cards).to_have_count(10)
    until(page, "() => scrollY === 0")
    return page, cards


def tops(cards):
    return cards.evaluate_all("all => all.map(card => card.getBoundingClientRect().top)")


@pytest.mark.parametrize(("device", "highest"), [(PHONE, 300), (DESK, 260)])
def test_the_first_card_is_in_view(browser, server, device, highest):
    page, cards = own(browser, server, **device)
    assert tops(cards)[0] <= highest
    assert page.evaluate("document.documentElement.scrollWidth") <= device["viewport"]["width"]
    page.context.close()


def test_six_cards_stand_on_a_phones_screen(browser, server):
    page, cards = own(browser, server, **PHONE)
    first, *_, last = tops(cards)[:7]
    header, bar = 60, page.locator(".st-key-bar").bounding_box()["height"]
    assert last - first <= 844 - header - bar
    page.context.close()


def test_on_a_phone_undo_and_share_stay_in_view(browser, server):
    page, cards = own(browser, server, **PHONE)
    cards.last.scroll_into_view_if_needed()
    for name in ("Undo", "Share"):
        box = page.locator(".st-key-bar").get_by_role("button", name=name).bounding_box()
        assert 0 <= box["y"] <= 844 - box["height"]
        assert box["height"] >= 44
    page.context.close()


def test_on_a_desk_the_favourites_stay_while_the_list_scrolls(browser, server):
    page, cards = own(browser, server, **DESK)
    cards.last.scroll_into_view_if_needed()
    page.mouse.move(1000, 600)
    page.mouse.wheel(0, 100)
    expect(page.locator(".st-key-because-movies")).to_be_attached()
    page.mouse.wheel(0, 500)
    frames(page)
    box = page.get_by_role("combobox", name="Find a movie").bounding_box()
    assert 0 <= box["y"] <= 200
    page.context.close()


def test_a_bar_is_as_long_as_its_favourites_say_and_they_light_up_together(browser, server):
    page, cards = own(browser, server, **DESK)
    lengths = cards.locator(".cine-good").evaluate_all(
        "all => all.map(bar => [...bar.children].reduce((sum, piece) => sum + "
        "piece.getBoundingClientRect().width, 0))"
    )
    assert max(lengths) == lengths[0]
    pieces = cards.first.locator(f'.cine-bar [data-favourite="{LION}"]')
    pieces.hover()
    lit = page.locator(".st-key-list .cine-bar .cine-lit")
    expect(lit).to_have_count(
        page.locator(f'.st-key-list .cine-bar [data-favourite="{LION}"]').count()
    )
    expect(cards.first.locator(".cine-line")).to_contain_text("The Lion King (1994): +")
    colours = lit.evaluate_all(
        "all => all.map(piece => piece.style.getPropertyValue('--cine-colour'))"
    )
    assert len(set(colours)) == 1
    page.context.close()


def test_the_bars_are_one_stop_of_the_keyboard_and_arrows_lead_on(browser, server):
    page, cards = own(browser, server, **DESK)
    bar = cards.first.locator(".cine-bar")
    assert page.locator(".st-key-list .cine-bar[tabindex='0']").count() == 1
    expect(bar).to_have_accessible_name(re.compile(r"What speaks for it: \d+ % from "))
    bar.focus()
    told = cards.first.locator(".cine-line")
    expect(told).to_contain_text(": +")
    before = told.text_content()
    page.keyboard.press("ArrowLeft")
    expect(told).not_to_have_text(before)
    page.keyboard.press("ArrowDown")
    expect(cards.nth(1).locator(".cine-bar")).to_be_focused()
    page.context.close()


def test_a_card_opens_in_place_without_an_answer_and_adds_up(browser, server):
    page, cards = own(browser, server, **DESK)
    cards.first.get_by_role("button", name="Why", exact=True).evaluate(
        """button => {
            button.click()
            window.rows = [...button.closest("li").querySelectorAll(".cine-value")]
                .map(value => value.textContent)
        }"""
    )
    *parts, total = page.evaluate("window.rows")
    assert len(parts) == 5
    read = [Decimal(part.replace("\N{MINUS SIGN}", "-")) for part in parts]
    assert sum(read) == Decimal(total)
    opened = cards.first.locator(".cine-open")
    expect(opened.locator(".cine-waits")).to_have_count(0)
    expect(opened).to_contain_text("Without")
    expect(page.get_by_role("dialog")).to_have_count(0)
    for name in ("What would change it?", "Similar movies", "On the map"):
        expect(opened.get_by_role("button", name=name)).to_be_visible()
    page.context.close()


def test_a_change_of_the_list_is_said_politely(browser, server):
    page, cards = own(browser, server, **DESK)
    cards.nth(3).get_by_role("button", name="Not for me").press("Enter")
    expect(page.locator("#cine-announced")).to_contain_text("Since your last change")
    page.context.close()
