"""What a request asks for: its parameters, checked as the document says, and what they stand for.

One table of parameters is both checked here and published by `recsys.ui.web.openapi`.
"""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recsys import loading
from recsys.data.registry import installed
from recsys.data.releases import DEFAULT_DATASET
from recsys.errors import ConfigError, RecsysError, UnavailableError
from recsys.profile import link
from recsys.profile.carry import Carried, carry_into
from recsys.recommend.recommender import Recommender
from recsys.text import excerpt
from recsys.ui import background, session, shared

log = logging.getLogger("recsys")

Schema = dict[str, Any]

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a path.

    Attributes
    ----------
    schema : dict
        JSON Schema with `type` integer or number and both bounds, or string; of strings `enum` and
        `maxLength` are checked here, `pattern` and `format` by who reads them.
    """

    name: str
    meaning: str
    schema: Schema = field(default_factory=dict)
    required: bool = False

    def check(self, text: str) -> None:
        """Refuse a value that the schema does not allow.

        Raises
        ------
        ConfigError
        """
        if (expected := self._violated(text)) is not None:
            raise ConfigError(f"{self.name} is '{excerpt(text, 40)}'; expected {expected}")

    def _violated(self, text: str) -> str | None:
        if self.schema["type"] == "string":
            if text not in self.schema.get("enum", [text]):
                return " or ".join(self.schema["enum"])
            most = self.schema.get("maxLength", len(text))
            return None if len(text) <= most else f"at most {most:,} characters"
        whole = self.schema["type"] == "integer"
        least, most = self.schema["minimum"], self.schema["maximum"]
        if (_WHOLE if whole else _NUMBER).fullmatch(text) and least <= float(text) <= most:
            return None
        if whole:
            return f"a whole number from {least} to {most:,}"
        return f"a number from {least:g} to {most:g}"


PROFILE = Parameter(
    "p",
    "The profile: what stands behind `p=` in a link. Without it the list is by popularity.",
    {"type": "string", "pattern": "^[A-Za-z0-9_-]*$", "format": "cinefold-token"},
)


def dataset_parameter() -> Parameter:
    """Return the choice of a data set: only of those that are installed, and never a path."""
    return Parameter(
        "dataset",
        "An installed data set; without it the one that the server starts with.",
        {"type": "string", "enum": installed()},
    )


def checked(query: Mapping[str, str], parameters: Iterable[Parameter]) -> dict[str, str]:
    """Return what a request says, of these parameters; others are left alone.

    Raises
    ------
    ConfigError
        A value is impossible, or one that is needed is missing.
    """
    said: dict[str, str] = {}
    for parameter in parameters:
        text = query.get(parameter.name)
        if text is not None:
            parameter.check(text)
            said[parameter.name] = text
        elif parameter.required:
            raise ConfigError(f"{parameter.name} is missing: {parameter.meaning}".rstrip("."))
    return said


def dataset(said: Mapping[str, str]) -> str:
    """Return the data set of a request, else the one that the server starts with."""
    return said.get("dataset") or session.start_dataset()


def source(dataset: str) -> loading.Source:
    """Return the shared data set.

    Raises
    ------
    UnavailableError
        It cannot be read; why is for the log, as the reason may name files of this server.
    """
    try:
        return shared.source(dataset)
    except RecsysError as error:
        raise _unusable(dataset, error) from error


def profile(token: str, dataset: str) -> Carried:
    """Return a link's profile in the data set's ids, as the command line has it.

    Raises
    ------
    RecsysError
        The token is damaged, or nobody knows its ids.
    """
    found, target = link.decode(token), source(dataset).dataset
    if found.is_empty or found.catalogue == target.catalogue:
        return carry_into(found, target)
    return carry_into(found, target, source(DEFAULT_DATASET).dataset)


def recommender(dataset: str, patience: float) -> Recommender:
    """Return the shared recommender; where there is none yet, it is made behind the scenes.

    Parameters
    ----------
    patience : float
        Seconds to wait for it.

    Raises
    ------
    UnavailableError
        It is not ready by then, or cannot be made.
    """
    if (known := shared.trained_already(dataset)) is not None:
        return known
    making = background.work(dataset, "recommender", lambda _: shared.recommender(dataset))
    making.finished.wait(patience)
    if making.result is not None:
        return making.result
    if making.error is not None:
        raise _unusable(dataset, making.error) from making.error
    raise UnavailableError(f"the model of {_label(dataset)} is being made; ask again in a minute")


def _unusable(dataset: str, error: Exception) -> UnavailableError:
    log.warning("the data set %s cannot be used: %s", dataset, error)
    return UnavailableError(f"the data set {_label(dataset)} cannot be used here at the moment")


def _label(dataset: str) -> str:
    return Path(dataset).name
