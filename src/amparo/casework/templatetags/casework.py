"""How the questions of a case, and what she answered, stand on a page."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from amparo.casework.queries.genders import label_here
from amparo.casework.queries.hers import SHUT, hers_is_unread
from amparo.casework.queries.reaching import IDENTITY, changed_contact, reach_in
from amparo.casework.queries.referrals import referrals_in
from amparo.casework.queries.tasks import TASK, names_by_opaque, task_of
from amparo.casework.queries.timeline import story_of
from amparo.casework.queries.young import duty
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.commons.ui.templatetags.ui import day_text
from amparo.formats.access import OWN, areas, of_a_case
from amparo.formats.case_questions import SCALE, Answer, Question, Section, answer_of, questions, sections
from amparo.formats.codes import by_code, label
from amparo.formats.safe_contact import ASKED
from amparo.vault.queries.desk import name_of

register = template.Library()
SHORT = ("contact_hours", "contact_name")  # what stands on the list of the day; the rest where the case is opened
register.simple_tag(name_of, name="reader_is")
register.simple_tag(hers_is_unread, name="unread_words")


def _language() -> str:
    return get_language() or "es"


@register.filter
def due_text(due: date, today: date | None = None) -> str:
    """For when a task is, as one says it: today, tomorrow, or by the weekday. Of what is past it says that it was."""
    today = today or clock.today()
    if due in {today, today + timedelta(days=1)}:
        return gettext("For today") if due == today else gettext("For tomorrow")
    text = f"{WEEKDAYS[due.weekday()]} {date_format(due, 'MONTH_DAY_FORMAT')}"
    day = day_text(due) if due.year != today.year else text if _language() == "en" else text.lower()
    return (gettext("For %(day)s") if due > today else gettext("It was for %(day)s")) % {"day": day}


@register.simple_tag
def heading(section: Section) -> str:
    """The heading of a section."""
    return section.label(_language())


@register.simple_tag
def hint(section: Section) -> str:
    """What is said under its heading."""
    return section.hint(_language())


@register.simple_tag(takes_context=True)
def asked(context: Mapping[str, Any], question: Question) -> str:
    """How a question is asked; of somebody under 18 (``young`` on the page) as one speaks with her."""
    return question.label(_language(), young=bool(context.get("young")))


@register.simple_tag
def part_sections(kind: str) -> tuple[Section, ...]:
    """The sections of a kind of part."""
    return sections(kind)


@register.simple_tag
def told_in(section: Section, part: Any) -> list[tuple[Question, Answer]]:
    """The questions of a section that were answered in a part."""
    answers = part.answers if part else {}
    return [(each, answers[each.code]) for each in section.questions if each.code in answers]


@register.inclusion_tag("casework/_young_banner.html", takes_context=True)
def young_banner(context: Mapping[str, Any]) -> dict[str, Any]:
    """What is otherwise where she is under 18 (``young`` on the page), on every screen of her case."""
    return {"young": bool(context.get("young")), "duty": duty() if context.get("young") else None}


@register.simple_tag(takes_context=True)
def said_of(context: Mapping[str, Any], question: Question, answer: Answer | None) -> str:
    """What she said, in the language of the page; her own words as they are."""
    young = bool(context.get("young"))
    if answer is None or not answer.is_there:
        return gettext("Left out")
    if answer.said:
        return label("answer", answer.said, _language())
    if isinstance(answer.value, tuple):
        return " · ".join(label_here(question.list, code, _language(), young=young) for code in answer.value)
    if question.kind == "scale":
        return gettext("%(value)s of %(most)s") % {"value": answer.value, "most": SCALE[-1]}
    return label(question.list, str(answer.value), _language(), young=young) if question.list else str(answer.value)


@register.simple_tag(takes_context=True)
def said(context: Mapping[str, Any], question: Question, theirs: Mapping[str, Any]) -> str:
    """What stands there now, of answers by question."""
    return said_of(context, question, theirs.get(question.code))


@register.simple_tag
def areas_read(reads: Collection[str]) -> dict[str, list[str]]:
    """What of a case somebody with these areas reads, and what not, in words."""
    of_case = [each for each in areas() if each.code in of_a_case() - {OWN}]  # her own notes are nobody's business
    labels = {each.code: each.label(_language()) for each in of_case}
    return {
        "reads": [text for code, text in labels.items() if code in reads],
        "not_reads": [text for code, text in labels.items() if code not in reads],
    }


@register.simple_tag
def what_it_holds(kind: str) -> str:
    """What stands in an export of this kind."""
    return str(by_code("export_kind")[kind].more[f"holds_{_language()}"])


@register.filter
def first_key(found: Mapping[str, Any]) -> str:
    """The first of them."""
    return next(iter(found))


@register.simple_tag
def contact_told(reach: Any) -> list[tuple[str, str]]:
    """How to reach her, question by question, as she said it."""
    asked_all, language = questions(), _language()
    ways = " · ".join(label("safe_contact", each, language) for each in reach.rule.ways)
    told = [("contact_ways", ways), *((code, reach.rule.text(code)) for code in ASKED[1:])]
    limits = [(gettext("Her limits:").rstrip(":"), text) for text in reach.limits]
    return [*((asked_all[code].label(language), text) for code, text in told if text), *limits]


def _before(said: Any) -> Answer | None:
    """What stood there: nothing, an answer, or one that did not open."""
    return None if said == SHUT else answer_of(said) if said else Answer()


@register.simple_tag
def changed_by_her(opened: Any) -> list[tuple[Any, list[tuple[Question, Answer | None]]]]:
    """What was changed on her own page of how to reach her and is not confirmed yet, and what stood there before."""
    asked_all = questions()
    return [
        (part, [(asked_all[code], _before(said)) for code, said in part.more.get("before", {}).items()])
        for part in (changed_contact(opened.parts) if IDENTITY in opened.reads else ())
    ]


@register.simple_tag
def before_reaching(task: Any) -> str:
    """In a line what counts before somebody reaches out to her: by which way, when, and under which name."""
    asked_all, language, rule = questions(), _language(), task.reach.rule
    told = [" · ".join(label("safe_contact", each, language) for each in task.ways)]
    told += [f"{asked_all[code].label(language)}: {rule.text(code)}" for code in SHORT if rule.text(code)]
    return gettext("Before you reach out to her: %(rule)s.") % {"rule": ". ".join(told)}


@register.simple_tag(takes_context=True)
def tasks_of(context: Any, opened: Any) -> list[Any]:
    """What is to be done in a case, the next first."""
    now, me = clock.now(), opaque(context.request.user)
    reach = reach_in(opened, now=now)
    waiting = [each for each in opened.of_kind(TASK) if not each.is_over]
    names = names_by_opaque(str(each.more.get("who", "")) for each in waiting)
    found = [task_of(each, reach, names, me=me, case=opened.case, name=opened.name) for each in waiting]
    return sorted(found, key=lambda each: each.due_on or date.max)


@register.simple_tag
def referrals_of(opened: Any) -> list[Any]:
    """The doors for her, those under way first."""
    return referrals_in(opened.parts, case=opened.case)


@register.filter
def one_word(word: Any) -> str:
    """What came of a referral, in one word."""
    return label("outcome_word", word.outcome or "WAY", _language())


@register.simple_tag
def story_in(opened: Any) -> list[Any]:
    """What was written and done in a case, the newest first."""
    return story_of(opened.case, opened.parts)


@register.simple_tag
def slip_question(code: str) -> str:
    """A question of a slip, as it is asked."""
    return questions("slip")[code].label(_language())
