"""The newest release in one click, through the entrypoint, against a server of the test's own."""

import newest
import pytest
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys import disk, paths
from recsys.data import room
from recsys.data.install import loaded
from recsys.data.releases import NEWEST, RELEASES, Release
from recsys.ui import shared
from recsys.ui.screens.explore import newer
from recsys.ui.words import newer as words

GET, CANCEL = "Download and train", "Cancel"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return newest.archive_in(tmp_path_factory.mktemp("newest"))


@pytest.fixture
def sender(archive, tmp_path, monkeypatch):
    """Serve a made-up release in the newest one's place, to a home of its own."""
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(RELEASES, NEWEST, newest.known(archive))
    shared.everything.clear()
    newer._way.clear()
    with newest.sending(archive) as server:
        monkeypatch.setattr(Release, "url", server.url)
        yield server
        server.go_on.set()
        for _, work in newer._way:
            assert work.finished.wait(60)
    shared.everything.clear()


def explored():
    app = AppTest.from_file(APP, default_timeout=60).run()
    return app.switch_page(page_file("explore")).run()


def button(app, label):
    return next((button for button in app.button if button.label == label), None)


def shown(app):
    return next(box for box in app.selectbox if box.label == "Data set").value


def said(app):
    assert not app.exception
    kinds = (app.markdown, app.info, app.warning, app.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def pressed():
    app = explored()
    button(app, GET).click().run()
    return app


def ended(app):
    _, work = newer._way[0]
    assert work.finished.wait(60)
    return app.run()


def under_way(app):
    """Wait until the first half has come, and draw the page again."""
    fetch, work = newer._way[0]
    while fetch.at is None:
        assert not work.finished.wait(0.05)
    return app.run()


def test_terms_and_needs_are_said_before(sender):
    app = explored()
    assert "non-commercial" in said(app)
    assert "Terms in full" in [b.proto.label for b in app.get("link_button")]
    assert "are free), and" in said(app)
    assert "while it is read and trained" in said(app)
    assert sender.asked == []


def test_one_click_and_the_page_changes_over(sender):
    app = under_way(pressed())
    assert button(app, GET) is None
    assert button(app, CANCEL) is not None
    assert shown(app) != NEWEST
    other = explored()
    assert button(other, CANCEL) is not None
    sender.go_on.set()
    ended(app)
    assert not app.exception
    assert shown(app) == NEWEST
    assert app.metric[0].value == f"{RELEASES[NEWEST].counts[0].ratings:,}"
    assert shared.trained_already(NEWEST) is not None
    assert button(app, GET) is None
    assert shown(other.run()) != NEWEST
    assert list(paths.downloads_home().iterdir()) == []


def test_cancel_ends_it_and_the_next_press_goes_on(sender):
    app = under_way(pressed())
    button(app, CANCEL).click().run()
    sender.go_on.set()
    ended(app)
    assert "goes on from there" in said(app)
    here = loaded(RELEASES[NEWEST])
    assert here > 0
    assert "of which" in said(app)
    ended(button(app, GET).click().run())
    assert shown(app) == NEWEST
    assert sender.asked == [None, f"bytes={here}-"]


def test_cancelled_while_it_trains_it_can_still_be_chosen(sender, monkeypatch):
    fetched = newer.install.fetch

    def and_then_cancel(*args, **kwargs):
        fetched(*args, **kwargs)
        kwargs["on_loaded"].__self__.stopped.set()

    monkeypatch.setattr(newer.install, "fetch", and_then_cancel)
    sender.go_on.set()
    app = ended(pressed())
    assert "choose it above" in said(app)
    assert shown(app) != NEWEST
    assert shared.trained_already(NEWEST) is None
    choice = next(box for box in app.selectbox if box.label == "Data set")
    assert shown(choice.set_value(NEWEST).run()) == NEWEST
    assert not app.exception


def test_a_public_host_refuses_also_where_the_browser_is_not_asked(sender, monkeypatch):
    app = explored()
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    button(app, GET).click().run()
    assert words.public(RELEASES[NEWEST]) in said(app)
    assert button(app, GET) is None
    assert (newer._way, sender.asked) == ([], [])


@pytest.mark.parametrize(("memory", "disk"), [(1_000_000, 10**12), (10**12, 1_000)])
def test_a_machine_without_the_room_says_what_is_free_before_it_starts(
    memory, disk, sender, monkeypatch
):
    wanted = RELEASES[NEWEST]
    app = explored()
    need = room.needed(wanted)
    monkeypatch.setattr(room, "MEMORY_A_RATING", 2_000_000)
    monkeypatch.setattr(room, "free_memory", lambda: memory)
    monkeypatch.setattr(room, "free_disk", lambda: disk)
    button(app, GET).click().run()
    assert f"{wanted.label} needs" in said(app)
    assert "are free" in said(app)
    assert button(app, GET).disabled
    assert need.disk > 1_000
    assert (newer._way, sender.asked) == ([], [])


def test_what_is_not_the_release_is_one_sentence(sender):
    sender.content = sender.content[:-1] + b"?"
    sender.go_on.set()
    app = ended(pressed())
    assert "is not here: the download of" in said(app)
    assert "it was thrown away, so try again" in said(app)
    assert button(app, GET) is not None


def test_no_network_is_one_sentence(sender, monkeypatch):
    monkeypatch.setattr(Release, "url", "http://127.0.0.1:9/ml-32m.zip")
    monkeypatch.setattr("recsys.data.download.PAUSE_SECONDS", 0.0)
    assert "check the connection" in said(ended(pressed()))


def test_a_full_disk_is_one_sentence(sender, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "place", full)
    sender.go_on.set()
    app = ended(pressed())
    assert "No space left on device" in said(app)
    assert loaded(RELEASES[NEWEST]) == len(sender.content)


def test_what_is_here_is_not_offered(sender):
    sender.go_on.set()
    ended(pressed())
    assert words.label(RELEASES[NEWEST]) not in said(explored())
    assert button(explored(), GET) is None
