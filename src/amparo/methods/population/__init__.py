"""How many people there are whom no list counts: two lists, three and more, a multiplier, a lower bound, side by side.

Every method here takes counts. None takes a person: see ``histories`` for why linking lists is not done here.
"""

from amparo.methods.population.chao import chao_lower_bound
from amparo.methods.population.histories import Histories, capture_histories
from amparo.methods.population.loglinear import closed_population, loglinear
from amparo.methods.population.multiplier import multiplier
from amparo.methods.population.sources import SideBySide, Source, as_source, side_by_side
from amparo.methods.population.table import Model, ModelTable
from amparo.methods.population.two_lists import TwoLists, two_lists

__all__ = [
    "Histories",
    "Model",
    "ModelTable",
    "SideBySide",
    "Source",
    "TwoLists",
    "as_source",
    "capture_histories",
    "chao_lower_bound",
    "closed_population",
    "loglinear",
    "multiplier",
    "side_by_side",
    "two_lists",
]
