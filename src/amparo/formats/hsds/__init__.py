"""HSDS 3.0, the open format for directories of services: read it in every shape it travels in, write it one way.

What goes in and out are the frozen records of :mod:`~amparo.formats.hsds.records`; what is wrong with a file is said
by the codes of :mod:`~amparo.formats.hsds.problems`. Pure: no Django, no database, no clock, no network.
"""

from amparo.formats.hsds.encode import to_hsds, write_json, write_ndjson
from amparo.formats.hsds.mapped import read_mapped
from amparo.formats.hsds.mapping import FieldMapping, read_mapping
from amparo.formats.hsds.package import read_datapackage, write_datapackage
from amparo.formats.hsds.problems import PROBLEM_CODES, Problem, Refused, Tally, Where
from amparo.formats.hsds.read import as_dataset, read_json, read_json_bytes
from amparo.formats.hsds.records import (
    Accessibility,
    Address,
    Attribute,
    CostOption,
    Dataset,
    Language,
    Location,
    Organisation,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from amparo.formats.hsds.stream import Limits
from amparo.formats.hsds.tiers import publishable, publishable_dataset

__all__ = [
    "PROBLEM_CODES",
    "Accessibility",
    "Address",
    "Attribute",
    "CostOption",
    "Dataset",
    "FieldMapping",
    "Language",
    "Limits",
    "Location",
    "Organisation",
    "Phone",
    "Problem",
    "Refused",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "Tally",
    "Taxonomy",
    "TaxonomyTerm",
    "Where",
    "as_dataset",
    "publishable",
    "publishable_dataset",
    "read_datapackage",
    "read_json",
    "read_json_bytes",
    "read_mapped",
    "read_mapping",
    "to_hsds",
    "write_datapackage",
    "write_json",
    "write_ndjson",
]
