"""The profile as people build, keep, share and bring it, in a real browser."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from .conftest import PATIENCE, served, settle

pytestmark = pytest.mark.browser

RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2021-03-01,Se7en,1995,https://boxd.it/29qU,4.5
2021-03-02,Léon: The Professional,1994,https://boxd.it/29Nw,5
2021-03-05,Hamlet,2000,https://boxd.it/2xyz,2.5
2021-03-06,Dune,2021,https://boxd.it/bXTq,4
"""
WATCHED = """Date,Name,Year,Letterboxd URI
2021-03-01,Se7en,1995,https://boxd.it/29qU
2021-03-07,Heat,1995,https://boxd.it/2bcd
"""


@pytest.fixture(autouse=True)
def patience():
    """A browser that shares two cores with others is not wrong but slow."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=PATIENCE)


def rating(page, title):
    return page.get_by_role("slider", name=re.compile(f"{re.escape(title)}.*Your rating"))


def focused(page, locator):
    """Walk with Tab until the focus is on a control, as somebody without a mouse does."""
    for _ in range(150):
        if locator.evaluate("element => element.matches(':focus')"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{locator} cannot be reached with Tab")


def picked(page, words, title):
    focused(page, page.get_by_role("combobox", name="Find a movie"))
    page.keyboard.type(words)
    expect(page.get_by_role("option").first).to_contain_text(title)
    page.keyboard.press("Enter")
    expect(rating(page, title)).to_have_count(1)
    settle(page)


def test_a_profile_is_built_from_nothing_with_the_keyboard_alone(page, server):
    page.goto(server)
    settle(page)
    picked(page, "empire strikes", "The Empire Strikes Back (1980)")
    picked(page, "pulp fiction", "Pulp Fiction (1994)")
    expect(page.get_by_role("heading", name="Recommended for you")).to_be_visible()

    before = page.url
    slider = rating(page, "Pulp Fiction (1994)")
    focused(page, slider)
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("4.5"))
    expect(page).not_to_have_url(before)
    settle(page)

    focused(page, page.get_by_role("button", name="Why").first)
    page.keyboard.press("Enter")
    opened = page.locator(".cine-open").first
    expect(opened.get_by_text("Pulp Fiction (1994)").first).to_be_visible()
    settle(page)
    focused(page, page.get_by_role("button", name="Copy link"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()

    page.keyboard.press("ControlOrMeta+z")
    expect(page).to_have_url(before)
    expect(rating(page, "Pulp Fiction (1994)")).to_have_attribute(
        "aria-valuetext", re.compile("4.0")
    )
    settle(page)
    page.keyboard.press("ControlOrMeta+z")
    expect(page.get_by_role("slider", name="Your rating")).to_have_count(1)


def test_the_profile_outlives_a_reload_and_a_way_through_the_menu(page, server):
    page.goto(server)
    settle(page)
    picked(page, "toy story", "Toy Story (1995)")
    expect(page).to_have_url(re.compile(r"\?p="))
    one = page.url
    page.reload()
    settle(page)
    expect(rating(page, "Toy Story (1995)")).to_have_count(1)
    expect(page).to_have_url(one)
    page.get_by_role("link", name="Explore").first.click()
    expect(page).to_have_url(re.compile(r"/explore\?p="))
    settle(page)
    page.get_by_role("link", name="For you").first.click()
    expect(rating(page, "Toy Story (1995)")).to_have_count(1)
    settle(page)
    expect(page).to_have_url(re.compile(re.escape(one.partition("?")[2])))


def test_a_friend_sees_the_shared_profile_and_changes_only_their_own(page, browser, server):
    page.goto(server)
    settle(page)
    picked(page, "fargo", "Fargo (1996)")
    expect(page).to_have_url(re.compile(r"\?p="))
    mine = page.url
    friend = browser.new_context(viewport={"width": 390, "height": 844})
    theirs = friend.new_page()
    theirs.goto(mine)
    settle(theirs)
    expect(rating(theirs, "Fargo (1996)")).to_have_attribute("aria-valuetext", re.compile("4.0"))
    picked(theirs, "alien", "Alien (1979)")
    expect(theirs).not_to_have_url(mine)
    page.reload()
    settle(page)
    expect(page.get_by_role("slider")).to_have_count(1)
    expect(page).to_have_url(mine)
    friend.close()


def test_a_letterboxd_zip_comes_in(page, server):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("profile.csv", "Username\nx\n")
        archive.writestr("watched.csv", WATCHED)
        archive.writestr("ratings.csv", RATINGS)
        archive.writestr("deleted/diary.csv", RATINGS.replace("Se7en,1995", "Alien,1979"))
    page.goto(f"{server}/profile")
    settle(page)
    page.get_by_text("Bring your ratings or your list").click()
    settle(page)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(
        {
            "name": "letterboxd-x-2021.zip",
            "mimeType": "application/zip",
            "buffer": buffer.getvalue(),
        }
    )
    expect(
        page.get_by_text(
            "From Letterboxd: 2 ratings and 1 seen movie, 1 for you to decide, 1 left out."
        )
    ).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Add 2 ratings and 1 seen movie").click()
    expect(rating(page, "Seven (a.k.a. Se7en) (1995)")).to_have_attribute(
        "aria-valuetext", re.compile("4.5")
    )
    expect(page.get_by_text("Seen, not rated (1)")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?p="))
    page.reload()
    settle(page)
    expect(page.get_by_role("slider", name="Your rating")).to_have_count(2)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_large_catalogue_is_searched_with_the_keyboard(page, tmp_path, recsys_home):
    movies = ["movieId,title,genres"]
    movies += [f"{n},Film {n} of Many ({1950 + n % 70}),Drama" for n in range(1, 10_101)]
    ratings = ["userId,movieId,rating,timestamp"]
    ratings += [f"{1 + n % 120},{n},{3 + n % 5 / 2},0" for n in range(1, 10_101)]
    ratings += [f"{u},{n},4.5,0" for u in range(1, 121) for n in range(1, 30) if n % 120 != u - 1]
    (tmp_path / "movies.csv").write_text("\n".join(movies) + "\n", encoding="utf-8")
    (tmp_path / "ratings.csv").write_text("\n".join(ratings) + "\n", encoding="utf-8")
    with served(recsys_home, RECSYS_DATASET=str(tmp_path)) as address:
        page.goto(f"{address}/profile")
        box = page.get_by_role("searchbox", name="Find a movie")
        expect(box).to_be_visible(timeout=60_000)
        settle(page)
        focused(page, box)
        page.keyboard.type("film 5017 of many")
        hit = page.get_by_role("button", name="Film 5017 of Many (1997)")
        expect(hit).to_be_visible()
        focused(page, hit)
        page.keyboard.press("Enter")
        expect(rating(page, "Film 5017 of Many (1997)")).to_have_count(1)
        expect(box).to_have_value("")
        expect(page).to_have_url(re.compile(r"\?p="))
        expect(page.get_by_test_id("stException")).to_have_count(0)
