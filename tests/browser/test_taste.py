"""An example, a question and the portrait in a real browser."""

import pytest
from playwright.sync_api import expect

from .conftest import settle
from .test_journey import shown_list

pytestmark = pytest.mark.browser


def test_borrow_a_taste_answer_a_question_see_the_portrait(page, server):
    page.goto(server)
    settle(page)
    page.get_by_role("button", name="Star Wars fan").click()
    expect(page.get_by_role("heading", name="Recommended for you")).to_be_visible()
    settle(page)
    before = shown_list(page)
    assert len(before) == 10

    questions = page.locator(".st-key-questions-list .cine-card")
    expect(questions).to_have_count(0)
    # What is farther down comes as somebody gets there.
    page.get_by_role("heading", name="Keep and share").scroll_into_view_if_needed()
    page.get_by_role("heading", name="Rate these next").scroll_into_view_if_needed()
    expect(questions).to_have_count(3)
    settle(page)
    address = page.url
    page.get_by_role("button", name="Haven't seen").first.click()
    settle(page)
    expect(page.get_by_role("button", name="Ask again about 1 unseen movie")).to_be_visible()
    assert page.url == address
    assert shown_list(page) == before

    questions.first.get_by_role("slider").press("ArrowRight")
    expect(page).not_to_have_url(address)
    settle(page)
    assert shown_list(page) != before

    page.get_by_role("link", name="Your taste").first.click()
    expect(page.get_by_role("heading", name="Does it know you?")).to_be_visible()
    settle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
