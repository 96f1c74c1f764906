"""How an element's script is put together for the browser."""

import shutil
import subprocess
from pathlib import Path

import pytest

from recsys.ui.elements import element
from recsys.ui.elements.element import whole

ELEMENTS = Path(element.__file__).parent
SCRIPTS = sorted(
    path for path in ELEMENTS.rglob("*.js") if "export default" in path.read_text(encoding="utf-8")
)


def test_what_is_imported_comes_first_once_and_keeps_its_own_names(tmp_path):
    (tmp_path / "base.js").write_text(
        "const inner = 1\nexport const base = () => inner\n", encoding="utf-8"
    )
    (tmp_path / "middle.js").write_text(
        'import { base } from "./base.js"\nconst inner = 2\n'
        "export function middle() { return base() + inner }\n",
        encoding="utf-8",
    )
    top = tmp_path / "top.js"
    top.write_text(
        '// Above.\nimport { base } from "./base.js"\nimport { middle } from "./middle.js"\n'
        "const inner = 3\nexport default function () { return base() + middle() + inner }\n",
        encoding="utf-8",
    )
    text = whole(top)
    assert text.count("export") == 1
    assert "import" not in text
    assert text.count("const inner = 1") == 1
    assert text.index("const { base }") < text.index("const { middle }") < text.index("inner = 3")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_every_script_is_one_module(script, tmp_path):
    text = whole(script)
    assert "\nimport " not in text
    assert text.count("export default") == 1
    if node := shutil.which("node"):
        module = tmp_path / "whole.mjs"
        module.write_text(text, encoding="utf-8")
        subprocess.run([node, "--check", str(module)], check=True)
