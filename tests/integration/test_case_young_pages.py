"""The pages of the case of somebody under 18: what stands on every one of them, and the way to a second yes."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases as actions
from amparo.casework.actions import parts, second_yes
from amparo.casework.actions.holds import ask_to_hold
from amparo.casework.actions.legal_names import write_legal_name
from amparo.casework.actions.notices import ask_to_tell
from amparo.casework.models import CLOSED, Case
from amparo.casework.urls import urlpatterns
from amparo.commons import clock
from amparo.formats.case_questions import Answer, questions, sections
from amparo.formats.codes import by_code
from amparo.formats.country_packs import countries, country_pack
from amparo.formats.young_words import unwanted_for_young
from tests.cases import a_case, a_task, allows_way, person
from tests.incidents import a_screen, an_incident, asked
from tests.integration.test_case_legal_name import WRITTEN
from tests.letters import Letters, a_house_for_letters
from tests.matrix_house import got_a_list
from tests.notices import notice_of
from tests.referrals import doors, refer
from tests.young import OLD, YOUNG, a_yes, a_young_case, client_of, protects, text_of

pytestmark = pytest.mark.django_db(databases=["default"])
NOBODY = "Nobody of child protection reads this case yet."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def a_case_with_all(house: Letters, case: Case, place: Any) -> Case:
    """With one of each that has a page of its own."""
    ana = person(house, "ana")
    actions.share(case, reader=house.readers["carla"], by=ana)
    told = an_incident(house, case, acts=Answer(("CLF",)), who=Answer(("client",)))
    asked(house, case, told, *["no"] * 6)  # against what was done to her: the page asks to look again
    an_incident(house, case)
    a_screen(house, case, forced_here=Answer(("cd_clients",)))
    a_task(house, case, "ask_service")
    parts.add_part(case, kind="note", answers={}, by=ana)
    got_a_list(case, ana)
    ask_to_tell(case, answers=notice_of(clock.today()), by=ana)
    ask_to_hold(case, until=clock.today() + timedelta(days=9), answers={}, by=ana)
    allows_way(house, case)
    refer(house, case, doors(place)["casa"])
    write_legal_name(case, answers=WRITTEN, written=0, by=ana)
    second_yes.ask(case, act="export", answers={}, by=person(house, "berta"))
    protects(house, "carla")
    return case


def addresses_of(house: Letters, case: Case) -> Iterator[tuple[str, str]]:
    """Every address of a case by the name of its page, with each part that has one, every section, kind and act."""
    opened = actions.open_case(case, by=person(house, "carla"))  # a lawyer reads all of it
    for pattern in urlpatterns:
        names, start = list(pattern.pattern.converters), pattern.name.removeprefix("case_").partition("_")[0]
        if names[:1] != ["reference"] or pattern.name.startswith(("export", "case_let_in", "case_put_away")):
            continue
        kind = PART_OF.get(start, "minor" if start == "young" else "case")
        fill = {
            "reference": [case.reference], "part": [each.reference for each in opened.of_kind(kind)],
            "section": [each.code for each in sections(kind)], "kind": list(by_code("consent_kind")),
            "act": list(by_code("young_act")), "about": [house.readers["olga"].reference],
        }  # fmt: skip
        assert all(fill[name] for name in names), f"no part of the case has the page {pattern.name}"
        for values in product(*(fill[name] for name in names)):
            yield pattern.name, reverse(pattern.name, kwargs=dict(zip(names, values, strict=True)))


def pages_of(house: Letters, case: Case, clients: dict[str, Any]) -> dict[str, list[str]]:
    """Every page of a case, looked at and sent without an answer; by the name of its address."""
    found: dict[str, list[str]] = {}
    for name, where in addresses_of(house, case):
        # A lawyer talks of force and deceit; and whose case it is does not say the second yes.
        client = clients["carla" if name.startswith("case_screen") or name == "case_yes" else "ana"]
        found.setdefault(name, []).extend(pages_at(client, where))
    return found


def pages_at(client: Any, where: str) -> list[str]:
    """The page, and what comes when it is sent with next to nothing; afterwards all is as it was."""
    shown = []
    for method in ("get", "post"):
        with transaction.atomic():
            answer = getattr(client, method)(where, {"reason": "agreed"} if method == "post" else None)
            transaction.set_rollback(True)
        if answer.status_code == 404:
            break
        is_page = answer.status_code not in {302, 405} and "text/html" in answer["Content-Type"]
        shown += [answer.text] if is_page and answer.status_code != 403 else []
    return shown


def words_of(page: str) -> str:
    """What is read on a page, without what its forms send."""
    return text_of(re.sub(r"<[^>]*>", " ", page))


# Of which kind the part is that an address names, by the word after "case_".
PART_OF = {
    "incident": "incident", "screen": "screen", "task": "task", "note": "note", "contact": "note",
    "permission": "permission", "hold": "hold", "seen": "letting_in", "called": "given_out",
    "notice": "notice", "yes": "second_yes", "referral": "referral",
}  # fmt: skip
# What has no page: a press that leads back to the case, or a page of somebody who does not know who she is.
NEVER_SHOWN = {
    "case_assign", "case_arrived", "case_summary_yes", "case_hold_agree", "case_hold_end", "case_seen",
    "case_incident_end", "case_screen_end", "case_quality", "case_quality_stop", "case_supervise_end",
    "case_contact_ok", "case_referral_agree", "case_referral_attempt",
    "case_referral_back", "case_referral_next", "case_referral_refused",
}  # fmt: skip


@pytest.mark.walk
def test_every_page_of_her_case_says_so_and_asks_her_as_one_speaks_with_her(
    house: Letters, places_small: dict[str, Any]
) -> None:
    case = a_case_with_all(house, a_young_case(house), places_small["tulcan"])
    for act in ("close", "of_age"):
        a_yes(house, case, act, now=clock.now())  # a yes counts for thirty days
    clients = {name: client_of(house, name) for name in ("ana", "carla")}
    pages = pages_of(house, case, clients)
    assert {name for name, shown in pages.items() if not shown} ^ NEVER_SHOWN == set()
    adult = {
        text.format(each.label("en"))
        for kind in ("case", *by_code("case_part")) for each in questions(kind).values() if each.young
        for text in (">{}<", ">{} <")
    }  # fmt: skip
    assert len(adult) >= 16
    for name, shown in pages.items():
        for page in shown:
            is_paper = name == "case_referral_paper"  # she shows it at a door, where nobody has to know her age from us
            assert ('class="notice young"' in page) is not is_paper, name
            assert not [each for each in adult if each in page], name
            assert not unwanted_for_young(words_of(page), "en"), name
    assert "Made to do things she does not want" in pages["case"][0], "a list that has other words for her"
    other = a_case(house, **OLD)
    address = reverse("case_write", args=[other.reference, "safety"])
    grown = [clients["ana"].get(where).text for where in (address, reverse("case", args=[other.reference]))]
    assert not [page for page in grown if 'class="notice young"' in page]
    assert [each for each in adult if each in grown[0]], "the look finds what is asked of a grown-up"
    an_incident(house, other, acts=Answer(("CLF",)))
    page = clients["ana"].get(reverse("case", args=[other.reference])).text
    assert unwanted_for_young(words_of(page), "en") == ["clients"], "and what is told of one"


@pytest.mark.parametrize(("band", "is_young"), [("12_17", True), ("18_24", False), ("no such age", False)])
def test_a_form_that_comes_back_asks_in_words_of_the_age_on_it(house: Letters, band: str, is_young: bool) -> None:
    """Nothing says yet that she agreed, so no case is opened; what was written is there."""
    ana, asked = client_of(house, "ana"), questions()["contact_others"]
    assert asked.label("en") in ana.get(reverse("case_begin")).text
    back = ana.post(
        reverse("case_begin"),
        {"age_band": band, "contact_others": "Su tía de ejemplo", "contact_others_not": "prefers_not"},
    )
    assert back.status_code == 200
    page = text_of(back)
    assert (asked.label("en", young=True) in page, asked.label("en") in page) == (is_young, not is_young)
    assert ('class="notice young"' in page) is is_young
    assert "Su tía de ejemplo" in page
    assert not Case.objects.exists()


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
    assert berta.post(address, {"say": "yes", "yes_words": "La vi tranquila"}).status_code == 302
    assert "Close this case?" in text_of(ana.post(close, {"reason": "agreed"}))
    assert ana.post(close, {"reason": "agreed", "sure": "1"}).status_code == 302
    assert Case.objects.get().state == CLOSED


def test_where_nobody_of_child_protection_reads_it_the_page_says_how_that_is_mended(house: Letters) -> None:
    case = a_case(house, **YOUNG)
    actions.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    ana, page, let_in = client_of(house, "ana"), reverse("case", args=[case.reference]), "case_share"
    ask = reverse("case_yes_ask", args=[case.reference, "close"])
    assert NOBODY in text_of(ana.get(ask))
    ana.post(ask, {"yes_why": "Su tía de ejemplo la cuida"})
    shown = ana.get(page).text
    assert NOBODY in text_of(shown)
    assert f'href="{reverse(let_in, args=[case.reference])}"' in shown
    berta = client_of(house, "berta")
    assert "/respuesta/" not in berta.get(page).text
    one = house.cast.berta.memberships.first().team.reference
    address, roles = reverse("team_roles", args=[house.cast.berta.reference, one]), f"{one}-roles"
    held = ["checker", "moderator", "reader", "child_protection"]
    assert ana.post(address, {roles: held}).status_code == 302, "the coordinator gives it"
    assert NOBODY not in text_of(ana.get(page))
    assert "/respuesta/" in berta.get(page).text


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
    for name, more in (("case_young", ["assent"]), ("case_yes_ask", ["close"])):
        assert ana.get(reverse(name, args=[case.reference, *more])).status_code == 404
    young = a_young_case(house)
    assert ana.get(reverse("case_young", args=[young.reference, "papers"])).status_code == 404
    assert client_of(house, "carla").get(reverse("case_young", args=[young.reference, "care"])).status_code == 404


def test_a_conversation_about_force_is_offered_to_a_grown_up_and_not_in_the_case_of_a_child(house: Letters) -> None:
    pages = []
    for case in (a_case(house, **OLD), a_young_case(house)):
        actions.share(case, reader=house.readers["carla"], by=person(house, "ana"))
        page = client_of(house, "carla").get(reverse("case", args=[case.reference])).text
        pages.append((reverse("case_screen_new", args=[case.reference]) in page, "this is not asked here" in page))
    assert pages == [(True, False), (False, True)]
