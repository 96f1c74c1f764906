"""The picture of a link: what it says, what it is made of, and that no link breaks it."""

import io
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageColor
from tiny import tiny_recommender
from web import ask

from recsys.errors import UnavailableError
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui import shared
from recsys.ui.charts.theme import DARK, LIGHT
from recsys.ui.web import asked, card, picture
from recsys.ui.web.picture import Listed, Named, Picture, readable, readable_title

FAVOURITES = LIGHT.favourites
TOKEN = link.encode(Profile(((1196, 5.0), (318, 4.5), (296, 4.0))))
LEFT, RIGHT = 56, 1144
"""Where the bars begin, and where the longest one ends."""
BARS = (266, 374, 482)
"""Heights at which the middle of each bar lies."""


@pytest.fixture(autouse=True)
def no_cards_kept():
    card.forget()


def opened(content):
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    return image.convert("RGB")


def shown(**query):
    reply = ask("/card.png", **query)
    assert (reply.status, reply.headers["content-type"]) == (200, "image/png")
    return reply


def colours(image, bar):
    """Return how many pixels of a bar's middle line each colour has."""
    line = [image.getpixel((x, BARS[bar])) for x in range(LEFT, RIGHT)]
    names = {ImageColor.getrgb(c): c for c in (*FAVOURITES, LIGHT.others, LIGHT.paper)}
    return {colour: line.count(rgb) for rgb, colour in names.items() if rgb in line}


def test_a_bar_is_as_long_as_its_score_and_divided_as_its_parts():
    rows = (Listed("A", 1.0, (3, 1, 0)), Listed("B", 0.5, (0, 1, 1)), Listed("C", 0.0, ()))
    legend = Named("One", FAVOURITES[3]), Named("Two", FAVOURITES[1])
    image = opened(picture.drawn(Picture("Heading", "Below", rows, legend, 3)))
    first, second = colours(image, 0), colours(image, 1)
    assert first[FAVOURITES[3]] == pytest.approx(816, abs=6)
    assert first[FAVOURITES[1]] == pytest.approx(272, abs=6)
    assert second[FAVOURITES[1]] == pytest.approx(272, abs=6)
    assert second[LIGHT.others] == pytest.approx(272, abs=6)
    assert second[LIGHT.paper] == pytest.approx(544, abs=6)
    assert set(colours(image, 2)) == {LIGHT.paper}


def test_a_list_is_scores_beside_the_best_and_what_favourites_add():
    # By `tiny`: movie 1 adds a quarter of (1, 0), movie 2 of (0, 1), so 3 and 5 have 0.375.
    found = card.list_card(tiny_recommender(), Profile(((1, 5.0), (2, 5.0))), "Ana")
    assert found.heading == "Recommended for Ana"
    legend = Named("Movie 1", FAVOURITES[0]), Named("Movie 2", FAVOURITES[1])
    assert (found.legend, found.more) == (legend, 0)
    by_title = {row.title: row for row in found.rows}
    assert len(by_title) == 3
    assert by_title["Movie 3"].length == by_title["Movie 5"].length == 1
    assert by_title["Movie 3"].parts == pytest.approx((0.25, 0.125, 0))
    assert by_title["Movie 5"].parts == pytest.approx((0.125, 0.25, 0))


def test_what_speaks_against_a_movie_shortens_its_bar_and_has_no_part():
    # A dislike of movie 2 takes an eighth of (0, 1) away: 4 has 0.3125 and 3 has 0.1875.
    found = card.list_card(tiny_recommender(), Profile(((1, 5.0), (2, 1.0))), "")
    assert found.heading == "Recommended from 1 favourite"
    by_title = {row.title: row for row in found.rows}
    assert by_title["Movie 4"].length == 1
    assert by_title["Movie 3"].length == pytest.approx(0.6)
    assert by_title["Movie 3"].parts == pytest.approx((0.25, 0))


def test_of_the_favourites_that_have_colours_the_strongest_are_named(small):
    popular = small.model.movies.ids[small.model.by_popularity[50:250]]
    profile = Profile(tuple((int(m), 4.0) for m in popular))
    found = card.list_card(small, profile, "")
    assert found.heading == "Recommended from 200 favourites"
    assert (len(found.legend), found.more) == (5, 195)
    listed = small.recommend(profile, 3).recommendations
    totals = {
        m: sum(max(0, c.contribution) for r in listed for c in r.contributions if c.movie_id == m)
        for m in profile.movie_ids[: len(FAVOURITES)]
    }
    best = sorted(totals, key=lambda m: -totals[m])[:5]
    added = np.sum([row.parts for row in found.rows], axis=0)
    assert added[:5] == pytest.approx([totals[m] for m in best])
    for_them = [max(0, c.contribution) for r in listed for c in r.contributions]
    assert added.sum() == pytest.approx(sum(for_them))
    assert [one.colour for one in found.legend] == [
        FAVOURITES[profile.movie_ids.index(m)] for m in best
    ]
    image = opened(picture.drawn(found))
    assert colours(image, 0)[LIGHT.others] > 500


def test_without_a_favourite_it_says_that_most_people_like_these(small):
    found = card.list_card(small, Profile(((1196, 1.0),), not_interested=(318,)), "")
    assert found.legend == ()
    assert found.below == "What most people like, as no favourite is known yet"
    assert len(found.rows) == 3
    opened(picture.drawn(found))


def test_a_link_has_its_own_picture_and_previews_may_keep_it():
    reply = shown(p=TOKEN)
    image = opened(reply.body)
    assert reply.headers["cache-control"] == "public, max-age=3600"
    assert set(colours(image, 0)) >= set(FAVOURITES[:3])
    assert shown(p=TOKEN, name="Ana").body != reply.body
    assert shown(p=TOKEN, dataset="/etc", other="x").body == reply.body


@pytest.mark.parametrize("token", ["", "zzz", TOKEN[:-2], "3" + TOKEN, "<script>", "1" * 50_000])
def test_a_link_that_says_nothing_readable_has_the_general_picture(token):
    general = shown()
    opened(general.body)
    assert shown(p=token).body == general.body
    assert shown(p=TOKEN).body != general.body


def test_a_data_set_that_cannot_be_read_has_the_general_picture_for_a_while(broken):
    reply = shown(p=TOKEN, dataset=broken)
    assert reply.headers["cache-control"] == "public, max-age=60"
    assert reply.body == shown().body


@settings(max_examples=40)
@given(some.text(max_size=60), some.text(max_size=60), some.text(max_size=20))
def test_no_link_breaks_the_picture(token, name, dataset):
    opened(shown(p=token, name=name, dataset=dataset).body)


def test_a_picture_is_drawn_once(monkeypatch):
    first = shown(p=TOKEN, name="Ana")
    monkeypatch.setattr(picture, "drawn", None)
    assert shown(p=TOKEN, name="Ana").body == first.body
    assert ask("/card.png", p=TOKEN, name="Bo").status == 500


def test_kept_pictures_have_a_bound(monkeypatch):
    monkeypatch.setattr(card, "_cards", shared.Shared(budget=200_000))
    monkeypatch.setattr(picture, "drawn", lambda card: bytes(60_000))
    for name in "abcdefgh":
        shown(p=TOKEN, name=name)
    assert shared.weigh(card._cards._kept.values()) <= 200_000


def test_while_there_is_no_model_it_shows_the_favourites_and_is_not_kept(monkeypatch):
    def not_yet(dataset, patience):
        raise UnavailableError("not yet")

    with monkeypatch.context() as patched:
        patched.setattr(asked, "recommender", not_yet)
        early = shown(p=TOKEN)
    assert early.headers["cache-control"] == "public, max-age=60"
    opened(early.body)
    assert set(colours(opened(shown(p=TOKEN).body), 0)) >= set(FAVOURITES[:3])


def test_favourites_are_the_best_rated_first():
    profile = Profile(((1, 2.0), (1196, 5.0), *((m, 3.0) for m in (2, 3, 4, 5, 6))))
    found = card.favourites_card("ml-latest-small", profile, "Ana")
    assert found.heading == "Rated by Ana"
    assert found.legend[0] == Named(
        "Star Wars: Episode V - The Empire Strikes Back (1980)", FAVOURITES[1]
    )
    assert (len(found.legend), found.more, found.rows) == (5, 2, ())


def test_letters_that_the_font_lacks(foreign_letters):
    profile = Profile(((1, 5.0), (3, 4.0), (4, 4.5)))
    ready = asked.recommender(foreign_letters, 60)
    found = card.list_card(ready, profile, readable("민지 🎬"))
    assert found.heading == "Recommended from 3 favourites"
    said = {*(one.title for one in found.legend), *(row.title for row in found.rows)}
    assert {"Movie 1", "Movie 3", "Movie 2 (2018)", "Amélie (2001)"} <= said
    assert "Жёлтый <b>дом</b> (1999)" in said
    opened(shown(p=link.encode(profile), name="민지 🎬", dataset=foreign_letters).body)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Matrix (1999)", "The Matrix (1999)"),
        ("1917 (2019)", "1917 (2019)"),
        ("$ (1971)", "$ (1971)"),
        ("Parasite (기생충) (2019)", "Parasite (2019)"),
        ("기생충 2 (2019)", "2 (2019)"),
        ("기생충", "Movie 7"),
        ("a\u202eb\n\tc", "ab c"),
        ("", ""),
    ],
)
def test_a_title_keeps_what_can_be_drawn(title, expected):
    assert readable_title(title, 7) == expected


def test_long_text_is_cut_where_it_no_longer_fits():
    font = picture.typeface(40, 600)
    text = "A Very Long Title " * 7
    found = picture.cut(text, font, 500)
    assert found.endswith("…")
    assert text.startswith(found[:-1])
    assert 420 < font.getlength(found) <= 500
    assert picture.cut("Heat", font, 500) == "Heat"
    assert picture.cut("Heat", font, 5) == "…"


def test_nothing_long_leaves_the_picture():
    long = "W" * 120
    rows = tuple(Listed(long, 1.0, (1.0,) * 6) for _ in range(3))
    full = Picture(long, "Below", rows, (Named(long, FAVOURITES[0]),) * 5, 1_000)
    for one in (full, replace(full, rows=()), replace(full, legend=(), more=0)):
        pixels = np.asarray(opened(picture.drawn(one)))[20:]
        paper = np.array(ImageColor.getrgb(LIGHT.paper))
        assert (pixels[:, :50] == paper).all()
        assert (pixels[:, 1150:] == paper).all()
        assert (pixels[-10:] == paper).all()


def test_without_streamlits_font_another_one_is_used(monkeypatch, tmp_path):
    monkeypatch.setattr(picture, "FONTS", tmp_path)
    picture.typeface.cache_clear()
    try:
        opened(
            picture.drawn(
                Picture(
                    "Heading",
                    "Below",
                    (Listed("Title", 1.0, (1.0,)),),
                    (Named("One", FAVOURITES[0]),),
                )
            )
        )
    finally:
        picture.typeface.cache_clear()


# Machado, Oliveira and Fernandes 2009, severity 1; the rows are linear red, green and blue.
VISIONS = {
    "usual": np.eye(3),
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritanopia": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
TO_XYZ = np.array([[0.4339, 0.3762, 0.1899], [0.2126, 0.7152, 0.0722], [0.0177, 0.1095, 0.8730]])
"""From linear sRGB, divided by the white of D65."""


def lab(colour, vision):
    rgb = np.array(ImageColor.getrgb(colour)) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(TO_XYZ @ np.clip(VISIONS[vision] @ linear, 0, 1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_favourites_colours_are_told_apart(colours, vision):
    # The first five, which most profiles have, further than all eight.
    for number, least in ((5, 20), (8, 13)):
        shown = (*colours.favourites[:number], colours.others, colours.paper)
        for one, other in combinations(shown, 2):
            assert np.linalg.norm(lab(one, vision) - lab(other, vision)) > least, (one, other)
