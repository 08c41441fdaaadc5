"""What is to be done today for those whom somebody accompanies: what reaches her first, papers after."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from amparo.casework.models import OVER, Part, Word
from amparo.casework.policies.areas import areas_of
from amparo.casework.policies.cases import may_accompany
from amparo.casework.policies.notices import untold
from amparo.casework.queries.calling_back import Recall, recalls_in
from amparo.casework.queries.cases import NAME, cases_for, name_in
from amparo.casework.queries.parts import OpenPart, is_hers, open_part
from amparo.casework.queries.permissions import has_stopped
from amparo.casework.queries.reaching import changed_contact, contact_in, contact_names, reach_of
from amparo.casework.queries.referrals import Referral, referrals_in
from amparo.casework.queries.tasks import TASK, Task, names_by_opaque, task_of
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.commons.policy.policies import Actor
from amparo.formats.access import questions_in
from amparo.formats.case_questions import answer_of
from amparo.formats.safe_contact import ASKED
from amparo.vault.queries.fields import fields_of_each
from amparo.vault.queries.parts import BODY

MOST = 50  # lines of each kind on the page
LATELY = 14  # days for which it says what came of her own work


@dataclass(frozen=True, slots=True)
class Ahead:
    """A case without a next step."""

    case: Any
    name: str


@dataclass(frozen=True, slots=True)
class Untold:
    """What two people agreed to tell without her yes, and she was not told of."""

    part: OpenPart
    case: Any
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Day:
    """The day of one person."""

    for_her: list[Task]
    papers: list[Task]
    without: list[Ahead]  # open cases in which nothing is to be done
    mine: list[Task]  # what came lately of what she does
    doors: list[Referral]  # somebody waits at a door, and is asked what came of it
    back: list[Recall]  # she took it back, and somebody has something of hers: they are to be told
    tell: list[Untold]  # something is told without her yes, and she does not know yet
    is_cut: bool  # there is more than stands here


def day_of(actor: Actor, *, today: date, now: datetime | None = None) -> Day:
    """Her day, in as many questions however many cases she reads. Needs her key open.

    How to reach her is read anew with each: what was planned before she took it back is refused here too. Of a case
    that is over stands here only whom to tell that she took something back, and what she has to be told herself.
    """
    may_accompany.check(actor)
    over = Q(state__in=OVER)
    cases = {case.pk: case for case in cases_for(actor).filter(~over | Exists(_of_one_that_is_over()))}
    lately, ended = today - timedelta(days=LATELY), [pk for pk, case in cases.items() if case.state in OVER]
    wanted = Q(ended_on=None) | Q(ended_on__gte=lately) | Q(case__in=ended)
    parts = list(Part.objects.filter(wanted, case__in=list(cases)))
    found, back, tell, doors = _opened(actor, cases, parts, now or clock.now())
    waiting = [each for each in found if not each.part.is_over]
    asked = sorted((each for each in doors if each.due_on and each.due_on <= today), key=_asked)
    due = sorted((each for each in waiting if each.due_on and each.due_on <= today), key=_first)
    for_her, papers = [each for each in due if not each.is_paper], [each for each in due if each.is_paper]
    mine = sorted((each for each in found if each.part.is_over and each.is_mine), key=_ended, reverse=True)
    steps = {each.case.pk for several in (waiting, doors, back, tell) for each in several}
    without = [Ahead(case, case.name_told) for pk, case in cases.items() if pk not in steps and pk not in ended]
    is_cut = any(len(each) > MOST for each in (for_her, papers, without, mine, asked, back, tell))
    return Day(
        for_her[:MOST], papers[:MOST], without[:MOST], mine[:MOST], asked[:MOST], back[:MOST], tell[:MOST], is_cut
    )


def _of_one_that_is_over() -> Any:
    """Parts of a case that is over, where something may be to be called back: what is due still, and what ended since
    without ever being due, as a permission does that she ends herself.
    """
    since = Q(ended_on__gte=OuterRef("closed_on"), due_on=None)
    return Part.objects.filter(Q(ended_on=None, due_on__isnull=False) | since, case=OuterRef("pk"))


def _opened(
    actor: Actor, cases: dict[int, Any], parts: list[Part], now: datetime
) -> tuple[list[Task], list[Recall], list[Untold], list[Referral]]:
    """Every task among these parts, each with how to reach her as it stands now; whom to tell of her no; what she is to
    be told herself; and the doors at which she waits.
    """
    rings = {case.reference: case.ring for case in cases.values()}
    rings |= {each.reference: cases[each.case_id].ring for each in parts}
    reads = areas_of(actor)
    names = {NAME} & questions_in(reads) | set(contact_names(reads))
    kept = fields_of_each(actor, rings, {*names, BODY})
    of_case, every, changed = defaultdict(list), defaultdict(list), set()
    for each in parts:
        part = open_part(each, kept[each.reference].get(BODY))
        every[each.case_id].append(part)
        if changed_contact([part]):
            changed.add(each.case_id)
        if is_hers(actor, part, reads):
            of_case[each.case_id].append(part)
    opened = [each for several in of_case.values() for each in several if each.kind == TASK]
    people, found = names_by_opaque(str(each.more.get("who", "")) for each in opened), list[Task]()
    back, tell, doors = list[Recall](), list[Untold](), list[Referral]()
    wrote = set(Word.objects.filter(case__in=list(cases)).values_list("case", flat=True))
    for pk, case in cases.items():
        said = kept[case.reference]
        answers, shut = contact_in(said)
        shut |= set(ASKED) - names
        case.name_told = name_in({NAME: answer_of(said[NAME].answer)}) if NAME in said and said[NAME].opens else ""
        back += [each for each in recalls_in(of_case[pk], case=case, name=case.name_told) if each.waits]
        tell += [Untold(each, case, case.name_told) for each in untold(of_case[pk])]
        if case.state in OVER:
            continue
        told = {"she_wrote": pk in wrote, "she_changed": pk in changed, "she_stopped": has_stopped(every[pk], now)}
        reach = reach_of(answers, shut, of_case[pk], now=now, **told)
        tasks = (each for each in of_case[pk] if each.kind == TASK)
        doors += [each for each in referrals_in(of_case[pk], case=case, name=case.name_told) if not each.is_over]
        found += [task_of(each, reach, people, me=opaque(actor), case=case, name=case.name_told) for each in tasks]
    back.sort(key=lambda each: (each.on or date.min, each.part.reference))
    return found, back, sorted(tell, key=lambda each: (each.part.said("she_by", ""), each.part.reference)), doors


def _first(task: Task) -> tuple[bool, date, str]:
    """What reaches her, then what waits longest."""
    return not task.reaches_her, task.due_on or date.max, task.part.reference


def _asked(referral: Referral) -> tuple[date, str]:
    """What waits longest."""
    return referral.due_on or date.max, referral.reference


def _ended(task: Task) -> tuple[date, str]:
    return task.part.part.ended_on or date.min, task.part.reference
