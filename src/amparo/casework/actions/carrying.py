"""Cases that come from another house, out of an archive: each sealed anew, to readers who are chosen, and only once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.casework.actions.blanks import lay_blanks
from amparo.casework.models import OVER, Case, Part
from amparo.casework.policies.cases import SHE_ASKED
from amparo.casework.policies.young import MINOR, says_young
from amparo.casework.queries.carrying import BROUGHT
from amparo.casework.queries.parts import ENGAGED
from amparo.casework.queries.permissions import KIND, NO_LONGER, data_of
from amparo.casework.queries.retention import kept_like_others
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.formats.case_archive.documents import is_answer_here
from amparo.formats.case_questions import answer_of
from amparo.formats.codes import by_code
from amparo.formats.consent.permission import HOUSE, Consent, says_no
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import rings
from amparo.vault.actions.archives import name_here
from amparo.vault.actions.exclusion import facts_that_came, readers_for
from amparo.vault.actions.fields import write_new_fields
from amparo.vault.actions.ledger import remembered_rings
from amparo.vault.queries.parts import BODY, body_of, of_elsewhere

CARE = "default"
# What she allowed she allowed the house that asked her, and what two people there agreed on counts there; here she is
# asked anew. It is kept, and lets nothing flow.
HERS_ALONE = frozenset({"permission", "transfer", "second_yes", "letting_in", "hold", "given_out", "notice"})
# Kinds whose ``more`` holds nothing that the house acts on. Of another kind a part that has some is kept beside.
PLAIN = frozenset({"note", "summary"})
ASKED_ANEW = frozenset({"summary"})  # her yes to its words was one to the house that read them to her


@dataclass(frozen=True, slots=True)
class Coming:
    """A case of an archive as it would come. ``why_not``: nothing, or ``here``, ``destroyed``, ``over``, ``nobody``."""

    said: dict[str, Any] = field(repr=False)
    ring: str
    reference: str
    facts: dict[str, Any] = field(repr=False)
    readers: list[Any]
    why_not: str = ""


@unaudited("it changes nothing")
def coming(said: dict[str, Any], readers: Iterable[Any], *, on: date, gone: frozenset[str] | None = None) -> Coming:
    """How a case of an archive would come: to whom it would be sealed, or why it cannot."""
    ring, reference = name_here(said["reference"], "ring"), name_here(said["reference"], "case")
    facts = facts_that_came(said["facts"], said["left_out"])
    chosen = readers_for(readers, facts, ring)
    over = said["keep_until"] is not None and date.fromisoformat(said["keep_until"]) < on
    why_not = {
        "here": Case.objects.filter(ring=ring).exists(),
        "destroyed": ring in (remembered_rings() if gone is None else gone),
        "over": over,
        "nobody": not any(each.kind != "recovery" for each in chosen),
    }
    found = next((name for name, holds in why_not.items() if holds), "")
    return Coming(said, ring, reference, facts, chosen, found)


@audited("case.brought", using=CARE)
def bring_case(found: Coming, parts: Iterable[dict[str, Any]], *, by: Any, on: date) -> Case:
    """Bring one case in: a new lock, wrapped to its readers; what is not known here is kept beside, as it came."""
    if found.why_not:
        raise ValueError(found.why_not)
    _ring, seed = rings.begin_ring(found.readers, found.ring)
    version, box = rings.seal_to(found.ring, sealed.write_facts(found.facts))
    case = Case.objects.create(
        reference=found.reference, ring=found.ring, facts=box, facts_version=version, **_coarse(found.said, on)
    )
    known = {code: each for code, each in found.said["answers"].items() if is_answer_here(code, each)}
    strange = {code: each for code, each in found.said["answers"].items() if code not in known}
    own, others = _parted(parts)
    names = {each["reference"]: name_here(each["reference"], "part") for each in own}
    for part in own:
        row = Part.objects.create(
            case=case, reference=names[part["reference"]],
            due_on=_day(part["due_on"]), ended_on=_day(part["ended_on"]),
        )  # fmt: skip
        write_new_fields(found.ring, row.reference, {BODY: _body(part, names)}, seed)
    for body in _what_binds(case, known, own, others, on):
        write_new_fields(found.ring, Part.objects.create(case=case).reference, {BODY: body}, seed)
    lay_blanks(case, seed)
    beside = {BROUGHT: {"answers": strange, "parts": others}} if strange or others else {}
    write_new_fields(found.ring, case.reference, known | beside, seed)
    return case


def _what_binds(
    case: Case, known: dict[str, Any], own: list[dict[str, Any]], others: list[dict[str, Any]], on: date
) -> Iterator[dict[str, Any]]:
    """What binds whoever writes here from the first day: that she is under 18, and that we do not go with her.

    What she allowed lets nothing flow in another house; her no is a no in every one.
    """
    at = of_elsewhere(on)
    answers = {code: answer_of(each) for code, each in known.items()}
    if says_young(answers) and not any(each["kind"] == MINOR and not each["ended_on"] for each in own):
        yield body_of(MINOR, at, "", {}, {})
    if case.closure_reason == SHE_ASKED or any(_is_her_no(each) for each in others):
        yield body_of(KIND, at, "", {}, data_of(says_no(Consent(ENGAGED, HOUSE), on=clock.at(on)), ""))


def _is_her_no(part: dict[str, Any]) -> bool:
    """Did she say that we do not go with her, or take that back?"""
    more = part["data"].get("more")
    if part["kind"] != KIND or not isinstance(more, dict):
        return False
    is_over = bool(part["ended_on"]) or more.get("state") in NO_LONGER
    return is_over and (more.get("kind"), more.get("to")) == (ENGAGED, HOUSE.reference)


def _coarse(said: dict[str, Any], on: date) -> dict[str, Any]:
    """The columns of a case. A state that is not known here, or does not fit its days, begins anew."""
    days = {"opened_on": _day(said["opened_on"]), "last_on": _day(said["last_on"])}
    state, reason = said["state"], said["closure_reason"]
    if state in OVER and reason in by_code("closure_reason") and said["closed_on"]:
        latest = kept_like_others(on).until
        until = min(_day(said["keep_until"]) or latest, latest)
        closed = {"closed_on": _day(said["closed_on"]), "keep_until": until}
        return days | closed | {"state": state, "closure_reason": reason}
    is_open = state in by_code("case_state") and by_code("case_state")[state].more["open"]
    return days | {"state": state if is_open else "opening"}


def _parted(parts: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The parts that this house knows whole, and the others."""
    own: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for part in parts:
        (own if _is_known(part) else others).append(part)
    return own, others


def _is_known(part: dict[str, Any]) -> bool:
    """Is it of a kind of this house, with nothing in it that is not understood here?"""
    kind, data = part["kind"], part["data"]
    return (
        kind in by_code("case_part")
        and kind not in HERS_ALONE
        and set(data) <= {"answers", "more", "on"}
        and isinstance(data.get("answers"), dict)
        and isinstance(data.get("more"), dict)
        and (kind in PLAIN or not data["more"])
        and all(is_answer_here(code, each, kind) for code, each in data["answers"].items())
    )


def _body(part: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """What is sealed of a part; where it names another part, that one's name here."""
    data = part["data"]
    more = {} if part["kind"] in ASKED_ANEW else _renamed(data["more"], names)
    on = _day(data.get("on") or None)
    at = of_elsewhere(on or date.min)
    return {"kind": part["kind"], "at": at.isoformat(), "by": "", "answers": data["answers"], "more": more}


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _renamed(each, names) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except (ValueError, TypeError):
        return None
