"""Where AppTest starts, and the files of the pages it goes to."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "recsys" / "ui" / "app.py")


def page_file(name: str) -> str:
    return str(ROOT / "pages" / f"{name}.py")
