"""Early warning: has something begun somewhere? Scan statistics in place and time."""

from amparo.methods.spacetime.cases import Cases, tidy
from amparo.methods.spacetime.expected import person_time, standardised
from amparo.methods.spacetime.found import Cluster, Scan
from amparo.methods.spacetime.places import Places, Zones, alone, by_travel, on_earth, on_plane, zones_of
from amparo.methods.spacetime.power import Seen, SeenAt, what_could_be_seen
from amparo.methods.spacetime.scans import bernoulli_scan, permutation_scan, poisson_scan

__all__ = [
    "Cases", "Cluster", "Places", "Scan", "Seen", "SeenAt", "Zones", "alone", "bernoulli_scan", "by_travel", "on_earth", "on_plane", "person_time", "standardised",
    "permutation_scan", "poisson_scan", "tidy", "what_could_be_seen",
    "zones_of",
]  # fmt: skip
