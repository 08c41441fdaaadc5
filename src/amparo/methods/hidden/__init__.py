"""Respondent-driven sampling: shares of a population that no list counts, from people who brought one another."""

from amparo.methods.hidden.bottlenecks import Bottleneck, Line, bottleneck, recruitment_looks
from amparo.methods.hidden.chain import (
    Transitions,
    harmonic_degrees,
    rds1_shares,
    smoothed_flows,
    stationary,
    transitions,
)
from amparo.methods.hidden.comparing import Comparison, difference, trend
from amparo.methods.hidden.diagnostics import Convergence, Waves, convergence, waves
from amparo.methods.hidden.estimating import RdsShares, estimate_rds
from amparo.methods.hidden.fieldwork import Drift, Returns, coupon_returns, degree_drift
from amparo.methods.hidden.fingerprints import fingerprint
from amparo.methods.hidden.gile_bootstrap import gile_replicate_sums
from amparo.methods.hidden.homophily import (
    Activity,
    Effectiveness,
    Homophily,
    differential_activity,
    population_homophily,
    recruitment_effectiveness,
    recruitment_homophily,
)
from amparo.methods.hidden.intervals import design_effect, interval_of
from amparo.methods.hidden.means import RdsMean, estimate_mean, estimate_rds_mean
from amparo.methods.hidden.networks_drawn import Network, simulate_network
from amparo.methods.hidden.outcome import Outcome, categories, numbers
from amparo.methods.hidden.over_sizes import Range, over_populations
from amparo.methods.hidden.part import subset, subset_population
from amparo.methods.hidden.planning import (
    Plan,
    Recruitment,
    margin_of,
    plan_recruitment,
    power_of_change,
    sample_size,
    sample_size_of_change,
)
from amparo.methods.hidden.points import Inclusion, inclusion_probabilities, rds2_weights, successive_sampling_weights
from amparo.methods.hidden.pooling import combine
from amparo.methods.hidden.rds1_bootstrap import rds1_replicate_shares
from amparo.methods.hidden.rdsat import Rdsat, read_rdsat, write_rdsat
from amparo.methods.hidden.recruiting import Survey, simulate_recruitment
from amparo.methods.hidden.rehearsing import Rehearsal, rehearse
from amparo.methods.hidden.salganik_bootstrap import salganik_replicate_sums
from amparo.methods.hidden.sample import Sample, from_coupons, from_recruiters
from amparo.methods.hidden.sensitivity import Sensitivity, sensitivity_to_degrees
from amparo.methods.hidden.shares import (
    Shares,
    estimate_shares,
    sample_composition,
    weights_of,
)
from amparo.methods.hidden.shown import Band, composition_bands, without_withheld
from amparo.methods.hidden.spreads import AtSize
from amparo.methods.hidden.strata import Strata, by_stratum
from amparo.methods.hidden.stratified import RdsStrata, estimate_rds_strata
from amparo.methods.hidden.table import read_csv, write_csv
from amparo.methods.hidden.tree_bootstrap import tree_replicate_sums, tree_replicate_weights, tree_replicated

__all__ = [
    "Activity",
    "AtSize",
    "Band",
    "Bottleneck",
    "Comparison",
    "Convergence",
    "Drift",
    "Effectiveness",
    "Homophily",
    "Inclusion",
    "Line",
    "Network",
    "Outcome",
    "Plan",
    "Range",
    "RdsMean",
    "RdsShares",
    "RdsStrata",
    "Rdsat",
    "Recruitment",
    "Rehearsal",
    "Returns",
    "Sample",
    "Sensitivity",
    "Shares",
    "Strata",
    "Survey",
    "Transitions",
    "Waves",
    "bottleneck",
    "by_stratum",
    "categories",
    "combine",
    "composition_bands",
    "convergence",
    "coupon_returns",
    "degree_drift",
    "design_effect",
    "difference",
    "differential_activity",
    "estimate_mean",
    "estimate_rds",
    "estimate_rds_mean",
    "estimate_rds_strata",
    "estimate_shares",
    "fingerprint",
    "from_coupons",
    "from_recruiters",
    "gile_replicate_sums",
    "harmonic_degrees",
    "inclusion_probabilities",
    "interval_of",
    "margin_of",
    "numbers",
    "over_populations",
    "plan_recruitment",
    "population_homophily",
    "power_of_change",
    "rds1_replicate_shares",
    "rds1_shares",
    "rds2_weights",
    "read_csv",
    "read_rdsat",
    "recruitment_effectiveness",
    "recruitment_homophily",
    "recruitment_looks",
    "rehearse",
    "salganik_replicate_sums",
    "sample_composition",
    "sample_size",
    "sample_size_of_change",
    "sensitivity_to_degrees",
    "simulate_network",
    "simulate_recruitment",
    "smoothed_flows",
    "stationary",
    "subset",
    "subset_population",
    "successive_sampling_weights",
    "transitions",
    "tree_replicate_sums",
    "tree_replicate_weights",
    "tree_replicated",
    "trend",
    "waves",
    "weights_of",
    "without_withheld",
    "write_csv",
    "write_rdsat",
]
