"""She said that we do not go with her, or took that back: no more of her is written, on no way, and nothing is lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from amparo.casework.actions import cases, hers, incidents, legal_names, notices, parts, screens, second_yes, tasks
from amparo.casework.actions.closing import close_case
from amparo.casework.actions.her_contact import confirm_contact
from amparo.casework.actions.permissions import approve_summary, write_summary
from amparo.casework.models import CLOSED, Case
from amparo.casework.policies.areas import areas_of
from amparo.casework.policies.stopping import EVEN_THEN, SHE_STOPPED, is_more_of_her
from amparo.casework.queries import cases as queries
from amparo.casework.queries.permissions import digest_of_text
from amparo.casework.queries.reaching import reach_in
from amparo.casework.queries.screens import answers_mark
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.codes import by_code
from tests import stopped
from tests.cases import a_case, a_reachable_case, a_task, person
from tests.incidents import at
from tests.letters import Letters, opened_client
from tests.notices import notice_of
from tests.stopped import MORE, one, opened, says, sealed, takes_back
from tests.young import protects

pytestmark = pytest.mark.django_db(databases=["default"])
DAY = date(2027, 1, 5)
NOTE, NAME, TEXT = {"note_text": Answer(MORE)}, {"legal_name": Answer(MORE)}, Answer(MORE)
PLAN = {"task_kind": Answer("paper_work"), "task_what": Answer(MORE)}
house, her, case = stopped.house, stopped.her, stopped.case  # the fixtures

# --- what is refused, at the acts ---

ACTS = {
    "answers": lambda c, by: cases.write_answers(c, answers={"safety_fear": TEXT}, seen=opened(c, by).numbers, by=by),
    "note": lambda c, by: parts.add_part(c, kind="note", answers=NOTE, by=by),
    "own note": lambda c, by: parts.add_part(c, kind="note", answers=NOTE, more={"only": True}, by=by),
    "changed note": lambda c, by: change(c, by, "note", NOTE),
    "incident": lambda c, by: incidents.add_incident(c, answers={"account": TEXT}, by=by),
    "changed incident": lambda c, by: change(c, by, "incident", {"account": TEXT}),
    "kind": lambda c, by: incidents.answer_question(
        c, reference=one(c, by, "incident").reference, question=1, answer="no", by=by),
    "kind again": lambda c, by: incidents.begin_again(c, reference=one(c, by, "incident").reference, by=by),
    "kind otherwise": lambda c, by: incidents.see_otherwise(
        c, reference=one(c, by, "incident").reference, core_type="denial", reason=MORE,
        seen=incidents.mark_of(one(c, by, "incident")), by=by),
    "screen": lambda c, by: screens.add_screen(c, answers={"account": TEXT}, by=by),
    "changed screen": lambda c, by: screens.change_screen(
        c, reference=one(c, by, "screen").reference, kind="screen", answers={"account": TEXT}, by=by),
    "summary": lambda c, by: write_summary(c, text=TEXT, was={"summary_text": digest_of(Answer("Pide techo"))}, by=by),
    "legal name": lambda c, by: legal_names.write_legal_name(c, answers=NAME, written=1, by=by),
    "task": lambda c, by: tasks.add_task(c, answers=PLAN, by=by, who=opaque(by), due_on=DAY),
    "changed task": lambda c, by: tasks.change_task(
        c, reference=one(c, by, "task").reference, answers=PLAN, by=by, who=opaque(by), due_on=DAY,
        was=tasks.standing_of(one(c, by, "task").answers)),
    "words of a task": lambda c, by: tasks.finish_task(
        c, reference=one(c, by, "task").reference, outcome="done", told=MORE, by=by),
    "the next task": lambda c, by: tasks.finish_task(
        c, reference=one(c, by, "task").reference, outcome="done", told="", next_on=DAY, by=by),
    "young": lambda c, by: change(c, by, "minor", {"assent_words": TEXT}),
}  # fmt: skip


def change(case: Case, by: Any, kind: str, answers: Any) -> None:
    found = one(case, by, kind)
    was = {code: digest_of(found.answers.get(code, Answer())) for code in answers}
    parts.change_part(case, reference=found.reference, kind=kind, answers=answers, was=was, by=by)


@pytest.mark.parametrize("name", ACTS)
def test_no_act_writes_more_of_her_until_she_says_yes_again(case: Case, her: Any, name: str) -> None:
    takes_back(case, her)
    before = sealed(case)
    with pytest.raises(Denied) as denied:
        ACTS[name](case, her)
    assert denied.value.sentence is SHE_STOPPED
    assert sealed(case) == before, "nothing is written"
    says(case, her, "yes")
    ACTS[name](case, her)
    assert sealed(case) != before


def test_who_looks_a_second_time_writes_nothing_either(house: Letters, case: Case, her: Any) -> None:
    says(case, her, "no")
    berta = person(house, "berta")
    found = one(case, berta, "screen")
    look = {"reference": found.reference, "agrees": True, "words": MORE, "seen": answers_mark(found), "by": berta}
    with pytest.raises(Denied) as denied:
        screens.look_again(case, **look)
    assert denied.value.sentence is SHE_STOPPED
    says(case, her, "yes")
    screens.look_again(case, **look)


def test_every_kind_of_part_is_said_to_be_more_of_her_or_not() -> None:
    """A kind that is new is refused until somebody decides that it is no more of her."""
    more = {"note", "summary", "minor", "legal_name", "incident", "screen", "task", "referral", "lawyer"}
    assert {each for each in by_code("case_part") if is_more_of_her(each)} == more
    assert set(by_code("case_part")) - more == EVEN_THEN


# --- what stays possible ---


def test_what_protects_her_or_ends_something_goes_on(house: Letters, case: Case, her: Any) -> None:
    hers.say(case, {"where": "Llamar al 000 000 011"})
    takes_back(case, her)
    found = opened(case, her)
    (note,) = [each for each in found.of_kind("note") if each.more.get("she_changed")]
    confirm_contact(case, reference=note.reference, by=her)
    parts.end_part(case, reference=one(case, her, "incident").reference, by=her)
    parts.end_part(case, reference=one(case, her, "screen").reference, by=her)
    task = one(case, her, "task").reference
    tasks.finish_task(case, reference=task, outcome="not_done", told="", by=her)
    parts.end_part(case, reference=task, ended=False, by=her)
    tasks.finish_task(case, reference=task, outcome="done", told="", by=her)
    summary = {"reference": one(case, her, "summary").reference, "digest": digest_of_text("Pide techo")}
    approve_summary(case, how="heard", by=her, **summary)
    legal_names.forget_legal_name(case, by=her)
    cases.move(case, to="support", by=her)
    assert opened(case, her).she_stopped


def test_that_nobody_is_to_look_for_her_is_still_written(house: Letters) -> None:
    case, ana = a_reachable_case(house), person(house, "ana")
    call = a_task(house, case).reference
    says(case, ana, "no")
    tasks.finish_task(case, reference=call, outcome="stop", told="", by=ana)
    assert opened(case, ana).answers["contact_ways"].value == ("NO",)


def test_what_the_law_asks_for_is_written_and_the_case_is_closed(house: Letters, case: Case, her: Any) -> None:
    says(case, her, "no")
    protects(house, "berta")
    berta, today = person(house, "berta"), clock.today()
    part = notices.ask_to_tell(case, answers=notice_of(today), by=her)
    notices.answer_notice(case, reference=part.reference, yes=True, answers={}, by=berta)
    when = {"she_told_on": Answer(today.isoformat())}
    notices.write_told(case, reference=part.reference, answers=when, was={}, by=her)
    assert one(case, her, "notice").said("she_told_on") == today.isoformat()
    with pytest.raises(Denied) as denied:
        notices.write_told(case, reference=part.reference, answers={"she_said": TEXT}, was={}, by=her)
    assert denied.value.sentence is SHE_STOPPED
    address = at("case_notice", case, part)
    page = opened_client(her).get(address).text
    assert ('name="she_told_on"' in page, 'name="she_said"' in page) == (True, False)
    sent = opened_client(her).post(address, {"she_said": MORE})
    assert sent.status_code == 403
    assert MORE in sent.text, "what was typed meanwhile comes back"
    assert not one(case, her, "notice").said("she_said")
    second_yes.ask(case, act="close", answers={"yes_why": Answer("Ella lo pidió")}, by=her)
    asked = one(case, her, "second_yes")
    second_yes.answer(case, reference=asked.reference, yes=True, answers={"yes_words": Answer("Sí")}, by=berta)
    close_case(case, reason="she_asked", answers={}, by=her)
    case.refresh_from_db()
    assert case.state == CLOSED


def test_one_whom_nobody_asked_and_one_whose_yes_ran_out_have_not_stopped(house: Letters) -> None:
    ana = person(house, "ana")
    for case in (a_case(house, agreed=""), a_case(house)):
        assert not opened(case, ana).she_stopped
        parts.add_part(case, kind="note", answers=NOTE, by=ana, now=datetime(2027, 11, 1, tzinfo=UTC))


# --- who does not read what she allows ---


def test_it_binds_who_does_not_read_what_she_allows(case: Case, her: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No role of today writes of her without reading that; one of tomorrow is bound all the same."""
    takes_back(case, her)
    monkeypatch.setattr(queries, "areas_of", lambda actor: areas_of(actor) - {"agreed"})
    found = opened(case, her)
    assert not found.of_kind("permission")
    assert found.she_stopped
    assert reach_in(found, now=clock.now()).why_not("call") == "she_stopped"
    assert opened_client(her).get(at("case_note_add", case)).status_code == 403
    with pytest.raises(Denied) as denied:
        parts.add_part(case, kind="note", answers=NOTE, by=her)
    assert denied.value.sentence is SHE_STOPPED
