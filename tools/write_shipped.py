"""Train the embedded data set's model, lay out its map and put both where they ship.

Usage: python tools/write_shipped.py

To be run after every change of the data, of the default configuration, or of what training and
layout do; `tests/model/test_shipped.py` makes them again and compares.
"""

import os
import shutil
import tempfile
from pathlib import Path

from recsys import load, paths
from recsys.map import store as maps
from recsys.model import store as models


def write(models_folder: Path, maps_folder: Path) -> None:
    """Fill both folders, in place of what is there."""
    for folder in (models_folder, maps_folder):
        shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["RECSYS_HOME"] = home
        model = load().model
        report = model.report
        made = models.folder_of(report.dataset, report.fingerprint, model.config)
        shutil.copytree(made, models_folder / made.name)
        maps.stored_or_made(model)
        made = maps.path_of(model)
        shutil.copytree(made, maps_folder / made.name)


if __name__ == "__main__":
    write(paths.SHIPPED_MODELS, paths.SHIPPED_MAPS)
