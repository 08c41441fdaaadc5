"""The network of services that protects: what is in reach, who holds it together, what is lost, where to open next."""

from amparo.methods.networks.coverage import Cover, fewest_sites, most_covered
from amparo.methods.networks.discrimination import Attempts, Discrimination, Rate, discrimination
from amparo.methods.networks.funnel import Funnel, Referral, Step, funnel
from amparo.methods.networks.graph import Network, Service, Tie, network
from amparo.methods.networks.loss import Loss, Losses, losses
from amparo.methods.networks.reach import Demand, Reach, Way, every_demand, reach
from amparo.methods.networks.structure import Structure, betweenness, structure
from amparo.methods.networks.survival import Curve, kaplan_meier

__all__ = [
    "Attempts",
    "Cover",
    "Curve",
    "Demand",
    "Discrimination",
    "Funnel",
    "Loss",
    "Losses",
    "Network",
    "Rate",
    "Reach",
    "Referral",
    "Service",
    "Step",
    "Structure",
    "Tie",
    "Way",
    "betweenness",
    "discrimination",
    "every_demand",
    "fewest_sites",
    "funnel",
    "kaplan_meier",
    "losses",
    "most_covered",
    "network",
    "reach",
    "structure",
]
