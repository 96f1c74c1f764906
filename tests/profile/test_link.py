import random
import string
from dataclasses import replace

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
    seen = draw(st.integers(hidden, len(ids)))
    return Profile(
        tuple(zip(ids[:cut], stars, strict=True)),
        tuple(ids[cut:hidden]),
        tuple(ids[hidden:seen]),
        tuple(zip(ids[:cut], weights, strict=True)),
        draw(st.sampled_from(catalogues)) if ids else "",
        tuple(ids[seen:]),
    )


FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
FOREIGN = Profile.of(FAVOURITES.stars, "0a1b2c3d")
LISTED = FAVOURITES.want([300, 5, 130_000])


@given(profiles(("", "00000000", "0a1b2c3d")))
@example(Profile())
@example(FAVOURITES)
@example(LISTED)
@example(Profile(watchlist=(7,)))
@example(Profile(watchlist=(9, 2), catalogue="0a1b2c3d"))
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
    tokens += [link.encode(LISTED), link._pack(entries, link.DEFLATED, FOREIGN.catalogue, [7, 3])]
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
            if turn % 8 == 0:  # and with a watchlist that can be read
                ids = rng.sample(range(1, 300_000), rng.randrange(1, 5))
                inner = rng.choice(("", "1", "2", "3", "30000")).encode() + body[::2]
                body = bytes(link._in_front(ids)) + inner
            token = rng.choice("1234") + link._base64(
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


def test_a_watchlist_stands_in_front_of_the_old_token():
    """Byte by byte: 4, then base64url of length, steps, version digit, its body, CRC-32 of all."""
    old = link.base64.urlsafe_b64decode("iasC9-ABh50Bp8cBmdMCNzjzyA==")[:-4]
    # 300, 5 and 130,000: zigzag of 300, -295 and 129,995 is 600, 589 and 259,990.
    steps = bytes([3, 0xD8, 0x04, 0xCD, 0x04, 0x96, 0xEF, 0x0F])
    in_front = {LISTED: b"1" + old, Profile(watchlist=(300, 5, 130_000)): b"1"}
    in_front[replace(LISTED, catalogue="0a1b2c3d")] = b"3" + bytes.fromhex("0a1b2c3d") + b"1" + old
    for profile, inner in in_front.items():
        body = steps + inner
        whole = body + link.zlib.crc32(body).to_bytes(4, "big")
        token = "4" + link.base64.urlsafe_b64encode(whole).decode().rstrip("=")
        assert link.encode(profile) == token
        assert link.decode(token) == profile
    deflated = link._pack([(7, 9, None), (3, 1, None)], link.DEFLATED, "", [4])
    assert link.decode(deflated) == Profile(((7, 5.0), (3, 1.0)), watchlist=(4,))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\0" + b"1", "missing or cut off"),
        (b"\x02\x08", "missing or cut off"),
        (b"\x01\x08", "missing or written in another way"),
        (b"\x01\x08" + b"4" + b"\x01\x08" + b"1", "missing or written in another way"),
        (b"\x01\x07" + b"1", "movie id -4 is impossible"),
        (b"\x02\x08\0" + b"1", "movie 4 stands twice"),
        (b"\x01\x08" + b"1" + bytes([0x81, 1]), "movie 4 stands twice"),
        (b"\xff" * 500 + b"\x01", "a number that is too large"),
        (b"\x01" + b"\xff" * 500 + b"\x01", "a number that is too large"),
        (b"\xff\xff\x7f" + b"\x02" * 99, "it holds more than 10,000 movies"),
    ],
)
def test_an_impossible_watchlist_is_refused(body, says):
    whole = body + link.zlib.crc32(body).to_bytes(4, "big")
    with pytest.raises(LinkError, match=says):
        link.decode("4" + link._base64(whole))


def test_three_hundred_listed_movies_fit_beside_two_thousand_weighted_ones():
    rng = random.Random(7)
    ids = rng.sample(range(1, 290_000), 3_000)
    profile = Profile(
        tuple((movie_id, rng.choice(STAR_STEPS)) for movie_id in ids[:2_000]),
        weights=tuple((movie_id, rng.choice(WEIGHTS)) for movie_id in ids[:2_000]),
        watchlist=tuple(ids[2_000:]),
    )
    token = link.encode(profile)
    assert len(token) <= link.MAX_TOKEN_CHARS
    assert link.listed(profile) == link.MAX_LISTED == 300
    assert link.decode(token).watchlist == profile.watchlist[:300]
    assert set(link.decode(token).weights) == set(profile.weights)
    whole = link.decode(link.encode(profile, whole=True))
    assert whole.watchlist == profile.watchlist
    assert link.encode(whole) == token
    # What stands in the address stands for itself: written again it is the same.
    assert link.encode(link.decode(token)) == token


def test_a_long_watchlist_travels_whole_where_it_fits():
    ids = tuple(random.Random(3).sample(range(1, 290_000), 1_900))
    rated = Profile.of(dict.fromkeys(ids[1_000:], 4.0)).want(ids[:1_000])
    for profile in (rated, Profile(watchlist=ids)):
        token = link.encode(profile)
        assert len(token) <= link.MAX_TOKEN_CHARS
        assert token == link.encode(profile, whole=True)
        assert link.decode(token).watchlist == profile.watchlist
        assert link.listed(profile) == len(profile.watchlist)


def test_beside_a_watchlist_too_long_for_a_link_the_ratings_keep_their_order():
    profile = FAVOURITES.want(random.Random(3).sample(range(2_000, 290_000), 5_000))
    assert link.listed(profile) == 300
    token = link.encode(profile)
    assert link.decode(token) == replace(profile, watchlist=profile.watchlist[:300])
    assert link.decode(link.encode(profile, whole=True)) == profile


def test_listed_movies_count_among_those_that_a_host_reads(monkeypatch):
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    rated = [(i, 1, None) for i in range(1, 4_901)]
    fits = link._pack(rated, link.DEFLATED, "", range(5_000, 5_100))
    assert len(link.decode(fits).all_ids) == 5_000
    with pytest.raises(LinkError, match="it holds more than 5,000 movies"):
        link.decode(link._pack(rated, link.DEFLATED, "", range(5_000, 5_101)))
    # What the browser is to keep can be read again, here as well.
    many = Profile(tuple((i, 1.0) for i in range(1, 4_901))).want(range(5_000, 5_900))
    kept = link.decode(link.encode(many, whole=True))
    assert kept.watchlist == many.watchlist[:100]
    assert link.listed(many) == 100


def test_what_is_settled_leaves_the_watchlist():
    profile = FAVOURITES.want([7, 8, 9, 8, 296])
    assert profile.watchlist == (7, 8, 9)
    assert profile.want([9, 10]).watchlist == (7, 8, 9, 10)
    for done in (profile.rate(8, 3), profile.see(8), profile.exclude(8)):
        assert done.watchlist == done.want([8]).watchlist == (7, 9)
    assert profile.unwant([8, 50]).want([8]).watchlist == (7, 9, 8)
    assert profile.forget([7, 296]).watchlist == (8, 9)
    assert profile.see(8).forget([8]).watchlist == (7, 9)
    assert profile.settled_ids == FAVOURITES.all_ids
    assert profile.all_ids == (*FAVOURITES.all_ids, 7, 8, 9)
    assert not Profile(watchlist=(7,)).is_empty
    with pytest.raises(DataError, match="movie 296 stands twice"):
        Profile(FAVOURITES.ratings, watchlist=(296,))


def test_a_merge_adds_the_other_watchlist_without_what_either_is_done_with():
    mine = Profile(((1, 5.0),), (2,), (3,), watchlist=(4, 5, 6, 7, 8))
    theirs = Profile(((4, 2.0),), (5,), (6,), watchlist=(9, 1, 2, 3, 7))
    assert mine.merge(theirs).watchlist == (7, 8, 9)
    assert theirs.merge(mine).watchlist == (9, 7, 8)
    assert Profile().merge(Profile(watchlist=(3,))) == Profile(watchlist=(3,))


@given(profiles(), profiles())
def test_a_merge_holds_each_movie_of_both_once(mine, theirs):
    merged = mine.merge(theirs)
    assert set(merged.all_ids) == {*mine.all_ids, *theirs.all_ids}
    wanted = {*mine.watchlist, *theirs.watchlist} - {*mine.settled_ids, *theirs.settled_ids}
    assert set(merged.watchlist) == wanted


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
