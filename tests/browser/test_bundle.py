"""A host that has a bundle and nobody's ratings, as a person meets it."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import served, settle
from .test_journey import PATHS, TOKEN, pick, rating, shown_list

pytestmark = pytest.mark.browser

NONE_HERE = re.compile("this host has none of")
HEADINGS = {
    "/similar": "Two movies side by side",
    "/taste": "What you love",
    "/explore": "How people rate",
    "/model": "How good is it for a newcomer?",
}


@pytest.fixture(scope="module")
def host(small_bundle, tmp_path_factory):
    """Return the address of a server in a home of its own, where nothing is but the bundle."""
    home = tmp_path_factory.mktemp("home")
    with served(home, RECSYS_DATASET=str(small_bundle)) as address:
        yield address
    assert not (home / "models").exists(), "a model was trained"
    assert not (home / "maps").exists(), "a map was laid out"


def test_every_page_is_useful_and_none_has_an_error(page, host):
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(host)
    settle(page)
    pick(page, "empire strikes back")
    pick(page, "pulp fiction")
    expect(page.get_by_role("heading", name="Recommended for you")).to_be_visible()
    expect(rating(page, "Pulp Fiction (1994)")).to_have_count(1)
    settle(page)
    assert len(shown_list(page)) == 10
    for path in PATHS:
        page.goto(f"{host}{path}?p={TOKEN}")
        settle(page)
        expect(page.locator("h1").first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.locator("[data-testid=stAlertContentError]")).to_have_count(0)
        if path in HEADINGS:
            expect(page.get_by_role("heading", name=HEADINGS[path])).to_have_count(1)
    assert not problems


def test_what_takes_ratings_says_so_in_its_place(page, host):
    page.goto(f"{host}/taste?p={TOKEN}")
    settle(page)
    expect(page.get_by_text(NONE_HERE)).to_have_count(1)
    page.goto(f"{host}/model?p={TOKEN}")
    settle(page)
    expect(page.get_by_text(NONE_HERE)).to_have_count(3)
    expect(page.get_by_role("button", name="Retrain with me and compare")).to_have_count(0)


def test_the_map_stands_without_being_laid_out(page, host):
    page.goto(f"{host}/map?p={TOKEN}")
    settle(page)
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.get_by_text("What lies where")).to_be_visible()


def test_a_card_opens_to_its_reason_and_the_list_is_the_data_sets(page, host, server):
    lists = []
    for address in (host, server):
        page.goto(f"{address}/profile?p={TOKEN}")
        settle(page)
        lists.append(shown_list(page))
    assert lists[0] == lists[1]
