"""Rows for the Incident Recorder: 42 columns in its order, of those who allowed it, and a count of all the rest. Pure.

The order is that of the export which other houses use today. Consent is a filter here and not a column that travels
along: a row without it is not written, and is counted by its reason. What GBVIMS has no word for is not bent into one:
the cell stays empty, and the count beside the rows says how often, so that nobody takes an empty cell for nobody.

The count is for whoever exports. It holds small numbers and goes nowhere by itself.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from amparo.formats.codes import by_code, label
from amparo.formats.gbvims.context import context_of
from amparo.formats.gbvims.incident import SERVICES, Incident, words

COLUMNS = (
    "incident_id", "survivor_code", "case_manager_code", "date_of_interview", "date_of_incident", "date_of_birth",
    "sex", "ethnicity", "country_of_origin", "marital_status", "displacement_status", "disability_type",
    "unaccompanied_separated_status", "stage_of_displacement", "time_of_day", "location", "county", "district",
    "camp_town", "gbv_type", "harmful_traditional_practice", "goods_money_exchanged", "abduction_type",
    "previously_reported", "gbv_previous_incidents", "number_primary_perpetrators", "perpetrator.sex",
    "perpetrator.former", "perpetrator.age_group", "perpetrator.relationship", "perpetrator.occupation",
    "service.referred_from", "service.safehouse", "service.medical", "service.psycho", "service.wants_legal_action",
    "service.legal", "service.police", "service.livelihoods", "service.protection", "consent", "agency_code",
)  # fmt: skip

LEFT_BLANK = {
    "date_of_birth": "With a place and a day it says who she is. Nobody needs it to count.",
    "ethnicity": "It is not asked.",
    "marital_status": "It is not asked.",
    "displacement_status": "Whether she has papers is hers, is never needed, and never leaves.",
    "disability_type": "It is not asked: a list of kinds of body says nothing of what she needs.",
    "unaccompanied_separated_status": "It is not asked here.",
    "district": "Finer than what may leave.",
    "camp_town": "Finer than what may leave.",
    "perpetrator.occupation": "In a small town it is a name.",
}
"""Columns that are always empty, and why."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
YES_NO = {"yes": "Yes", "no": "No"}
FORMULA = set("=+-@−")  # the last is the minus sign of print, which some programs calculate with

type Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the rows do not say: how many came, which were not written, and what the words of GBVIMS leave out."""

    read: int
    written: int
    withheld: Mapping[str, int]  # by reason (list consent_reason)
    sex_not_mapped: int  # rows whose sex is empty, because neither letter is hers
    letter_says_less: Mapping[str, int]  # by gender: rows where she said more than the letter does
    not_classified: int  # rows without a core type: a question before the first yes has no answer
    context: Mapping[str, int]  # "GBVIMS context (auto)", see ``context``
    seen_otherwise: int = 0  # rows whose kind somebody sees otherwise than the rule that decided it
    several_who: int = 0  # rows without a relationship, because she named more than one


@dataclass(frozen=True, slots=True)
class Export:
    """The rows, each in the order of ``COLUMNS``, and the tally that belongs beside them."""

    rows: tuple[Row, ...]
    tally: Tally


def export(incidents: Iterable[Incident], *, consent: Callable[[Incident], str | None]) -> Export:
    """Rows of those for whom ``consent`` gives None; any reason it gives (``consent_reason``) withholds the row.

    ``consent`` answers as ``consent.flows.allows`` does. Anything else than None or a reason is an error: a True or a
    False would say the opposite of what it means.
    """
    rows: list[Row] = []
    withheld: Counter[str] = Counter()
    less: Counter[str] = Counter()
    contexts: Counter[str] = Counter()
    written: list[Incident] = []
    read = not_mapped = not_classified = 0
    for incident in incidents:
        read += 1
        reason = _reason(consent(incident))
        if reason is not None:
            withheld[reason] += 1
            continue
        rows.append(row_of(incident))
        written.append(incident)
        not_mapped += sex_of(incident.genders) == ""
        not_classified += incident.decided.core_type is None
        less.update(set(incident.genders) - {"woman", "man"})
        contexts.update(context_of(incident))
    tally = Tally(
        read, len(rows), dict(withheld), not_mapped, dict(less), not_classified, dict(contexts),
        sum(each.seen_otherwise for each in written), sum(each.several_who for each in written),
    )  # fmt: skip
    return Export(tuple(rows), tally)


def _reason(said: str | None) -> str | None:
    if said is not None and (type(said) is not str or said not in by_code("consent_reason")):
        raise ValueError(f"consent says {said!r}, which is neither None nor a code of the list consent_reason.")
    return said


def row_of(incident: Incident) -> Row:
    """One incident as its 42 cells, each of them text that no program calculates with."""
    cells = _who_and_when(incident) | _what_happened(incident) | _who_did_it(incident) | _services(incident)
    return tuple(as_text(cells.get(column, "")) for column in COLUMNS)


def _who_and_when(incident: Incident) -> dict[str, str]:
    country = incident.country_of_origin
    return {
        "incident_id": incident.incident_id,
        "survivor_code": incident.survivor_code,
        "case_manager_code": incident.caseworker_code,
        "date_of_interview": _day(incident.told_on),
        "date_of_incident": _day(incident.happened_on),
        "sex": sex_of(incident.genders),
        "country_of_origin": label("country", country, "en") if country else "",
        "stage_of_displacement": _word("displacement_phase", incident.displacement_phase),
        "consent": "Yes",  # no row is written without it
        "agency_code": incident.agency_code,
    }


def _what_happened(incident: Incident) -> dict[str, str]:
    core_type = incident.decided.core_type or ""
    return {
        "time_of_day": _word("time_of_day", incident.time_of_day),
        "location": _word("place_kind", incident.place_kind),
        "county": incident.unit,
        "gbv_type": _word("core_type", core_type),
        "harmful_traditional_practice": YES_NO.get(incident.traditional_practice, ""),
        "goods_money_exchanged": YES_NO.get(incident.goods_exchanged, ""),
        "abduction_type": _word("abduction", incident.abduction),
        "previously_reported": _told_before(incident),
        "gbv_previous_incidents": YES_NO.get(incident.earlier_incidents, ""),
    }


def _told_before(incident: Incident) -> str:
    if incident.told_before != "yes":
        return YES_NO.get(incident.told_before, "")
    return {"yes": "Yes-GBVIMS Org / Agency", "no": "Yes-Non GBVIMS Org / Agency"}.get(incident.told_gbvims, "")


def _who_did_it(incident: Incident) -> dict[str, str]:
    return {
        "number_primary_perpetrators": "" if incident.who_count is None else str(incident.who_count),
        "perpetrator.sex": sex_of(incident.who_genders),
        "perpetrator.former": YES_NO.get(incident.who_before, ""),
        "perpetrator.age_group": _word("age_group", incident.who_age),
        "perpetrator.relationship": _word("relationship", incident.relationship),
    }


def _services(incident: Incident) -> dict[str, str]:
    found = {"service.wants_legal_action": YES_NO.get(incident.wants_legal_action, "")}
    found["service.referred_from"] = _joined(_word("referral_source", code) for code in incident.sent_by)
    for column in SERVICES:
        said = (_word("service_decision", decision) for of, decision in incident.decisions if of == column)
        found[f"service.{column}"] = _joined(said)
    return found


def _word(list_name: str, code: str) -> str:
    return words(list_name)[code] if code else ""


def _joined(names: Iterable[str]) -> str:
    return " & ".join(dict.fromkeys(name for name in names if name))


def _day(day: date | None) -> str:
    """A day as the recorder writes it, in English whatever the computer speaks: 24-Nov-2026."""
    return "" if day is None else f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}"


def sex_of(genders: Iterable[str]) -> str:
    """The letter that GBVIMS has for what she said: the one letter that her own words lead to, else nothing.

    It is made for this export and is stored nowhere. Nobody is asked for it.
    """
    letters = {by_code("gender")[code].more["letter"] for code in genders} - {""}
    return str(letters.pop()) if len(letters) == 1 else ""


def as_text(cell: str) -> str:
    """The cell as a spreadsheet must show it: what would be a formula, or hide one, has a mark before it.

    Spaces and signs that nobody sees do not count as a beginning, and wide signs count as the ones they look like.
    """
    shown = next((sign for sign in cell if unicodedata.category(sign)[0] not in "CZ"), "")
    is_formula = bool(shown) and unicodedata.normalize("NFKC", shown)[0] in FORMULA
    return f"'{cell}" if is_formula or cell[:1] in ("\t", "\r", "\n") else cell
