"""Whom she leaves out of her case. It is for good, and whoever it is finds the house as if there were no case."""

from collections.abc import Callable, Mapping
from typing import Any

from amparo.casework.actions.holding import CARE, held
from amparo.casework.models import Case
from amparo.casework.policies.cases import may_begin_hers, may_leave_out
from amparo.casework.policies.letting_in import may_give_on
from amparo.casework.queries.hers import hers_is_unread
from amparo.casework.queries.leaving_out import left_out_now, may_be_left_out
from amparo.casework.queries.reading import reads_until
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.vault.actions import rings
from amparo.vault.actions.exclusion import (
    facts_of,
    leave_for_good,
    leave_ring_out,
    not_in_ledger,
    not_left_out,
    was_left_out,
)
from amparo.vault.actions.exclusion import leave_out as keep_out
from amparo.vault.policies import COORDINATOR, OUTSIDE, RECOVERY, STAFF, Asked
from amparo.vault.queries.decision import decide_now
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.readers import Somebody, could_read, get_readers, keeps_a_sheet, readers_of_ring
from amparo.vault.queries.standing import sheets_today

# What is left out along with it: a room above that has things of this case with locks of their own. Each is given the
# case, who is left out, whether that one has a sheet of paper, and who writes it down.
along: list[Callable[[Case, Somebody, bool, Actor], None]] = []


@unaudited("a part of opening a case, which is audited")
def beside(by: Actor, own: Any, asked: Asked) -> tuple[Mapping[str, Any], list[Any]]:
    """The facts of a new case, and who reads it besides whoever opens it: the sheets; who stands outside, where needed.

    It is decided as for a letter. Colleagues are let in afterwards, one by one.
    """
    may_begin_hers.check(by, own, *left_out_now(by, asked))
    if asked.leaves_out_nobody:
        sheets = sheets_today()
        return {}, [sheets.reader] if sheets and sheets.reader.state == "active" else []
    decided = decide_now(asked)
    return decided.facts, get_readers(each.reference for each in decided.readers if each.kind != STAFF)


@audited("case.excluded", target="case", using=CARE)
def leave_out(case: Case, *, somebody: Somebody, by: Actor) -> None:
    """She says that somebody must not read this: from now on, and for good.

    Where that one has a sheet of paper, the sheets open the case no more, and who stands outside reads it instead; also
    where she coordinates, and could take the keys of the others away. Whoever writes it down goes on reading. It is
    done also where that one alone read what she writes with her words.
    """
    case = held(case, by)
    may_give_on.check(by, reads_until(by, case))  # who is here for a time takes nobody out for good
    offered = {each.reference for each in may_be_left_out(by, case)}
    may_leave_out.check(by, case, somebody, somebody.reference in offered)
    has_sheet = keeps_a_sheet([somebody.reference])
    if has_sheet or (somebody.user is not None and somebody.user.has_role(COORDINATOR)):
        _help_from_outside(case, somebody, by)
    sheets = [each for each in readers_of_ring(case.ring) if each.kind == RECOVERY] if has_sheet else []
    for each in sheets:
        leave_for_good(case, each, by=by)
    keep_out(case, somebody, by=by)
    if case.her_ring:
        _leave_her_letters(case, somebody, has_sheet, by)
    if somebody.user is not None and case.owner_id == somebody.user.pk:
        case.owner = None
    for also in along:
        also(case, somebody, has_sheet, by)
    case.save(update_fields=["facts", "facts_version", "owner"])


def _leave_her_letters(case: Case, somebody: Somebody, has_sheet: bool, by: Actor) -> None:
    """What she writes with her words comes to that one no more, nor to sheets of hers.

    Where nobody is left who reads it, who stands outside reads what comes from now on, unless she left that one out
    too. With nobody there either, her page says so, and that of the case says what to do.
    """
    sheets = [each for each in readers_of_ring(case.her_ring) if each.kind == RECOVERY] if has_sheet else []
    for each in sheets:
        rings.leave_rings([case.her_ring], each)
    leave_ring_out(case.her_ring, somebody)
    if not hers_is_unread(case):
        return
    facts = facts_of(case, case_seeds(by, case.ring))
    outside = [each for each in could_read(case.her_ring) if each.kind == OUTSIDE and each.user_id is not None]
    may = not_in_ledger(not_left_out(outside, facts, ring=case.ring), ring=case.her_ring)
    if may:
        rings.turn_ring(case.her_ring, also=may)


def _help_from_outside(case: Case, somebody: Somebody, by: Actor) -> None:
    """Who stands outside reads as well, unless she left that one out."""
    facts = facts_of(case, case_seeds(by, case.ring))
    for each in could_read(case.ring):
        is_her = somebody.reader is not None and each.pk == somebody.reader.pk
        if each.kind == OUTSIDE and not is_her and not was_left_out(each, facts, ring=case.ring):
            rings.share_ring(case.ring, each, by=by)
