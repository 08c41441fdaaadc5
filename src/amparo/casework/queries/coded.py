"""The row of a case that may be counted: her sealed answers, made coarse, in the codebook ``cases``.

Nothing goes in that a case says in clear, such as its state, why it was closed or its days: whoever holds both
databases would lay the two beside each other. Nor what mostly goes with it: not when something happened to her, because
she tells it soon after and her case is opened then; and of several such things the newest alone, because how much was
written in a case is no secret. No words, no number, no place: none is asked of a case today that is coarse enough.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from amparo.casework.queries.incidents import INCIDENT, care_of, decided_of, incidents_in, report_of
from amparo.casework.queries.partners import PARTNER_FLOW, PARTNER_KIND
from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.permissions import permission_for, permissions_in, recipient_named, why_not_flow
from amparo.formats.case_questions import Answer
from amparo.formats.codebook import Codebook, checked, codebook
from amparo.formats.codes import by_code, codes
from amparo.formats.consent.permission import HOUSE, Recipient, Scope
from amparo.formats.genders import counted_as

BOOK = "cases"
FLOW, ALLOWS, CODED = "statistics", "share_nonidentifiable_stats", Scope(frozenset({"coded_only"}))


def counted_until(parts: Iterable[OpenPart], on: datetime) -> datetime | None:
    """Until when she may be counted, by what she allowed; None where she may not be now, also with limits of hers."""
    known = list(parts)
    if why_not_flow(known, FLOW, HOUSE, CODED, on=on) is not None:
        return None
    said = permission_for(known, ALLOWS, HOUSE)
    return said.consent.expires_at if said else None


def partners_until(parts: Iterable[OpenPart], on: datetime) -> dict[str, datetime]:
    """The partners to whom her row may go on now, by the digests of their names; each with the end of her word."""
    known = list(parts)
    named = [each.consent for each in permissions_in(known) if each.kind == PARTNER_KIND and each.consent.expires_at]
    may = [each for each in named if why_not_flow(known, PARTNER_FLOW, each.recipient, CODED, on=on) is None]
    return {digest_of_partner(each.recipient): each.expires_at for each in may if each.expires_at}


def digest_of_partner(recipient: Recipient) -> str:
    """Under what a row says that it may go on to one of them: a digest of the name, however it was written."""
    return recipient.reference.rpartition(":")[2]


def partner_named(name: str) -> str:
    """The same, of a name."""
    return digest_of_partner(recipient_named(name, is_state=False))


def row_of(answers: Mapping[str, Answer], parts: Iterable[OpenPart]) -> dict[str, Any]:
    """The row of an opened case. What was written by mistake is not of it."""
    return coded_row(answers, [incident_codes(each) for each in incidents_in(parts)])


def incident_codes(part: OpenPart) -> dict[str, list[str]]:
    """What happened, in codes alone."""
    found = {
        "acts": list(part.said("acts", ())),
        "core_type": [decided_of(part).core_type or ""],
        "who": who_in(part),
        "care_delay": [care_of(part) if part.said("care_day") else ""],
        "report_delay": [report_of(part) if part.said("told_day") else ""],
        "not_reported": list(part.said("not_reported", ())),
    }
    return {name: [each for each in values if each] for name, values in found.items()}


def who_in(part: OpenPart) -> list[str]:
    """Who did it, in the wider classes: out of who it was to her, and of which part of the State."""
    said = [by_code("relationship").get(each) for each in part.said("who", ())]
    said += [by_code("state_branch").get(each) for each in part.said("branch", ())]
    return sorted({str(each.more["parent"]) for each in said if each and each.more["parent"]})


def coded_row(answers: Mapping[str, Answer], incidents: Iterable[Mapping[str, Sequence[str]]] = ()) -> dict[str, Any]:
    """The row of a case out of her answers and what was done to her.

    ``incidents`` are codes already, the newest first; of more than the codebook has room for, the older ones stay out:
    how many parts a case has is no secret, and a row with all of them would tell whose it is.
    """
    book = codebook(BOOK)
    found = {"gender_group": gender_group(answers.get("gender")), "need_group": need_group(answers.get("need_first"))}
    parts = [[INCIDENT, _known(book, each)] for each in incidents]
    return checked(
        book,
        {
            "codes": {name: [value] for name, value in found.items() if value},
            "parts": [part for part in parts if part[1]][: next(each.most for each in book.parts)],
        },
    )


def gender_group(answer: Answer | None) -> str:
    """The group of who she says she is. Of several she said, trans women and travestis come first.

    A word of the house counts as words of her own: no code is added to what is counted.
    """
    if answer is None or not answer.is_there:
        return ""
    said = {counted_as(each) for each in answer.value} if isinstance(answer.value, tuple) else set()
    groups = [each.code for each in codes("gender_group") if said & set(each.more["of"])]
    if not groups:
        return "not_said"
    return groups[0] if len(groups) == 1 or groups[0] == "trans_feminine" else "others"


def need_group(answer: Answer | None) -> str:
    """The group of what she needs first; nothing where she did not say."""
    need = by_code("need").get(str(answer.value)) if answer else None
    return str(need.more["group"]) if need else ""


def _known(book: Codebook, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What the codebook knows of an incident; the rest is not for counting."""
    return {name: list(given[name]) for name in book.of_part(INCIDENT) if given.get(name)}
