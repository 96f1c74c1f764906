"""Run a measurement from a page, behind a progress bar."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from recsys.errors import RecsysError
from recsys.evaluate import OnStep, Step
from recsys.ui.border import plain

T = TypeVar("T")


def measure_here(run: Callable[[OnStep], T], keep: Callable[[T], object]) -> None:
    """Run a measurement, keep what it found, and run the page again; or say why it failed.

    What `run` takes is called before each step; the next click of the person ends it there.
    """
    place = st.empty()

    def on_step(step: Step) -> None:
        left = "" if step.remaining is None else f", {step.remaining:.0f} s to go"
        place.progress(step.done / step.steps, text=plain(f"{step.model}: {step.what}{left}"))

    try:
        keep(run(on_step))
    except RecsysError as error:
        st.error(plain(str(error)))
        return
    finally:
        place.empty()
    st.rerun()
