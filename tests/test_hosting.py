"""What docs/hosting.md and the files for hosts say, held against the code and each other."""

import os
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.secrets import Secrets

from recsys.limits import HOME, MEGABYTE, PUBLIC, is_public

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ("requirements", "requirements-test")


def read(name):
    return (ROOT / name).read_text("utf-8")


def said(name, value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == float("inf"):
        return "no limit"
    return f"{value // MEGABYTE:,} MB" if name.endswith("bytes") else f"{value:,g}"


def test_the_budgets_are_the_codes():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+) \|$", read("docs/hosting.md"), re.M)
    home = asdict(HOME)
    assert [row[:3] for row in rows] == [
        (name, said(name, value), said(name, home[name])) for name, value in asdict(PUBLIC).items()
    ]


@pytest.mark.parametrize(("written", "public"), [('"1"', True), ("1", True), ("true", False)])
def test_a_hosts_secrets_choose_the_public_budget(written, public, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {**os.environ, "RECSYS_PUBLIC": ""})
    file = tmp_path / "secrets.toml"
    file.write_text(f"RECSYS_PUBLIC = {written}\n")
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    try:
        assert Secrets().load_if_toml_exists()
        assert is_public() == public
    finally:
        config.set_option("secrets.files", before)


def pins(name):
    """Return the versions a list names, those of the lists it includes too."""
    found = {}
    for line in read(name).split():
        if "==" in line:
            package, version = line.split("==")
            found[package.lower()] = version
        elif line != "-r":
            found |= pins(line)
    return found


def locked(name):
    """Return what stands of each package in a lock: its versions and how many hashes."""
    found = {}
    for part in re.split(r"^(?=[\w-]+==)", read(f"{name}.lock"), flags=re.M)[1:]:
        package, version = re.match(r"([\w-]+)==([^\s;]+)", part).groups()
        found.setdefault(package, {})[version] = part.count("--hash=sha256:")
    return found


@pytest.mark.parametrize("name", LOCKED)
def test_a_lock_has_every_pin_and_a_hash_for_all(name):
    lock = locked(name)
    assert {package: [*lock[package]] for package in pins(f"{name}.txt")} == {
        package: [version] for package, version in pins(f"{name}.txt").items()
    }, "run `make lock`"
    assert all(all(versions.values()) for versions in lock.values())


def test_the_tests_run_on_what_is_served():
    served, tested = map(locked, LOCKED)
    assert served.items() <= tested.items()


def test_the_files_for_hosts_agree():
    image, compose, nginx = map(read, ("Dockerfile", "deploy/compose.yaml", "deploy/nginx.conf"))
    assert "EXPOSE 8501" in image
    assert "server app:8501" in nginx
    assert "home:/var/lib/cinefold" in compose
    assert "RECSYS_HOME=/var/lib/cinefold" in image
    upload = int(re.search(r"maxUploadSize = (\d+)", read(".streamlit/config.toml"))[1])
    assert f"client_max_body_size {upload + 1}m;" in nginx
