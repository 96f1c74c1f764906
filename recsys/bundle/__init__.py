"""Train anywhere, serve anywhere: one folder with all that serving needs."""

from recsys.bundle.making import make as make
from recsys.bundle.writing import Extras as Extras
from recsys.bundle.writing import Written as Written
from recsys.bundle.writing import check_target as check_target
from recsys.bundle.writing import write as write
