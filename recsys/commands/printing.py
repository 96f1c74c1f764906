"""What the commands say: results on standard output, the rest on standard error."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict

from recsys.errors import ArtifactError
from recsys.evaluate import Step
from recsys.model.als import Progress

_BAR = 20
"""Its characters."""


def say(message: str) -> None:
    """Print a notice to standard error."""
    print(message, file=sys.stderr)


def document(result: object) -> str:
    """Return a result as one JSON document; what the commands print and `/api` answers."""
    return json.dumps(result, default=asdict, ensure_ascii=False, allow_nan=False)


def show(args: Namespace, result: object, lines: list[str]) -> None:
    """Print a result as one JSON document or in lines, as the person asked."""
    if args.json:
        print(document(result))
    else:
        print("\n".join(lines))


def show_progress(progress: Progress) -> None:
    """Say where a training is."""
    say(
        f"iteration {progress.iteration} of {progress.iterations}: "
        f"loss {progress.loss:.6f}, {progress.seconds:.1f} s, {progress.remaining:.0f} s to go"
    )


def show_step(step: Step) -> None:
    """Say where a measurement is."""
    full = _BAR * step.done // step.steps
    left = "" if step.remaining is None else f", {step.remaining:.0f} s to go"
    say(
        f"[{'#' * full}{'.' * (_BAR - full)}] {step.done} of {step.steps}: {step.model}, "
        f"{step.what}, {step.seconds:.0f} s{left}"
    )


def kept_or_said(keep: Callable[[], object]) -> object | None:
    """Keep a result; where that fails, say why and return None: it is shown all the same."""
    try:
        return keep()
    except ArtifactError as error:
        say(str(error))
        return None
