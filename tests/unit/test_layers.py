"""Dependencies point one way: pages → recsys/ui → recsys."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

DOMAIN = [p for p in (ROOT / "recsys").rglob("*.py") if "ui" not in p.relative_to(ROOT).parts]
UI = list((ROOT / "recsys" / "ui").rglob("*.py"))
PAGES = [ROOT / "streamlit_app.py", *(ROOT / "pages").glob("*.py")]


def imported(path):
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def of(names, package):
    return {name for name in names if name == package or name.startswith(f"{package}.")}


@pytest.mark.parametrize("path", DOMAIN, ids=lambda p: p.name)
def test_the_domain_knows_no_streamlit_and_no_user_interface(path):
    assert not of(imported(path), "streamlit") | of(imported(path), "recsys.ui")


def test_importing_the_domain_does_not_import_streamlit():
    code = "import sys, recsys, recsys.cli; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("path", PAGES + UI, ids=lambda p: p.name)
def test_pages_and_user_interface_leave_the_library_to_the_adapter(path):
    assert not of(imported(path), "implicit")
    assert not of(imported(path), "pages")


def test_only_the_adapter_imports_implicit():
    allowed = {"als.py", "baselines.py"}
    assert {p.name for p in DOMAIN if of(imported(p), "implicit")} <= allowed


@pytest.mark.parametrize("path", DOMAIN + UI + PAGES, ids=lambda p: p.name)
def test_no_module_is_longer_than_a_reader_can_hold(path):
    limit = 60 if path.name == "streamlit_app.py" else 150 if path in PAGES else 250
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", PAGES[1:], ids=lambda p: p.name)
def test_every_page_hands_a_bare_run_to_the_entrypoint(path):
    """A fresh server may run the file bare; see `recsys.ui.frame.through_the_entrypoint`."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    code = [node for node in body[1:] if not isinstance(node, ast.Import | ast.ImportFrom)]
    assert ast.unparse(code[0]) == "frame.through_the_entrypoint()"


def test_every_page_file_stands_in_the_menu_under_its_own_name():
    text = (ROOT / "streamlit_app.py").read_text(encoding="utf-8")
    menu = next(
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assign) and node.targets[0].id == "MENU"
    )
    addresses = [entry[0] for entry in ast.literal_eval(menu)]
    assert sorted(addresses) == sorted(path.stem for path in PAGES[1:])
    assert addresses == [
        "profile",
        "recommendations",
        "taste",
        "similar",
        "map",
        "night",
        "explore",
        "model",
        "about",
    ]
