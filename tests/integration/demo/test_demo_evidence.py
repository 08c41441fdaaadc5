"""What the made-up town shows of figures: what came in, was reckoned, left, waits for somebody, and was refused."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.accounts.queries import person_named
from amparo.commons.audit.queries import first_broken
from amparo.commons.policy.policies import Denied
from amparo.config.demo.laying import Laid
from amparo.config.demo.releases import asked_on
from amparo.doors.exchange.queries.partnerships import newest, partnerships
from amparo.doors.release import actions
from amparo.doors.release.models import Request, Theirs
from amparo.doors.release.policies import DELAY
from amparo.doors.release.queries.requests import due, standing
from amparo.evidence.queries import books_of, sources
from amparo.formats.plan_periods import end_of
from amparo.formats.plans import plan
from amparo.information.risk_profiles.queries import latest, results
from amparo.publications import queries as published
from tests.cast import browser_of
from tests.conftest import HAS_NUMPY
from tests.hxl_reading import read

pytestmark = [
    pytest.mark.walk,
    pytest.mark.django_db(databases=["default", "evidence"]),
    pytest.mark.skipif(not HAS_NUMPY, reason="numpy is not there: this house shows no figure"),
]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONES = ("border", "urban", "rural")


def request_of(state: str) -> Request:
    return Request.objects.get(state=state)


def page_of(name: str, page: str, *args: str) -> str:
    answer = browser_of(person_named(name)).get(reverse(page, args=args))
    assert answer.status_code == 200, (name, page)
    return answer.content.decode()


def test_four_houses_sent_rows_by_agreements_of_two_people(told: str) -> None:
    every = partnerships(person_named("julia"))
    agreed = [each for each in every if not each.sends and each.state == "in_force" and newest(each)]
    assert (len(agreed), len(every)) == (4, 7), "one more waits, by one rows would go, and of one only totals came"
    assert all(each.partner.endswith(", ejemplo") for each in agreed)
    assert {(each.drawn_by.sign_in_name, each.confirmed_by.sign_in_name) for each in agreed} == {("julia", "ana")}
    assert all(newest(each).sequence == 2 for each in agreed), "the second file took the place of the first"
    assert {each.source for each in agreed} | {"cases"} == {each for each in sources() if "cases/2" in books_of()[each]}
    assert all(each.begins < clock.today() < each.ends for each in agreed)


def test_three_editions_left_on_their_days_by_two_who_check_and_two_who_read(told: str) -> None:
    treatment, needs, harm = published.editions()  # the newest first
    assert (harm.plan, needs.plan, treatment.plan) == ("harm", "needs", "treatment")
    assert (needs.previous, treatment.previous) == (harm.digest, needs.digest), "the chain of editions"
    for request in Request.objects.filter(state="released"):
        stands = standing(request)
        assert {each.who for each in stands.checks}.isdisjoint({request.author})
        assert len({each.who for each in stands.checks}) == len({each.who for each in stands.reads}) == 2
        assert any(each.paid for each in stands.reads)
        edition = published.edition(request.released)
        assert due(request) <= edition.released_on <= clock.today()
        if edition.kind == "sample":
            continue
        assert due(request) == edition.released_on
        cells = json.loads(request.cells)
        assert 8 <= sum(value is not None for _label, value, *_why in cells) < len(cells), "shown, and hidden"
        report = json.loads(request.report)
        assert (report["deduced"], report["exact"], len(report["organisations"])) == (0, 0, 5)


def test_what_left_is_read_by_everybody_and_each_number_is_a_line_of_the_ledger(told: str) -> None:
    page = Client().get(reverse("data")).content.decode()
    for edition in published.editions():
        address = reverse("data_edition", args=[edition.reference])
        assert address in page
        text = Client().get(address).content.decode()
        known = published.figures(edition)
        shown = set(re.findall(r'data-figure="([^"]+)"', text))
        assert shown
        assert shown <= set(known)
        assert Client().get(reverse("data_csv", args=[edition.reference])).status_code == 200


def test_what_a_study_found_stands_in_words_on_a_chart_and_on_a_map(told: str) -> None:
    edition = published.editions()[0]
    text = Client().get(reverse("data_edition", args=[edition.reference])).content.decode()
    assert re.search(r"En la ciudad, entre <span[^>]*>[^<]*\d+.%</span> y <span[^>]*>[^<]*\d+.%</span>", text)
    assert "Se preguntó en: ciudad, Imbabura, Ecuador; campo, Carchi, Ecuador." in text
    maps = [table.code for table in plan("treatment").tables if table.code.endswith("_unit")]
    place = 1 + [table.code for table in plan("treatment").tables].index(maps[0])
    picture = Client().get(f"/datos/{edition.reference}/{place}-EC.svg")
    assert picture.status_code == 200
    assert re.search(r"<title>[^<]*Imbabura[^<]*: \d+", picture.content.decode())
    kept = results(person_named("julia"), "profile")
    assert [len(each.body["samples"]) for each in kept] == [3, 2], "the one that was published, and the whole one"


def test_other_programs_take_every_table_that_left(told: str) -> None:
    for edition in published.editions():
        table = read(Client().get(reverse("data_tags", args=[edition.reference])).content.decode())
        faults = [each for each in table.found if each[0] != "info"]  # that a total is larger than the rest is none
        assert (faults, len(table.rows)) == ([], len(published.figures(edition))), edition.name


def test_one_waits_for_the_second_who_checks_and_she_alone_can_say_yes(told: str) -> None:
    waits = request_of("second")
    assert (waits.plan, waits.audience) == ("hours", "public")
    assert reverse("release_request", args=[waits.reference]) in page_of("teresa", "releases")
    assert reverse("release_check", args=[waits.reference]) in page_of("teresa", "release_request", waits.reference)
    for name in ("pilar", "julia"):
        with pytest.raises(Denied):
            actions.say_yes(waits, digest=waits.digest, by=person_named(name), today=clock.today())
    said = actions.say_yes(waits, digest=waits.digest, by=person_named("teresa"), today=clock.today())
    for name in ("teresa", "marisol"):
        said = actions.say_words_are_right(said, digest=said.words_digest, by=person_named(name), today=clock.today())
    assert actions.let_out(said, by=person_named("pilar"), today=clock.today()).state == "released", "its day has come"
    assert "Cuánto tardó la atención" in Client().get(reverse("data")).content.decode()


def test_the_day_of_what_waits_has_come_whatever_the_day(told: str) -> None:
    """By hand: of February the thirtieth day after is 30 March; on 1 March no month after December has its day."""
    row = {"months": 1}
    for today, last in (("2026-03-01", "2025-12"), ("2026-03-02", "2026-01"), ("2026-03-30", "2026-02")):
        on = asked_on(row, Laid(NOON, date.fromisoformat(today)))
        assert f"{on:%Y-%m}" == last
        assert end_of(last) + DELAY <= date.fromisoformat(today)


def test_one_was_refused_with_its_reason_what_comes_nearest_and_its_attack(told: str) -> None:
    refused = request_of("refused")
    assert (refused.plan, refused.counts, refused.cells, refused.edition) == ("care", "", "", "")
    text = page_of("julia", "release_request", refused.reference)
    assert "Es tan fina que casi todo queda oculto. Pide la tabla con menos detalle." in text
    assert "El mismo plan sin este detalle:" in text
    assert reverse("release_plans") in text
    assert 'id="attack"' in text
    assert "Casa del Ceibo Azul, ejemplo" in text
    assert 'id="attack"' not in page_of("marisol", "release_request", refused.reference), "who reads words sees words"


def test_the_attack_on_what_waits_is_there_to_be_read(told: str) -> None:
    waits = request_of("second")
    report = json.loads(waits.report)
    assert report["editions"] == [each.name for each in reversed(published.editions()) if each.kind == "counts"]
    assert report["attackers"] > len(report["organisations"]), "each alone, and two together"
    text = page_of("teresa", "release_request", waits.reference)
    assert 'id="attack"' in text
    assert "“Lo primero que necesitan”, " in text, "what was published before is called by its name"
    assert "Casa del Ceibo Azul, ejemplo" in text, "and so is each house that it played"
    assert "harm/" not in text
    assert "partner_" not in text


def test_chains_of_three_kinds_of_places_and_pressures_went_through_their_doors(told: str) -> None:
    books = books_of()
    chains = [each for each in sources() if "f_treatment/1" in books[each]]
    pressed = [each for each in sources() if "f_pressures_a/1" in books[each]]
    assert (len(chains), len(pressed)) == (3, 2)


def test_pressures_are_told_where_they_can_be_and_else_the_reason(told: str) -> None:

    from amparo.information.exposure.queries.studies import studies

    found = studies(person_named("julia"), now=clock.now())
    assert [each.zone for each in found] == ["border", "urban"]
    for study in found:
        assert study.kept is not None, "it was reckoned when the town was laid out"
        assert 0 < study.said < study.asked
        every = {item["code"]: item["figures"][0]["state"] for item in study.kept.body["items"]}
        assert any(every[code] == "said" for code in ("tasks", "watched", "debt")), "a hidden question is told"
        assert page_of("julia", "pressures_study", study.source).count("<svg") >= 1
    assert "La suerte sola casi nunca muestra tanto" in page_of("julia", "pressures_compare")


def test_a_profile_is_kept_and_says_what_changes_by_territory_with_who_and_until_when(told: str) -> None:
    kept = latest(person_named("julia"), "profile")
    assert kept is not None, "it was made when the town was laid out"
    assert [(each["zone"], each["is_estimated"]) for each in kept.body["samples"]] == [(each, True) for each in ZONES]
    assert [each["bootstrap"] for each in kept.body["samples"]] == ["gile", "gile", "tree"], "of two the size is known"
    assert any(each["stands"] for each in kept.body["comparisons"]["territories"])
    assert "no quién hay" in page_of("julia", "profile", kept.reference)
    assert "En el mapa" in page_of("julia", "profile_indicator", kept.reference, "raids_seen")
    assert page_of("julia", "profile", kept.reference).count("<svg") >= 1
    text = page_of("julia", "profile_changes", kept.reference)
    assert "Una abogada de guardia los viernes por la noche" in text
    assert re.search(r"Clara, \d+ de \w+ de \d{4}", text)
    assert "cases" not in page_of("julia", "profile_ask"), "rows of cases are no study"


def test_the_first_table_left_before_the_later_rows_came(told: str) -> None:
    """By hand: 124, 108, 112 and 96 in the first files, and six of the house; 146, 128, 132 and 110 in the second."""
    left = Request.objects.filter(state="released", result="")
    counted = {each.plan: json.loads(each.counts)["cells"] for each in left}
    assert sum(many for *_key, many in counted["harm"]) == 124 + 108 + 112 + 96 + 6
    assert sum(many for *_key, many in counted["needs"]) == 22 + 20 + 20 + 14, "who came since"


def test_whoever_is_named_finds_what_the_tour_says_of_figures(told: str) -> None:
    part = told.partition("Five minutes with the figures")[2].partition("To bring in a real list")[0]
    stops = re.findall(r"^  (/en/\S+) +([A-Z][a-z]+)", part, re.MULTILINE)
    assert {"Julia", "Pilar", "Teresa", "Marisol", "Without"} == {name for _address, name in stops}
    for address, name in stops:
        client = Client() if name == "Without" else browser_of(person_named(name.lower()))
        assert client.get(address).status_code == 200, (address, name)


def test_the_trail_of_evidence_is_whole(told: str) -> None:
    assert first_broken(using="evidence") is None


def test_the_totals_of_a_house_where_nobody_checks_have_their_word(told: str) -> None:
    theirs = Theirs.objects.get()
    assert (theirs.said, theirs.house) == ("yes", "Refugio de la Loma, ejemplo")
    assert theirs.said_by == person_named("teresa").reference
    shown = [value for _label, value, *_rest in json.loads(theirs.cells) if value is not None]
    assert len(shown) > 5
    assert min(shown) >= 10
    text = page_of("pilar", "theirs", theirs.reference)
    assert "Refugio de la Loma, ejemplo" in text
    assert reverse("theirs_answer", args=[theirs.reference]) in text
