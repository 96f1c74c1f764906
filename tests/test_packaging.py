"""What `pip install .` installs: every file the code reads, and one list of dependencies."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def tracked():
    found = subprocess.run(
        ["git", "ls-files", "-z", "recsys", "data"], cwd=ROOT, capture_output=True, check=False
    )
    if found.returncode:
        pytest.skip("not a checkout of git, so nobody can say which files belong")
    return {name for name in found.stdout.decode().split("\0") if name}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    pytest.importorskip("setuptools", minversion="77")
    folder = tmp_path_factory.mktemp("build")
    for name in ("recsys", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.txt", "README.md"):
        shutil.copy(ROOT / name, folder)
    code = "import setuptools.build_meta as b; b.build_wheel('out')"
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True)
    (built,) = (folder / "out").glob("*.whl")
    return built


def test_the_wheel_holds_every_file_the_code_reads(wheel):
    with zipfile.ZipFile(wheel) as file:
        inside = {name.split(".data/data/share/cinefold/")[-1] for name in file.namelist()}
    assert {name.removeprefix("data/") for name in tracked()} <= inside


def test_the_dependencies_stand_in_one_place(wheel):
    assert (
        "dependencies" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"]
    )
    with zipfile.ZipFile(wheel) as file:
        (metadata,) = [name for name in file.namelist() if name.endswith("/METADATA")]
        lines = file.read(metadata).decode().splitlines()
    found = {line.removeprefix("Requires-Dist: ") for line in lines if "Requires-Dist" in line}
    assert found == set((ROOT / "requirements.txt").read_text().split())


def test_the_installed_command_finds_its_data(wheel, tmp_path):
    """In an environment of its own that borrows the libraries of this one."""
    home = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install",
         "--no-deps", "--no-index", "--quiet", str(wheel)],
        check=True,
    )  # fmt: skip
    (packages,) = home.glob("lib/*/site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "borrowed.pth").write_text("\n".join(libraries))
    done = subprocess.run(
        [str(home / "bin" / "cinefold"), "popular", "-n", "1"],
        cwd=tmp_path, env={**os.environ, "RECSYS_HOME": str(tmp_path / "home"), "PYTHONPATH": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Forrest Gump" in done.stdout, done.stderr
