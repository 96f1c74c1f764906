"""The main job as a person does it, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import served, settle

pytestmark = pytest.mark.browser

EMPIRE = "Star Wars: Episode V - The Empire Strikes Back (1980)"
PATHS = [
    "/",
    "/explore",
    "/profile",
    "/recommendations",
    "/what-if",
    "/taste",
    "/similar",
    "/map",
    "/night",
    "/model",
    "/about",
]
TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
MENU = {"For you", "Similar movies", "Your taste", "Movie night", "Explore", "About"}
RECORD = """
window.shown = new Set()
const look = () => {
  for (const link of document.querySelectorAll('[data-testid*="Nav"] a')) {
    // The icon's name is not read, and what is not laid out has no words.
    const said = link.querySelector("p")?.innerText ?? link.innerText
    if (said) shown.add(said.trim())
  }
  for (const found of document.querySelectorAll('[role="dialog"] h2')) shown.add(found.innerText)
  requestAnimationFrame(look)
}
requestAnimationFrame(look)
"""
OWN = ["Alpha (1990)", "Beta (1995)", "Gamma (2000)", "Delta (2005)", "Omega (2010)"]


def pick(page, words):
    box = page.get_by_role("combobox", name="Find a movie")
    box.click()
    box.fill(words)
    page.get_by_role("option").first.click()
    settle(page)


def shown_list(page):
    """Return rank and title of each movie listed, and what each favourite adds to its score."""
    return page.locator(".st-key-list .cine-card").evaluate_all(
        """all => all.map(card => [
            card.querySelector(".cine-title").textContent,
            ...[...card.querySelectorAll(".cine-bar [data-favourite]")].map(p => p.dataset.said),
        ])"""
    )


def rating(page, title):
    return page.get_by_role("slider", name=re.compile(f"{re.escape(title)}.*Your rating"))


def test_pick_rate_see_why_share(page, browser, server, recsys_home):
    page.goto(server)
    settle(page)
    pick(page, "empire strikes back")
    expect(page.get_by_role("heading", name="Recommended for you")).to_be_visible()
    expect(rating(page, EMPIRE)).to_have_count(1)
    pick(page, "pulp fiction")
    expect(rating(page, "Pulp Fiction (1994)")).to_have_count(1)
    settle(page)
    before = shown_list(page)
    assert len(before) == 10

    for _ in range(2):
        address = page.url
        rating(page, EMPIRE).press("ArrowRight")
        expect(page).not_to_have_url(address)
        settle(page)
    after = shown_list(page)
    assert len(after) == 10
    assert after != before

    page.get_by_role("button", name="Why").first.click()
    reason = page.locator(".cine-card").first.locator(".cine-open")
    expect(reason.get_by_text(EMPIRE).first).to_be_visible()
    expect(reason.get_by_text("Score", exact=True)).to_be_visible()

    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "?p=" in link

    with served(recsys_home) as elsewhere:
        friend = browser.new_context(viewport={"width": 390, "height": 844})
        theirs = friend.new_page()
        theirs.goto(link.replace(server, elsewhere))
        settle(theirs)
        expect(rating(theirs, EMPIRE)).to_have_attribute("aria-valuetext", re.compile("5.0"))
        expect(rating(theirs, "Pulp Fiction (1994)")).to_have_count(1)
        assert shown_list(theirs) == after
        friend.close()


def test_reload_back_and_forward_keep_the_profile(page, server):
    page.goto(server)
    settle(page)
    pick(page, "toy story")
    expect(page).to_have_url(re.compile(r"\?p="))
    one = page.url
    pick(page, "fargo")
    expect(page).not_to_have_url(one)
    two = page.url
    page.reload()
    settle(page)
    expect(page.get_by_role("slider")).to_have_count(2)
    page.go_back()
    expect(page.get_by_role("slider")).to_have_count(1)
    expect(page).to_have_url(one)
    page.go_forward()
    expect(page.get_by_role("slider")).to_have_count(2)
    expect(page).to_have_url(two)


def through_the_menu(page, server):
    page.goto(f"{server}/profile?p={TOKEN}")
    settle(page)
    for name in ("Similar movies", "Explore", "For you"):
        page.get_by_role("link", name=name).first.click()
        expect(page).to_have_url(re.compile(rf"\?p={TOKEN}"))
        settle(page)


def test_the_menu_carries_the_profile_along_and_back_leads_back(page, server):
    through_the_menu(page, server)
    for path in ("explore", "similar", "profile"):
        page.go_back()
        expect(page).to_have_url(f"{server}/{path}?p={TOKEN}")
        settle(page)
    expect(page.get_by_role("slider", name=re.compile("Your rating"))).to_have_count(5)
    page.go_forward()
    expect(page).to_have_url(f"{server}/similar?p={TOKEN}")


def test_an_address_that_is_completed_later_is_one_step_of_the_history(page, server):
    page.goto(f"{server}/about?p={TOKEN}")
    settle(page)
    # What Streamlit does on a slow machine; on a quick one it writes the whole address at once.
    steps = page.evaluate(
        """path => {
            const before = history.length
            history.pushState({}, "", path)
            history.pushState({}, "", path + "?p=x")
            history.pushState({}, "", path + "?p=y")
            return [history.length - before, window.location.search]
        }""",
        "/explore",
    )
    assert steps == [2, "?p=y"]


def test_back_pressed_twice_at_once_goes_back_two_pages(page, server):
    through_the_menu(page, server)
    page.evaluate("history.back(); setTimeout(() => history.back(), 40)")
    expect(page.get_by_role("heading", level=1, name="Similar movies")).to_be_visible()
    settle(page)
    expect(page).to_have_url(f"{server}/similar?p={TOKEN}")
    page.go_back()
    expect(page).to_have_url(f"{server}/profile?p={TOKEN}")
    expect(page.get_by_role("slider", name=re.compile("Your rating"))).to_have_count(5)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_works_as_the_first_request_to_a_fresh_server(
    page, path, recsys_home, small, tmp_path
):
    page.add_init_script(RECORD)
    # By its whole path from elsewhere; the other journeys start it from the repository.
    with served(recsys_home, tmp_path) as address:
        page.goto(f"{address}{path}?p={TOKEN}")
        settle(page)
        expect(page.get_by_role("link", name="Explore").first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page).to_have_url(re.compile(rf"{path}\?p={TOKEN}"))
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        # Never a menu of file names, and no dialog about a page not found.
        assert set(page.evaluate("[...shown]")) == MENU
        # The theme lies beside the server's script.
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(255, 253, 250)")


def test_a_damaged_link_is_a_notice_not_an_error(page, server):
    page.goto(f"{server}/recommendations?p={TOKEN[:-3]}")
    settle(page)
    expect(page.get_by_text(re.compile("cut off or changed"))).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_phone(browser, server, path, scheme):
    phone = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = phone.new_page()
    page.goto(f"{server}{path}?p={TOKEN}")
    settle(page)
    wider = page.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
    )
    phone.close()
    assert wider <= 0


def test_a_click_during_retraining_leaves_nothing_half_done(page, server):
    page.goto(f"{server}/model?p={TOKEN}")
    settle(page)
    page.get_by_role("button", name="Retrain with me and compare").click()
    page.get_by_role("link", name="For you").first.click()
    expect(page.get_by_role("slider", name="Your rating")).to_have_count(5)
    settle(page)
    assert len(shown_list(page)) == 10
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_own_data_by_upload_the_profile_stays_and_explore_follows(page, server, tmp_path):
    rows = [(f"u{u}", title, 1 + (u * i) % 5) for u in range(1, 40) for i, title in enumerate(OWN)]
    lines = ["who,film,stars", *(f"{who},{film},{stars}" for who, film, stars in rows)]
    own = tmp_path / "club.csv"
    own.write_text("\n".join(lines) + "\n", encoding="utf-8")

    page.goto(f"{server}/explore?p={TOKEN}")
    settle(page)
    page.get_by_role("button", name="Bring your own data").click()
    page.locator("input[type=file]").set_input_files(own)
    expect(page.get_by_text(re.compile("Movies: film"))).to_be_visible()
    page.get_by_role("button", name="Use this data set").click()
    expect(page.get_by_text(f"{len(rows):,}", exact=True).first).to_be_visible()
    settle(page)
    expect(page.get_by_text(re.compile("stay in your profile"))).to_be_visible()
    expect(page).to_have_url(re.compile(TOKEN))

    page.get_by_role("link", name="For you").first.click()
    settle(page)
    expect(page.get_by_text(re.compile("stay in your profile.*Pulp Fiction"))).to_be_visible()
    expect(page).to_have_url(re.compile(TOKEN))
    page.reload()
    settle(page)
    expect(page.get_by_role("slider", name=re.compile("Pulp Fiction.*Your rating"))).to_have_count(
        1
    )
    expect(page.get_by_test_id("stException")).to_have_count(0)
