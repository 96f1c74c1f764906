"""The list of titles one picks from: in the browser, by keyboard, mouse and touch."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from .conftest import ROOT, frames, served, settle

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
EMPIRE = "Star Wars: Episode V - The Empire Strikes Back (1980)"
HOSTILE = '<img src=x onerror="window.harm=1"> **Bold** (1990)'


def opened(page, address, query=""):
    page.goto(f"{address}/profile{query}")
    settle(page)
    return box(page)


def box(page):
    return page.get_by_role("combobox", name="Find a movie", exact=True)


def options(page):
    return page.get_by_role("option")


def titles_of(options):
    """Return the titles of options, beside which covers are drawn."""
    return options.locator("bdi")


def active(page):
    """Return the title that Enter would pick, as assistive technology is told."""
    return page.evaluate(
        """() => document.getElementById(
            document.activeElement.getAttribute("aria-activedescendant"))
            ?.querySelector("bdi").textContent ?? null"""
    )


def rating(page, title):
    return page.get_by_role("slider", name=re.compile(f"{re.escape(title)}.*Your rating"))


def test_two_movies_are_picked_in_a_row_without_leaving_the_field(page, server):
    field = opened(page, server)
    field.focus()
    page.keyboard.type("empire strikes")
    assert active(page) == EMPIRE
    page.keyboard.press("Enter")
    # At once: the app's answer is still on its way.
    assert field.input_value() == ""
    assert options(page).count() == 0
    page.keyboard.type("pulp fic")
    expect(rating(page, EMPIRE)).to_have_count(1)
    settle(page)
    expect(field).to_have_value("pulp fic")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert active(page) == "Pulp Fiction (1994)"
    page.keyboard.press("Enter")
    expect(rating(page, "Pulp Fiction (1994)")).to_have_count(1)
    settle(page)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(page.get_by_role("slider")).to_have_count(2)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("amélie", "Amelie (Le Fabuleux destin d'Amélie Poulain) (2001)"),
        ("AMELIE", "Amelie (Le Fabuleux destin d'Amélie Poulain) (2001)"),
        ("matrix the", "The Matrix (1999)"),
        ("Matrix, The", "The Matrix (1999)"),
        ("et terrestrial", "E.T. the Extra-Terrestrial (1982)"),
        ("spiderman", "Spider-Man (2002)"),
        ("rocky 2", "Rocky II (1979)"),
        ("alien", "Alien (1979)"),
        ("titanic the", "Titanic (1997)"),
        ("star wars", "Star Wars: Episode IV - A New Hope (1977)"),
        ("empire stirkes", EMPIRE),
        ("schindlrs list", "Schindler's List (1993)"),
        ("jurasic prk", "Jurassic Park (1993)"),
        ("onnection french", "The French Connection (1971)"),
    ],
)
def test_the_first_one_listed_is_what_was_meant(index, typed, first):
    assert index(typed)[0] == first


def test_what_fits_worse_comes_later_and_what_does_not_fit_is_left_out(index):
    within = "Louis C.K.: Live at the Beacon Theater (2011)"
    found = index("heat")
    assert found[:2] == ["Heat (1995)", "The Heat (2013)"]
    assert found.index("Heathers (1989)") < found.index("Body Heat (1981)")
    assert found.index("Body Heat (1981)") < found.index(within)
    assert all("heat" in title.lower() for title in found)
    assert index("zzzzzz") == []


@pytest.fixture(scope="module")
def index(browser, server):
    """Return what lists the titles for a query, the app opened once."""
    context = browser.new_context()
    page = context.new_page()
    field = opened(page, server)
    field.focus()

    def listed(typed):
        field.fill(typed)
        return titles_of(options(page)).all_inner_texts()

    yield listed
    context.close()


def test_how_many_fit_is_said_and_that_none_does(page, server):
    field = opened(page, server)
    said = page.locator(".cine-said")
    expect(said).to_have_attribute("aria-live", "polite")
    field.click()
    expect(options(page)).to_have_count(50)
    assert active(page) is None
    field.fill("toy story 2")
    expect(said).to_have_text("1 movie fits")
    field.fill("the")
    expect(said).to_have_text(re.compile(r"^[\d,]+ movies fit, the best 50 are listed$"))
    expect(options(page)).to_have_count(50)
    field.fill("qqqqqqq")
    expect(said).to_have_text(re.compile("^No movie fits “qqqqqqq”"))
    expect(page.get_by_text("No movie fits “qqqqqqq”").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(field).to_have_value("qqqqqqq")


def test_the_keys_walk_close_and_clear(page, server):
    field = opened(page, server)
    field.focus()
    page.keyboard.type("star wars")
    titles = titles_of(options(page)).all_inner_texts()
    walk = [("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("End", -1), ("ArrowDown", 0),
            ("ArrowUp", -1), ("Home", 0)]  # fmt: skip
    for key, place in walk:
        page.keyboard.press(key)
        assert active(page) == titles[place], key
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
        inside = page.locator("[role=option][aria-selected=true]").evaluate(
            """e => { const [a, b] = [e, e.closest(".cine-popup")].map(x =>
                x.getBoundingClientRect()); return a.top >= b.top && a.bottom <= b.bottom }"""
        )
        assert inside, key
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field).to_have_value("star wars")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    page.keyboard.press("ArrowDown")
    assert active(page) == "Forrest Gump (1994)"
    page.keyboard.press("Tab")
    expect(field).not_to_be_focused()
    expect(options(page)).to_have_count(0)
    field.click()
    expect(options(page)).to_have_count(50)
    page.get_by_role("heading", level=1).click()
    expect(options(page)).to_have_count(0)


def test_a_movie_that_is_taken_is_marked_and_not_picked_again(page, server):
    field = opened(page, server, f"?p={TOKEN}")
    address = page.url
    field.fill("pulp fiction")
    taken = page.get_by_role("option", name="Pulp Fiction (1994)", exact=True)
    expect(taken).to_have_attribute("aria-disabled", "true")
    expect(taken.locator("> svg")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".cine-said")).to_have_text("Pulp Fiction (1994) is there already.")
    taken.click(force=True)
    settle(page)
    expect(field).to_have_value("pulp fiction")
    assert page.url == address
    page.get_by_role("button", name="Remove").nth(3).click()
    expect(rating(page, "Pulp Fiction (1994)")).to_have_count(0)
    settle(page)
    field.click()
    expect(taken).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(rating(page, "Pulp Fiction (1994)")).to_have_count(1)


@pytest.mark.parametrize("how", ["Enter", "click"])
def test_a_movie_with_too_few_likes_is_listed_with_the_reason_and_never_another_instead(
    page, server, how
):
    field = opened(page, server)
    field.fill("gigli")
    found = page.get_by_role("option", name="Gigli (2003)")
    expect(found).to_have_attribute("aria-disabled", "true")
    expect(found).to_contain_text("too few likes here to recommend from")
    if how == "Enter":
        page.keyboard.press("Enter")
    else:
        found.click(force=True)
    said = "Gigli (2003): too few likes here to recommend from."
    expect(page.locator(".cine-said")).to_have_text(said)
    expect(field).to_have_value("gigli")
    settle(page)
    assert "p=" not in page.url


def test_what_is_being_typed_survives_a_run_begun_elsewhere_and_the_way_through_other_pages(
    page, server
):
    opened(page, server, f"?p={TOKEN}")
    for name, path in (("Explore", "explore"), ("For you", "profile")):
        page.get_by_role("link", name=name).first.click()
        expect(page).to_have_url(f"{server}/{path}?p={TOKEN}")
        settle(page)
    field = box(page)
    # A damaged address: a notice appears above, and everything below is drawn again.
    page.evaluate("history.pushState({}, '', '?p=1damaged')")
    page.evaluate(f"history.pushState({{}}, '', '?p={TOKEN}')")
    field.focus()
    page.keyboard.type("empire")
    page.keyboard.press("ArrowDown")
    second = active(page)
    page.evaluate("history.back()")
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    settle(page)
    expect(field).to_be_focused()
    expect(field).to_have_value("empire")
    assert active(page) == second

    # Away by the browser's own button, without leaving the field: it is built anew.
    page.evaluate("history.back()")
    settle(page)
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", level=1, name="Explore the data")).to_be_visible()
    settle(page)
    page.evaluate("history.forward()")
    expect(field).to_be_focused()
    expect(field).to_have_value("empire")
    expect(options(page).first).to_be_visible()


def test_a_title_of_somebodys_data_stays_text(page, tmp_path, recsys_home):
    quoted = HOSTILE.replace('"', '""')
    movies = ["movieId,title,genres", f'1,"{quoted}",Drama']
    movies += [f"{n},Film {n} ({1980 + n}),Drama" for n in range(2, 12)]
    ratings = ["userId,movieId,rating,timestamp"]
    ratings += [f"{u},{n},{3 + (u + n) % 5 / 2},0" for u in range(1, 41) for n in range(1, 12)]
    (tmp_path / "movies.csv").write_text("\n".join(movies) + "\n", encoding="utf-8")
    (tmp_path / "ratings.csv").write_text("\n".join(ratings) + "\n", encoding="utf-8")
    with served(recsys_home, RECSYS_DATASET=str(tmp_path)) as address:
        field = opened(page, address)
        field.fill("bold onerror")
        expect(titles_of(options(page))).to_have_text([HOSTILE])
        expect(options(page).locator("img")).to_have_count(0)
        field.fill("<img src=x onerror='window.harm=1'> zzzzzz")
        expect(page.locator(".cine-none")).to_contain_text("<img src=x")
        field.fill("bold")
        page.keyboard.press("Enter")
        expect(page.get_by_role("slider")).to_have_count(1)
        settle(page)
        assert page.evaluate("window.harm") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_list_lies_in_the_window_and_a_tap_picks(browser, server, scheme):
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True, is_mobile=True
    )
    page = phone.new_page()
    field = opened(page, server, f"?p={TOKEN}")
    for height in (844, 500):
        page.set_viewport_size({"width": 390, "height": height})
        field.tap()
        field.fill("lord of the rings")
        popup = page.locator(".cine-popup")
        box, at = popup.bounding_box(), field.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
        # Nothing of the page lies on it.
        covered = popup.evaluate(
            """e => { const { left, right, top, bottom } = e.getBoundingClientRect()
                return [[left + 9, top + 9], [right - 9, top + 9], [left + 9, bottom - 9],
                    [(left + right) / 2, (top + bottom) / 2]]
                    .some(([x, y]) => !e.contains(document.elementFromPoint(x, y))) }"""
        )
        assert not covered
        assert box["y"] > at["y"]
        assert options(page).first.bounding_box()["height"] >= 40
        assert field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16
        page.keyboard.press("Escape")
    field.fill("toy story")
    options(page).first.tap()
    expect(rating(page, "Toy Story (1995)")).to_have_count(1)
    phone.close()


def test_the_first_visitors_page_is_completed_around_what_they_type(page, tmp_path):
    # On a fresh server whose data set's model does not ship, the first run draws how training
    # goes, the next one nothing in its place.
    # The browser asks for that next run by itself; it is let do so once somebody types. With the
    # first movie the start gives way to the list, whose field goes on with what is being typed.
    asked, held = [], []

    def line(ws):
        server = ws.connect_to_server()

        def say(message):
            asked.append(message)
            if len(asked) > 1 and held is not None:
                held.append(lambda: server.send(message))
            else:
                server.send(message)

        ws.on_message(say)

    page.route_web_socket(re.compile("_stcore/stream"), line)
    mine = shutil.copytree(ROOT / "data" / "ml-latest-small", tmp_path / "mine")
    with served(tmp_path / "home", RECSYS_DATASET=str(mine)) as address:
        page.goto(f"{address}/profile")
        field = box(page)
        field.focus()
        page.keyboard.type("empire strikes")
        # The titles travel apart from the field and may come after what is typed.
        expect(titles_of(options(page).and_(page.locator("[aria-selected=true]")))).to_have_text(
            EMPIRE
        )
        page.keyboard.press("Enter")
        later, held = held, None
        for send in later:
            send()
        page.keyboard.type("pul")
        expect(rating(page, EMPIRE)).to_have_count(1)
        settle(page)
        expect(field).to_have_value("pul")
        expect(field).to_be_focused()
        page.keyboard.type("p fic")
        assert active(page) == "Pulp Fiction (1994)"


def test_tab_leads_out_of_the_picker_to_the_next_control(page, server):
    field = opened(page, server, f"?p={TOKEN}")
    field.click()
    listed = page.locator(".cine-popup li")
    expect(listed.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(listed.first).to_be_hidden()
    # The list scrolls, which some browsers make a stop for the keyboard.
    inside = "!!document.activeElement.closest('.cine-picker')"
    assert page.evaluate(f"[document.activeElement.tagName, {inside}]") == ["INPUT", False]


def test_a_choice_is_shown_replaced_and_cleared(page, server):
    page.goto(f"{server}/similar?p={TOKEN}")
    settle(page)
    field = page.get_by_role("combobox", name="Movies similar to", exact=True)
    clear = page.get_by_role("button", name="Movies similar to: clear")
    expect(clear).to_have_count(0)
    field.fill("matrix")
    page.keyboard.press("Enter")
    expect(field).to_have_value("The Matrix (1999)")
    settle(page)
    expect(field).to_have_value("The Matrix (1999)")
    # The titles of another control, which has come with the choice, open no list here.
    expect(page.get_by_role("combobox", name="Why would I like one of these?")).to_be_visible()
    frames(page, 10)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    # What is half typed is no choice.
    field.fill("toy sto")
    page.keyboard.press("Tab")
    expect(field).to_have_value("The Matrix (1999)")
    clear.click()
    expect(field).to_have_value("")
    settle(page)
    expect(clear).to_have_count(0)
    # Each control of the page has its own.
    first = page.get_by_role("combobox", name="First movie", exact=True)
    shown = first.input_value()
    assert shown
    other = page.get_by_role("combobox", name="Second movie", exact=True)
    other.fill("heat")
    page.keyboard.press("Enter")
    expect(other).to_have_value("Heat (1995)")
    settle(page)
    expect(first).to_have_value(shown)
    expect(page.get_by_test_id("stException")).to_have_count(0)
