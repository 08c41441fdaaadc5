"""Early warning: has something begun somewhere? Scan statistics in place and time."""

from amparo.methods.spacetime.cases import Cases, Day, tidy
from amparo.methods.spacetime.expected import person_time, standardised
from amparo.methods.spacetime.found import Cluster, Scan
from amparo.methods.spacetime.places import Places, alone, by_travel, on_earth, on_plane
from amparo.methods.spacetime.power import Seen, SeenAt, what_could_be_seen
from amparo.methods.spacetime.scans import bernoulli_scan, permutation_scan, poisson_scan
from amparo.methods.spacetime.zones import Zones, zones_of

__all__ = [
    "Cases",
    "Cluster",
    "Day",
    "Places",
    "Scan",
    "Seen",
    "SeenAt",
    "Zones",
    "alone",
    "bernoulli_scan",
    "by_travel",
    "on_earth",
    "on_plane",
    "permutation_scan",
    "person_time",
    "poisson_scan",
    "standardised",
    "tidy",
    "what_could_be_seen",
    "zones_of",
]
