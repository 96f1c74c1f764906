"""Downloads against a server that misbehaves, and imports checked by content."""

import hashlib
import threading
import zipfile
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import kept
import made
import pytest

from recsys import bundle, disk, loading, paths
from recsys.data import download
from recsys.data.install import fetch, fetch_bundle, loaded
from recsys.data.registry import open_dataset
from recsys.data.releases import RELEASES, Counts
from recsys.errors import DataError, RecsysError, UnknownIdError


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(download, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(download, "PIECE", 500)
    monkeypatch.setattr(download, "TIMEOUT_SECONDS", 5.0)
    return tmp_path / "home"


@pytest.fixture
def archive(tmp_path):
    ratings = [(u, 10 * m, 4.0, 978300760 + u) for u in range(1, 400) for m in range(1, 5)]
    return made.zipped(made.csv_release(tmp_path / "set", ratings), tmp_path / "set.zip")


@pytest.fixture
def published(archive, monkeypatch):
    """Make the made archive the published ml-20m."""
    md5 = hashlib.md5(archive.read_bytes()).hexdigest()
    known = replace(RELEASES["ml-20m"], archive_md5=md5, counts=(Counts(1_596, 399),))
    monkeypatch.setitem(RELEASES, "ml-20m", known)


@pytest.fixture
def serve():
    """Start a server whose answers are given one by one; the last is repeated."""
    servers = []

    def start(*answers):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                answer = answers[min(len(asked), len(answers) - 1)]
                asked.append(self.path)
                answer(self)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/ml-20m.zip", asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def sending(content: bytes, length: str | None = None, part: int | None = None):
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)) if length is None else length)
        handler.end_headers()
        handler.wfile.write(content[:part])
        handler.close_connection = True

    return answer


def going_on(content: bytes, part: int | None = None):
    """Answer who asks for the rest with the rest, up to a part of the whole."""

    def answer(handler):
        asked = handler.headers.get("Range")
        first = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        if first >= len(content):
            handler.send_error(416)
            return
        handler.send_response(206 if asked else 200)
        handler.send_header("Content-Length", str(len(content) - first))
        handler.end_headers()
        handler.wfile.write(content[first:part])
        handler.close_connection = True

    return answer


def failing(status: int):
    return lambda handler: handler.send_error(status)


def left_behind(home: Path) -> list[str]:
    known = {home / "downloads", home / "datasets", home / "processed"}
    return [str(p) for folder in known if folder.exists() and folder.name != "processed"
            for p in folder.iterdir()]  # fmt: skip


def test_a_download_is_verified_and_installed(archive, published, serve, home, capsys):
    url, asked = serve(sending(archive.read_bytes()))
    done = fetch("ml-20m", url=url)
    assert (done.dataset, done.verified, done.verified_by) == ("ml-20m", True, "archive MD5")
    assert done.ratings == 1_596
    assert len(asked) == 1
    assert open_dataset("ml-20m").name == "ml-20m"
    assert left_behind(home) == [done.path]
    out, err = capsys.readouterr()
    assert out == ""
    assert "100%" in err


def test_what_is_installed_keeps_the_ids_elsewhere(tmp_path):
    source = made.linked_release(tmp_path / "set")
    fetch("ml-latest-small", source)
    assert open_dataset("ml-latest-small").movies["tmdb_id"].count() == 2


def test_a_download_that_breaks_off_is_tried_again(archive, published, serve, home):
    content = archive.read_bytes()
    url, asked = serve(sending(content, part=len(content) // 2), sending(content))
    assert fetch("ml-20m", url=url).verified
    assert len(asked) == 2


def test_a_download_that_always_breaks_off_leaves_what_came(archive, published, serve, home):
    content = archive.read_bytes()
    url, asked = serve(sending(content, part=1_000))
    with pytest.raises(DataError, match="could not be downloaded in 3 attempts"):
        fetch("ml-20m", url=url)
    assert len(asked) == 3
    assert left_behind(home) == [str(home / "downloads" / "ml-20m")]
    assert loaded(RELEASES["ml-20m"]) == 1_000


def test_the_next_download_goes_on_where_the_last_one_ended(archive, published, serve, home):
    content = archive.read_bytes()
    ends = iter([1_000, 2_000, 3_000])
    url, _ = serve(*[lambda handler: going_on(content, next(ends))(handler)] * 3)
    with pytest.raises(DataError, match="in 3 attempts"):
        fetch("ml-20m", url=url)
    assert loaded(RELEASES["ml-20m"]) == 3_000
    url, asked = serve(going_on(content))
    heard = []
    done = fetch("ml-20m", url=url, on_loaded=heard.append)
    assert (done.verified_by, len(asked)) == ("archive MD5", 1)
    assert heard[0].bytes > 3_000
    assert (heard[-1].bytes, heard[-1].whole) == (len(content), len(content))
    assert left_behind(home) == [done.path]


def test_who_listens_can_end_it_and_what_came_stays(archive, published, serve, home):
    class EnoughError(Exception):
        pass

    def enough(at):
        raise EnoughError

    url, _ = serve(going_on(archive.read_bytes()))
    with pytest.raises(EnoughError):
        fetch("ml-20m", url=url, on_loaded=enough)
    assert loaded(RELEASES["ml-20m"]) > 0
    assert fetch("ml-20m", url=url).verified


def test_what_came_whole_is_not_loaded_again(archive, published, serve, home):
    folder = home / "downloads" / "ml-20m"
    folder.mkdir(parents=True)
    (folder / "ml-20m.zip").write_bytes(archive.read_bytes())
    url, asked = serve(failing(404))
    assert fetch("ml-20m", url=url).verified
    assert asked == []


@pytest.mark.parametrize("longer", [0, 9])
def test_a_part_of_something_else_is_thrown_away(longer, archive, published, serve, home):
    content = archive.read_bytes()
    folder = home / "downloads" / "ml-20m"
    folder.mkdir(parents=True)
    (folder / "ml-20m.zip").write_bytes(b"?" * (len(content) + longer))
    url, asked = serve(going_on(content))
    assert fetch("ml-20m", url=url).verified
    assert len(asked) == 2
    folder.mkdir()
    (folder / "ml-20m.zip").write_bytes(b"?" * 100)
    with pytest.raises(DataError, match="thrown away"):
        fetch("ml-20m", url=url)
    assert loaded(RELEASES["ml-20m"]) == 0


def test_two_do_not_download_the_same(archive, published, serve, home):
    url, asked = serve(going_on(archive.read_bytes()))
    with disk.alone_in(home / "downloads" / "ml-20m"):
        with pytest.raises(DataError, match="MovieLens 20M is being downloaded already"):
            fetch("ml-20m", url=url)
        assert asked == []
    assert fetch("ml-20m", url=url).verified


def test_the_next_try_after_a_break_works(archive, published, serve, home):
    content = archive.read_bytes()
    url, _ = serve(*[sending(content, part=9)] * 3, sending(content))
    with pytest.raises(DataError):
        fetch("ml-20m", url=url)
    assert fetch("ml-20m", url=url).verified


def test_a_length_too_small_cuts_the_file_and_is_noticed(archive, published, serve, home):
    content = archive.read_bytes()
    url, _ = serve(sending(content, length=str(len(content) // 3)))
    with pytest.raises(DataError, match=r"MD5 .* is published"):
        fetch("ml-20m", url=url)
    assert left_behind(home) == []


def test_a_length_that_is_no_number(archive, published, serve, home):
    url, _ = serve(sending(archive.read_bytes(), length="many"))
    with pytest.raises(DataError, match="fetch ml-20m --from FILE"):
        fetch("ml-20m", url=url)
    assert left_behind(home) == []


def test_a_wrong_checksum_is_thrown_away_at_once(archive, published, serve, home):
    url, asked = serve(sending(archive.read_bytes() + b"!"))
    with pytest.raises(DataError, match=r"MD5 .* is published; it was thrown away"):
        fetch("ml-20m", url=url)
    assert len(asked) == 1
    assert left_behind(home) == []


@pytest.mark.parametrize("status", [404, 503])
def test_a_refusal_is_told_with_its_status(status, published, serve, home):
    url, asked = serve(failing(status))
    with pytest.raises(DataError, match=str(status)):
        fetch("ml-20m", url=url)
    assert len(asked) == 1
    assert left_behind(home) == []


def test_no_server_at_all(published, home):
    with pytest.raises(DataError, match="check the connection"):
        fetch("ml-20m", url="http://127.0.0.1:9/ml-20m.zip")


def test_a_release_without_checksum_that_is_cut_off_is_no_archive(archive, serve, home):
    content = archive.read_bytes()
    url, _ = serve(sending(content[:-50]))
    with pytest.raises(DataError, match="not a complete zip archive"):
        fetch("ml-latest-small", url=url)
    assert left_behind(home) == []


def test_a_failed_download_leaves_the_installed_copy_alone(archive, published, serve, home):
    fetch("ml-20m", source=archive)
    url, _ = serve(failing(404))
    with pytest.raises(DataError):
        fetch("ml-20m", url=url)
    assert len(open_dataset("ml-20m").ratings) == 1_596


def test_an_import_is_verified_by_archive_or_by_counts(archive, published, tmp_path):
    assert fetch("ml-20m", source=archive).verified_by == "archive MD5"
    done = fetch("ml-20m", source=tmp_path / "set")
    assert (done.verified, done.verified_by) == (True, "counts")


def test_something_else_is_not_installed_under_a_releases_name(archive, home):
    with pytest.raises(DataError, match="is not MovieLens 20M: it holds 1,596 ratings by 399"):
        fetch("ml-20m", source=archive)
    with pytest.raises(DataError, match="is not MovieLens 1M: its ratings have MD5"):
        fetch("ml-1m", source=archive)
    assert left_behind(home) == []


def test_an_unknown_edition_of_latest_small_is_installed_unverified(archive):
    done = fetch("ml-latest-small", source=archive)
    assert (done.verified, done.verified_by, done.ratings) == (False, None, 1_596)
    assert len(open_dataset("ml-latest-small").ratings) == 1_596


def test_the_embedded_edition_is_known(home):
    done = fetch("ml-latest-small", source=paths.EMBEDDED_DATA / "ml-latest-small")
    assert (done.verified, done.verified_by) == (True, "counts")


def test_100k_keeps_its_genre_names(tmp_path, monkeypatch):
    known = replace(RELEASES["ml-100k"], counts=(Counts(5, 3),))
    monkeypatch.setitem(RELEASES, "ml-100k", known)
    fetch("ml-100k", source=made.release_100k(tmp_path / "k"))
    assert open_dataset("ml-100k").movies.loc[10, "genres"] == ("Action", "Sci-Fi")


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownIdError, match="ml-100k, ml-1m, ml-10m"):
        fetch("ml-5m")


def test_a_home_that_cannot_be_written(archive, published, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "file"))
    with pytest.raises(DataError, match="cannot be written"):
        fetch("ml-20m", source=archive)
    with pytest.raises(DataError, match="cannot be written"):
        fetch("ml-20m")


def test_no_error_names_a_temporary_folder(archive, published, serve, home, tmp_path):
    """Neither where the download went, nor where a copy is checked."""
    url, _ = serve(sending(archive.read_bytes()[:-50]))
    broken = tmp_path / "broken"
    made.csv_release(broken)
    (broken / "movies.csv").write_text("movieId,title,genres\nten,Heat,Drama\n")
    for name, source, address in (("ml-latest-small", None, url), ("ml-20m", broken, None)):
        with pytest.raises(DataError) as caught:
            fetch(name, source=source, url=address)
        assert ".new-" not in str(caught.value)
        assert name in str(caught.value)


@pytest.mark.parametrize("name", ["u.data", "u.item", "ratings.dat"])
def test_one_file_of_a_release_is_called_that(name, tmp_path):
    path = tmp_path / name
    path.write_text("1\t2\t3\t4\n")
    for use in (lambda: open_dataset(path), lambda: fetch("ml-100k", source=path)):
        with pytest.raises(DataError, match="one file of a MovieLens release; name the folder"):
            use()


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    """Return the zip of a bundle of 40 people's ratings."""
    folder = tmp_path_factory.mktemp("bundle")
    opened = loading.Source(open_dataset(kept.source(folder)), kept.CONFIG.train.min_rating)
    bundle.make(folder / "b", opened, loading.train(opened, kept.CONFIG))
    with zipfile.ZipFile(folder / "b.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(p for p in (folder / "b").rglob("*") if p.is_file()):
            file.write(path, path.relative_to(folder))
    return folder / "b.zip"


def test_a_bundle_comes_from_the_web_and_is_served_by_name(bundled, serve, home):
    url, _ = serve(sending(bundled.read_bytes()))
    done = fetch_bundle(url, "of-mine")
    assert (done.dataset, done.verified) == ("of-mine", False)
    opened = open_dataset("of-mine")
    assert opened.counted is not None
    assert done.ratings == opened.counted.movies.by_stars.sum()
    assert left_behind(home) == [done.path]
    assert fetch_bundle(url, "of-mine") == done  # again, in its place
    assert fetch_bundle(url).dataset == "ml-20m"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (failing(404), "the download failed"),
        (sending(b"no zip at all"), "not a complete zip archive"),
        (sending(b"x", length="9"), "could not be downloaded"),
    ],
)
def test_an_address_without_a_bundle_leaves_nothing(serve, home, answer, says):
    with pytest.raises(DataError, match=says):
        fetch_bundle(serve(answer)[0])
    assert left_behind(home) == []


def test_an_archive_of_ratings_is_no_bundle(archive, serve, home):
    with pytest.raises(DataError, match=r"is no bundle: it holds no bundle\.json"):
        fetch_bundle(serve(sending(archive.read_bytes()))[0])
    assert left_behind(home) == []


def test_a_damaged_bundle_is_not_installed(bundled, tmp_path, serve, home):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as new, zipfile.ZipFile(bundled) as old:
        for info in old.infolist():
            damaged = b"{}" if info.filename.endswith("movies.json") else old.read(info)
            new.writestr(info.filename, damaged)
    with pytest.raises(RecsysError, match="checksums do not match"):
        fetch_bundle(serve(sending((tmp_path / "bad.zip").read_bytes()))[0])
    assert left_behind(home) == []


@pytest.mark.parametrize("name", ["ml-latest-small", "ml-20m"])
def test_a_bundle_takes_no_name_that_ratings_have(bundled, archive, published, serve, home, name):
    fetch("ml-20m", archive)
    with pytest.raises(DataError, match=f"{name} is here already, with its ratings"):
        fetch_bundle(serve(sending(bundled.read_bytes()))[0], name)
    assert open_dataset(name).counted is None


def test_a_name_leads_nowhere_else(bundled, serve, home):
    done = fetch_bundle(serve(sending(bundled.read_bytes()))[0], "../../evil")
    assert Path(done.path).parent == paths.datasets_home()
