"""Random damage to any kind of file ends in a data set or in one sentence, never in a traceback."""

import random

import made
import pytest
from made import read

from recsys.data.readers.own import preview, read_own
from recsys.errors import RecsysError
from recsys.ui.words.report import findings, recognised

TOKENS = [b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"::", b"\t", b"|", b"-1", b"1e9", b"nan",
          b"9" * 20, b";", b" ", b"\xef\xbb\xbf", b"inf", b""]  # fmt: skip
OWN = ["user,item,rating,time,title"] + [
    f"{u},{m},{(u + m) % 5 + 1},{978_300_000 + u * m},Film {m}"
    for u in range(1, 8)
    for m in range(1, 6)
]


def damaged(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(content) + 1)
        token = rng.choice([*TOKENS, bytes([rng.randrange(256)])])
        content = content[:at] + token + content[at + rng.choice((0, 1, len(token), 15)) :]
    return content


def in_one_sentence(action):
    try:
        return action()
    except RecsysError as error:
        said = str(error)
    assert said
    assert "\n" not in said
    return None


def own_file(folder):
    return made.write(folder / "mine.csv", OWN)


def archive(folder):
    return made.zipped(made.csv_release(folder / "set"), folder / "set.zip")


RELEASES = [made.csv_release, made.linked_release, made.dat_release, made.release_100k]


@pytest.mark.parametrize("make", RELEASES)
@pytest.mark.parametrize("seed", range(25))
def test_releases(make, seed, tmp_path):
    rng, folder = random.Random(seed), make(tmp_path)
    path = rng.choice(sorted(folder.iterdir()))
    path.write_bytes(damaged(path.read_bytes(), rng))
    data = in_one_sentence(lambda: read(folder))
    assert data is None or findings(data.report)


@pytest.mark.parametrize("seed", range(25))
def test_archives(seed, tmp_path):
    path = archive(tmp_path)
    path.write_bytes(damaged(path.read_bytes(), random.Random(seed)))
    in_one_sentence(lambda: read(path))


@pytest.mark.parametrize("seed", range(50))
def test_own_files(seed, tmp_path):
    path = own_file(tmp_path)
    path.write_bytes(damaged(path.read_bytes(), random.Random(seed)))
    in_one_sentence(lambda: recognised(preview(path)))
    data = in_one_sentence(lambda: read_own(path, "mine"))
    assert data is None or data.ratings["rating"].between(0.5, 5).all()
