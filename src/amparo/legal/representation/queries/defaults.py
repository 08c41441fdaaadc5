"""What a page proposes before anybody wrote: where he looks for her, the careful choice stands there already."""

from collections.abc import Mapping

from amparo.formats.case_questions import Answer
from amparo.legal.representation.queries.matters import OpenMatter

CAREFUL = ("remote", "separate_entry", "separate_room", "no_confrontation", "address_withheld")  # protective_condition
ALWAYS = ("name_used",)


def proposed(found: OpenMatter, kind: str) -> Mapping[str, Answer]:
    """The answers that stand in a new form of this kind; she may change each."""
    if kind == "hearing":
        conditions = (*CAREFUL, *ALWAYS) if found.is_persecuted else ALWAYS
        mode = {"hearing_mode": Answer("remote")} if found.is_persecuted else {}
        return {"hearing_conditions": Answer(conditions), **mode}
    if kind == "filing" and found.is_persecuted:
        return {"filing_withheld": Answer("yes")}
    return {}
