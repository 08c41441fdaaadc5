"""Respondent-driven sampling: shares of a population that no list counts, from people who brought one another."""

from amparo.methods.hidden.chain import (
    Transitions,
    harmonic_degrees,
    rds1_shares,
    smoothed_flows,
    stationary,
    transitions,
)
from amparo.methods.hidden.diagnostics import (
    Bottleneck,
    Convergence,
    Line,
    Waves,
    bottleneck,
    convergence,
    waves,
)
from amparo.methods.hidden.fieldwork import Drift, Returns, coupon_returns, degree_drift
from amparo.methods.hidden.homophily import (
    Activity,
    Effectiveness,
    Homophily,
    differential_activity,
    population_homophily,
    recruitment_effectiveness,
    recruitment_homophily,
)
from amparo.methods.hidden.outcome import Outcome, categories, numbers
from amparo.methods.hidden.part import subset, subset_population
from amparo.methods.hidden.points import (
    Inclusion,
    inclusion_probabilities,
    rds2_weights,
    successive_sampling_weights,
)
from amparo.methods.hidden.rdsat import Rdsat, read_rdsat, write_rdsat
from amparo.methods.hidden.sample import Sample, from_coupons, from_recruiters
from amparo.methods.hidden.sensitivity import Sensitivity, sensitivity_to_degrees
from amparo.methods.hidden.shares import (
    Range,
    Shares,
    estimate_mean,
    estimate_shares,
    over_populations,
    sample_composition,
    weights_of,
)
from amparo.methods.hidden.strata import Strata, by_stratum, combine
from amparo.methods.hidden.table import read_csv, write_csv

__all__ = [
    "Activity",
    "Bottleneck",
    "Convergence",
    "Drift",
    "Effectiveness",
    "Homophily",
    "Inclusion",
    "Line",
    "Outcome",
    "Range",
    "Rdsat",
    "Returns",
    "Sample",
    "Sensitivity",
    "Shares",
    "Strata",
    "Transitions",
    "Waves",
    "bottleneck",
    "by_stratum",
    "categories",
    "combine",
    "convergence",
    "coupon_returns",
    "degree_drift",
    "differential_activity",
    "estimate_mean",
    "estimate_shares",
    "from_coupons",
    "from_recruiters",
    "harmonic_degrees",
    "inclusion_probabilities",
    "numbers",
    "over_populations",
    "population_homophily",
    "rds1_shares",
    "rds2_weights",
    "read_csv",
    "read_rdsat",
    "recruitment_effectiveness",
    "recruitment_homophily",
    "sample_composition",
    "sensitivity_to_degrees",
    "smoothed_flows",
    "stationary",
    "subset",
    "subset_population",
    "successive_sampling_weights",
    "transitions",
    "waves",
    "weights_of",
    "write_csv",
    "write_rdsat",
]
