"""Small files, short links and long profiles cost little, whatever they unpack to."""

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from recsys.data.vocabulary import Vocabulary
from recsys.model import config as configs
from recsys.model.foldin import leave_each_out
from recsys.model.model import Model, TrainReport
from recsys.profile.profile import Profile

ROOT = Path(__file__).resolve().parents[2]
ROWS = 262_144
"""So many are read at once."""
READ = r"""
import json, re, sys
from pathlib import Path
from recsys.data.readers.own import preview, read_own
from recsys.errors import RecsysError
# What getrusage says begins with the peak of the process that started this one.
peak = lambda: int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
used = lambda: peak() / 1024
before, said = used(), ""
try:
    preview(Path(sys.argv[1]))
    read_own(Path(sys.argv[1]), "mine")
except RecsysError as error:
    said = str(error)
print(json.dumps([used() - before, said]))
"""


def megabytes_to_read(path, public="1"):
    """Read an own file in a process of its own; return what that took, and the refusal."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        cwd=ROOT, env={**os.environ, "RECSYS_PUBLIC": public},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def table(path, item, rows=ROWS, title=None, **how):
    same = {"user": pa.array(np.ones(rows, np.int8)), "item": item}
    same["rating"] = pa.array(np.full(rows, 4, np.int8))
    if title is not None:
        same["title"] = title
    how = {"compression": "zstd", "store_schema": False, **how}
    parquet.write_table(pa.table(same), path, **how)
    return path


def repeated(text, kind, rows=ROWS):
    shared = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([text], kind))
    return shared.cast(kind)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (pa.string(), ""),
        (pa.binary(), ""),
        (pa.large_binary(), ""),
        (pa.binary(8_000), "holds neither text nor numbers"),
    ],
    ids=str,
)
def test_a_parquet_file_of_3_kb_whose_rows_share_one_long_value(tmp_path, kind, said):
    path = table(tmp_path / "a.parquet", repeated(b"x" * 8_000, kind))
    assert path.stat().st_size < 5_000
    took, refusal = megabytes_to_read(path)
    assert took < 300
    assert said in refusal


def test_a_parquet_file_whose_movies_share_one_very_long_title(tmp_path):
    rows = 10_000
    title = repeated("x" * 200_000, pa.string(), rows)
    path = table(tmp_path / "a.parquet", pa.array(np.arange(rows)), rows, title=title)
    took, refusal = megabytes_to_read(path)
    assert refusal == ""
    assert took < 250


def test_a_parquet_file_whose_movies_have_long_names_each(tmp_path):
    names = pa.array([f"{n:07}" + "x" * 40_000 for n in range(5_000)])
    path = table(tmp_path / "a.parquet", names, len(names), row_group_size=1_000)
    assert path.stat().st_size < 10**6
    took, refusal = megabytes_to_read(path)
    assert "or longer names, than are read" in refusal
    assert took < 500


def test_a_parquet_file_whose_rows_share_a_long_beginning(tmp_path):
    long = pa.array(["x" * 2_000_000 + str(n % 10) for n in range(250)])
    how = {"use_dictionary": False, "column_encoding": {
        "user": "PLAIN", "rating": "PLAIN", "item": "DELTA_BYTE_ARRAY"}}  # fmt: skip
    path = table(tmp_path / "a.parquet", long, len(long), **how)
    assert path.stat().st_size < 200_000
    took, _ = megabytes_to_read(path)
    assert took < 800


def test_a_parquet_file_whose_cells_are_long_lists(tmp_path):
    cells = pa.ListArray.from_arrays(np.arange(0, 2_001 * 5_000, 5_000), np.zeros(10**7, np.int64))
    path = table(tmp_path / "a.parquet", cells, len(cells))
    took, refusal = megabytes_to_read(path)
    assert took < 60
    assert refusal.startswith("the column 'item' of")


def test_a_parquet_file_of_countless_rows(tmp_path):
    rows = 14_000_000
    path = table(tmp_path / "a.parquet", pa.array(np.ones(rows, np.int8)), rows)
    assert path.stat().st_size < 500_000
    took, refusal = megabytes_to_read(path)
    assert "holds more than 13,421,772 ratings" in refusal
    assert took < 500


@pytest.mark.parametrize(("public", "most"), [("1", "20,000"), ("0", "100,000")])
def test_a_csv_file_of_18_mb_with_a_million_movies(tmp_path, public, most):
    path = tmp_path / "a.csv"
    path.write_text("user,item,rating\n" + "".join(f"1,movie {n:07},4\n" for n in range(10**6)))
    assert path.stat().st_size < 19 * 10**6
    took, refusal = megabytes_to_read(path, public)
    assert f"holds more than {most} movies" in refusal
    assert took < 250


def test_a_csv_file_of_more_people_than_a_public_host_reads(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("user,item,rating\n" + "".join(f"{n},1,4\n" for n in range(3 * 10**6)))
    took, refusal = megabytes_to_read(path)
    assert "holds more than 1,000,000 people" in refusal
    assert took < 500


def large_model(n_movies=87_000, factors=8):
    rng = np.random.default_rng(0)
    report = TrainReport(
        dataset="large", fingerprint="0" * 64, users=200_000, movies=n_movies, likes=10**7,
        losses=(1.0,), seconds=1.0,
    )  # fmt: skip
    return Model(
        configs.preset("notebook"), report, Vocabulary(np.arange(1, n_movies + 1)),
        rng.normal(size=(n_movies, factors)).astype(np.float32),
        rng.integers(1, 1000, n_movies),
    )  # fmt: skip


def test_leaving_out_each_of_2_000_ratings_among_87_000_movies():
    model = large_model()
    told = model.usable(Profile(tuple((m, 2.0 + m % 4) for m in range(1, 2_001))))
    tracemalloc.start()
    places, last = [], None
    for left in leave_each_out(model, told, 7):
        places += left.places.tolist()
        last = left
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sorted(places) == list(range(2_000))
    assert last.scores.shape[0] == 87_000
    assert peak < 150 * 1024**2


def test_blocks_hold_the_numbers_that_all_at_once_would_be():
    model = large_model(5_000)
    told = model.usable(Profile(tuple((m, 2.0 + m % 4) for m in range(1, 400))))
    whole = {j: column for left in leave_each_out(model, told) for j, column in columns(left)}
    parts = leave_each_out(model, told, most_bytes=7 * 4 * 5_000)
    for j, (scores, exact) in (pair for left in parts for pair in columns(left)):
        np.testing.assert_allclose(scores, whole[j][0], rtol=0, atol=1e-6)
        assert exact == whole[j][1]


def columns(left):
    return zip(left.places.tolist(), zip(left.scores.T, left.exact, strict=True), strict=True)
