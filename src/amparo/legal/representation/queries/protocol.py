"""Which steps of a threat of deportation fit a matter and are not laid yet."""

from amparo.formats.legal_protocol import ASKS_REFUGE, WANTS_CONSULATE, Step, steps_for
from amparo.legal.representation.queries.matters import OpenMatter

SAID = {"matter_asks_refuge": ASKS_REFUGE, "matter_wants_consulate": WANTS_CONSULATE}


def to_lay(found: OpenMatter) -> list[Step]:
    """The steps that fit, the most urgent first, without those that stand in the matter."""
    said = frozenset(word for code, word in SAID.items() if found.said(code) == "yes")
    there = {each.more.get("step") for each in found.of_kind("step")}
    return [each for each in steps_for(found.kind, found.country, said) if each.code not in there]
