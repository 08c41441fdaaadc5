"""Somebody under 18: how a case knows, what is asked otherwise, and what needs the yes of a second person."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases as actions
from amparo.casework.actions import parts, second_yes
from amparo.casework.models import CLOSED, Case, Part
from amparo.casework.policies.young import asked_for, needs_second_yes, to_tell_her
from amparo.casework.queries import cases as queries
from amparo.casework.urls import urlpatterns
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer, questions
from amparo.formats.codes import by_code
from amparo.formats.country_packs import countries, country_pack
from amparo.formats.young_words import unwanted_for_young
from amparo.vault.models import SealedField
from tests.cases import a_case, person, rows_as_text
from tests.letters import Letters, a_house_for_letters
from tests.letters import opened_client as client_of_person

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
YOUNG, OLD = {"age_band": Answer("12_17")}, {"age_band": Answer("18_24")}
WHY, ASKED = Answer("Ella lo pidió, y la tía de ejemplo está con ella"), Answer("La señora de ejemplo, de niñez")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def opened(case: Case, her: Any) -> queries.OpenCase:
    return actions.open_case(case, by=her)


def a_young_case(house: Letters) -> Case:
    """Ana's, which Berta reads too."""
    case = a_case(house, **YOUNG)
    actions.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    return case


def a_yes(house: Letters, case: Case, act: str, about: str = "", *, now: datetime = NOW) -> None:
    """Ana asks, Berta says yes."""
    second_yes.ask(case, act=act, about=about, answers={"yes_why": WHY}, by=person(house, "ana"), now=now)
    (asked,) = asked_for(opened(case, person(house, "ana")), act, about)
    said = {"yes_asked": ASKED, "yes_words": Answer("Lo leí.")}
    second_yes.answer(case, reference=asked.reference, yes=True, answers=said, by=person(house, "berta"), now=now)


@pytest.mark.parametrize(
    ("band", "young"),
    [("under_12", True), ("12_17", True), ("18_24", False), ("25_34", False), ("60_more", False)],
)
def test_a_case_knows_by_the_band_she_says(house: Letters, band: str, young: bool) -> None:
    assert opened(a_case(house, age_band=Answer(band)), person(house, "ana")).is_young is young


@pytest.mark.parametrize("said", [Answer(), Answer(said="prefers_not"), Answer(said="does_not_know")])
def test_where_nobody_knows_nothing_is_guessed(house: Letters, said: Answer) -> None:
    assert not opened(a_case(house, age_band=said), person(house, "ana")).is_young


def test_her_age_is_asked_as_a_band_and_never_as_a_day_of_birth() -> None:
    asked = questions()["age_band"]
    assert (asked.kind, asked.list) == ("one", "age_band")
    assert {code for code, _label in asked.offered("es")} == set(by_code("age_band")) - {"unknown"}
    kinds = [None, *by_code("case_part")]
    texts = [each.label(language) for kind in kinds for each in questions(*([kind] if kind else [])).values()
             for language in ("es", "pt", "en")]  # fmt: skip
    assert not [each for each in texts if re.search(r"naci|nasci|born|birth", each, re.I)]


def test_a_dump_does_not_tell_that_she_is_under_18(house: Letters) -> None:
    case = a_young_case(house)
    a_yes(house, case, "close")
    lying = rows_as_text(Case, Part, SealedField, Act)
    assert "case.part_written" in lying
    assert not [each for each in ("12_17", "minor", "second_yes", "of_age", "young") if each in lying]


def test_one_hand_that_writes_another_age_changes_nothing(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    actions.write_answers(case, answers=OLD, seen=queries.opened(ana, case).numbers, by=ana)
    assert opened(case, ana).is_young
    with pytest.raises(Denied):
        second_yes.end_young(case, by=ana, now=NOW)
    a_yes(house, case, "of_age")
    second_yes.end_young(case, by=ana, now=NOW)
    assert not opened(case, ana).is_young


def test_her_age_is_written_before_she_is_of_age(house: Letters) -> None:
    case = a_young_case(house)
    a_yes(house, case, "of_age")
    with pytest.raises(ValueError, match="first"):
        second_yes.end_young(case, by=person(house, "ana"), now=NOW)


def test_closing_needs_a_second_yes_and_uses_it_up(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    with pytest.raises(Denied, match=r"another|otra"):
        actions.close(case, reason="agreed", by=ana, now=NOW)
    a_yes(house, case, "close")
    actions.close(case, reason="agreed", by=ana, now=NOW)
    case.refresh_from_db()
    assert case.state == CLOSED
    actions.move(case, to="assessment", by=ana)
    with pytest.raises(Denied):
        actions.close(case, reason="agreed", by=ana, now=NOW)


def test_a_grown_up_needs_none(house: Letters) -> None:
    case, ana = a_case(house, **OLD), person(house, "ana")
    assert not needs_second_yes(opened(case, ana), "export", on=NOW.date())
    actions.share(case, reader=house.readers["olga"], by=ana)
    actions.close(case, reason="agreed", by=ana)


def test_sharing_outside_needs_one_for_this_reader_and_inside_none(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    olga, now = house.readers["olga"], datetime.now(UTC)
    with pytest.raises(Denied, match=r"under 18"):
        actions.share(case, reader=olga, by=ana)
    a_yes(house, case, "share_outside", "f" * 16, now=now)
    with pytest.raises(Denied, match=r"under 18"):
        actions.share(case, reader=olga, by=ana)
    a_yes(house, case, "share_outside", olga.reference, now=now)
    actions.share(case, reader=olga, by=ana)
    actions.share(case, reader=house.readers["carla"], by=ana)


@pytest.mark.parametrize("act", ["close", "share_outside", "transfer", "export", "of_age"])
def test_a_yes_counts_for_its_act_alone_and_thirty_days(house: Letters, act: str) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    assert needs_second_yes(opened(case, ana), act, on=NOW.date())
    a_yes(house, case, act)
    found = opened(case, ana)
    assert not needs_second_yes(found, act, on=NOW.date() + timedelta(days=30))
    assert needs_second_yes(found, act, on=NOW.date() + timedelta(days=31))
    others = [each for each in by_code("young_act") if each != act]
    assert all(needs_second_yes(found, each, on=NOW.date()) for each in others)
    with pytest.raises(ValueError, match="young_act"):
        needs_second_yes(found, "look", on=NOW.date())


def test_who_asked_does_not_answer_and_two_hands_are_two(house: Letters) -> None:
    case, ana, berta = a_young_case(house), person(house, "ana"), person(house, "berta")
    second_yes.ask(case, act="close", answers={"yes_why": WHY}, by=ana, now=NOW)
    (asked,) = opened(case, ana).of_kind("second_yes")

    def say(her: Any) -> None:
        second_yes.answer(case, reference=asked.reference, yes=True, answers={"yes_asked": ASKED}, by=her, now=NOW)

    with pytest.raises(Denied):
        say(ana)
    with pytest.raises(Hidden):
        say(person(house, "carla"))
    User.objects.filter(pk=berta.pk).update(handed_by=ana.reference)
    berta.refresh_from_db()
    with pytest.raises(Denied, match=r"same hands|mismas manos"):
        say(berta)
    User.objects.filter(pk=berta.pk).update(handed_by="")
    house.cast.berta.refresh_from_db()
    say(person(house, "berta"))
    with pytest.raises(Denied):
        say(person(house, "berta"))


def test_not_yet_is_an_answer_and_may_be_asked_again(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    second_yes.ask(case, act="close", answers={"yes_why": WHY}, by=ana, now=NOW)
    second_yes.ask(case, act="close", answers={"yes_why": WHY}, by=ana, now=NOW)
    (asked,) = opened(case, ana).of_kind("second_yes")
    words = {"yes_words": Answer("Falta hablar con su tía de ejemplo")}
    second_yes.answer(case, reference=asked.reference, yes=False, answers=words, by=person(house, "berta"), now=NOW)
    with pytest.raises(Denied):
        actions.close(case, reason="agreed", by=ana, now=NOW)
    page = text_of(client_of(house, "ana").get(reverse("case", args=[case.reference])))
    assert "Berta says: not yet." in page
    assert "Falta hablar con su tía de ejemplo" in page
    a_yes(house, case, "close")
    actions.close(case, reason="agreed", by=ana, now=NOW)


def test_until_she_was_told_it_is_something_to_do(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    told = {"told_body": Answer("Entidad de ejemplo"), "told_on": Answer("2026-11-19")}
    second_yes.write_notice(case, answers=told, by=ana, now=NOW)
    (notice,) = opened(case, ana).of_kind("minor_notice")
    assert notice.part.due_on == date(2026, 11, 20)
    assert [each.reference for each in to_tell_her(opened(case, ana))] == [notice.reference]
    page = text_of(client_of(house, "ana").get(reverse("case", args=[case.reference])))
    assert "To do: tell her that Entidad de ejemplo was told about her." in page
    assert "Which law asks for it is not known" in page
    said = {"she_told_on": Answer("2026-11-21")}
    second_yes.write_notice(case, reference=notice.reference, answers=said, by=ana, now=NOW)
    found = opened(case, ana)
    assert (found.of_kind("minor_notice")[0].part.due_on, to_tell_her(found)) == (None, [])


# On its pages.


def client_of(house: Letters, name: str) -> Any:
    return client_of_person(getattr(house.cast, name))


def text_of(response: Any) -> str:
    return unescape(response if isinstance(response, str) else response.text)


def pages_of(client: Any, case: Case, **more: str) -> dict[str, str]:
    """Every page of a case that is opened by looking, by its name; and what comes before what cannot be undone."""
    found = {}
    for each in urlpatterns:
        names = {"reference": case.reference, "section": "safety", "kind": "engage_services", **more}
        args = {key: names[key] for key in each.pattern.converters if key in names}
        if "reference" not in args or len(args) < len(each.pattern.converters):
            continue
        if each.name == "case_young":
            args["section"] = "assent"
        address = reverse(each.name, kwargs=args)
        answer = client.get(address)
        if answer.status_code in {302, 405}:
            answer = client.post(address, {"reason": "agreed"})
        if answer.status_code == 200:
            found[each.name] = answer.text
    return found


def test_every_page_of_her_case_says_so_and_asks_her_as_one_speaks_with_her(house: Letters) -> None:
    case = a_young_case(house)
    a_yes(house, case, "close")
    pages = pages_of(client_of(house, "ana"), case, act="export")
    assert {"case", "case_write", "case_young", "case_close", "case_leave", "case_destroy", "case_legal"} <= set(pages)
    adult = [
        each.label("en") for kind in ("case", *by_code("case_part")) for each in questions(kind).values() if each.young
    ]
    assert len(adult) >= 8
    for name, page in pages.items():
        assert 'class="notice young"' in page, name
        assert not [each for each in adult if f">{each}<" in page or f">{each} <" in page], name
        assert not unwanted_for_young(text_of(page), "en"), name
    other = a_case(house, **OLD)
    grown = pages_of(client_of(house, "ana"), other)
    assert not [name for name, page in grown.items() if 'class="notice young"' in page]
    assert [each for each in adult if each in grown["case_write"]], "the look finds what is asked of a grown-up"


def test_the_duty_of_the_country_stands_there_and_what_is_unknown_is_said(house: Letters, settings: Any) -> None:
    case, client = a_young_case(house), client_of(house, "ana")
    address = reverse("case", args=[case.reference])
    for country in countries():
        settings.HOME_COUNTRY = country
        pack = country_pack(country)
        page = text_of(client.get(address))
        assert pack.reporting["minor"].text["en"].split(".")[0] in page, country
        assert ("Part of it is not known." in page) is (pack.reporting["minor"].known != "yes"), country
    settings.HOME_COUNTRY = ""
    assert "For this country it is not known here." in text_of(client.get(address))


def test_at_the_desk_from_asking_to_closing(house: Letters) -> None:
    case, ana = a_young_case(house), client_of(house, "ana")
    close = reverse("case_close", args=[case.reference])
    led = ana.post(close, {"reason": "agreed"})
    assert led["Location"] == reverse("case_yes_ask", args=[case.reference, "close"])
    assert ana.post(led["Location"], {"yes_why": "Su tía de ejemplo la cuida"}).status_code == 302
    page = ana.get(reverse("case", args=[case.reference])).text
    assert "You asked for it." in page
    berta = client_of(house, "berta")
    (address,) = re.findall(r'href="([^"]+/respuesta/[^"]+)"', berta.get(reverse("case", args=[case.reference])).text)
    assert ana.get(address).status_code == 403
    nobody = text_of(berta.post(address, {"say": "yes", "yes_words": "La vi tranquila"}))
    assert "Ask somebody of child protection first" in nobody
    assert "La vi tranquila" in nobody
    assert (
        berta.post(address, {"say": "yes", "yes_asked": "La señora de ejemplo", "yes_words": "Sí"}).status_code == 302
    )
    assert "Close this case?" in text_of(ana.post(close, {"reason": "agreed"}))
    assert ana.post(close, {"reason": "agreed", "sure": "1"}).status_code == 302
    assert Case.objects.get().state == CLOSED


def test_two_write_the_same_of_her_and_both_stand_on_the_page(house: Letters) -> None:
    case = a_young_case(house)
    address = reverse("case_young", args=[case.reference, "care"])
    ana, berta = client_of(house, "ana"), client_of(house, "berta")

    def sent(client: Any, who: str) -> dict[str, str]:
        seen = re.search(r'name="seen" value="([^"]*)"', client.get(address).text)
        return {"seen": seen[1].replace("&quot;", '"'), "caregiver": "trusted", "caregiver_who": who}

    first, second = sent(ana, "Su tía de ejemplo"), sent(berta, "Su abuela de ejemplo")
    assert ana.post(address, first).status_code == 302
    told = berta.post(address, second)
    assert told.status_code == 409
    assert "Su tía de ejemplo" in text_of(told)
    assert "Su abuela de ejemplo" in text_of(told)


def test_the_pages_of_somebody_under_18_are_not_there_for_a_grown_up(house: Letters) -> None:
    case, ana = a_case(house, **OLD), client_of(house, "ana")
    for name, more in (("case_young", ["assent"]), ("case_notice_new", []), ("case_yes_ask", ["close"])):
        assert ana.get(reverse(name, args=[case.reference, *more])).status_code == 404
    young = a_young_case(house)
    assert ana.get(reverse("case_young", args=[young.reference, "papers"])).status_code == 404
    assert client_of(house, "carla").get(reverse("case_young", args=[young.reference, "care"])).status_code == 404


def test_a_part_of_another_kind_is_no_notice(house: Letters) -> None:
    case, ana = a_young_case(house), person(house, "ana")
    note = parts.add_part(case, kind="note", answers={}, by=ana)
    assert client_of(house, "ana").get(reverse("case_notice", args=[case.reference, note.reference])).status_code == 404
