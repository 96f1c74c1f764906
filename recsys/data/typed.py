"""Records out of JSON: what their types say is held against every value."""

import json
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

LARGEST = 2**63


def parsed(content: bytes) -> Any:
    """Return what JSON says.

    Raises
    ------
    ValueError
        It is none, is nested without end, or holds what only looks like a number.
    """
    try:
        return json.loads(content, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def made(kind: Any, value: Any) -> Any:
    """Make what a type says of the lists and mappings that JSON knows.

    Parameters
    ----------
    kind : type
        A dataclass, `tuple[X, ...]` or `tuple[X, X]`, `dict[str, X]`, `X | None`, or a plain type.

    Raises
    ------
    TypeError, ValueError
        The value is of another type, a part is missing or not known, or a number is not finite.
    """
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {field.name: hints[field.name] for field in fields(kind)}
        return kind(**{name: made(known[name], part) for name, part in _mapping(value, known)})  # type: ignore[operator]
    of, origin = get_args(kind), get_origin(kind)
    if origin is tuple:
        if not isinstance(value, list | tuple) or (of[-1] is not ... and len(value) != len(of)):
            raise TypeError(f"{value!r:.40} is not {kind}")
        return tuple(made(of[0], part) for part in value)
    if origin is dict:
        return {str(name): made(of[1], part) for name, part in _mapping(value)}
    if origin is UnionType:
        return None if value is None else made(of[0], value)
    return _plain(kind, value)


def _mapping(value: Any, known: Any = None) -> Any:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.40} is no mapping")
    if known is not None and (strange := value.keys() - known.keys()):
        raise TypeError(f"{sorted(strange)[0]} is not known")
    return value.items()


def _plain(kind: Any, value: Any) -> Any:
    # A whole number stays one: what is made of it has the checksum of what was written.
    known = (int, float) if kind is float else (kind,)
    if kind not in (object, Any) and type(value) not in known:
        raise TypeError(f"{value!r:.40} is not {kind}")
    if isinstance(value, int | float) and not abs(value) < LARGEST:
        raise ValueError(f"{value!r:.40} is no number that anything here has")
    return value


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")
