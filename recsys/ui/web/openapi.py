"""The OpenAPI document of `/api`: parameters from their table, answers from the result records."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_args, get_type_hints

from recsys.ui.web.asked import Parameter, Schema

_KINDS: dict[object, Schema] = {
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
}
_ERROR: Schema = {
    "type": "object",
    "properties": {"error": {"type": "string", "description": "One sentence.", "minLength": 1}},
    "required": ["error"],
    "additionalProperties": False,
}
_AFTER: Schema = {
    "Retry-After": {
        "description": "Seconds.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
}


@dataclass(frozen=True)
class Path:
    """One path and what it answers with."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    result: type
    """A record of `recsys.recommend.results`."""


def document(paths: Iterable[Path]) -> dict[str, Any]:
    """Return the document, OpenAPI 3.1."""
    schemas: dict[str, Schema] = {"Error": _ERROR}
    described = {one.path: {"get": _operation(one, schemas)} for one in paths}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cinefold",
            "version": "1",
            "description": "Movie recommendations that show exactly why.",
        },
        "paths": described,
        "components": {"schemas": schemas},
    }


def _operation(one: Path, schemas: dict[str, Schema]) -> dict[str, Any]:
    return {
        "operationId": one.path.rpartition("/")[2],
        "summary": one.summary,
        "parameters": [
            {
                "name": parameter.name,
                "in": "query",
                "description": parameter.meaning,
                "required": parameter.required,
                "schema": parameter.schema,
            }
            for parameter in one.parameters
        ],
        "responses": {
            "200": _response("The answer.", schema_of(one.result, schemas)),
            "400": _response("Something in the request is impossible; the sentence says what."),
            "429": _response("Too many calls from one address, on a public host.", headers=_AFTER),
            "503": _response("The model is not ready yet.", headers=_AFTER),
        },
    }


def _response(
    description: str, schema: Schema | None = None, headers: Schema | None = None
) -> dict[str, Any]:
    schema = schema or {"$ref": "#/components/schemas/Error"}
    found = {"description": description, "content": {"application/json": {"schema": schema}}}
    return found if headers is None else {**found, "headers": headers}


def schema_of(kind: Any, schemas: dict[str, Schema]) -> Schema:
    """Return the schema of what a type becomes in JSON; records are added to `schemas`.

    Parameters
    ----------
    kind : type
        A number, a text, a tuple of one kind, or a dataclass of these.
    """
    if kind in _KINDS:
        return _KINDS[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        names = [one.name for one in fields(kind)]
        hints = get_type_hints(kind)
        schemas[kind.__name__] = {
            "type": "object",
            "properties": {name: schema_of(hints[name], schemas) for name in names},
            "required": names,
            "additionalProperties": False,
        }
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    return {"type": "array", "items": schema_of(get_args(kind)[0], schemas)}
