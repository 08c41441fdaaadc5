"""From an instrument to the mapping of its form: what becomes of each question, as ``formats.coding`` reads it. Pure.

Where a form has a question that the instrument does not know (a page that a house put in front), nothing is said about
it, and so it stays sealed.
"""

from typing import Any

from amparo.formats.instruments.records import Instrument, Item
from amparo.formats.openrosa.forms import Form


def mapping_of(instrument: Instrument, form: Form) -> dict[str, dict[str, Any]]:
    """What becomes of each question that stands in this form, by its path."""
    by_name = {each.name: each for each in instrument.questions}
    return {each.path: rule_for(by_name[each.name]) for each in form.questions if each.name in by_name}


def rule_for(item: Item) -> dict[str, Any]:
    """The rule of one question. Of every consent only a yes lets anything be counted, whatever else it says."""
    if item.type == "consent":
        return {"do": "consent", "yes": ["yes"]}
    if item.do == "link":
        return {"do": "link", "as": item.link}
    if item.do != "coded":
        return {"do": item.do}
    said = {"variable": item.variable, "kind": item.kind, "list": item.list, "level": item.level}
    return {"do": "coded", **{key: value for key, value in said.items() if value}}
