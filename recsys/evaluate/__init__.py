"""How good the lists are, measured on people the models never saw."""

from recsys.evaluate.protocols import PROTOCOLS
from recsys.evaluate.report import Estimate, Evaluation, Row, load, save
from recsys.evaluate.run import MODELS, Step, evaluate

__all__ = [
    "MODELS",
    "PROTOCOLS",
    "Estimate",
    "Evaluation",
    "Row",
    "Step",
    "evaluate",
    "load",
    "save",
]
