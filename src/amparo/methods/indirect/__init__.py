"""Indirect questions: the share of what nobody would own to, from answers that say nothing of one person.

``designs`` are the ways of asking, ``estimate_prevalence`` and its kin answer with a share, ``*_regression`` with what
it goes along with; ``list_*`` do both for lists. All take survey weights and replicate weights, so that the error of a
respondent-driven sample is that of its tree of recruitment. ``planning`` says beforehand what a study will see, and
what it asks of those who answer.
"""

from amparo.methods.indirect.design_effect import DesignEffectTest, JointShare, design_effect_test
from amparo.methods.indirect.designs import (
    Design,
    crosswise,
    direct,
    disguised,
    forced_response,
    mirrored,
    triangular,
    unrelated_question,
    warner,
)  # fmt: skip
from amparo.methods.indirect.diagnostics import ListDiagnostics, list_diagnostics
from amparo.methods.indirect.list_regression import list_regression
from amparo.methods.indirect.lists import double_list_prevalence, list_prevalence
from amparo.methods.indirect.planning import (
    Power,
    Privacy,
    list_power,
    list_sample_size,
    privacy,
    response_power,
    response_sample_size,
)  # fmt: skip
from amparo.methods.indirect.recruits import crosswise_of_recruits, list_of_recruits, response_of_recruits
from amparo.methods.indirect.regression import crosswise_regression, response_regression
from amparo.methods.indirect.reporting import Regression
from amparo.methods.indirect.responses import crosswise_prevalence, estimate_prevalence
from amparo.methods.indirect.spread import Prevalence
from amparo.methods.indirect.unrelated import unrelated_prevalence
from amparo.methods.indirect.weighing import bootstrap_weights

__all__ = [
    "Design", "DesignEffectTest", "JointShare", "ListDiagnostics", "Power", "Prevalence", "Privacy", "Regression",
    "bootstrap_weights", "crosswise", "crosswise_of_recruits", "crosswise_prevalence", "crosswise_regression",
    "design_effect_test", "direct", "disguised", "double_list_prevalence", "estimate_prevalence", "forced_response",
    "list_diagnostics", "list_of_recruits", "list_power", "list_prevalence", "list_regression", "list_sample_size",
    "mirrored", "privacy", "response_of_recruits", "response_power", "response_regression", "response_sample_size",
    "triangular", "unrelated_prevalence", "unrelated_question", "warner",
]  # fmt: skip
