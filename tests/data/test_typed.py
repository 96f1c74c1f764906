"""Records out of JSON that a stranger may have written."""

import json
from dataclasses import asdict, dataclass

import pytest

from recsys.data.typed import made, parsed
from recsys.model.config import NOTEBOOK, ModelConfig


@dataclass(frozen=True)
class Part:
    name: str
    size: float


@dataclass(frozen=True)
class Whole:
    parts: tuple[Part, ...]
    pair: tuple[str, str]
    named: dict[str, int]
    maybe: int | None = None


WHOLE = Whole((Part("a", 1.5), Part("b", 2)), ("x", "y"), {"one": 1})


def test_what_was_written_comes_back_equal():
    said = json.dumps(asdict(WHOLE)).encode()
    found = made(Whole, parsed(said))
    assert found == WHOLE
    assert json.dumps(asdict(found)).encode() == said
    assert made(ModelConfig, parsed(json.dumps(NOTEBOOK.to_dict()).encode())) == NOTEBOOK


@pytest.mark.parametrize(
    "change",
    [
        {"maybe": "3"},
        {"maybe": True},
        {"maybe": 2.0},
        {"maybe": 2**80},
        {"pair": ["x"]},
        {"pair": "xy"},
        {"named": [1]},
        {"named": {"one": None}},
        {"parts": [{"name": "a"}]},
        {"parts": [{"name": "a", "size": 1, "more": 1}]},
        {"parts": [{"name": "a", "size": 1e999}]},
        {"parts": [{"name": "a", "size": False}]},
        {"parts": {"a": 1}},
        {"unknown": 1},
    ],
)
def test_another_type_is_refused(change):
    with pytest.raises((TypeError, ValueError)):
        made(Whole, {**asdict(WHOLE), **change})


@pytest.mark.parametrize("said", [b"[NaN]", b"[Infinity]", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(said):
    with pytest.raises(ValueError):  # noqa: PT011
        parsed(said)
