import random
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recsys.data.stars import STAR_STEPS
from recsys.errors import DataError, LinkError, RecsysError
from recsys.profile import link
from recsys.profile.profile import MAX_MOVIES, WEIGHTS, Profile

movie_ids = st.integers(1, 300_000)


@st.composite
def profiles(draw, catalogues=("",)):
    ids = draw(st.lists(movie_ids, unique=True, max_size=60))
    cut = draw(st.integers(0, len(ids)))
    hidden = draw(st.integers(cut, len(ids)))
    stars = [draw(st.sampled_from(STAR_STEPS)) for _ in range(cut)]
    weights = [draw(st.sampled_from(WEIGHTS)) for _ in range(cut)]
    return Profile(
        tuple(zip(ids[:cut], stars, strict=True)),
        tuple(ids[cut:hidden]),
        tuple(ids[hidden:]),
        tuple(zip(ids[:cut], weights, strict=True)),
        draw(st.sampled_from(catalogues)) if ids else "",
    )


FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
FOREIGN = Profile.of(FAVOURITES.stars, "0a1b2c3d")


@given(profiles(("", "00000000", "0a1b2c3d")))
@example(Profile())
@example(FAVOURITES)
def test_a_profile_survives_its_token_order_included(profile):
    assert link.decode(link.encode(profile)) == profile


def test_a_token_is_short_and_url_safe():
    token = link.encode(FAVOURITES)
    assert len(token) < 60
    assert token.replace("-", "").replace("_", "").isalnum()


def test_two_thousand_movies_fit_into_eight_thousand_characters():
    ids = [i * 7919 % 290_000 + 1 for i in range(2_000)]
    profile = Profile(tuple((movie_id, 3.5) for movie_id in ids))
    token = link.encode(profile)
    assert len(token) <= link.MAX_TOKEN_CHARS
    assert set(link.decode(token).ratings) == set(profile.ratings)


def test_two_thousand_weighted_movies_fit_too():
    rng = random.Random(5)
    ids = rng.sample(range(1, 290_000), 2_000)
    profile = Profile(
        tuple((movie_id, rng.choice(STAR_STEPS)) for movie_id in ids),
        weights=tuple((movie_id, rng.choice(WEIGHTS)) for movie_id in ids),
    )
    token = link.encode(profile)
    assert len(token) <= link.MAX_TOKEN_CHARS
    read = link.decode(token)
    assert set(read.ratings) == set(profile.ratings)
    assert set(read.weights) == set(profile.weights)


def test_a_deflated_token_that_would_swell_is_refused():
    for body in (link.zlib.compress(bytes(10_000_000), 9), link.zlib.compress(b"x")[:-2], b"no"):
        raw = body + link.zlib.crc32(body).to_bytes(4, "big")
        with pytest.raises(LinkError, match="deflated"):
            link.decode(link.DEFLATED + link._base64(raw))


def test_without_weights_and_seen_movies_the_token_is_the_old_one():
    assert link.encode(FAVOURITES) == "1iasC9-ABh50Bp8cBmdMCNzjzyA"
    weighed = FAVOURITES.weigh(296, 2)
    assert link.encode(weighed) != link.encode(FAVOURITES)
    assert link.encode(weighed.weigh(296, 1)) == link.encode(FAVOURITES)


def test_a_hundred_thousand_mutations_end_in_a_profile_or_a_clean_refusal():
    rng = random.Random(11)
    letters = string.ascii_letters + string.digits + "-_ü%"
    full = FAVOURITES.weigh(296, 3).weigh(924, 0).see(50).exclude(60)
    entries = [(rng.randrange(1, 300_000), rng.randrange(10), None) for _ in range(40)]
    tokens = [link.encode(FAVOURITES), link.encode(full), link.encode(FOREIGN)]
    tokens += [link._pack(entries, link.DEFLATED, FOREIGN.catalogue)]
    tokens += [link._pack(entries), link._pack(entries, link.DEFLATED)]
    refused = 0
    for turn in range(100_000):
        characters = list(rng.choice(tokens))
        for _ in range(rng.randrange(1, 4)):
            place = rng.randrange(len(characters))
            characters[place : place + rng.randrange(3)] = rng.choices(letters, k=rng.randrange(3))
            characters = characters or ["1"]
        token = "".join(characters)
        if turn % 4 == 0:  # with a right checksum, so that the body itself is read
            body = rng.randbytes(rng.randrange(1, 30))
            token = rng.choice("123") + link._base64(
                body + link.zlib.crc32(body).to_bytes(4, "big")
            )
        try:
            assert isinstance(link.decode(token), Profile)
        except LinkError:
            refused += 1
    assert refused > 80_000


def test_the_format_stays_readable():
    """A token written by version 1 on its first day; later versions must read it."""
    assert link.decode("1iasC9-ABh50Bp8cBmdMCNzjzyA") == FAVOURITES


@settings(max_examples=2_000)
@given(st.data())
def test_no_mutation_of_a_token_does_more_than_a_clean_refusal(data):
    token = link.encode(
        data.draw(profiles(("", "0a1b2c3d"))) if data.draw(st.booleans()) else FAVOURITES
    )
    position = data.draw(st.integers(0, max(len(token) - 1, 0)))
    piece = data.draw(st.text(max_size=3))
    mutated = token[:position] + piece + token[position + data.draw(st.integers(0, 4)) :]
    try:
        read = link.decode(mutated)
    except LinkError:
        return
    assert isinstance(read, Profile)


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("1iasC9-ABh50Bp8cBmdMCNzjzy", "cut off or changed"),
        ("1iasC9-ABh50Bp8cBmdMCNzjzyB", "cut off or changed"),
        ("1", "cut off or changed"),
        ("9iasC9-ABh50Bp8cBmdMCNzjzyA", "version '9'"),
        ("1iasC<script>", "characters"),
        ("1" * 100_000, "far too many"),
    ],
)
def test_what_is_wrong_with_a_token_is_said(token, says):
    with pytest.raises(LinkError, match=says):
        link.decode(token)


def test_a_token_with_a_right_checksum_but_impossible_contents_is_refused():
    twice = link._pack([(5, 1, None), (5, 2, None)])
    negative = link._pack([(5, 1, None), (-3, 2, None)])
    no_stars = link._pack([(5, 12, None)])
    many_stars = link._pack([(5, 12, 10)])
    many = link._pack([(i, 1, None) for i in range(1, MAX_MOVIES + 2)])
    for token in (twice, negative, no_stars, many_stars, many):
        with pytest.raises(LinkError):
            link.decode(token)


@pytest.mark.parametrize(("public", "most"), [("1", 5_000), ("0", 10_000)])
def test_a_short_link_is_walked_no_further_than_a_host_allows(monkeypatch, public, most):
    monkeypatch.setenv("RECSYS_PUBLIC", public)
    fits = link._pack([(i, 1, None) for i in range(1, most + 1)], link.DEFLATED)
    assert len(link.decode(fits).all_ids) == most
    walked = []
    entries = link._entries
    monkeypatch.setattr(link, "_entries", lambda body: map(walked.append, entries(body)))
    bomb = link._pack([(i, 1, None) for i in range(1, 4 * most)], link.DEFLATED)
    assert len(bomb) < 200
    with pytest.raises(LinkError, match=f"it holds more than {most:,} movies"):
        link.decode(bomb)
    assert len(walked) == most + 1


def test_a_link_that_unpacks_to_more_than_any_profile_is_refused_unwalked(monkeypatch):
    monkeypatch.setattr(link, "_entries", lambda _: pytest.fail("walked"))
    bomb = link._pack([(1 + i % 2, 1, None) for i in range(10**6)], link.DEFLATED)
    with pytest.raises(LinkError, match="cut off, too long or followed"):
        link.decode(bomb)


@pytest.mark.parametrize("stars", [0, 0.4, 5.5, 4.7, float("nan"), float("inf"), -1])
def test_impossible_stars_are_refused(stars):
    with pytest.raises(DataError, match=r"0\.5 to 5 stars in half steps"):
        Profile.of({1196: stars})


@pytest.mark.parametrize("movie_id", [0, -1, 2**31])
def test_impossible_ids_are_refused(movie_id):
    with pytest.raises(RecsysError, match="impossible"):
        Profile.of({movie_id: 4})


def test_changes_make_new_profiles_and_keep_the_order():
    profile = FAVOURITES.rate(296, 1.5).exclude(924)
    assert profile.ratings == ((1196, 5.0), (296, 1.5), (1721, 4.0), (364, 5.0))
    assert profile.not_interested == (924,)
    assert profile.rate(924, 3).not_interested == ()
    assert profile.forget([1196, 924]).movie_ids == (296, 1721, 364)
    assert FAVOURITES.stars[296] == 4.0


def test_seen_and_weights_follow_every_change():
    profile = FAVOURITES.weigh(296, 2).weigh(924, 0)
    assert profile.weights == ((296, 2.0), (924, 0.0))
    assert profile.weight(924) == 0
    assert profile.rate(296, 2.5).weight(296) == 2
    assert profile.see(296).weights == ((924, 0.0),)
    assert profile.see(296).seen == (296,)
    assert profile.see(296).rate(296, 4).seen == ()
    assert profile.forget([296, 924]).weights == ()
    assert profile.weigh(364, 0.5).weigh(1196, 3) == profile.weigh(1196, 3).weigh(364, 0.5)


@pytest.mark.parametrize("weights", [((296, 1.5),), ((5, 2.0),), ((296, 2.0), (296, 3.0))])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(DataError, match="weigh"):
        Profile(FAVOURITES.ratings, weights=weights)


def test_in_a_merge_the_other_profile_is_right_and_ratings_outlast_seen():
    mine = Profile(((1, 5.0), (2, 2.0)), (3,), (4,), ((1, 2.0), (2, 3.0)))
    theirs = Profile(((2, 4.5), (3, 1.0)), (4,), (1, 6))
    merged = mine.merge(theirs)
    assert merged == Profile(((1, 5.0), (2, 4.5), (3, 1.0)), (4,), (6,), ((1, 2.0),))
    assert mine.merge(Profile()) == mine
    assert Profile().merge(mine) == mine


def test_a_foreign_catalogue_stands_in_front_of_the_old_body():
    """Byte by byte: 3, then base64url of catalogue, "1", version 1's body, CRC-32 of all three."""
    old = link.base64.urlsafe_b64decode("iasC9-ABh50Bp8cBmdMCNzjzyA==")[:-4]
    body = bytes.fromhex("0a1b2c3d") + b"1" + old
    whole = body + link.zlib.crc32(body).to_bytes(4, "big")
    token = "3" + link.base64.urlsafe_b64encode(whole).decode().rstrip("=")
    assert link.encode(FOREIGN) == token
    assert link.decode(token) == FOREIGN
    for body in (b"\x0a\x1b", bytes.fromhex("0a1b2c3d"), bytes.fromhex("0a1b2c3d") + b"3" + old):
        whole = body + link.zlib.crc32(body).to_bytes(4, "big")
        with pytest.raises(LinkError, match="missing or written in another way"):
            link.decode("3" + link._base64(whole))


def test_every_change_keeps_the_catalogue_and_two_do_not_mix():
    changed = FOREIGN.rate(1, 3).weigh(296, 2).exclude(5).see(6).forget([924])
    assert changed.catalogue == changed.merge(FOREIGN).catalogue == "0a1b2c3d"
    assert Profile().merge(FOREIGN) == FOREIGN.merge(Profile()) == FOREIGN
    with pytest.raises(DataError, match="number their movies differently"):
        FAVOURITES.merge(FOREIGN)
    with pytest.raises(DataError, match="hexadecimal"):
        Profile(catalogue="0A1B2C3D")


def test_a_movie_that_stands_twice_is_named_among_many():
    ids = (*range(1, MAX_MOVIES), 7)
    with pytest.raises(DataError, match="movie 7 stands twice"):
        Profile(seen=ids)
