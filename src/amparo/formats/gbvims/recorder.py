"""Rows for the Incident Recorder: 42 columns in its order, of those who allowed it, and a count of all the rest. Pure.

The order is that of the export which other houses use today. Consent is a filter here and not a column that travels
along: a row without it is not written, and is counted by its reason. What GBVIMS has no word for is not bent into one:
the cell stays empty, and the count beside the rows says how often, so that nobody takes an empty cell for nobody. A
column that no case of ours fills is named there too (``LEFT_BLANK``).

The count is for whoever exports. It holds small numbers and goes nowhere by itself.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from amparo.formats.codes import by_code
from amparo.formats.gbvims.context import context_of
from amparo.formats.gbvims.incident import Incident, words
from amparo.formats.incidents import is_yes

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

NO_PLACE = "Her place is kept in her words, and locked. Only its kind leaves."
NO_SERVICE = "What came of a need is not kept with an incident."
LEFT_BLANK = {
    "case_manager_code": "Who works with her stays in the house.",
    "date_of_birth": "With a place and a day it says who she is. Nobody needs it to count.",
    "ethnicity": "It is not asked.",
    "country_of_origin": "It is not asked: where she comes from is hers.",
    "marital_status": "It is not asked.",
    "displacement_status": "Whether she has papers is hers, is never needed, and never leaves.",
    "disability_type": "It is not asked: a list of kinds of body says nothing of what she needs.",
    "unaccompanied_separated_status": "It is not asked here.",
    "county": NO_PLACE,
    "district": NO_PLACE,
    "camp_town": NO_PLACE,
    "harmful_traditional_practice": "It is not asked, so the context of this name is never counted.",
    "perpetrator.sex": "It is not asked.",
    "perpetrator.age_group": "It is not asked.",
    "perpetrator.occupation": "In a small town it is a name.",
    "service.referred_from": "It is not asked.",
    "service.safehouse": NO_SERVICE,
    "service.medical": NO_SERVICE,
    "service.psycho": NO_SERVICE,
    "service.legal": NO_SERVICE,
    "service.police": NO_SERVICE,
    "service.livelihoods": NO_SERVICE,
    "service.protection": NO_SERVICE,
    "agency_code": "The house has no code there. Whoever receives the file knows from whom it is.",
}
"""Columns that are always empty, and why. Every other one is filled where she answered."""

NOT_MAPPED = {
    "date_of_incident": "She knows the month, and there is a cell for a day alone.",
    "previously_reported": "She told a service before. GBVIMS asks if that one works with GBVIMS; we do not ask her.",
    "number_primary_perpetrators": "They were more than she counted.",
    "perpetrator.relationship": "She named more than one.",
}
"""Columns in which an answer of hers may have no cell, and why: never a silent blank, they are counted."""

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
    not_mapped: Mapping[str, int] = field(default_factory=dict)  # by column (``NOT_MAPPED``): rows with an empty cell


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
    unfit: Counter[str] = Counter()
    read = no_letter = not_classified = seen_otherwise = 0
    for incident in incidents:
        read += 1
        reason = _reason(consent(incident))
        if reason is not None:
            withheld[reason] += 1
            continue
        rows.append(row_of(incident))
        no_letter += sex_of(incident.genders) == ""
        not_classified += incident.decided.core_type is None
        seen_otherwise += incident.seen_otherwise
        unfit.update(not_mapped(incident))
        less.update(set(incident.genders) - {"woman", "man"})
        contexts.update(context_of(incident))
    tally = Tally(
        read, len(rows), dict(withheld), no_letter, dict(less), not_classified, dict(contexts), seen_otherwise,
        dict(unfit),
    )  # fmt: skip
    return Export(tuple(rows), tally)


def _reason(said: str | None) -> str | None:
    if said is not None and (type(said) is not str or said not in by_code("consent_reason")):
        raise ValueError(f"consent says {said!r}, which is neither None nor a code of the list consent_reason.")
    return said


def not_mapped(incident: Incident) -> frozenset[str]:
    """The columns in which an answer of hers has no cell."""
    holds = {
        "date_of_incident": incident.only_month and incident.happened_on is None,
        "previously_reported": is_yes(incident.told_before),
        "number_primary_perpetrators": incident.who_count != "" and _number(incident.who_count) == "",
        "perpetrator.relationship": incident.several_who,
    }
    return frozenset(column for column, is_so in holds.items() if is_so)


def row_of(incident: Incident) -> Row:
    """One incident as its 42 cells, each of them text that no program calculates with."""
    cells = _who_and_when(incident) | _what_happened(incident) | _who_did_it(incident)
    return tuple(as_text(cells.get(column, "")) for column in COLUMNS)


def _who_and_when(incident: Incident) -> dict[str, str]:
    return {
        "incident_id": incident.incident_id,
        "survivor_code": incident.survivor_code,
        "date_of_interview": _day(incident.told_on),
        "date_of_incident": _day(incident.happened_on),
        "sex": sex_of(incident.genders),
        "stage_of_displacement": _word("displacement_phase", incident.displacement_phase),
        "consent": "Yes",  # no row is written without it
    }


def _what_happened(incident: Incident) -> dict[str, str]:
    return {
        "time_of_day": _word("time_of_day", incident.time_of_day),
        "location": _word("place_kind", incident.place_kind),
        "gbv_type": _word("core_type", incident.decided.core_type or ""),
        "goods_money_exchanged": YES_NO.get(incident.goods_exchanged, ""),
        "abduction_type": _word("abduction", incident.abduction),
        "previously_reported": "No" if incident.told_before == "no" else "",  # of a yes see ``NOT_MAPPED``
        "gbv_previous_incidents": YES_NO.get(incident.earlier_incidents, ""),
        "service.wants_legal_action": YES_NO.get(incident.wants_legal_action, ""),
    }


def _who_did_it(incident: Incident) -> dict[str, str]:
    return {
        "number_primary_perpetrators": _number(incident.who_count),
        "perpetrator.former": YES_NO.get(incident.who_before, ""),
        "perpetrator.relationship": _word("relationship", incident.relationship),
    }


def _number(code: str) -> str:
    return str(by_code("how_many")[code].more.get("number", "")) if code else ""


def _word(list_name: str, code: str) -> str:
    return words(list_name)[code] if code else ""


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
