"""The pages of the case of somebody under 18: what stands on every one of them, and the way to a second yes."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.casework.models import CLOSED, Case
from amparo.casework.urls import urlpatterns
from amparo.formats.case_questions import questions
from amparo.formats.codes import by_code
from amparo.formats.country_packs import countries, country_pack
from amparo.formats.young_words import unwanted_for_young
from tests.cases import a_case
from tests.letters import Letters, a_house_for_letters
from tests.young import OLD, a_yes, a_young_case, client_of, text_of

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


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
    for name, more in (("case_young", ["assent"]), ("case_yes_ask", ["close"])):
        assert ana.get(reverse(name, args=[case.reference, *more])).status_code == 404
    young = a_young_case(house)
    assert ana.get(reverse("case_young", args=[young.reference, "papers"])).status_code == 404
    assert client_of(house, "carla").get(reverse("case_young", args=[young.reference, "care"])).status_code == 404
