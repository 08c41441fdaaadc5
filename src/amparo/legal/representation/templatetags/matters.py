"""How what belongs to a legal matter is said on its pages."""

from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from amparo.formats.case_questions import sections
from amparo.formats.codes import by_code, label
from amparo.formats.deadlines.rules import rules
from amparo.formats.legal_protocol import step_of

register = template.Library()
# By kind the answers by which one part is told from another, the first that is there.
HEADS = {
    "party": ("party_name", "party_phone"), "agent": ("agent_unit", "agent_place"), "authority": ("authority_name",),
    "filing": ("filing_to", "filing_words"), "hearing": ("hearing_where",), "decision": ("decision_words",),
    "step": ("step_what",), "deadline": ("deadline_what",), "cost": ("cost_what",), "time": ("time_what",),
    "mandate": ("mandate_for",), "reprisal": ("reprisal_words",), "matter_note": ("matter_note_words",),
    "compliance": ("compliance_words",), "her_child": ("child_called",), "other_parent": ("other_called",),
    "care_order": ("order_who",), "used_against": ("used_words",), "best_interest": ("weigh_child",),
    "child_travel": ("travel_to",), "hearing_prep": ("prep_where",), "tenancy": ("rent",), "offer": ("offer_amount",),
    "agreement": ("agreed_amount",), "instalment": ("instalment_amount",), "harassment": ("harm_words",),
    "breach": ("breach_words",), "utilities": ("utility_words",),
}  # fmt: skip
CODES = {
    "party": ("party_role", "party_role"), "agent": ("state_branch", "agent_branch"),
    "authority": ("authority_kind", "authority_kind"), "filing": ("filing_kind", "filing_kind"),
    "hearing": ("hearing_mode", "hearing_mode"), "decision": ("decision_result", "decision_result"),
    "compliance": ("compliance_state", "compliance_state"), "mandate": ("consent_method", "mandate_method"),
    "session": ("session_mode", "session_mode"), "tenancy": ("home_kind", "home_kind"),
    "used_against": ("used_by", "used_by"), "breach": ("agreement_term", "breach_term"),
    "utilities": ("utility_state", "utility_state"), "offer": ("offer_side", "offer_side"),
}  # fmt: skip
SHORT = 90  # characters in a list


def _language() -> str:
    return get_language() or "es"


@register.simple_tag
def part_line(part: Any) -> str:
    """A part in a line: what it is, and by what one tells it."""
    step = step_of(str(part.more.get("step", ""))) if part.kind == "step" else None
    if step is not None and not part.said("step_what"):
        what = step.what[_language()]
        return f"{what} · {gettext('it may reach him')}" if step.reaches_him else what
    rule = rules().get(str(part.more.get("rule", ""))) if part.kind == "deadline" else None
    if rule is not None:
        return rule.what[_language()]
    listed, code = CODES.get(part.kind, ("", ""))
    told = label(listed, str(part.said(code)), _language()) if code and part.said(code) else ""
    word = next((str(part.said(each)) for each in HEADS.get(part.kind, ()) if part.said(each)), "")
    word = word if len(word) <= SHORT else word[: SHORT - 1].rstrip() + "…"
    return " · ".join(each for each in (told, word) if each) or part_heading(part.kind)


@register.simple_tag
def step_in(part: Any) -> dict[str, Any]:
    """How a step of the house is done, in this language, and where a law that it names was read."""
    step = step_of(str(part.more.get("step", "")))
    if step is None:
        return {}
    return {"what": step.what[_language()], "how": step.how[_language()], "source": step.source,
            "hours": step.hours, "reaches_him": step.reaches_him}  # fmt: skip


@register.simple_tag
def part_heading(kind: str) -> str:
    """What a kind of part is called."""
    return label("matter_part", kind, _language())


@register.simple_tag
def led_from(kind: str) -> str:
    """The name of the page on which a kind stands with its like; nothing where that is the page of the matter."""
    return str(by_code("matter_part")[kind].more.get("led", ""))


@register.simple_tag
def kind_hint(kind: str) -> str:
    """What is said of a kind before it is asked."""
    return sections(kind)[0].hint(_language())


@register.simple_tag
def matter_name(open_matter: Any) -> str:
    """What she wants to be called, or that nobody said it yet."""
    return open_matter.name or gettext("Without a name yet")


@register.filter
def first_sections(rows: list[Any]) -> list[Any]:
    """The sections that say nothing of what happened."""
    return [each for each in rows if each[0].code == "about"]


@register.filter
def later_sections(rows: list[Any]) -> list[Any]:
    """The others."""
    return [each for each in rows if each[0].code != "about"]
