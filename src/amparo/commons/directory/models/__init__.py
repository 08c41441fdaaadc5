"""The nouns of Open Referral HSDS 3.0, with what Amparo needs to know besides."""

from amparo.commons.directory.models.feedback import Feedback, MissingTally, OutcomeTally
from amparo.commons.directory.models.location import Location, Phone, Schedule, ServiceAtLocation
from amparo.commons.directory.models.organisation import Organisation, Source
from amparo.commons.directory.models.search import SearchRow, SearchState
from amparo.commons.directory.models.service import Attribute, Service

__all__ = [
    "Attribute",
    "Feedback",
    "Location",
    "MissingTally",
    "Organisation",
    "OutcomeTally",
    "Phone",
    "Schedule",
    "SearchRow",
    "SearchState",
    "Service",
    "ServiceAtLocation",
    "Source",
]
