"""Which room may use which: the table of docs/architecture.md, held against every import."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_AT_THE_DOOR = 8
"""Modules directly under `recsys/`."""


def floors():
    rows = re.findall(
        r"^\| (\d+) \| (.+) \|$", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE
    )
    return {room.strip(): int(floor) for floor, rooms in rows for room in rooms.split(",")}


FLOOR = floors()
CODE = [*(ROOT / "recsys").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
DOMAIN = [
    path for path in CODE if path.parts[len(ROOT.parts)] == "recsys" and "ui" not in path.parts
]


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in CODE}


def imports(path):
    """Yield (module, name or None) of every import, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def room_of(module):
    first, *rest = module.split(".")
    return rest[0] if first == "recsys" and rest else "pages" if first == "pages" else None


def used_modules(path):
    """Return which of our modules a file uses."""
    found = set()
    for module, name in imports(path):
        for candidate in (f"{module}.{name}", module):
            if candidate in MODULES:
                found.add(candidate)
                break
    return found


@pytest.mark.parametrize("path", CODE, ids=module_of)
def test_a_room_uses_only_rooms_on_lower_floors(path):
    own = room_of(module_of(path))
    if own in (None, "__main__"):
        return
    for module in used_modules(path):
        other = room_of(module)
        if other in (None, own):
            continue
        assert FLOOR[other] < FLOOR[own], f"{own} uses {module}"


def test_every_room_has_a_floor():
    rooms = {room_of(module) for module in MODULES} - {None, "__main__"}
    assert rooms | {"disk"} == set(FLOOR)


def test_few_modules_lie_directly_under_recsys():
    assert len(list((ROOT / "recsys").glob("[!_]*.py"))) <= MOST_AT_THE_DOOR


def test_no_import_leads_round_in_a_circle():
    graph = {module: used_modules(path) - {module} for module, path in MODULES.items()}
    done, under_way = set(), []

    def visit(module):
        assert module not in under_way, " → ".join([*under_way, module])
        if module in done:
            return
        under_way.append(module)
        for other in sorted(graph[module]):
            visit(other)
        under_way.pop()
        done.add(module)

    for module in sorted(graph):
        visit(module)


@pytest.mark.parametrize("path", CODE, ids=module_of)
def test_nobody_imports_a_private_name(path):
    for module, name in imports(path):
        if module.split(".")[0] == "recsys":
            last = name or module.split(".")[-1]
            assert not last.startswith("_"), f"{module}.{last}"


@pytest.mark.parametrize("path", DOMAIN, ids=module_of)
def test_the_domain_knows_no_streamlit(path):
    assert not {module for module, _ in imports(path) if module.split(".")[0] == "streamlit"}


@pytest.mark.parametrize("path", CODE, ids=module_of)
def test_only_one_module_knows_the_library_that_trains(path):
    users = {module for module, _ in imports(path) if module.split(".")[0] == "implicit"}
    assert not users or module_of(path) == "recsys.model.als"


def test_importing_the_domain_does_not_import_streamlit():
    code = "import sys, recsys, recsys.commands.parser; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_serving_does_without_the_statistics_of_scipy():
    # They take 33 MB and a second at the start.
    code = "import sys, recsys.ui.shared; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_configuration_costs_no_library():
    code = (
        "import sys, recsys.model.config; "
        "sys.exit(any(name in sys.modules for name in ('implicit', 'pandas', 'pyarrow')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
