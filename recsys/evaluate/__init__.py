"""How good the lists are, measured on people the models never saw."""

from recsys.evaluate import price_table
from recsys.evaluate.asking import PARTS, ask
from recsys.evaluate.price_table import Position, Prices
from recsys.evaluate.prices import measure_prices
from recsys.evaluate.protocols import PROTOCOLS
from recsys.evaluate.report import (
    Asking,
    Estimate,
    Evaluation,
    Row,
    Way,
    load,
    load_asking,
    save,
    save_asking,
)
from recsys.evaluate.run import MODELS, OnStep, Step, evaluate, on_command_line

__all__ = [
    "MODELS",
    "PARTS",
    "PROTOCOLS",
    "Asking",
    "Estimate",
    "Evaluation",
    "OnStep",
    "Position",
    "Prices",
    "Row",
    "Step",
    "Way",
    "ask",
    "evaluate",
    "load",
    "load_asking",
    "measure_prices",
    "on_command_line",
    "price_table",
    "save",
    "save_asking",
]
