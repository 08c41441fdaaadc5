"""A study from its plan into the field, page by page, and what each page left in the trail."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.models import Act
from amparo.fieldwork.models import Deployment, Study, Version
from amparo.fieldwork.queries.plans import budget_of, eligible_of, paid_of
from amparo.vault.actions.answers import opener_of
from tests import moment
from tests.cast import browser_of
from tests.letters import with_open_key
from tests.once import laid_once
from tests.study import LINES, PLAN, TEXTS, House, at, confirm, planned_study, text, verbs_since

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with laid_once(django_db_blocker, lambda: planned_study()) as made:
        yield made


@pytest.fixture
def planned(laid: House) -> House:
    """The study is planned and its protocol written."""
    return deepcopy(laid)


@pytest.fixture
def house(planned: House) -> House:
    """No study yet."""
    Study.objects.all().delete()
    return planned


def test_it_is_planned_with_a_lock_of_its_own(house: House) -> None:
    before = Act.objects.count()
    page = text(house.client("leda").get(at("study_new") + "?d=EC"))
    assert "Ecuador, the whole of it" in page
    assert "Carchi" in page
    assert "Nariño" not in page
    answer = house.client("leda").post(at("study_new"), PLAN)
    study = Study.objects.get()
    assert answer.url == at("study", study.reference)
    assert {name: str(getattr(study, name)) for name in PLAN} == PLAN
    assert verbs_since(before) == ["study.planned"]
    assert opener_of(with_open_key(house.people["leda"]), study.ring)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "Trabajo sexual en Tulcán"}, "“sexual” tells who is asked."), ({"aim": ""}, "Write this first."),
        ({"ends_on": "2026-11-01"}, "This is before it begins."),
        ({"starts_on": ""}, "Write on which day it begins, too."),
        ({"place": "3650472"}, "Choose one of these."), ({"design": "todas"}, "Choose one of these."),
        ({"ends_on": "mañana"}, "Write the day like this: 2026-11-25."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_the_question_and_nothing_is_made(
    house: House, wrong: dict[str, str], said: str
) -> None:
    page = text(house.client("leda").post(at("study_new"), PLAN | wrong))
    assert said in page
    assert "Nothing you wrote is lost." in page
    assert not Study.objects.exists()


def test_whoever_has_no_confirmed_key_is_told_and_plans_nothing(house: House) -> None:
    diana = house.people["diana"]
    accounts.give_role(diana, team=house.border, role="study_lead", by=accounts.SETUP)
    client = browser_of(diana, raise_request_exception=False)
    assert "Your key waits for another person to confirm it." in client.get(at("studies")).text
    assert client.post(at("study_new"), PLAN).status_code == 403
    assert not Study.objects.exists()


def test_the_protocol_is_kept_for_the_pages_that_use_it_and_the_money_is_told(planned: House) -> None:
    study = Study.objects.get()
    assert study.plan["protocol"] == TEXTS
    assert study.plan["eligible"] == [
        {"ask": "¿Vives en esta provincia?", "wanted": "yes"}, {"ask": "¿Contestaste ya?", "wanted": "no"},
    ]  # fmt: skip
    assert [(each.ask, each.wanted) for each in eligible_of(study)][1] == ("¿Contestaste ya?", "no")
    (paid,) = paid_of(study)
    assert (paid.role, paid.many, str(paid.together)) == ("interviewer", 3, "361.50")
    Study.objects.update(size=100, seeds=5, thanks_own=5, thanks_each=2)
    study.refresh_from_db()
    assert str(budget_of(study).together) == "1051.50"  # 100 · 5 + 95 · 2 + 361.50
    assert "¿Vives en esta provincia?" in planned.client("leda").get(at("study_protocol", study.reference)).text


@pytest.mark.parametrize("name", ["danger", "help", "told"])
def test_what_is_printed_tells_nothing(planned: House, name: str) -> None:
    page = text(planned.post("study_protocol", TEXTS | LINES | {name: "Si hay violencia, se llama."}))
    assert "“violencia” tells whoever finds the sheet what it is about." in page
    assert Study.objects.get().plan["protocol"] == TEXTS


def test_the_list_before_it_begins_is_true_by_the_data(planned: House) -> None:
    missing = "Missing, and it waits for this: There is a questionnaire that a paid reviewer signed"
    assert missing in planned.read("study_begin")
    assert "Not yet: Somebody has a phone of the study" in planned.read("study_begin")
    refused = planned.post("study_begin", {"do": "begin"})
    assert refused.status_code == 403
    assert Study.objects.get().state == "planned"
    confirm(planned)
    planned.post("study_send", {"version": planned.version.reference})
    assert missing not in planned.read("study_begin")
    planned.post("study_protocol", TEXTS | LINES | {"danger": ""})
    page = planned.read("study_begin")
    assert "Missing, and it waits for this: It says what to do if somebody is in danger" in page
    assert planned.post("study_begin", {"do": "begin"}).status_code == 403
    planned.post("study_protocol", TEXTS | LINES)
    planned.post("study_begin", {"do": "tick", "ticked": ["tried", "aim", "nothing"]})
    assert Study.objects.get().plan["ticked"] == ["tried"], "what the house knows nobody ticks"
    before = Act.objects.count()
    assert planned.post("study_begin", {"do": "begin", "ticked": ["tried"]}).status_code == 302
    assert verbs_since(before) == ["study.changed", "study.begun"]
    assert (Study.objects.get().state, Study.objects.get().plan["protocol"]) == ("running", TEXTS)
    began = min(clock.today(), date.fromisoformat(PLAN["starts_on"]))
    assert Study.objects.get().starts_on == began, "it began before the day of its plan"


@pytest.mark.clock
@pytest.mark.parametrize(("hours", "day"), [(-5, 19), (-0.5, 19), (0.5, 20), (18.5, 20)])
def test_it_begins_on_the_day_it_is_where_the_house_stands(planned: House, hours: float, day: int) -> None:
    """In Ecuador it is the evening before until 05:00 UTC, and paper of that evening bears that day (``hours`` after
    the midnight with which the 20th begins)."""
    with moment.at(clock.at(date(2026, 11, 20)) + timedelta(hours=hours)):
        confirm(planned)
        planned.post("study_send", {"version": planned.version.reference})
        planned.post("study_begin", {"do": "begin", "ticked": ["tried"]})
    study = Study.objects.get()
    assert (study.state, study.starts_on) == ("running", date(2026, 11, day))


def test_another_one_is_let_in_and_opens_it(planned: House) -> None:
    study, otra = Study.objects.get(), with_open_key(planned.people["otra"])
    assert "Another colleague leads this study." in planned.read("study", "otra")
    iris = planned.people["iris"]
    assert "Choose one of these." in text(planned.post("study_leads", {"person": iris.reference}))
    before = Act.objects.count()
    assert planned.post("study_leads", {"person": otra.reference}).status_code == 302
    assert verbs_since(before) == ["study.shared"]
    assert opener_of(otra, study.ring)
    page = planned.read("study_leads", "otra")
    assert "Leda" in page
    assert "Otra" in page
    assert planned.client("otra").post(at("study_protocol", study.reference), TEXTS | LINES).status_code == 302


def test_once_in_the_field_what_rows_say_stays(planned: House) -> None:
    confirm(planned)
    planned.post("study_send", {"version": planned.version.reference})
    planned.post("study_begin", {"do": "begin"})
    page = planned.read("study_change")
    assert "Its design, its place and its zone stay" in page
    planned.post("study_change", PLAN | {"name": "Río verde", "design": "convenience", "place": "EC-P"})
    study = Study.objects.get()
    assert (study.name, study.design, study.place) == ("Río verde", "rds", "EC-C")


def test_a_version_that_nobody_signed_is_not_offered(planned: House) -> None:
    Version.objects.update(title="Otro")  # what was signed said something else
    assert "Otro" in planned.read("study_send"), "the title is no part of what is signed"
    Version.objects.update(mapping={})
    assert "Nothing that is signed" in planned.read("study_send")
    assert planned.post("study_send", {"version": planned.version.reference}).status_code == 200
    assert not Deployment.objects.exists()


def test_every_page_is_light(planned: House) -> None:
    confirm(planned)
    planned.post("study_send", {"version": planned.version.reference})
    client, study = planned.client("leda"), Study.objects.get()
    for name in ("study", "study_change", "study_size", "study_protocol", "study_begin", "study_sheet", "study_send",
                 "study_leads", "study_phones", "study_waiting", "study_door"):  # fmt: skip
        answer = client.get(at(name, study.reference))
        assert len(answer.content) < 36_000, (name, len(answer.content))  # the styles of the desk are 24 kB
        assert " style=" not in answer.text
