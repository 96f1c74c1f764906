"""Write a bundle: what a data set's movies, its model and what was counted are put into a folder.

Where training is done elsewhere, on a cluster say, this is what it ends with; `recsys.data.bundle`
and the rooms whose parts these are read it.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from recsys import disk
from recsys.data import bundle
from recsys.data.counted import Counted
from recsys.data.dataset import Dataset
from recsys.errors import ArtifactError, DataError
from recsys.evaluate import report
from recsys.evaluate.report import Asking, Evaluation, Prices
from recsys.map import store as maps
from recsys.map.projection import MovieMap
from recsys.model import store as models
from recsys.model.model import Model
from recsys.paths import shown
from recsys.people import overlap
from recsys.people.overlap import Overlaps


@dataclass(frozen=True, eq=False)
class Extras:
    """What a bundle may have; a page says of what is missing that it is not here."""

    drawn: MovieMap | None = None
    """Without it the map is laid out where it is served."""
    small: tuple[Model, ...] = ()
    """Those of `recsys.explain.ensemble`."""
    measured: tuple[Evaluation | Asking | Prices, ...] = ()
    overlaps: Overlaps | None = None


NOTHING = Extras()


@dataclass(frozen=True)
class Written:
    """What was written."""

    path: str
    bytes: int
    movies: int
    """That the model knows."""
    format: int


def write(
    target: Path, dataset: Dataset, model: Model, counted: Counted, extras: Extras = NOTHING
) -> Written:
    """Write a bundle in one step, in place of one that is there.

    Parameters
    ----------
    dataset : Dataset
        Its name, movies and report are used; its ratings may be empty.
    model : Model
        Trained on this data set: its report has the data set's name and `counted.fingerprint`.
        User factors are left out.
    counted : Counted
        Of it the fingerprint and the counts per movie are needed.

    Raises
    ------
    DataError
        The target is something else than a bundle or an empty folder, or the model is of other
        data.
    ArtifactError
        The folder cannot be written; nothing half-written stays.
    """
    check_target(target)
    for one in (model, *extras.small):
        if (one.report.dataset, one.report.fingerprint) != (dataset.name, counted.fingerprint):
            raise DataError(
                f"the model was trained on other data than {dataset.name}; train it on these first"
            )
    files = bundle.files_of(dataset, counted, model.config.to_dict())
    for one in (model, *extras.small):
        _add(files, "models", _folder_of(one), models.files_of(replace(one, user_factors=None)))
    if extras.drawn is not None:
        _add(files, "maps", maps.path_of(model), maps.files_of(model, extras.drawn))
    for found in extras.measured:
        _add(files, "evaluations", report.folder_of(found), report.files_of(found))
    if extras.overlaps is not None:
        files |= {f"overlaps/{name}": c for name, c in overlap.files_of(extras.overlaps).items()}
    try:
        disk.put(target.absolute(), files)
        target.chmod(0o755)  # to be handed on, unlike what the app keeps for itself
    except OSError as error:
        raise ArtifactError(
            f"the bundle cannot be written to {shown(target)} ({error.strerror or error}); choose "
            "a folder that can be written, with space left"
        ) from error
    return Written(str(target), disk.bytes_in(target), len(model.movies), bundle.FORMAT)


def check_target(target: Path) -> None:
    """Refuse a place for a bundle where something else would be lost.

    Raises
    ------
    DataError
        It is neither free, nor an empty folder, nor a bundle.
    """
    try:
        is_free = not target.exists() or (target / bundle.MANIFEST).is_file()
        if is_free or (target.is_dir() and not any(target.iterdir())):
            return
    except OSError as error:
        raise DataError(
            f"{shown(target)} cannot be looked at ({error.strerror or error}); choose another"
        ) from error
    raise DataError(f"{shown(target)} is there already and no bundle; choose another folder")


def _folder_of(model: Model) -> Path:
    return models.folder_of(model.report.dataset, model.report.fingerprint, model.config)


def _add(
    files: dict[str, disk.Content], room: str, folder: Path, parts: dict[str, disk.Content]
) -> None:
    files |= {f"{room}/{folder.name}/{name}": content for name, content in parts.items()}
