"""What the demo tells, and whether it is true whatever the day: its tour, its key log, what is first at the desk."""

import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.access.focal_points.queries.desk import line_of, rows
from amparo.access.focal_points.queries.receivers import receivers_for
from amparo.access.focal_points.queries.visits import visits_for
from amparo.access.reporting.queries.calendar import next_reading_day
from amparo.access.reporting.queries.lists import DUE, today
from amparo.commons import clock
from amparo.commons.accounts.models import User
from amparo.commons.accounts.queries import person_named
from amparo.config.demo import asked, tour, town
from amparo.doors.intake.queries.watching import watch
from amparo.fieldwork.actions.coupons import give, redeem, thank
from amparo.fieldwork.models import Device, Study, Submission, Version
from amparo.fieldwork.queries.coupons import counts_of, thanks_of, unsaid_of
from amparo.fieldwork.queries.examples import example_of
from amparo.fieldwork.queries.instruments import is_signed
from amparo.vault.actions.key_log import first_broken_entry
from amparo.vault.models import KeyEntry, Reader
from tests.cast import browser_of

pytestmark = [pytest.mark.walk, pytest.mark.django_db(databases=["default", "evidence"])]
SPANISH = (" la ", " de ", " los ", " para ", " una ")


def test_the_tour_speaks_the_language_of_the_terminal(told: str) -> None:
    assert "Name   " in told
    assert "Words of made-up letters, for “Come back with my words”:" in told
    assert "paste the eight words of a made-up letter" in told
    assert "The statistics, on made-up files, in another terminal: ./amparo methods rds docs/methods/examples/" in told
    lines = [line for line in told.splitlines() if line.startswith("  /") or "/mesa" in line]
    assert len(lines) > 20
    assert [line for line in lines if any(word in f" {line} " for word in SPANISH)] == []


def test_every_sentence_of_the_tour_stands_in_three_languages() -> None:
    told = town.read("tour")
    files = (("people", "people"), ("letters", "readers"), ("asking", "people"), ("evidence", "people"))
    firsts = [row["first"] for name, rows in files for row in town.read(name)[rows]]
    for row in [*told["say"].values(), *told["stops"], *told["desk"], *told["asking"], *told["figures"], *firsts]:
        assert {"es", "pt", "en"} <= row.keys()
    assert "abajo" not in " ".join(row["es"] for row in told["stops"]), "the words stand above the tour"


def test_a_second_run_says_how_to_see_the_words_anew(told: str) -> None:
    for language in ("es", "pt", "en"):
        said = StringIO()
        with translation.override(language):
            call_command("demo_town", stdout=said)
            assert said.getvalue().rstrip().endswith(tour.said("shown_before"))
        assert "./amparo demo --wipe" in said.getvalue()
        assert "@" not in said.getvalue()


def test_the_key_log_tells_its_days_in_order(told: str) -> None:
    log = list(KeyEntry.objects.order_by("number").values_list("on", "act"))
    assert [on for on, _act in log] == sorted(on for on, _act in log)
    assert log[0] == (clock.today() - timedelta(days=33), "made")
    opened = [on for on, act in log if act == "opened"]
    assert opened == [clock.today() - timedelta(days=30)]
    *earlier, paz = log[:-14]
    assert paz == (clock.today() - timedelta(days=1), "made"), "the key of Paz came after the door was open, and waits"
    focal, minds = (
        [(clock.today(), "made"), (clock.today(), "confirmed")] * 2,
        [(clock.today(), "waits"), (clock.today(), "confirmed")] * 2,
    )
    asks, counts = (
        [(clock.today(), "made"), (clock.today(), "confirmed")] * 2,
        [(clock.today(), "made"), (clock.today(), "confirmed")],
    )
    assert log[len(earlier) + 1 :] == focal + minds + asks + counts, "focal points, who minds, who asks, who counts"
    assert first_broken_entry() is None
    assert Reader.objects.get(user__sign_in_name="paz").state == "proposed"


def test_what_rosa_is_told_to_answer_is_there(told: str) -> None:
    rosa = person_named("rosa")
    assert isinstance(rosa, User)
    due = today(rosa)[DUE].threads
    last_word = clock.today() - timedelta(
        days=4
    )  # of «A medio camino»: written six days ago, her second word two days later
    assert last_word in {thread.last_on for thread in due}
    assert all(thread.answer_by <= clock.today() for thread in due)


@pytest.mark.parametrize("ahead", range(7))
def test_it_is_due_on_every_day_of_the_week(ahead: int) -> None:
    """Between two reading days, Tuesday and Friday, there are never four days without one."""
    monday = date(2026, 11, 23) + timedelta(days=ahead)
    assert next_reading_day(monday - timedelta(days=4)) <= monday


def test_there_is_a_focal_point_in_each_state_and_all_are_marked_as_examples(told: str) -> None:
    """Worked out by hand from the days of content/demo/focal_points.toml."""
    found = {each.focal.reference: each for each in (line_of(row, clock.today()) for row in rows())}
    states = {each.name: each.state.code for each in found.values()}
    assert states == {
        "Alba": "accredited", "Rocío": "due", "Beatriz": "lapsed", "Elvira": "invited", "Carmen": "ended",
    }  # fmt: skip
    assert all(each.focal.is_example for each in found.values())
    (alba,) = (each for each in found.values() if each.name == "Alba")
    assert alba.focal.deputy.user.name_used == "Rocío"
    assert len(visits_for(person_named("ana"), alba.focal)) == 4
    assert [each.name for each in receivers_for("pep", now=clock.now()) if each.reader] == ["Alba", "Rocío"]


# Five minutes with a study


def come_in(told: str, name: str) -> Client:
    """Come in with the passphrase that the terminal told."""
    phrase = re.search(rf"^  \S+ +{name} .* ([a-z]+(?:-[a-z]+){{3}}-\d\d)$", told, re.MULTILINE)
    assert phrase is not None
    client = Client()
    assert client.post(reverse("sign_in"), {"sign_in_name": name, "password": phrase[1]}).status_code == 302
    return client


def stops_of_studies(told: str) -> list[tuple[str, str]]:
    """Who is told to go where: the address and the name, in the order of the terminal."""
    part = told.partition("Five minutes with a study")[2].partition("Five minutes with the figures")[0]
    return re.findall(r"^  (/en/\S+) +([A-Z][a-z]+):", part, re.MULTILINE)


def test_whoever_is_named_finds_what_the_tour_says_of_studies(told: str) -> None:
    stops = stops_of_studies(told)
    assert [name for _address, name in stops] == [
        "Irma", "Marisol", "Irma", "Dalia", "Irma", "Maya", "Dalia", "Dalia", "Irma", "Irma",
    ]  # fmt: skip
    clients = {name: come_in(told, name.lower()) for name in {name for _address, name in stops}}
    assert [clients[name].get(address).status_code for address, name in stops] == [200] * 10
    assert Client().get(stops[0][0]).status_code == 302  # nobody comes there without an account


def test_the_tour_of_a_house_that_asks_nobody_has_no_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked.apps, "is_installed", lambda name: name != "amparo.fieldwork")
    said = "\n".join(tour.tour_lines())
    assert "/mesa/casos" in said
    assert "estudios" not in said
    assert "publicar" not in said
    assert "/cuadro/" not in said


def test_a_form_stands_open_without_an_account(told: str) -> None:
    (address,) = re.findall(r"^  (/en/cuadro/[0-9a-f]{16}) ", told, re.MULTILINE)
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "What protects you" in answer.content.decode()
    assert answer.cookies == {}


def test_coupons_stand_in_every_state_that_their_page_counts(told: str) -> None:
    """By hand: 24 more were printed; 2 came, 3 were given, 3 are void, one of those given took the place of another."""
    study = Study.objects.get(design="rds", zone="border")
    counted = {each.state: each.ordinary for each in counts_of(person_named("irma"), study, clock.today())}
    assert (counted["printed"], counted["void"], counted["replaced"]) == (24 - 2 - 3 - 3, 3, 1)
    assert min(counted["issued"], counted["redeemed"], counted["expired"]) >= 10
    assert unsaid_of(person_named("irma"), study) == 2
    assert {each["kind"] for each in thanks_of(person_named("irma"), study)} == {"own", "recruit"}


def test_the_two_coupons_of_the_terminal_are_good_for_what_it_says(told: str) -> None:
    came, drawer = re.findall(r"^  ((?:[2-9A-Y]{4}-){2}[2-9A-Y]{4})  ", told, re.MULTILINE)
    study, dalia = Study.objects.get(design="rds", zone="border"), person_named("dalia")
    assert redeem(study, code=came, by=dalia, on=clock.today()).state == "redeemed"
    assert give(study, code=drawer, giver=came, by=dalia, on=clock.today()).state == "issued"
    assert [each.amount for each in thank(study, code=came, by=dalia, on=clock.today())] == [6]


def test_what_came_on_the_page_and_from_rounds_waits_for_the_door(told: str) -> None:
    rows = Submission.objects.filter(deployment__study__reference=example_of("listening"))
    kinds = Counter(rows.values_list("deployment__version__instrument__key", "is_counted", "state"))
    assert kinds == {("strengths", False, "here"): 7, ("round", False, "here"): 12}


def test_the_study_at_the_border_goes_on_and_its_morning_page_lives(told: str) -> None:
    """Five began, a hundred and twelve came, and the door was opened before the last two: content/demo/asking.toml."""
    study, irma = Study.objects.get(design="rds", zone="border"), person_named("irma")
    rows = Submission.objects.filter(deployment__study=study)
    assert (study.is_example, study.state, study.zone) == (True, "running", "border")
    counted = rows.filter(is_counted=True).count()
    assert rows.count() == 112
    assert counted == 110, "the last two came after the door was opened"
    version = Version.objects.get(instrument__key="treatment")
    assert (is_signed(version), version.sign_offs.get().was_paid) == (True, True)
    assert sorted(Device.objects.filter(study=study).values_list("is_lost", flat=True)) == [False, True]
    found = watch(irma, study, clock.today())
    assert found.chains is not None
    assert (found.chains.n, sum(found.chains.waves)) == (counted, counted)
    assert found.chains.seeds == 5
    assert len(found.chains.waves) > 4, "it grew from hand to hand"
    assert {each.state: each.all for each in found.coupons}["redeemed"] == 112 + 2, (
        "two came with whom nobody said yet who sent"
    )
    assert sum(each["n"] for each in found.thanks if each["kind"] == "own") == 112
    assert found.heaped is not None
    page = browser_of(irma).get(reverse("study_monitor", args=[study.reference])).text
    assert page.count("<svg") >= 1
    assert "(inventado)" in page
