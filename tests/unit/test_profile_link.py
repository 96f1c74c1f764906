import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recsys import link
from recsys.errors import DataError, LinkError, RecsysError
from recsys.profile import MAX_MOVIES, STAR_STEPS, Profile

movie_ids = st.integers(1, 300_000)


@st.composite
def profiles(draw):
    ids = draw(st.lists(movie_ids, unique=True, max_size=60))
    cut = draw(st.integers(0, len(ids)))
    stars = [draw(st.sampled_from(STAR_STEPS)) for _ in range(cut)]
    return Profile(tuple(zip(ids[:cut], stars, strict=True)), tuple(ids[cut:]))


FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})


@given(profiles())
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


def test_the_format_stays_readable():
    """A token written by version 1 on its first day; later versions must read it."""
    assert link.decode("1iasC9-ABh50Bp8cBmdMCNzjzyA") == FAVOURITES


@settings(max_examples=2_000)
@given(st.data())
def test_no_mutation_of_a_token_does_more_than_a_clean_refusal(data):
    token = link.encode(data.draw(profiles()) if data.draw(st.booleans()) else FAVOURITES)
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
        ("1iasC9-ABh50Bp8cBmdMCNzjzy", "checksum"),
        ("1iasC9-ABh50Bp8cBmdMCNzjzyB", "checksum"),
        ("1", "checksum"),
        ("9iasC9-ABh50Bp8cBmdMCNzjzyA", "version '9'"),
        ("1iasC<script>", "characters"),
        ("1" * 100_000, "far too many"),
    ],
)
def test_what_is_wrong_with_a_token_is_said(token, says):
    with pytest.raises(LinkError, match=says):
        link.decode(token)


def test_a_token_with_a_right_checksum_but_impossible_contents_is_refused():
    twice = link._pack([(5, 1), (5, 2)])
    negative = link._pack([(5, 1), (-3, 2)])
    later = link._pack([(5, 12)])
    many = link._pack([(i, 1) for i in range(1, MAX_MOVIES + 2)])
    for token in (twice, negative, later, many):
        with pytest.raises(LinkError):
            link.decode(token)


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
