"""The name on her papers: written, shown with a reason, forgotten. Every look is in the trail, and a line for her."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amparo.casework.actions.alike import know_again
from amparo.casework.actions.hers import show_her_anew
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import add_part, change_part, end_part, get_part, write_more
from amparo.casework.models import Case
from amparo.casework.queries.cases import opened
from amparo.casework.queries.legal_names import legal_name_in
from amparo.casework.queries.parts import LEGAL_NAME, OpenPart
from amparo.commons import clock
from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer, digest_of, questions
from amparo.formats.codes import by_code
from amparo.vault.actions.exclusion import facts_of
from amparo.vault.actions.fields import Past
from amparo.vault.queries.opened import case_seeds


@audited("case.part_written", target="case", using=CARE, hourly=True)
def write_legal_name(
    case: Case, *, answers: Mapping[str, Answer], written: int, by: Actor, now: datetime | None = None
) -> None:
    """Write it, or over it; what is left empty stays.

    ``written`` is how often it had been written when she opened the form, which does not show what stands there: a
    digest of a name on a page would let anybody try names. ``Past`` where somebody wrote it since.
    """
    case = held(case, by)
    standing = legal_name_in(opened(by, case))
    if (standing.more.get("written", 0) if standing else 0) != written:
        raise Past(sorted(answers))
    if standing is None:
        add_part(case, kind=LEGAL_NAME, answers=answers, more={"written": 1, "shown": []}, by=by, now=now)
        know_again(case, facts_of(case, case_seeds(by, case.ring)), by=by, anew=True)
        return
    found = get_part(case, standing.reference, LEGAL_NAME, by=by)
    _change(case, found, answers, {"written": written + 1}, by, now)
    know_again(case, facts_of(case, case_seeds(by, case.ring)), by=by, anew=True)


@audited("case.legal_name_shown", target="case", using=CARE)
def show_legal_name(case: Case, *, why: str, words: str, by: Any, now: datetime | None = None) -> OpenPart:
    """Show it once, for a reason of the list ``reveal_reason`` and in words; both stay, sealed, for her to read."""
    if why not in by_code("reveal_reason") or not words.strip():
        raise ValueError("a look at it has a reason of the list, and words")
    case = held(case, by)
    standing = legal_name_in(opened(by, case))
    if standing is None:
        raise Hidden
    found = get_part(case, standing.reference, LEGAL_NAME, by=by)
    look = {"roles": sorted(by.role_codes), "why": why, "words": words.strip(), "on": clock.day(now).isoformat()}
    write_more(case, found, {"shown": [*found.more.get("shown", ()), look]}, by=by)
    show_her_anew(case, by, now=now)
    return found


@audited("case.part_written", target="case", using=CARE, hourly=True)
def forget_legal_name(case: Case, *, by: Actor, now: datetime | None = None) -> None:
    """It is not needed any more: what was written is written over, and who looked stays for her to read."""
    case = held(case, by)
    standing = legal_name_in(opened(by, case))
    if standing is None:
        raise Hidden
    found = get_part(case, standing.reference, LEGAL_NAME, by=by)
    nothing = {code: Answer() for code in questions(LEGAL_NAME)}
    _change(case, found, nothing, {"written": 0}, by, now, even_stopped=True)
    end_part(case, reference=found.reference, by=by, now=now)
    know_again(case, facts_of(case, case_seeds(by, case.ring)), by=by, anew=True)


def _change(
    case: Case, found: OpenPart, answers: Mapping[str, Answer], more: Mapping[str, Any], by: Actor, now: Any,
    **also: bool,
) -> None:  # fmt: skip
    was = {code: digest_of(found.answers.get(code, Answer())) for code in answers}
    change_part(
        case, reference=found.reference, kind=LEGAL_NAME, answers=answers, was=was, more=more, by=by, now=now, **also
    )  # fmt: skip
