"""A bundle serves what the data set does that it was made from, and refuses what is no bundle."""

import hashlib
import io
import json
import re
import shutil
import struct
import zipfile
from dataclasses import replace

import made
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import integers
from kept import CONFIG, source

import recsys
from recsys import bundle, disk, evaluate, explore, loading, paths
from recsys.commands.parser import main
from recsys.data.registry import open_dataset
from recsys.errors import ArtifactError, ConfigError, DataError, NoRatingsError, RecsysError
from recsys.explain import ensemble
from recsys.limits import limits
from recsys.map import store as maps
from recsys.model import similar
from recsys.people.like_minded import like_minded, people_of
from recsys.people.overlap import Likers, count_overlaps, read_overlaps
from recsys.people.portrait import sides_of
from recsys.people.sample import crowd_of
from recsys.profile.profile import Profile

PROFILE = {1: 5.0, 2: 4.0, 9: 1.0}
PEOPLE = 10


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Return a data set of 40 people and 30 movies, with its likes."""
    folder = tmp_path_factory.mktemp("whole")
    return loading.Source(open_dataset(source(folder)), CONFIG.train.min_rating)


@pytest.fixture(scope="module")
def ready(opened):
    return loading.recommender(opened, CONFIG)


@pytest.fixture(scope="module")
def folder(opened, ready, tmp_path_factory):
    target = tmp_path_factory.mktemp("bundles") / "made"
    bundle.make(target, opened, ready.model)
    return target


@pytest.fixture(scope="module")
def sampled(opened, ready, tmp_path_factory):
    target = tmp_path_factory.mktemp("bundles") / "sampled"
    bundle.make(target, opened, ready.model, sample_people=PEOPLE)
    return target


@pytest.fixture
def copy(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "copy")


def zipped(folder, archive, inside=""):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            file.write(path, f"{inside}{path.relative_to(folder)}")
    return archive


def served(path):
    """Read all that pages read, as a stranger's bundle would be."""
    ready = recsys.load(path)
    for model in ensemble.load_or_train(loading.Source(ready.dataset), ready.model.config):
        assert len(model.movies) == len(ready.model.movies)
    kept = ready.dataset.bundled
    maps.load(ready.model, kept)
    read_overlaps(kept.part("overlaps", "overlaps"), ready.model)
    return ready


def one(folder, pattern):
    (found,) = folder.glob(pattern)
    return found


def own_model(folder):
    return one(folder, "models/*notebook*")


def changed(folder, name, change):
    """Change a part of a bundle as its maker could, checksums and all."""
    path = folder / name
    if path.suffix == ".npy":
        np.save(path, change(np.load(path)))
    else:
        said = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(change(said)), "utf-8")
    (folder / disk.SUMS).unlink()
    disk.seal(folder)


@pytest.mark.parametrize("kind", ["folder", "zip", "zip of the folder"])
def test_it_serves_the_same_lists_as_the_data_set(ready, folder, kind, tmp_path):
    path = folder
    if kind != "folder":
        path = zipped(folder, tmp_path / "b.zip", "" if kind == "zip" else "made/")
    served_here = served(path)
    ours, theirs = ready.recommend(PROFILE), served_here.recommend(PROFILE)
    assert ours.recommendations == theirs.recommendations
    assert served_here.scores(PROFILE).equals(ready.scores(PROFILE))
    assert served_here.similar(1) == ready.similar(1)
    assert served_here.model.config == ready.model.config
    assert served_here.dataset.fingerprint == ready.dataset.fingerprint
    assert served_here.dataset.catalogue == ready.dataset.catalogue
    assert served_here.dataset.movies.equals(ready.dataset.movies)


def test_explore_shows_what_was_counted(opened, folder):
    whole, counted = opened.dataset, open_dataset(folder)
    assert len(counted.ratings) == 0
    for table in (
        lambda d: explore.popularity(d, by="mean"),
        explore.rating_distribution,
        lambda d: explore.rating_distribution(d, 4.0, 3),
        lambda d: explore.ratings_per(d, "user"),
        lambda d: explore.ratings_per(d, "movie"),
        explore.genre_distribution,
        explore.year_distribution,
        explore.long_tail,
        explore.activity,
        lambda d: explore.threshold_effect(d).drop(columns="lost_user_ids"),
        lambda d: explore.compare_ratings(d, [1, 2]),
    ):
        assert table(whole).equals(table(counted))
    for per in ("user", "movie"):
        assert explore.rating_spread(whole, per) == explore.rating_spread(counted, per)
    assert replace(explore.summarize(whole), users_lost=()) == explore.summarize(counted)
    assert counted.report == replace(whole.report, rejected=())


def test_map_stability_and_overlaps_come_along(opened, ready, folder, monkeypatch):
    here = served(folder)
    monkeypatch.setattr(maps, "project", lambda *_: pytest.fail("the map is laid out anew"))
    drawn, problem = maps.stored_or_made(here.model, bundle=here.dataset.bundled)
    assert problem is None
    np.testing.assert_array_equal(drawn.rows, maps.load(ready.model).rows)
    likers = Likers(opened.interactions)
    found = read_overlaps(here.dataset.bundled.part("overlaps", "overlaps"), here.model)
    nearest, _ = similar.nearest(ready.model, 0, 5)
    for other in ready.model.movies.ids[nearest].tolist():
        first = int(ready.model.movies.ids[0])
        ours, theirs = likers.overlap(first, other), found.overlap(first, other)
        assert replace(ours, by_activity=0) == replace(theirs, by_activity=0)
        assert theirs.by_activity == pytest.approx(ours.by_activity, rel=1e-6)


def test_pairs_that_were_not_counted_are_said_to_be_so(opened, ready, monkeypatch):
    monkeypatch.setattr("recsys.people.overlap.TOGETHER", 2)
    found = count_overlaps(ready.model, Likers(opened.interactions), nearest=1)
    ids = ready.model.movies.ids.tolist()
    counted = {
        (ids[row], ids[other])
        for row in range(len(ids))
        for other in found.others[found.starts[row] : found.starts[row + 1]].tolist()
    }
    assert all((other, row) in counted for row, other in counted)
    missing = next((ids[0], other) for other in ids[1:] if (ids[0], other) not in counted)
    with pytest.raises(NoRatingsError, match="choose another pair"):
        found.overlap(*missing)
    assert found.overlap(ids[0], 999).second_likes == 0


def test_the_average_person_is_the_same(opened, ready, folder):
    here = recsys.load(folder)
    ours = sides_of(opened.dataset, ready.model, opened.interactions)
    theirs = sides_of(here.dataset, here.model, None)
    for name in ("genres", "decades", "popularity"):
        assert getattr(ours, name).groups == getattr(theirs, name).groups
        np.testing.assert_array_equal(getattr(ours, name).average, getattr(theirs, name).average)


def test_nobody_is_in_it(opened, folder):
    here = recsys.load(folder)
    people = opened.dataset.ratings["user_id"].nunique()
    for path in folder.rglob("*.npy"):
        array = np.load(path)
        assert path.name != "user_factors.npy" or not array.size
        assert array.ndim == 0 or len(array) != people, f"{path.name} may have a row a person"
    assert "user_id" not in (folder / "bundle.json").read_text("utf-8")
    assert explore.threshold_effect(here.dataset)["lost_user_ids"].map(len).sum() == 0


@pytest.mark.parametrize(
    "asks",
    [
        lambda d, r: loading.Source(d).interactions,
        lambda d, r: loading.retrain_with(loading.Source(d), r.model.config, Profile.of(PROFILE)),
        lambda d, r: crowd_of(d, r.model),
        lambda d, r: explore.activity(d, movie_id=1),
        lambda d, r: evaluate.evaluate(d, "few-shot", ["default"]),
        lambda d, r: evaluate.measure_prices(d),
        lambda d, r: evaluate.measure_chances(d),
        lambda d, r: evaluate.ask(d),
        lambda d, r: bundle.make(paths.home() / "again", loading.Source(d), r.model),
    ],
)
def test_what_takes_ratings_says_that_there_are_none(folder, asks):
    here = recsys.load(folder)
    with pytest.raises(NoRatingsError, match="this host has none of mine"):
        asks(here.dataset, here)


def test_a_sample_stands_for_all_where_its_maker_chose_to_give_it(opened, sampled):
    here = recsys.load(sampled)
    sample = here.dataset.sample
    assert list(sample.columns) == ["user_id", "movie_id", "rating"]
    assert sample["user_id"].unique().tolist() == list(range(1, PEOPLE + 1))
    whole = opened.dataset.ratings.groupby("user_id")[["movie_id", "rating"]]
    real = {tuple(sorted(map(tuple, own.to_numpy().tolist()))) for _, own in whole}
    for _, own in sample.groupby("user_id")[["movie_id", "rating"]]:
        assert tuple(map(tuple, own.to_numpy().tolist())) in real
    assert crowd_of(here.dataset, here.model).likes.shape[0] == PEOPLE
    likes = loading.build_interactions(sample, here.model.min_rating, here.model.movies)
    # Who is in it is left to chance, so somebody who surely is looks for people alike.
    first = sample[sample["user_id"] == 1]
    own = dict(zip(first["movie_id"].tolist(), first["rating"].tolist(), strict=True))
    assert like_minded(people_of(likes), here.model, Profile.of(own))
    with pytest.raises(NoRatingsError):
        _ = loading.Source(here.dataset).interactions


def test_only_movies_model_and_counts_are_needed(opened, ready, tmp_path):
    counts = explore.count_ratings(opened.dataset)
    needed = replace(counts, users_by_best=None, users_by_ratings=None, over_time=None)
    bundle.write(tmp_path / "b", opened.dataset, ready.model, needed)
    here = recsys.load(tmp_path / "b")
    assert here.recommend(PROFILE).movie_ids == ready.recommend(PROFILE).movie_ids
    assert explore.popularity(here.dataset).equals(explore.popularity(opened.dataset))
    for missing in (
        lambda: explore.ratings_per(here.dataset, "user"),
        lambda: explore.activity(here.dataset),
        lambda: explore.summarize(here.dataset),
        lambda: sides_of(here.dataset, here.model, None),
    ):
        with pytest.raises(NoRatingsError):
            missing()


def test_measurements_that_were_kept_come_along(opened, ready, tmp_path):
    data = opened.dataset
    own = data.name, data.fingerprint
    found = evaluate.Evaluation(*own, "few-shot", 0, (0,), 9, 9, "…", "c", "s", 4.25, (), {})
    bundle.write(
        tmp_path / "b", data, ready.model, explore.count_ratings(data),
        bundle.Extras(measured=(found,)),
    )  # fmt: skip
    here = open_dataset(tmp_path / "b")
    assert evaluate.load(*own, "few-shot", bundle=here.bundled) == found
    assert evaluate.load(*own, "few-shot") is None


def test_the_command_writes_it_and_says_what(capsys, opened, tmp_path):
    out = tmp_path / "out"
    dataset = str(opened.dataset.source)
    assert main(["bundle", "--dataset", dataset, "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    assert said == {"path": str(out), "bytes": size, "movies": 30, "format": 1}
    rate = ["--rate", "1=5", "--json"]
    lists = []
    for named in (dataset, str(out)):
        assert main(["recommend", "--dataset", named, *rate]) == 0
        lists.append(json.loads(capsys.readouterr().out)["recommendations"])
    assert lists[0] == lists[1]
    assert main(["summary", "--dataset", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["users_lost"] == []


def test_data_of_ones_own_make_a_bundle_too(tmp_path):
    rows = [(f"u{u}", f"Café {m}", 1 + (u * m) % 5) for u in range(1, 20) for m in range(1, 12)]
    own = tmp_path / "(my  club).csv"
    own.write_text("who,film,stars\n" + "".join(f"{u},{m},{s}\n" for u, m, s in rows), "utf-8")
    whole = recsys.load(own, preset="notebook")
    bundle.make(tmp_path / "b", loading.Source(whole.dataset), whole.model)
    for path in (tmp_path / "b", zipped(tmp_path / "b", tmp_path / "b.zip")):
        here = served(path)
        assert here.dataset.catalogue == whole.dataset.catalogue != ""
        profile = Profile.of({int(whole.model.movies.ids[0]): 5.0}, whole.dataset.catalogue)
        assert here.recommend(profile).recommendations == whole.recommend(profile).recommendations
        assert here.dataset.bundle.terms == ""


def test_a_place_with_something_else_is_left_alone(opened, ready, folder, tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(DataError, match="is there already and no bundle"):
        bundle.make(tmp_path, opened, ready.model)
    assert (tmp_path / "letters.txt").read_text() == "dear"
    beside = tmp_path / "b"
    counts = explore.count_ratings(opened.dataset)
    for _ in range(2):  # a bundle gives way to a bundle
        bundle.write(beside, opened.dataset, ready.model, counts)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "letters.txt"]


def test_a_model_of_other_data_is_not_written(opened, ready, tmp_path):
    other = replace(ready.model, report=replace(ready.model.report, fingerprint="f" * 64))
    with pytest.raises(DataError, match="trained on other data"):
        bundle.write(tmp_path / "b", opened.dataset, other, explore.count_ratings(opened.dataset))
    assert not (tmp_path / "b").exists()


def test_another_preset_or_seed_than_the_bundles_is_refused(folder):
    for wanted in ({"preset": "notebook", "seed": 7}, {"seed": 7}):
        with pytest.raises(ConfigError, match="one model has preset notebook and seed 0"):
            recsys.load(folder, **wanted)
    assert recsys.load(folder, preset="notebook").model.config == CONFIG


HOSTILE = {
    "another version": ("bundle.json", lambda s: {**s, "format": 2}, "has format 2"),
    "no list of it": ("bundle.json", lambda s: [], "is damaged"),
    "a count that is none": (
        "bundle.json", lambda s: {**s, "users_by_best": ["a"] * 10}, "is damaged"),
    "negative people": (
        "bundle.json", lambda s: {**s, "users_by_best": [-1] * 10}, "below zero"),
    "people without end": (
        "bundle.json", lambda s: {**s, "users_by_ratings": [[1, 2**50]]}, "beyond everybody"),
    "years without end": (
        "movies.json", lambda s: {**s, "year": [10**9] * len(s["year"])}, "a movie's year"),
    "a title that is none": (
        "movies.json", lambda s: {**s, "title": [7] * len(s["title"])}, "a title is no text"),
    "titles twice": (
        "movies.json", lambda s: {**s, "title": ["A"] * len(s["title"])}, "have one title"),
    "a column less": (
        "movies.json", lambda s: {k: v for k, v in s.items() if k != "genres"}, "other columns"),
    "shorter columns": ("movies.json", lambda s: {**s, "listed": [True]}, "is damaged"),
    "movies twice": (
        "movies.json", lambda s: {**s, "movie_id": [1] * len(s["movie_id"])}, "order of their ids"),
    "an activity of other periods": (
        "bundle.json",
        lambda s: {**s, "over_time": {**s["over_time"], "starts": [0, 7]}},
        "periods are in no order"),
    "negative counts": ("counted/by_stars.npy", lambda a: -a, "below zero"),
    "counts of another length": ("counted/by_stars.npy", lambda a: a[1:], "expected"),
    "counts of other movies": ("counted/movie_ids.npy", lambda a: a + 1, "it lacks"),
    "factors of another width": (
        "models/*notebook*/item_factors.npy", lambda a: a[:, 1:], "expected 30 × 4"),
    "fewer factors": ("models/*notebook*/item_factors.npy", lambda a: a[1:], "expected 30 × 4"),
    "factors in double precision": (
        "models/*notebook*/item_factors.npy", lambda a: a.astype(float), "float64"),
    "NaN among the factors": (
        "models/*notebook*/item_factors.npy", lambda a: a * np.nan, "a factor is no number"),
    "likes of another length": (
        "models/*notebook*/likes_per_movie.npy", lambda a: a[1:], "likes of 29 movies"),
    "negative likes": (
        "models/*notebook*/likes_per_movie.npy", lambda a: -a, "that nobody can have given"),
    "a movie that the list lacks": (
        "models/*notebook*/movie_ids.npy", lambda a: a + 1, "a movie that it lacks"),
    "a model that is another's": (
        "models/*notebook*/manifest.json",
        lambda s: {**s, "report": {**s["report"], "fingerprint": "0" * 64}},
        "is another's"),
    "a model without end": (
        "models/*notebook*/manifest.json",
        lambda s: {**s, "report": {**s["report"], "seconds": float("inf")}},
        "is not readable"),
    "a model of nobody": (
        "models/*notebook*/manifest.json",
        lambda s: {**s, "report": {**s["report"], "users": 0}},
        "trained on nobody"),
    "points beyond the map": ("maps/*/points.npy", lambda a: a * 1000, "no such point"),
    "more people than like it": ("overlaps/both.npy", lambda a: a + 1000, "more people"),
    "overlaps of other movies": ("overlaps/others.npy", lambda a: a + 1000, "of other movies"),
    "small models of another width": (
        "models/*stability*/item_factors.npy", lambda a: a[:, 1:], "expected 30 × 4"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_is_refused_in_one_sentence(copy, name):
    pattern, change, says = HOSTILE[name]
    for path in list(copy.glob(pattern)):
        changed(copy, path.relative_to(copy), change)
    with pytest.raises(RecsysError, match=says) as refused:
        served(copy)
    assert "\n" not in str(refused.value)


def test_objects_are_never_unpickled(copy):
    path = own_model(copy) / "item_factors.npy"
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    disk.seal(copy)
    with pytest.raises(ArtifactError, match="no array of numbers"):
        served(copy)


def test_a_header_that_says_more_than_the_file_holds_is_refused(copy):
    path = own_model(copy) / "item_factors.npy"
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f4", "fortran_order": False, "shape": (2**40, 4)}
    )
    path.write_bytes(header.getvalue() + b"\0" * 64)
    disk.seal(copy)
    with pytest.raises(ArtifactError, match="no array of numbers"):
        served(copy)


@pytest.mark.parametrize("lacks", ["bundle.json", "movies.json", "SHA256SUMS", "counted", "models"])
def test_a_part_that_is_not_there_is_missed(copy, lacks):
    path = copy / lacks
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(RecsysError, match=r"lacks a file|is not a MovieLens data set|its model"):
        served(copy)


def test_a_link_to_elsewhere_is_not_followed(copy, tmp_path):
    path = own_model(copy) / "item_factors.npy"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataError, match="is no plain file"):
        served(copy)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_that_changes_is_noticed(folder, ready, data):
    names = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "found.json")
    path = data.draw(st.sampled_from(names))
    before = path.read_bytes()
    # Of measurements, whose sums stand here too, a page says what is wrong when it looks.
    own = [m for m in re.finditer(rb".*\n?", before) if b"found.json" not in m[0] and m[0]]
    line = data.draw(st.sampled_from(own))
    at = data.draw(integers(line.start(), line.end() - 1))
    flipped = before[at] ^ data.draw(integers(1, 255))
    try:
        path.write_bytes(before[:at] + bytes([flipped]) + before[at + 1 :])
        with pytest.raises(RecsysError):
            served(folder)
        path.write_bytes(before[:at])
        with pytest.raises(RecsysError):
            served(folder)
    finally:
        path.write_bytes(before)


def left():
    home = paths.bundles_home()
    return sorted(path.name for path in home.iterdir()) if home.is_dir() else []


def hostile(archive, names, folder):
    zipped(folder, archive)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as file:
        for name, content in names.items():
            file.writestr(name, content)
    return archive


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ({"../../evil": b"x"}, "leads out of its folder"),
        ({"/etc/evil": b"x"}, "leads out of its folder"),
        ({"C:\\evil": b"x"}, "leads out of its folder"),
        ({"a/b/c/d/e": b"x"}, "no file of ours"),
        ({".hidden": b"x"}, "no file of ours"),
        ({"BUNDLE.json": b"x"}, "holds a file twice"),
        ({"zeros.npy": b"\0" * (20 * 1024**2)}, "zip bomb"),
        ({f"models/{i}": b"" for i in range(1_001)}, "at most 1,000"),
        ({"stranger.npy": b"x"}, "checksums do not match"),
    ],
)
def test_a_hostile_zip_leaves_nothing(folder, tmp_path, names, says):
    before = left()
    archive = hostile(tmp_path / "b.zip", names, folder)
    with pytest.raises(RecsysError, match=says):
        served(archive)
    assert left() == before


def test_a_zip_that_unpacks_to_more_than_it_says_is_refused(folder, tmp_path):
    archive, before = zipped(folder, tmp_path / "b.zip"), left()
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as file:
        biggest = max(file.infolist(), key=lambda info: info.file_size)
    # The declared size, in the file's own header and in the list at the end.
    for start, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place, name = -1, biggest.filename.encode()
        while (place := data.find(start, place + 1)) >= 0:
            offset = 30 if start == b"PK\x03\x04" else 46
            if data[place + offset :].startswith(name):
                struct.pack_into("<L", data, place + at, 16)
    archive.write_bytes(data)
    with pytest.raises(RecsysError, match="damaged"):
        served(archive)
    assert left() == before


@pytest.mark.parametrize("keep", [0, 100, 0.5, -40])
def test_half_a_zip_is_refused(folder, tmp_path, keep):
    archive, before = zipped(folder, tmp_path / "b.zip"), left()
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * keep) if 0 < keep < 1 else keep])
    with pytest.raises(RecsysError):
        served(archive)
    assert left() == before


def test_a_zip_beyond_what_is_read_is_refused_before_it_is_unpacked(folder, tmp_path, monkeypatch):
    archive = zipped(folder, tmp_path / "b.zip")
    small = replace(limits(), unpacked_bytes=1_000)
    monkeypatch.setattr("recsys.data.archives.limits", lambda: small)
    with pytest.raises(DataError, match="1,000 files of 1,000 bytes are read"):
        served(archive)


def test_a_zip_is_unpacked_once_and_again_where_that_was_damaged(folder, tmp_path):
    archive = zipped(folder, tmp_path / "b.zip", "top/")
    served(archive)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    movies = paths.bundles_home() / digest[:32] / "movies.json"
    stamp = movies.stat().st_ino
    served(archive)
    assert movies.stat().st_ino == stamp
    movies.write_text("{}")
    served(archive)
    assert movies.stat().st_size > 2


def test_a_visitor_cannot_bring_a_bundle(folder, tmp_path):
    with pytest.raises(DataError, match="which a server is started with"):
        open_dataset(zipped(folder, tmp_path / "b.zip"), private=True)


def test_the_release_of_the_same_name_is_not_taken_for_it(tmp_path):
    assert open_dataset(made.csv_release(tmp_path / "ml")).counted is None
