"""The made-up cases: whom the team of the demo town accompanies, in each state a visitor may want to see."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from amparo.access.reporting.actions import desk
from amparo.casework.actions import cases as actions
from amparo.casework.actions import legal_names, second_yes
from amparo.casework.actions.calling_back import note_given_out
from amparo.casework.actions.coded import count_again
from amparo.casework.actions.incidents import add_incident, answer_question, mark_of, see_otherwise
from amparo.casework.actions.load import write_card
from amparo.casework.actions.notices import answer_notice, ask_to_tell, write_told
from amparo.casework.actions.parts import add_part, change_part
from amparo.casework.actions.permissions import Said, approve_summary, write_permission, write_summary
from amparo.casework.actions.screens import add_screen, look_again
from amparo.casework.actions.supervision import share_for_supervision
from amparo.casework.actions.tasks import add_task, finish_task
from amparo.casework.policies.young import MINOR
from amparo.casework.queries.permissions import digest_of_text, permission_for, recipient_named, recipient_of_way
from amparo.casework.queries.screens import answers_mark
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.commons.policy.models import random_reference
from amparo.config.demo import town
from amparo.config.demo.doors import lay_doors
from amparo.config.demo.ends import allowed_to, lay_end, lay_hers, lay_slips
from amparo.config.demo.keeping import lay_keeping
from amparo.config.demo.laying import Laid
from amparo.config.demo.matters import lay_matters
from amparo.formats.case_questions import Answer
from amparo.formats.consent.permission import DAYS, HOUSE, Recipient
from amparo.vault.queries.readers import reader_of

WAY = "contact_by_channel"


def lay_cases(people: dict[str, Any], threads: dict[str, Any], words: dict[str, Any], laid: Laid) -> None:
    """Every case, as its people would have opened it; ``threads`` and their ``words`` by the keys of the letters."""
    made = {}
    for row in town.read("cases")["cases"]:
        on = datetime.combine(laid.before(row["days"]), time(12), UTC)
        by, answers = people[row["by"]], {code: town.answer_of(said) for code, said in row["said"].items()}
        agreed = row.get("agreed", "verbal_witnessed")
        if "thread" in row:
            case = desk.begin_case(threads[row["thread"]], answers=answers, agreed=agreed, by=by, now=on)
        else:
            case = actions.begin_case(answers=answers, agreed=agreed, by=by, now=on)
        lay_permissions(case, row, by, on)
        lay_incidents(case, row, by, laid, on)
        for name, why in row.get("shared", {}).items():
            said = {"letting_in_why": Answer(why)}
            actions.share(case, reader=reader_of(people[name]), answers=said, by=by, now=on)
        lay_screens(case, row, people, on)
        for state in row.get("states", ()):
            actions.move(case, to=state, by=by, now=on)
        lay_young(case, row, people, by, on)
        lay_notices(case, row, people, by, on)
        if legal := row.get("legal"):
            said = {code: town.answer_of(each) for code, each in legal.items()}
            legal_names.write_legal_name(case, answers=said, written=0, by=by, now=on)
        for name in row.get("supervised", ()):
            share_for_supervision(case, reader=reader_of(people[name]), by=by, now=on)
        lay_work(case, row, people, laid, on)
        lay_doors(case, row, people, by, laid, on)
        lay_end(case, row, people, laid, on)
        if "hers" in row:
            lay_hers(case, row, words[row["thread"]], laid)
        if "destroyed" not in row:  # a row of last quarter is counted again by whoever opens the case in this one
            count_again(case, by=by, now=datetime.combine(laid.today, time(12), UTC))
        made[row.get("key", "")] = case
    lay_keeping(people, made)
    lay_matters(people, made, laid)
    lay_cards(people, laid)
    lay_slips(people["clara"], laid)


def lay_work(case: Any, row: dict[str, Any], people: dict[str, Any], laid: Laid, on: datetime) -> None:
    """Tasks and notes; and the ways in which she said afterwards that nobody reaches her."""
    by = people[row["by"]]
    for each in row.get("tasks", ()):
        answers = {"task_kind": Answer(each["kind"]), "task_what": Answer(each["what"])}
        who, due = opaque(people[each.get("who", row["by"])]), laid.before(each.get("days", 0))
        task = add_task(case, answers=answers, by=by, who=who, due_on=due, every=each.get("every", 0), now=on)
        if "outcome" in each:
            told, at = each.get("told", ""), datetime.combine(max(due, clock.day(on)), time(15), UTC)
            finish_task(case, reference=task.reference, outcome=each["outcome"], told=told, by=by, now=at)
    for text in row.get("notes", ()):
        add_part(case, kind="note", answers={"note_text": Answer(text)}, by=by, now=on)
    for way in row.get("no_more", ()):
        standing = permission_for(actions.open_case(case, by=by).parts, WAY, recipient_of_way(way))
        seen = standing.part.number if standing else None
        write_permission(case, said=Said(WAY, "no", recipient_of_way(way), seen=seen), by=by, now=on)


def lay_cards(people: dict[str, Any], laid: Laid) -> None:
    """What those who accompany say of their own load and rest."""
    for each in town.read("cases")["cards"]:
        said = {code: town.answer_of(value) for code, value in each["said"].items()}
        if "night" in each:
            said["card_night"] = Answer(laid.before(each["night"]).isoformat())
        write_card(answers=said, by=people[each["who"]], today=laid.today)


def lay_permissions(case: Any, row: dict[str, Any], by: Any, on: datetime) -> None:
    """What she allowed besides being accompanied, and the summary that may travel."""
    for each in row.get("permissions", ()):
        to = recipient_of_way(each["way"]) if "way" in each else HOUSE
        if "name" in each:
            to = recipient_named(each["name"], is_state=each.get("is_state", False))
        limits = {"limits": Answer(each["limits"])} if "limits" in each else {}
        said = Said(
            each["kind"], each["answer"], to, each.get("name", ""), frozenset(each.get("content", ())),
            each.get("method", ""), answers=limits, days=each.get("for_days", DAYS),
        )  # fmt: skip
        write_permission(case, said=said, by=by, now=on)
        if each.get("got"):
            lay_got(case, each["kind"], to, each["name"], by, on)
    if text := row.get("summary"):
        write_summary(case, text=Answer(text), was={}, by=by, now=on)
        (summary,) = actions.open_case(case, by=by).of_kind("summary")
        approve_summary(case, reference=summary.reference, digest=digest_of_text(text), how="heard", by=by)


def lay_got(case: Any, kind: str, to: Recipient, name: str, by: Any, on: datetime) -> None:
    """They got a list with her in it; the day after she took it back, so they are to be told."""
    found: Any = permission_for(actions.open_case(case, by=by).parts, kind, to)
    went = {"to": name, "permission": found.part.reference, "export": random_reference(), "rows": [case.reference]}
    note_given_out(case, went, by=by, now=on)
    no = Said(kind, "no", to, name, seen=found.part.number)
    write_permission(case, said=no, by=by, now=on + timedelta(days=1))


def lay_young(case: Any, row: dict[str, Any], people: dict[str, Any], by: Any, on: datetime) -> None:
    """What is there because she is under 18."""
    if "minor" in row:
        said = {code: town.answer_of(each) for code, each in row["minor"].items()}
        (part,) = actions.open_case(case, by=by).of_kind(MINOR)
        change_part(case, reference=part.reference, kind=MINOR, answers=said, by=by, now=on)
    for asked in row.get("asks", ()):
        lay_second_yes(case, asked, people, by, on)


def lay_second_yes(case: Any, asked: dict[str, Any], people: dict[str, Any], by: Any, on: datetime) -> None:
    """The yes of a second person: about a reader, or what she allowed to somebody by ``name``; given, or it waits."""
    reader: Any = reader_of(people[asked["about"]]) if "about" in asked else None
    about = reader.reference if reader else allowed_to(case, asked["name"], by)
    why = {"yes_why": Answer(asked["yes_why"])}
    second_yes.ask(case, act=asked["act"], about=about, answers=why, by=by, now=on)
    if second := asked.get("second"):
        opened = actions.open_case(case, by=people[second])
        part = next(each for each in opened.of_kind("second_yes") if each.more["act"] == asked["act"])
        said = {code: Answer(asked[code]) for code in ("yes_asked", "yes_words")}
        second_yes.answer(case, reference=part.reference, yes=True, answers=said, by=people[second], now=on)


def lay_notices(case: Any, row: dict[str, Any], people: dict[str, Any], by: Any, on: datetime) -> None:
    """What was told without her yes, once a second person said that it has to be; she is told within two weeks."""
    for each in row.get("notices", ()):
        said = {code: town.answer_of(value) for code, value in each["said"].items()}
        her_day = Answer((clock.day(on) + timedelta(14)).isoformat())
        part = ask_to_tell(case, answers=said | {"she_by": her_day}, by=by, now=on)
        words = {"yes_words": Answer(each["yes_words"])}
        answer_notice(case, reference=part.reference, yes=True, answers=words, by=people[each["second"]], now=on)
        told = {"told_on": Answer(clock.day(on).isoformat())}
        write_told(case, reference=part.reference, answers=told, was={}, by=by, now=on)


def lay_incidents(case: Any, row: dict[str, Any], by: Any, laid: Laid, on: datetime) -> None:
    """What happened to her, ``ago`` days before it was told or in the month of that day; and what was answered."""
    for each in row.get("incidents", ()):
        day = clock.day(on) - timedelta(each["ago"])
        when = {"happened_month": f"{day:%Y-%m}"} if "happened_month" in each["said"] else {"happened_day": f"{day}"}
        said = {code: town.answer_of(value) for code, value in {**each["said"], **when}.items() if value != ""}
        part = add_incident(case, answers=said, by=by, now=on)
        for number, answer in enumerate(each["answered"], start=1):
            answer_question(case, reference=part.reference, question=number, answer=answer, by=by, now=on)
        if "otherwise" in each:
            (found,) = (it for it in actions.open_case(case, by=by).parts if it.reference == part.reference)
            see_otherwise(case, reference=part.reference, seen=mark_of(found), by=by, now=on, **each["otherwise"])


def lay_screens(case: Any, row: dict[str, Any], people: dict[str, Any], on: datetime) -> None:
    """A conversation about force and deceit, and the look of a second person."""
    for each in row.get("screens", ()):
        said = {code: town.answer_of(value) for code, value in each["said"].items()}
        part = add_screen(case, answers=said, by=people[each["by"]], now=on)
        second = people[each["second"]]
        (found,) = (it for it in actions.open_case(case, by=second).parts if it.reference == part.reference)
        look_again(case, reference=part.reference, agrees=True, words="", seen=answers_mark(found), by=second, now=on)
