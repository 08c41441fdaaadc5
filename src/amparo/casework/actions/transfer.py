"""A case goes to another organisation: a sealed file, what she allowed and no more, and over only when it arrived."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amparo.casework.actions.cases import for_good
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import add_part, change_part, end_part
from amparo.casework.actions.young import use_second_yes
from amparo.casework.models import TRANSFERRED, Case
from amparo.casework.policies.flowing import MISSING
from amparo.casework.policies.transfer import may_say_arrived, may_transfer
from amparo.casework.policies.young import TRANSFER, may_go_on
from amparo.casework.queries.cases import OpenCase, opened
from amparo.casework.queries.flowing import check_flow
from amparo.casework.queries.permissions import Permission
from amparo.casework.queries.retention import kept_until
from amparo.casework.queries.transfer import (
    FLOWS,
    KIND,
    document_of,
    is_left_out,
    on_its_way,
    usable,
    what_goes,
    why_not_theirs,
)
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.case_archive.writing import lines_of
from amparo.formats.case_questions import Answer
from amparo.vault.actions.archives import named_key, seal_to_memory
from amparo.vault.actions.exclusion import facts_of
from amparo.vault.queries.opened import case_seeds

ARRIVED = "transferred"  # of the list closure_reason


class OtherKey(ValueError):
    """What they read aloud is not the mark of this key."""


@dataclass(frozen=True, slots=True)
class To:
    """To whom it goes: the permission she gave for them, their key, and what was made sure of."""

    permission: str  # the opaque name of the permission
    recipient: str  # age1…
    aloud: str  # the mark of that key, as they read it aloud
    met: frozenset[str] = frozenset()  # of ``flows.ALSO``: receiver_accepts, not_left_out


@unaudited("it changes nothing")
def checked_transfer(
    case: Case, *, to: To, by: Actor, now: datetime | None = None
) -> tuple[OpenCase, Permission, str, str]:
    """The open case, the permission, the key and its mark, where all of it may go; else a refusal in a sentence."""
    on = now or clock.now()
    found = opened(by, case)
    permission = next((each for each in usable(found, on) if each.part.reference == to.permission), None)
    may_transfer.check(by, case, permission, what_goes(found, permission) if permission else None)
    assert permission is not None
    if is_left_out(permission.name, facts_of(case, case_seeds(by, case.ring))):
        raise Denied(MISSING["not_left_out"])
    goes, flow = what_goes(found, permission), FLOWS[permission.kind]
    check_flow(by, found.parts, flow, permission.consent.recipient, goes.scope, on=on, met=to.met)
    recipient, mark = named_key(to.recipient)
    if not is_sent_again(found, permission, recipient):
        may_go_on.check(by, found, TRANSFER, permission.part.reference, clock.day(now))
    if plain(to.aloud) != plain(mark):
        raise OtherKey
    return found, permission, recipient, mark


@unaudited("it changes nothing")
def is_sent_again(found: OpenCase, permission: Permission, recipient: str) -> bool:
    """Is it the same once more, because the first did not arrive? The yes of a second person holds for both.

    The same by the same permission, to the same key, and no more than went then: anything else goes for the first time.
    """
    waiting = on_its_way(found.parts)
    if waiting is None or waiting.more.get("permission") != permission.part.reference:
        return False
    went, goes = set(waiting.more.get("content", ())), what_goes(found, permission).scope.content
    return bool(waiting.more.get("recipient") == recipient and goes <= went)


@unaudited("it changes nothing")
def plain(mark: str) -> str:
    """A mark as it is compared: small, without blanks."""
    return "".join(mark.lower().split())


@audited("case.sent", target="case", using=CARE)
def send(case: Case, *, to: To, by: Actor, now: datetime | None = None) -> bytes:
    """Seal what she allowed to their key, and write down that it went. The file is in this answer and nowhere else."""
    case, on = held(case, by), now or clock.now()
    for_good(case, by)
    found, permission, recipient, mark = checked_transfer(case, to=to, by=by, now=now)
    if not is_sent_again(found, permission, recipient):
        use_second_yes(case, TRANSFER, permission.part.reference, by=by, on=clock.day(now))
    goes = what_goes(found, permission)
    lines = list(lines_of(document_of(found, goes, recipient, clock.day(now)), why="transfer", on=clock.day(now)))
    more = {
        "to": permission.name, "permission": permission.part.reference, "recipient": recipient, "mark": mark,
        "content": sorted(goes.scope.content), "digest": hashlib.sha256(b"".join(lines)).hexdigest(),
    }  # fmt: skip
    waiting = on_its_way(found.parts) if is_sent_again(found, permission, recipient) else None
    if waiting is None:  # what went before stays beside it: if she takes that back, they are told
        add_part(case, kind=KIND, answers={}, more=more, by=by, now=on)
    else:
        change_part(case, reference=waiting.reference, kind=KIND, answers={}, more=more, by=by, now=on)
    return seal_to_memory(lines, to=[recipient])


@audited("case.transferred", target="case", using=CARE)
def say_arrived(case: Case, *, how: str, by: Actor, now: datetime | None = None) -> None:
    """They said that it arrived: from now on the case is theirs. Here it is kept until its day, and not written in.

    What she allows is asked again, with the case held: she may have taken it back since it was sent.
    """
    case, on = held(case, by), clock.day(now)
    for_good(case, by)
    found = opened(by, case)
    sent = on_its_way(found.parts)
    reason = why_not_theirs(found.parts, sent, now or clock.now()) if sent else None
    may_say_arrived.check(by, case, sent, reason)
    assert sent is not None
    if is_left_out(str(sent.more.get("to", "")), facts_of(case, case_seeds(by, case.ring))):
        raise Denied(MISSING["not_left_out"])
    said = {"arrived_how": Answer(how)} if how else {}
    change_part(case, reference=sent.reference, kind=KIND, answers=said, by=by, now=now)
    end_part(case, reference=sent.reference, by=by, now=now)
    until = kept_until(by, case, on).until
    kept: dict[str, Any] = {"closed_on": on, "keep_until": until, "closure_reason": ARRIVED}
    Case.objects.filter(pk=case.pk).update(state=TRANSFERRED, last_on=on, **kept)
