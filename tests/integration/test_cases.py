"""A case: who reads it, what is written in it and what of it lies in clear, for whom it does not exist."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.casework import retention
from amparo.casework.actions import cases as actions
from amparo.casework.models import CLOSED, Case
from amparo.casework.queries import cases as queries
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden, Locked
from amparo.formats.case_questions import Answer, questions
from amparo.vault.actions.fields import Past
from amparo.vault.models import CaseKey, SealedField, Wrap
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.readers import readers_of_ring
from tests.cases import FEAR, NAME, NUMBER, SOME, a_case, person, rows_as_text
from tests.cast import Cast
from tests.letters import Letters, a_house_for_letters
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


def names_reading(case: Case) -> set[str]:
    return {each.user.sign_in_name if each.user else each.kind for each in readers_of_ring(case.ring)}


def test_whoever_opens_it_reads_it_and_the_sheets_do(house: Letters) -> None:
    case = a_case(house)
    assert names_reading(case) == {"ana", "recovery"}
    found = actions.open_case(case, by=person(house, "ana"))
    assert found.answers == SOME
    assert found.name == NAME
    assert (case.state, case.owner.sign_in_name) == ("opening", "ana")


def test_nothing_of_it_lies_in_clear(house: Letters) -> None:
    a_case(house)
    told = [NAME, NUMBER, FEAR, "shelter_tonight", "prefers_not", "TEL_H"]
    everything = rows_as_text(Case, SealedField, CaseKey, Wrap, Act)
    assert "safety_fear" in everything, "the look finds what does lie in clear: which questions were answered"
    assert not [each for each in told if each in everything]


@pytest.mark.parametrize("name", ["berta", "carla", "olga"])
def test_for_whoever_holds_no_key_of_it_it_does_not_exist(house: Letters, name: str) -> None:
    case = a_case(house)
    her = person(house, name)
    assert queries.list_of(her) == ([], False)
    for act in (
        lambda: actions.open_case(case, by=her),
        lambda: actions.write_answers(case, answers={"need_words": Answer("x")}, seen={}, by=her),
        lambda: actions.move(case, to="assessment", by=her),
        lambda: actions.close(case, reason="agreed", by=her),
        lambda: actions.assign(case, to=None, by=her),
        lambda: actions.share(case, reader=house.readers["berta"], by=her),
        lambda: actions.leave(case, by=her),
        lambda: actions.destroy(case.reference, by=her),
    ):
        with pytest.raises(Hidden):
            act()
    assert Case.objects.get() == case


@pytest.mark.parametrize("name", ["diana", "elena", "stranger"])
def test_who_does_not_accompany_is_refused_before_anything(house: Letters, name: str) -> None:
    case = a_case(house)
    her = getattr(house.cast, name)
    for act in (
        lambda: queries.list_of(her),
        lambda: queries.get_case(her, case.reference),
        lambda: actions.begin_case(answers={}, by=her),
    ):
        with pytest.raises(Denied):
            act()


def test_nothing_is_done_while_her_key_is_put_away(house: Letters) -> None:
    case = a_case(house)
    shut = User.objects.get(sign_in_name="ana")  # as a request without her half of the key finds her
    for act in (
        lambda: actions.list_cases(by=shut),
        lambda: actions.open_case(case, by=shut),
        lambda: actions.write_answers(case, answers={"need_words": Answer("x")}, seen={}, by=shut),
        lambda: actions.begin_case(answers={}, by=shut),
        lambda: actions.destroy(case.reference, by=shut),
    ):
        with pytest.raises(Locked):
            act()


def test_each_act_is_in_the_trail_and_what_she_said_is_not(house: Letters) -> None:
    before = Act.objects.count()
    case, ana = a_case(house), person(house, "ana")
    actions.list_cases(by=ana)
    actions.open_case(case, by=ana)
    actions.write_answers(case, answers={"need_words": Answer("x")}, seen={}, by=ana)
    actions.move(case, to="assessment", by=ana)
    actions.share(case, reader=house.readers["berta"], by=ana)
    actions.assign(case, to=house.cast.berta, by=ana)
    actions.close(case, reason="agreed", by=ana)
    actions.leave(case, by=ana)
    actions.destroy(case.reference, by=person(house, "berta"))
    acts = list(Act.objects.order_by("number")[before:].values_list("verb", "target"))
    begun = f"case:{case.reference}"
    expected = ["part_written", "begun", "opened", "written", "moved", "shared", "assigned", "closed", "left"]
    of_case = [(verb, target) for verb, target in acts if verb.startswith("case.")]
    assert of_case[:-1] == [(f"case.{verb}", begun) for verb in expected]
    assert of_case[-1] == ("case.destroyed", case.reference)
    assert "cases.listed" in dict(acts)


def test_two_who_write_different_answers_do_not_meet_and_of_the_same_the_second_is_told(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    actions.share(case, reader=house.readers["berta"], by=ana)
    berta = person(house, "berta")
    page = queries.opened(ana, case).numbers
    actions.write_answers(case, answers={"need_words": Answer("de Berta")}, seen=page, by=berta)
    actions.write_answers(case, answers={"plan_next": Answer("de Ana")}, seen=page, by=ana)
    with pytest.raises(Past) as past:
        actions.write_answers(
            case, answers={"need_words": Answer("de Ana"), "plan_steps": Answer("también")}, seen=page, by=ana
        )
    assert past.value.names == ["need_words"]
    now = queries.opened(ana, case).answers
    assert (now["need_words"], now["plan_next"]) == (Answer("de Berta"), Answer("de Ana"))
    assert "plan_steps" not in now, "of what was refused nothing is kept"


def test_a_field_that_is_moved_opens_nowhere(house: Letters) -> None:
    """To another case, another question, or an older time of being written."""
    case, other = a_case(house), a_case(house)
    row = SealedField.objects.get(thing=case.reference, name="safety_fear")
    box = bytes(row.box)
    for change in ({"thing": other.reference, "ring": other.ring}, {"name": "need_words"}, {"number": 2}):
        with transaction.atomic():
            SealedField.objects.filter(thing=other.reference, name="safety_fear").delete()
            SealedField.objects.filter(pk=row.pk).update(**change)
            moved = SealedField.objects.get(pk=row.pk)
            found = queries.opened(person(house, "ana"), other if moved.thing == other.reference else case)
            assert moved.name in found.shut
            assert moved.name not in found.answers
            transaction.set_rollback(True)
    assert bytes(SealedField.objects.get(pk=row.pk).box) == box
    assert queries.opened(person(house, "ana"), case).answers["safety_fear"] == Answer(FEAR)


def test_who_stepped_back_opens_nothing_and_does_not_come_back(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    with pytest.raises(Denied, match=r"only one|[úu]nica"):
        actions.leave(case, by=ana)
    actions.share(case, reader=house.readers["berta"], by=ana)
    actions.leave(case, by=ana)
    berta = person(house, "berta")
    case.refresh_from_db()
    assert case.owner is None
    with pytest.raises(Hidden):
        actions.open_case(case, by=person(house, "ana"))
    assert house.readers["ana"] not in queries.may_be_let_in(berta, case)
    with pytest.raises(Denied):
        actions.share(case, reader=house.readers["ana"], by=berta)
    actions.write_answers(case, answers={"plan_next": Answer("después")}, seen={}, by=berta)
    newest = CaseKey.objects.filter(ring=case.ring).latest("version")
    assert newest.version == 2
    assert SealedField.objects.get(thing=case.reference, name="plan_next").key_version == 2
    assert not Wrap.objects.filter(case_key__ring=case.ring, reader=house.readers["ana"]).exists()
    assert queries.opened(berta, case).answers["safety_fear"] == Answer(FEAR), "what was before she still reads"


def test_whom_she_left_out_of_the_letter_stays_out_of_the_case(house: Letters) -> None:
    """She left Carla's team out. Ana opens a case from it: Carla is not offered, and cannot be let in."""
    carla_team = house.cast.coast.reference
    letter = written("No a la costa.", teams=(carla_team,))
    ana = person(house, "ana")
    thread = desk.get_thread(ana, letter.reference)
    case = desk.begin_case(thread, answers={"name_used": Answer(NAME)}, by=ana)
    offered = {each.reference for each in queries.may_be_let_in(ana, case)}
    assert house.readers["carla"].reference not in offered
    assert house.readers["berta"].reference in offered
    with pytest.raises(Denied):
        actions.share(case, reader=house.readers["carla"], by=ana)
    assert not actions.may_read_again(case.ring, seeds_of(house, case), house.readers["carla"])
    assert actions.may_read_again(case.ring, seeds_of(house, case), house.readers["berta"])
    assert actions.may_read_again("0" * 16, {}, house.readers["berta"]) is None


def test_who_stepped_back_from_the_letter_stays_out_of_the_case_also_after_an_old_backup(house: Letters) -> None:
    """The facts that a backup brought back do not name her; the ledger does, by the lock of the letter alone."""
    letter = written("Hola.")
    carla, old = person(house, "carla"), Thread.objects.get(reference=letter.reference)
    desk.recuse(desk.get_thread(carla, letter.reference), by=carla)
    Thread.objects.filter(pk=old.pk).update(facts=old.facts, facts_version=old.facts_version)
    ana = person(house, "ana")
    case = desk.begin_case(desk.get_thread(ana, letter.reference), answers={}, by=ana)
    assert house.readers["carla"] not in queries.may_be_let_in(ana, case)
    with pytest.raises(Denied):
        actions.share(case, reader=house.readers["carla"], by=ana)


def seeds_of(house: Letters, case: Case) -> dict[int, bytes]:
    return case_seeds(person(house, "ana"), case.ring)


@pytest.mark.parametrize("to", ["opening", "closed", "transferred", "nowhere"])
def test_a_case_goes_only_where_the_list_says_and_is_closed_only_with_a_reason(house: Letters, to: str) -> None:
    case, ana = a_case(house), person(house, "ana")
    with pytest.raises((Denied, ValueError)):
        actions.move(case, to=to, by=ana)
    with pytest.raises(ValueError, match="closure_reason"):
        actions.close(case, reason="because", by=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(state=CLOSED)


def test_a_closed_case_is_not_written_in_is_opened_again_and_goes_on_its_day(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    actions.close(case, reason="goals_met", by=ana, now=NOW)
    case.refresh_from_db()
    assert (case.closed_on, case.keep_until) == (date(2026, 11, 20), date(2028, 11, 19))
    with pytest.raises(Denied):
        actions.write_answers(case, answers={"need_words": Answer("x")}, seen={}, by=ana)
    actions.move(case, to="assessment", by=ana, now=NOW)
    case.refresh_from_db()
    assert (case.closed_on, case.keep_until, case.closure_reason) == (None, None, "")
    actions.close(case, reason="goals_met", by=ana, now=NOW)
    last_day = datetime(2028, 11, 19, 23, tzinfo=UTC)
    assert retention.due(last_day) == []
    (due,) = retention.due(last_day + timedelta(days=1))
    retention.shred(due)
    for table in (Case, SealedField):
        assert not table.objects.exists()
    assert not CaseKey.objects.filter(ring=case.ring).exists()


def test_the_list_costs_the_same_however_long_it_is(house: Letters) -> None:
    from django.test.utils import CaptureQueriesContext

    ana, told = person(house, "ana"), []
    for more in (1, 9):
        for _ in range(more):
            a_case(house)
        with CaptureQueriesContext(connections["default"]) as captured:
            lines, _next = queries.list_of(ana)
        told.append(len(captured))
        assert {line.name for line in lines} == {NAME}
    assert told[0] == told[1] == 7  # her key, how much it opens, cases, names, wraps; for a time; who was let in


def test_every_question_refuses_what_is_no_answer(house: Letters) -> None:
    wrong = {
        "line": Answer("a" * 201), "text": Answer(7), "one": Answer("nothing of ours"),
        "many": Answer("TEL_H"), "scale": Answer(11),
    }  # fmt: skip
    by_kind = {each.kind: each.code for each in questions().values()}
    assert set(by_kind) == set(wrong)
    for kind, answer in wrong.items():
        for bad in (answer, Answer("x", said="prefers_not"), Answer(said="yes")):
            with pytest.raises(ValueError, match=by_kind[kind]):
                a_case(house, **{by_kind[kind]: bad})
    assert not Case.objects.exists(), "nothing is half done"
