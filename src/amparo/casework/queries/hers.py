"""Her own page: what stands on it of her case, who opened it, and what her words lead to. No staff key is needed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils.html import escape

from amparo.casework.models import Case, Part
from amparo.casework.policies.notices import NOTICE, is_agreed
from amparo.casework.queries.calling_back import recalls_in
from amparo.casework.queries.her_doors import doors_in
from amparo.casework.queries.holds import holding, why_not_destroy
from amparo.casework.queries.incidents import not_to
from amparo.casework.queries.legal_names import looks_at
from amparo.casework.queries.permissions import SUMMARY, Permission, digest_of_text, is_approved, permissions_in
from amparo.casework.queries.referrals import referrals_in
from amparo.casework.queries.taking_back import takes_of
from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.actions import opaque
from amparo.commons.audit.queries import acts_on
from amparo.formats.codes import by_code
from amparo.vault.policies import RECOVERY
from amparo.vault.queries.readers import plain_readers_of_ring

NOWHERE = "-"  # the lock of no thread
IS_OVER = F("closed_on").asc(nulls_first=True)
SHUT = "shut"  # instead of what stood there before she changed it, where the key of whoever opened it did not open that
SHOWN = "shown_to_her"  # a sealed field: the digest of what she sees, so that it is sealed anew only when it changed
LARGEST = 5_500  # bytes of it, as it is sealed and as it is shown: her page has one size
LONGEST_PLAN, MOST_PERMISSIONS, MOST_READERS, MOST_ACTS = 600, 12, 12, 8
MOST_LOOKS, LONGEST_LOOK, MOST_HOLDS, MOST_BACK, MOST_NOTICES = 4, 100, 6, 6, 4
READING = ("reader", "outside", "counsel", "health", "peer", "supervisor")  # of several roles, why she reads
LINES = {
    "name": "name_used", "where": "contact_where", "hours": "contact_hours", "call": "contact_name",
    "other": "contact_others", "next": "plan_next", "goals": "plan_goals", "steps": "plan_steps",
}  # fmt: skip

EMPTY: dict[str, Any] = {
    "v": 0, **dict.fromkeys(LINES, ""), "ways": [], "summary": None, "permissions": [], "why": {}, "takes": "",
    "young": False, "looks": [], "held": {}, "back": [], "notices": [],
    "doors": [], "shut": [],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of who did what with her case: the day, the act of the list ``case_act``, by which role."""

    on: date
    act: str
    role: str


@dataclass(frozen=True, slots=True)
class Reads:
    """Somebody who reads her case today, by role; ``who`` is the opaque name under which her copy says why."""

    role: str
    who: str


@dataclass(frozen=True, slots=True)
class Hers:
    """What her words lead to; everything is empty where there is no case."""

    case: Any  # a Case, or None
    box: bytes = field(default=b"", repr=False)
    taken: frozenset[str] = frozenset()  # what she took back herself
    seen: tuple[Seen, ...] = ()
    readers: tuple[Reads, ...] = ()
    stays: str = ""  # until when it is kept whatever she says, in words for her
    holds: tuple[str, ...] = ()  # what keeps it, by opaque names under which her copy says why


def copy_of(opened: Any, on: datetime, *, counted: str = "") -> dict[str, Any]:
    """What she sees of her case, out of the opened one. Codes stay codes: her page says them in her language.

    ``takes`` is shown nowhere: with it her page takes back what she allows, without any key of the house. ``counted``
    is what drops the row by which she is counted.
    """
    answers = opened.answers
    lines = {name: str(answers[code].value) for name, code in LINES.items() if code in answers and answers[code].value}
    lines |= {name: lines[name][:LONGEST_PLAN] for name in ("goals", "steps") if name in lines}
    ways = answers["contact_ways"].value if "contact_ways" in answers else None
    given = _given(opened, on)
    copy = {"v": 1, **lines, "ways": list(ways or ()), "summary": _summary(opened), "permissions": _told(given)}
    copy |= {
        "why": _whys(opened),
        "takes": takes_of(opened.case, given, counted, _passed(opened)),
        "back": _back(opened),
    }
    copy |= {"young": opened.is_young, "looks": _looks(opened), "held": _held(opened), "notices": _notices(opened)}
    copy |= {"doors": doors_in(opened.parts), "shut": not_to(opened.parts)}
    return _fitted(copy)


def _passed(opened: Any) -> list[tuple[str, str]]:
    """By permission, what a focal point reads because of it today."""
    found = [each.part.more for each in referrals_in(opened.parts) if not each.is_over]
    return [(str(more["permission"]), str(more["slice"])) for more in found if more.get("slice")]


def _summary(opened: Any) -> dict[str, Any] | None:
    found = next(iter(opened.of_kind(SUMMARY)), None)
    if found is None or not found.said("summary_text"):
        return None
    text = str(found.said("summary_text"))
    return {"ref": found.reference, "text": text, "digest": digest_of_text(text), "yes": is_approved(found)}


def _given(opened: Any, on: datetime) -> list[Permission]:
    """What lets something through today; the house's own first."""
    found = [each for each in permissions_in(opened.parts) if each.is_given(on)]
    return sorted(found, key=lambda each: (each.name != "", -(each.consent.said_at or on).timestamp()))


def _told(given: list[Permission]) -> list[dict[str, str]]:
    """Of these as many as she can read on one page, each with the opaque name by which she takes it back."""
    return [
        {
            "ref": each.part.reference,
            "kind": each.kind,
            "to": each.name,
            "way": each.way,
            "until": clock.day(each.consent.expires_at).isoformat() if each.consent.expires_at else "",
        }
        for each in given[:MOST_PERMISSIONS]
    ]


def _whys(opened: Any) -> dict[str, str]:
    """Why each of those who read it was let in, by her opaque name: names of the team are not for a phone."""
    return {
        str(part.more.get("who")): str(part.said("letting_in_why"))
        for part in reversed(opened.of_kind("letting_in")[:MOST_READERS])
        if part.said("letting_in_why")
    }


def _looks(opened: Any) -> list[dict[str, str]]:
    """Who looked at the name on her papers, by role, and why; the last ones first."""
    return [
        {"on": each.on.isoformat(), "role": first_of(each.roles), "why": each.why, "words": _short(each.words)}
        for each in looks_at(opened)[:MOST_LOOKS]
    ]


def _back(opened: Any) -> list[dict[str, str]]:
    """Who got something of hers that she took back, and what they answered when they were told; the last ones first."""
    return [{"to": each.to, "said": each.answer} for each in recalls_in(opened.parts)[:MOST_BACK]]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_LOOK else f"{words[: LONGEST_LOOK - 1]}…"


def _notices(opened: Any) -> list[dict[str, Any]]:
    """What two people agreed to tell without her yes: to whom, why, what, and on which day it was; the last ones first.

    Names of the team are not for a phone.
    """
    found = [each for each in opened.of_kind(NOTICE) if is_agreed(each)][:MOST_NOTICES]
    return [
        {
            "on": str(each.said("told_on", "")),
            "agreed": str(each.more.get("said_on", "")),
            "to": _short(str(each.said("told_body", ""))),
            "ground": str(each.said("told_ground", "")),
            "law": _short(str(each.said("told_law", ""))),
            "why": _short(str(each.said("told_why", ""))),
            "what": list(each.said("told_fields", ())),
        }
        for each in found
    ]


def _held(opened: Any) -> dict[str, str]:
    """Why two people keep it, by the opaque names of what they said."""
    said = [each for each in opened.of_kind("hold") if each.said("hold_why")][:MOST_HOLDS]
    return {str(each.more.get("hold")): str(each.said("hold_why")) for each in said}


def role_of(person: Any) -> str:
    """What somebody of the house is to her: of several roles, the one because of which she reads."""
    return first_of([each.role for each in person.memberships.all()])


def first_of(roles: Sequence[str]) -> str:
    """Of several roles the one because of which she reads."""
    return next((each for each in READING if each in roles), roles[0] if roles else "")


def _fitted(copy: dict[str, Any]) -> dict[str, Any]:
    """Made to fit on her page: the plan is cut first, then the rest of the lines; a summary whole or not at all."""
    for name in ("steps", "goals", "other", "hours", "where", "next"):
        while weight(copy) > LARGEST and copy.get(name):
            copy = copy | {name: copy[name][: len(copy[name]) // 2]}
    for name in ("looks", "back"):
        while weight(copy) > LARGEST and copy[name]:
            copy = copy | {name: copy[name][:-1]}
    if weight(copy) > LARGEST and copy["summary"]:
        copy = copy | {"summary": None}  # from another house, longer than we write them: it is read to her
    while weight(copy) > LARGEST and copy["doors"]:
        copy = copy | {"doors": copy["doors"][:-1]}
    while weight(copy) > LARGEST and copy["permissions"]:
        copy = copy | {"permissions": copy["permissions"][:-1]}
    while weight(copy) > LARGEST and copy["notices"]:
        copy = copy | {"notices": copy["notices"][:-1]}
    return copy


def weight(copy: Mapping[str, Any]) -> int:
    """How many bytes of it are to be shown, sealed or on the page; the larger of both."""
    text = json.dumps({name: each for name, each in copy.items() if name != "takes"}, ensure_ascii=False)
    return max(len(text.encode()), len(escape(text).encode()) - text.count('"') * 5)


def read_copy(data: bytes | None) -> dict[str, Any]:
    """What she sees, out of what her words opened; empty where it is none of ours. Every name is there, so that no page
    looks for one in vain: what is looked for in vain stands in a log, and all the rest beside it.
    """
    try:
        said = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        return dict(EMPTY)
    return EMPTY | said if isinstance(said, dict) and said.get("v") == 1 else dict(EMPTY)


def led_to(ring: str) -> Q:
    """To which cases the lock of a thread leads; words that were exchanged for new ones still close and end them."""
    return Q(her_ring=ring or NOWHERE) | Q(her_ring_before=ring or NOWHERE)


def hers_of(ring: str) -> Hers:
    """What the lock of her thread leads to: of several cases the first that goes on, or else the first.

    The same statements whether there is a case or none.
    """
    case = Case.objects.filter(led_to(ring)).order_by(IS_OVER, "her_turn", "opened_on", "pk").first()
    key = case.pk if case else 0
    taken = Part.objects.filter(case_id=key, ended_on__isnull=False).values_list("reference", flat=True)
    box = bytes(case.her_box or b"") if case else b""
    stays = str(why_not_destroy(case, clock.today()) or "")
    return Hers(case, box, frozenset(taken), seen_of(case), reading(case), stays, tuple(holding(case, clock.today())))


def reading(case: Any) -> tuple[Reads, ...]:
    """Who holds a key of a case in this moment, without the sheets of paper: what is sealed may be from before."""
    found = [each for each in plain_readers_of_ring(case.ring if case else "") if each.kind != RECOVERY]
    people = {each.pk: each for each in accounts_of(ids=[each.user_id for each in found if each.user_id])}
    reads = [
        Reads(role_of(people[each.user_id]), people[each.user_id].reference)
        if each.user_id in people
        else Reads("outside", each.reference)
        for each in found
    ]
    return tuple(sorted(reads, key=lambda each: (each.role, each.who))[:MOST_READERS])


def hers_is_unread(case: Any) -> bool:
    """Has she words, and nobody reads what she writes with them? Sheets of paper lie in a drawer."""
    return bool(case.her_ring) and not [
        each for each in plain_readers_of_ring(case.her_ring) if each.kind != RECOVERY
    ]  # fmt: skip


def seen_of(case: Any) -> tuple[Seen, ...]:
    """Who did what with a case, from the trail: by day, act and role, the newest first; nobody's name."""
    target = opaque(case) if case else "-"
    acts = acts_on(target, [f"case.{act}" for act in by_code("case_act")], using="default")
    people = accounts_of(references=[each.actor.removeprefix("user:") for each in acts])
    roles = {f"user:{each.reference}": role_of(each) for each in people}
    found = [Seen(clock.day(each.at), each.verb.removeprefix("case."), roles.get(each.actor, "")) for each in acts]
    return tuple(dict.fromkeys(found))[:MOST_ACTS]


def rings_of_cases() -> Any:
    """The locks of threads whose words lead to a case: such a thread stays as long as the case."""
    return Case.objects.exclude(her_ring="").values("her_ring")
