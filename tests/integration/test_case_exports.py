"""More than one person leaves the house only by two: asked, looked at, taken once, sealed, and in each case's trail."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from amparo.access.reporting.actions import desk
from amparo.casework import retention
from amparo.casework.actions import cases, exports
from amparo.casework.actions.incidents import add_incident, answer_question
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Request
from amparo.casework.queries import requests as reading
from amparo.casework.queries.exports import Mark, To, written
from amparo.casework.queries.permissions import recipient_named
from amparo.commons import clock
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.sealing.boxes import Unopenable
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.keys import recipient_of
from amparo.vault.models import CaseKey, Wrap
from tests import moment
from tests.cases import NAME, SOME, a_case, person, rows_as_text
from tests.cast import Cast
from tests.exports import NETWORK, NOW, THEIRS, agreed, asked, of_ana, rows_in, says, taken, to_network, two_cases
from tests.letters import Letters, a_house_for_letters
from tests.threads import written as letter_written
from tests.young import a_yes, protects

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    """What is in the tables was worked out by hand for this day."""
    with moment.at(NOW):
        yield


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


def test_by_two_it_leaves_sealed_marked_and_in_the_trail_of_each_case(house: Letters) -> None:
    one, two = two_cases(house)
    made = agreed(house, one, two)
    file = taken(house, made)
    rows = rows_in(file.box)
    said = dict(row for row in rows[:6])
    assert said == {
        "export": made.reference, "kind": "handover", "asked_by": "Ana", "agreed_by": "Berta", "for": NETWORK,
        "day": "2026-11-25",
    }  # fmt: skip
    head, *lines = rows[7:]
    assert head == ["reference", "state", "next_day", "export"]
    assert sorted(line[0] for line in lines) == sorted([one.reference, two.reference])
    assert all(line[1] == "Getting to know each other" for line in lines)
    assert all(made.reference in line[3] and "Ana" in line[3] and NETWORK in line[3] for line in lines)
    assert NAME not in open_sealed(file.box, THEIRS).decode()
    assert set(Act.objects.filter(verb="case.exported").values_list("target", flat=True)) == {
        f"case:{one.reference}", f"case:{two.reference}",
    }  # fmt: skip
    acts = Act.objects.filter(target=f"request:{made.reference}").order_by("number")
    assert [(act.verb, act.actor) for act in acts] == [
        ("export.asked", f"user:{house.cast.ana.reference}"), ("export.agreed", f"user:{house.cast.berta.reference}"),
        ("export.written", f"user:{house.cast.ana.reference}"),
    ]  # fmt: skip


def test_what_was_asked_lies_in_clear_nowhere(house: Letters) -> None:
    one, two = two_cases(house)
    agreed(house, one, two)
    lying = rows_as_text(Request, CaseKey, Wrap)
    assert house.cast.ana.reference in lying, "the look finds what does lie in clear: who asked"
    for told in (one.reference, two.reference, NETWORK, recipient_of(THEIRS), "la red de ejemplo", "network"):
        assert told not in lying


def test_a_permission_taken_back_meanwhile_leaves_that_case_out(house: Letters) -> None:
    one, two = two_cases(house)
    made = agreed(house, one, two)
    says(house, one, "no", now=NOW)
    file = taken(house, made)
    assert (file.count, file.left_out) == (1, 1)
    text = open_sealed(file.box, THEIRS).decode()
    assert two.reference in text
    assert one.reference not in text
    assert list(Act.objects.filter(verb="case.exported").values_list("target", flat=True)) == [f"case:{two.reference}"]


def test_an_expired_permission_lets_nothing_go(house: Letters) -> None:
    case = of_ana(house)
    says(house, case, "yes", now=NOW - timedelta(days=90))
    made = agreed(house, case)
    with pytest.raises(Denied):
        taken(house, made)


def test_to_the_state_there_is_no_such_list(house: Letters) -> None:
    case = of_ana(house)
    with pytest.raises(Denied):
        asked(
            house, case, to=To(organisation="Un ministerio de ejemplo", recipient=recipient_of(THEIRS), is_state=True)
        )


def test_to_a_colleague_only_of_cases_that_she_reads_and_opened_at_her_desk(house: Letters) -> None:
    one, two = of_ana(house), of_ana(house)
    cases.share(one, reader=house.readers["carla"], by=person(house, "ana"), now=NOW)
    made = agreed(house, one, two, to=To(reader=house.readers["carla"]))
    file = taken(house, made)
    assert (file.count, file.left_out) == (1, 1)
    opened = exports.open_received(by=person(house, "carla"), box=file.box).decode()
    assert one.reference in opened
    assert two.reference not in opened
    with pytest.raises(Denied):
        exports.open_received(by=person(house, "ana"), box=file.box)


@pytest.mark.parametrize("how", ["second", "reader", "key", "name"])
def test_whom_she_left_out_neither_looks_nor_receives(house: Letters, how: str) -> None:
    """Carla's team is left out of the letter; Olga's organisation by a complaint about who helps from outside."""
    about = {"teams": (house.cast.coast.reference,)} if how in {"second", "reader"} else {"complaint": "outside"}
    letter, ana = letter_written("No a ellas.", **about), person(house, "ana")
    case = desk.begin_case(desk.get_thread(ana, letter.reference), answers={}, agreed="written", by=ana, now=NOW)
    olga = house.readers["olga"]
    to = {
        "second": to_network(), "reader": To(reader=house.readers["carla"]),
        "key": To(organisation="Otra de ejemplo", recipient=olga.recipient),
        "name": To(organisation="  CASA LEJANA, un ejemplo ", recipient=recipient_of(THEIRS)),
    }[how]  # fmt: skip
    with pytest.raises(Denied):
        asked(house, case, to=to, second="carla" if how == "second" else "berta")
    assert asked(house, case).state == "asked", "the control"


def test_nobody_of_the_same_hands_is_offered(house: Letters) -> None:
    ana = person(house, "ana")
    assert house.readers["berta"] in reading.seconds_for(ana)
    User.objects.filter(pk=house.cast.berta.pk).update(handed_by=house.cast.ana.reference)
    assert house.readers["berta"] not in reading.seconds_for(ana)
    with pytest.raises(Hidden):
        asked(house, of_ana(house))


def test_only_open_cases_that_she_reads_for_good(house: Letters) -> None:
    theirs = a_case(house, "berta")
    with pytest.raises(Denied):
        asked(house, theirs)
    cases.share(theirs, reader=house.readers["ana"], by=person(house, "berta"), until=clock.now() + timedelta(hours=2))
    with pytest.raises(Denied):
        asked(house, theirs)
    with pytest.raises(ValueError, match="no cases"):
        asked(house)


def test_nobody_else_sees_that_it_was_asked(house: Letters) -> None:
    asked(house, of_ana(house))
    assert reading.requests_of(person(house, "carla"), "export") == []
    assert len(reading.to_be_looked_at(person(house, "berta"), "export", NOW)) == 1
    assert reading.to_be_looked_at(person(house, "ana"), "export", NOW) == []


def test_no_cell_is_a_formula() -> None:
    mark = Mark("r", "handover", "=1+1", "@SUM(A1)", "-2", clock.day(NOW))
    rows = list(csv.reader(io.StringIO(written("handover", [["=HYPERLINK(1)", "+1", "x"]], mark).decode())))
    assert [row[1][:1] for row in rows[2:5]] == ["'", "'", "'"]
    assert rows[-1][:2] == ["'=HYPERLINK(1)", "'+1"]


def test_it_goes_thirty_days_after_it_was_over(house: Letters) -> None:
    made = agreed(house, of_ana(house))
    over = NOW + timedelta(hours=24)
    assert not [each for each in retention.due(over + timedelta(days=30)) if isinstance(each, Request)]
    (due,) = [each for each in retention.due(over + timedelta(days=30, minutes=1)) if isinstance(each, Request)]
    retention.shred(due)
    assert not Request.objects.exists()
    assert not CaseKey.objects.filter(ring=made.ring).exists()


def test_the_table_of_gbvims_goes_only_for_whom_each_allowed_it(house: Letters) -> None:
    """Two cases with what happened; one allows it for this organisation. To a colleague of the house it never goes."""
    ana, found = person(house, "ana"), [of_ana(house), of_ana(house)]
    for case in found:
        answers = {"happened_month": Answer("2026-10")}
        add_incident(case, answers=answers, by=ana, now=NOW)
    to = recipient_named(NETWORK, is_state=False)
    said = Said("share_nonidentifiable_stats", "yes", to, NETWORK, frozenset({"coded_only"}), "written")
    write_permission(found[0], said=said, by=ana, now=NOW - timedelta(days=1))
    asking = {"kind": "gbvims", "cases": [each.reference for each in found], "reason": "network", "words": "",
              "second": house.readers["berta"], "by": ana, "now": NOW}  # fmt: skip
    with pytest.raises(Denied):
        exports.ask_for_export(to=To(reader=house.readers["carla"]), **asking)
    made = exports.ask_for_export(to=to_network(), **asking)
    exports.agree(made, by=person(house, "berta"), now=NOW)
    file = taken(house, made)
    assert (file.count, file.left_out) == (1, 1)
    _head, *rows = rows_in(file.box)[7:]
    assert len(rows) == 1
    assert made.reference in rows[0][-1]
    beside = exports.write_beside(made, by=ana, now=NOW, language="es")  # once it was taken too, for as long
    said = exports.open_received(by=ana, box=beside.box).decode()
    assert said.splitlines()[1:4] == [
        "incidents read,,2",
        "rows written,,1",
        '"not written, because of her permission",She was not asked.,1',
    ]
    with pytest.raises(Unopenable):
        open_sealed(beside.box, THEIRS)
    with pytest.raises(Denied, match="después de un día"):
        exports.write_beside(made, by=ana, now=NOW + timedelta(hours=25), language="es")
    with pytest.raises(Denied, match="Solo quien"):
        exports.write_beside(made, by=person(house, "berta"), now=NOW, language="es")
    assert set(Act.objects.filter(verb="export.counted").values_list("actor", flat=True)) == {
        f"user:{house.cast.ana.reference}"
    }


def test_a_girl_of_whom_all_is_known_in_the_table_of_gbvims_cell_by_cell(house: Letters, settings: Any) -> None:
    """Twelve to seventeen, everything answered, twice: she had told a service before one, and not before the other."""
    settings.HOME_COUNTRY = "EC"
    ana = person(house, "ana")
    answers = {**SOME, "age_band": Answer("12_17"), "gender": Answer(("trans_woman", "travesti"))}
    case = cases.begin_case(answers=answers, agreed="written", by=ana, now=NOW - timedelta(days=3))
    told = {
        "account": Answer("Su relato de ejemplo"), "acts": Answer(("VIO", "EXT")), "day_part": Answer("night"),
        "phase": Answer("on_the_way"), "place": Answer("trail"), "place_words": Answer("Paso de ejemplo"),
        "who": Answer(("partner",)), "who_before": Answer("yes"), "goods": Answer("no"), "abduction": Answer("none"),
        "earlier": Answer("yes"), "legal": Answer("yes"),
    }  # fmt: skip
    known = {"happened_day": Answer("2026-11-20"), "who_count": Answer("three"), "told_before": Answer("no")}
    unfit = {"happened_month": Answer("2026-10"), "who_count": Answer("more"), "told_before": Answer("yes")}
    for more in (known, unfit):
        part = add_incident(case, answers=told | more, by=ana, now=NOW)
        answer_question(case, reference=part.reference, question=1, answer="yes", by=ana, now=NOW)
    to = recipient_named(NETWORK, is_state=False)
    said = Said("share_nonidentifiable_stats", "yes", to, NETWORK, frozenset({"coded_only"}), "written")
    write_permission(case, said=said, by=ana, now=NOW - timedelta(days=1))
    made = exports.ask_for_export(
        kind="gbvims", cases=[case.reference], reason="network", words="", to=to_network(),
        second=house.readers["berta"], by=ana, now=NOW,
    )  # fmt: skip
    exports.agree(made, by=person(house, "berta"), now=NOW)
    protects(house, "berta")
    cases.share(case, reader=house.readers["berta"], by=ana)
    a_yes(house, case, "export", made.reference, now=NOW)
    head, *rows = rows_in(taken(house, made).box)[7:]
    cells = sorted((dict(zip(head, row, strict=True)) for row in rows), key=lambda row: row["date_of_incident"])
    random = {"incident_id", "survivor_code", "export"}
    assert all(row[name] for row in cells for name in random)
    whole = {
        "date_of_interview": "25-Nov-2026", "date_of_incident": "20-Nov-2026", "sex": "F",
        "stage_of_displacement": "During Flight", "time_of_day": "Evening/Night", "location": "Bush/Forest",
        "gbv_type": "Rape", "goods_money_exchanged": "No", "abduction_type": "None", "previously_reported": "No",
        "gbv_previous_incidents": "Yes", "number_primary_perpetrators": "3", "perpetrator.former": "Yes",
        "perpetrator.relationship": "Intimate Partner / Former Partner", "service.wants_legal_action": "Yes",
        "consent": "Yes",
    }  # fmt: skip
    no_cell = {"date_of_incident", "previously_reported", "number_primary_perpetrators"}
    filled = [{name: cell for name, cell in row.items() if cell and name not in random} for row in cells]
    assert filled == [{name: cell for name, cell in whole.items() if name not in no_cell}, whole]
    beside = exports.open_received(by=ana, box=exports.write_beside(made, by=ana, now=NOW, language="en").box).decode()
    counts = list(csv.reader(io.StringIO(beside)))
    blank = {of for what, of, count in counts if what.startswith("left blank in every row: ") and count == "2"}
    assert blank | set(whole) | random == set(head)
    assert blank.isdisjoint(whole)
    assert {of for what, of, count in counts if what.startswith("not mapped: ") and count == "1"} == no_cell
    contexts = {of: count for what, of, count in counts if what == "GBVIMS context (auto)"}
    assert contexts == {"Child sexual abuse": "2", "Intimate partner violence": "2"}


def test_what_the_rows_do_not_say_is_not_counted_before_a_second_person_agreed(house: Letters) -> None:
    asked_for = asked(house, *two_cases(house))
    with pytest.raises(Denied, match="una segunda persona"):
        exports.write_beside(asked_for, by=person(house, "ana"), now=NOW, language="es")
    exports.agree(asked_for, by=person(house, "berta"), now=NOW)
    with pytest.raises(Hidden):  # this kind has nothing beside its rows
        exports.write_beside(asked_for, by=person(house, "ana"), now=NOW, language="es")
