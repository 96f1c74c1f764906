"""Undo and redo return the exact profile; the list says what moved."""

from hypothesis import given
from hypothesis import strategies as st

from recsys.profile.history import MAX_STEPS, History
from recsys.profile.profile import Profile
from recsys.recommend.moves import Move, moves

changes = st.lists(
    st.tuples(
        st.sampled_from(["rate", "see", "exclude", "want", "unwant", "forget", "clear"]),
        st.integers(1, 9),
    ),
    max_size=30,
)


def apply(profile, kind, movie_id):
    if kind == "clear":
        return Profile()
    if kind in ("forget", "want", "unwant"):
        return getattr(profile, kind)([movie_id])
    return profile.rate(movie_id, 4) if kind == "rate" else getattr(profile, kind)(movie_id)


@given(changes)
def test_undoing_everything_and_redoing_it_passes_the_same_states(steps):
    history, states = History(), [Profile()]
    for kind, movie_id in steps:
        history = history.change(apply(history.present, kind, movie_id))
        if history.present != states[-1]:
            states.append(history.present)
    for state in reversed(states):
        assert history.present == state
        history = history.undo()
    assert history.undo() == history
    for state in states:
        assert history.present == state
        history = history.redo()


def test_clearing_everything_can_be_undone_with_weights_and_seen():
    full = Profile.of({1: 5, 2: 1}).weigh(1, 3).see(4).exclude(5)
    assert History(full).change(Profile()).undo().present == full


def test_a_change_after_undo_ends_the_redo():
    one, two, three = (Profile.of({m: 4}) for m in (1, 2, 3))
    history = History().change(one).change(two).undo().change(three)
    assert history.redo() == history
    assert history.undo().present == one
    assert history.before == one


def test_the_history_is_bounded_and_no_change_is_no_step():
    history = History()
    for movie_id in range(1, 300):
        history = history.change(Profile.of({movie_id: 4}))
    assert len(history.past) == MAX_STEPS
    assert history.change(history.present) is history


def test_moves_name_new_risen_and_fallen_movies_only():
    assert moves([10, 20, 30, 40], [30, 20, 10, 50]) == {
        30: Move(2),
        10: Move(-2),
        50: Move(None),
    }
    assert moves([], [1]) == {1: Move(None)}
    assert moves([1, 2], [1, 2]) == {}
