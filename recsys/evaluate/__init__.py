"""How good the lists are, measured on people the models never saw."""

from recsys.evaluate.asking import PARTS as PARTS
from recsys.evaluate.asking import ask as ask
from recsys.evaluate.chances import measure_chances as measure_chances
from recsys.evaluate.prices import measure_prices as measure_prices
from recsys.evaluate.protocols import PROTOCOLS as PROTOCOLS
from recsys.evaluate.report import Asking as Asking
from recsys.evaluate.report import Chances as Chances
from recsys.evaluate.report import Evaluation as Evaluation
from recsys.evaluate.report import Position as Position
from recsys.evaluate.report import Prices as Prices
from recsys.evaluate.report import load as load
from recsys.evaluate.report import load_asking as load_asking
from recsys.evaluate.report import load_chances as load_chances
from recsys.evaluate.report import load_prices as load_prices
from recsys.evaluate.report import save as save
from recsys.evaluate.run import MODELS as MODELS
from recsys.evaluate.run import NAMED as NAMED
from recsys.evaluate.run import OnStep as OnStep
from recsys.evaluate.run import Step as Step
from recsys.evaluate.run import evaluate as evaluate
from recsys.evaluate.run import on_command_line as on_command_line
from recsys.evaluate.statistics import Estimate as Estimate
