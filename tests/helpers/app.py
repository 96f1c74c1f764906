"""The app as AppTest starts it."""

from pathlib import Path

APP = str(Path(__file__).resolve().parents[2] / "recsys" / "ui" / "app.py")


def file_of(page: str) -> str:
    """Return a page's file as AppTest wants it named: from the folder of the app's script."""
    return f"../../pages/{page}.py"
