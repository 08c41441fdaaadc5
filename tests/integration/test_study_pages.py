"""A study from its plan into the field, page by page: refused without help, and what each page left in the trail."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from amparo.commons.audit.models import Act
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Attribute, Service
from amparo.commons.directory.queries.alive import places_for, to_confirm, without_help
from amparo.fieldwork.actions import instruments
from amparo.fieldwork.models import Deployment, Study, Version
from amparo.fieldwork.queries.plans import budget_of, eligible_of, paid_of
from amparo.formats.neutral import telling_words
from amparo.vault.actions.answers import opener_of
from tests.cast import Cast, browser_of
from tests.desk import checked, days_ago, service
from tests.field import MAPPING, TODAY, XFORM, make_people
from tests.letters import opened_client, with_open_key

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
NEEDS = ("survivor_care", "lawyer")
PLAN = {
    "name": "Río azul, inventado", "aim": "Saber qué falta.", "design": "rds", "place": "EC-C", "zone": "border",
    "language": "es", "starts_on": "2026-12-01", "ends_on": "2027-03-01",
}  # fmt: skip
TEXTS = {
    "agreed": "Con la organización de ejemplo.", "benefit": "A quienes contestan.", "danger": "Se para y se llama.",
    "help": "La casa de ejemplo contesta de noche.", "told": "En marzo, en la casa.",
}  # fmt: skip
LINES = {
    "who-TOTAL_FORMS": "2", "who-INITIAL_FORMS": "0", "who-0-ask": "¿Vives en esta provincia?", "who-0-wanted": "yes",
    "who-1-ask": "¿Contestaste ya?", "who-1-wanted": "no", "paid-TOTAL_FORMS": "1", "paid-INITIAL_FORMS": "0",
    "paid-0-role": "interviewer", "paid-0-many": "3", "paid-0-amount": "120.50",
}  # fmt: skip


class House:
    """Those who ask, a questionnaire that wants help near, and two places of which one was confirmed."""

    def __init__(self, cast: Cast, places: dict[str, Any]) -> None:
        _letters, self.people = make_people(cast)
        self.people["carla"], self.people["diana"] = cast.carla, cast.diana
        leda = with_open_key(self.people["leda"])
        made = instruments.make_instrument(key="trial", kind="interview", by=leda)
        brought = instruments.Brought(b"sheet", "prueba.xlsx", XFORM.encode())
        self.version = instruments.write_version(
            made, brought, by=leda, mapping=MAPPING, needs=NEEDS, is_sensitive=True
        )
        instruments.sign(self.version, by=self.people["iris"], was_paid=True, on=TODAY)
        self.clinic = a_place("Consulta de la mañana", "survivor_care", places["tulcan"], **checked(3))
        self.counsel = a_place("Casa de la esquina", "lawyer", places["tulcan"])
        a_place("Lejos", "lawyer", places["quito"], **checked(3))
        project_all()

    def client(self, name: str) -> Any:
        return opened_client(self.people[name], raise_request_exception=False)

    def post(self, page: str, sent: dict[str, Any], *more: str) -> Any:
        return self.client("leda").post(at(page, Study.objects.get().reference, *more), sent)

    def read(self, page: str, who: str = "leda") -> str:
        return text(self.client(who).get(at(page, Study.objects.get().reference)))


def a_place(name: str, need: str, town: Any, **more: Any) -> Service:
    made = service(name, **more)
    Attribute.objects.filter(service=made).update(code=need)
    location = made.at_locations.get().location
    location.place, location.country = town, town.admin1.country_id
    location.save()
    made.phones.update(checked_on=made.checked_on)
    return made


def at(name: str, *args: str) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def text(answer: Any) -> str:
    assert answer.status_code == 200, (answer.status_code, answer.text[-500:])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def verbs_since(number: int) -> list[str]:
    return list(Act.objects.filter(number__gt=number).order_by("number").values_list("verb", flat=True))


@pytest.fixture
def house(cast: Cast, places_small: dict[str, Any]) -> House:
    return House(cast, places_small)


@pytest.fixture
def planned(house: House) -> House:
    """The study is planned and its protocol written."""
    client = house.client("leda")
    assert client.post(at("study_new"), PLAN).status_code == 302
    assert house.post("study_protocol", TEXTS | LINES).status_code == 302
    return house


def confirm(house: House) -> None:
    """Somebody rang the other place."""
    Service.objects.filter(pk=house.counsel.pk).update(**checked(0))
    house.counsel.phones.update(checked_on=days_ago(0))
    project_all()


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


def test_whoever_has_no_confirmed_key_is_told_and_plans_nothing(house: House, cast: Cast) -> None:
    from amparo.commons.accounts import actions as accounts

    accounts.give_role(cast.diana, team=cast.border, role="study_lead", by=accounts.SETUP)
    client = browser_of(cast.diana, raise_request_exception=False)
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


def test_without_help_it_is_not_sent_out_and_the_page_leads_to_whom_to_ring(planned: House) -> None:
    before = Act.objects.count()
    page = planned.read("study_send")
    assert "Nobody here is confirmed for: A lawyer" in page
    answer = planned.post("study_send", {"version": planned.version.reference})
    page = text(answer)
    assert "In this territory the list knows no place that is open now for: A lawyer." in page
    assert "Casa de la esquina" in page
    assert "Lejos" not in page, "in another part of the country it meets nobody"
    for address in (at("desk_service", planned.counsel.reference), at("desk_services"), at("desk_new")):
        assert f'href="{address}"' in answer.text
    assert (Deployment.objects.count(), verbs_since(before)) == (0, [])

    confirm(planned)
    assert planned.post("study_send", {"version": planned.version.reference}).status_code == 302
    one = Deployment.objects.get()
    assert (one.is_open, bool(one.public_key), one.on_web) == (True, True, False)
    assert verbs_since(before) == ["questionnaire.sent_out"]
    page = planned.read("study_send")
    assert "It is asked now. Answers are locked on the phone." in page
    assert "Signed by: Reviewer from a peer organisation." in page
    assert "Nothing that is signed" in page
    before = Act.objects.count()
    assert planned.post("study_take_in", {}, one.reference).status_code == 302
    assert verbs_since(before) == ["questionnaire.taken_in"]
    assert "It is asked no more." in planned.read("study_send")


def test_help_that_went_since_is_said_while_it_is_asked(planned: House) -> None:
    confirm(planned)
    planned.post("study_send", {"version": planned.version.reference})
    planned.post("study_begin", {"do": "begin"})
    assert "Help is missing now" not in planned.read("study")
    Service.objects.filter(pk=planned.counsel.pk).update(checked_on=days_ago(400))
    project_all()
    page = planned.read("study")
    assert "Help is missing now" in page
    assert re.search(r"nobody who is confirmed for: A lawyer", page)


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


@pytest.mark.parametrize(
    ("language", "first"), [("es", "Antes de conversar"), ("pt", "Antes de conversar"), ("en", "Before we talk")]
)
def test_the_sheet_says_what_to_say_who_helps_and_how_to_stop_and_tells_nothing(
    planned: House, language: str, first: str
) -> None:
    confirm(planned)
    planned.post("study_send", {"version": planned.version.reference})
    with translation.override(language):
        where = reverse("study_sheet", args=[Study.objects.get().reference])
    answer = planned.client("leda").get(where)
    paper = answer.text.partition('<div class="one-page">')[2].partition("</main>")[0]
    told = text(answer)
    assert first in told
    assert paper.count("<li>") == 5 + 10 + 4
    assert "Consulta de la mañana · Tulcán · +593 99 000 0000" in told
    assert "Casa de la esquina" in told
    assert "Lejos" not in told
    for said in ("Se para y se llama.", "La casa de ejemplo contesta de noche.", "En marzo, en la casa."):
        assert said in told
    assert telling_words(re.sub(r"<[^>]+>", " ", paper)) == []
    assert telling_words("survivor of violence, sexual") != [], "the list of such words bites"


def test_a_name_that_tells_stands_on_no_paper_and_an_old_number_neither(planned: House) -> None:
    confirm(planned)
    Service.objects.filter(pk=planned.clinic.pk).update(name="Atención a víctimas de violencia sexual")
    planned.clinic.phones.update(checked_on=days_ago(120))
    project_all()
    (_health, (clinic,)), (_papers, (counsel,)) = places_for(NEEDS, "EC-C", now=timezone.now())
    assert (clinic.name, clinic.town, clinic.phones) == ("", "Tulcán", ())
    assert counsel.phones == ("+593 99 000 0000",)


def test_where_help_is_and_whom_to_ring_is_of_that_territory(planned: House) -> None:
    now, leda = timezone.now(), planned.people["leda"]
    assert without_help(NEEDS, "EC-C", now=now) == ["lawyer"]
    assert without_help(NEEDS, "EC", now=now) == []
    assert without_help(NEEDS, "CO", now=now) == list(NEEDS)
    today = now.date()
    assert [each.name for each in to_confirm(leda, "lawyer", "EC-C", today=today)] == ["Casa de la esquina"]
    assert to_confirm(leda, "lawyer", "EC-P", today=today) == []
    assert to_confirm(leda, "survivor_care", "EC-C", today=today) == []
    Service.objects.filter(pk=planned.counsel.pk).update(tier=3, **checked(0))
    project_all()
    assert without_help(NEEDS, "EC-C", now=now) == ["lawyer"], "what nobody may know of is no help"


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
