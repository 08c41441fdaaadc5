"""Respondent-driven sampling: shares of a population that no list counts, from people who brought one another."""

from amparo.methods.hidden.outcome import Outcome, categories, numbers
from amparo.methods.hidden.points import (
    Inclusion,
    inclusion_probabilities,
    rds2_weights,
    successive_sampling_weights,
)
from amparo.methods.hidden.sample import Sample, from_coupons, from_recruiters

__all__ = [
    "Inclusion",
    "Outcome",
    "Sample",
    "categories",
    "from_coupons",
    "from_recruiters",
    "inclusion_probabilities",
    "numbers",
    "rds2_weights",
    "successive_sampling_weights",
]
