"""The name on her papers: kept apart, on no page but the one that shows it; each look has a reason she may read."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases as actions
from amparo.casework.actions import legal_names
from amparo.casework.models import Case, Part
from amparo.casework.queries.legal_names import legal_name_in, looks_at, texts_to_index
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.vault.actions.fields import Past
from amparo.vault.models import SealedField
from tests.cases import a_case, person, rows_as_text
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
LEGAL, NUMBER = "Nombreinventado Apellidoficticio", "PRUEBA-00-0042"
WRITTEN = {
    "legal_name": Answer(LEGAL),
    "legal_paper": Answer("Un papel inventado"),
    "legal_number": Answer(NUMBER),
    "legal_why": Answer(f"El escrito de ejemplo por {LEGAL}"),
}
WHY = {"why": "writ", "words": "Para el escrito de ejemplo del lunes"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def client_of(house: Letters, name: str) -> Client:
    return opened_client(house.outside if name == "olga" else getattr(house.cast, name))


def with_legal_name(house: Letters) -> Case:
    case = a_case(house)
    legal_names.write_legal_name(case, answers=WRITTEN, written=0, by=person(house, "ana"), now=NOW)
    return case


def tells(page: Any) -> list[str]:
    """What of the name and the number stands on a page, however it is written there."""
    text = re.sub(r"\s+", " ", unescape(page if isinstance(page, str) else page.content.decode())).casefold()
    return [each for each in (LEGAL, *LEGAL.split(), NUMBER) if each.casefold() in text]


def links_on(page: str) -> set[str]:
    return {unescape(each).split("#")[0] for each in re.findall(r'(?:href|action)="(/[^"]*)"', page)}


def crawl(client: Client, start: str, *, most: int = 400) -> dict[str, Any]:
    """Every page that a browser of the desk reaches by its links and by the addresses of its forms."""
    found: dict[str, Any] = {}
    waiting = [start]
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address in found or re.search(r"/salir|/cerrar|/bloquear|/static/", address):
            continue
        answer = found[address] = client.get(address)
        waiting += [answer["Location"]] if answer.get("Location", "").startswith("/") else []
        if answer.get("Content-Type", "").startswith("text/html"):
            waiting += sorted(links_on(answer.content.decode()) - set(found))
    return found


def test_it_is_sealed_and_in_no_opened_case(house: Letters) -> None:
    case = with_legal_name(house)
    lying = rows_as_text(Case, Part, SealedField, Act)
    assert "case.part_written" in lying
    assert not tells(lying)
    opened = actions.open_case(case, by=person(house, "ana"))
    assert legal_name_in(opened).answers == {}
    assert not tells("".join(str([each.answers, each.more]) for each in opened.parts))


@pytest.mark.walk
def test_no_page_of_the_desk_bears_it_and_the_look_finds_one_that_does(house: Letters) -> None:
    case, ana = with_legal_name(house), client_of(house, "ana")
    show = reverse("case_legal_show", args=[case.reference])
    shown = ana.post(show, WHY)
    assert len(tells(shown)) == 4, "the one page that shows it: the look finds it"
    for name in ("ana", "berta", "olga"):
        pages = crawl(client_of(house, name), reverse("cases"))
        if name == "ana":
            assert {reverse("case", args=[case.reference]), show, reverse("case_legal", args=[case.reference])} <= set(
                pages
            )
            assert len(pages) > 25
        assert {address: found for address, page in pages.items() if (found := tells(page))} == {}, name
    sure = ana.post(reverse("case_legal_forget", args=[case.reference]))
    assert not tells(sure)
    planted = a_case(house, name_used=Answer(LEGAL))
    pages = crawl(client_of(house, "ana"), reverse("cases"))
    assert tells(pages[reverse("cases")])
    assert tells(pages[reverse("case", args=[planted.reference])])


def test_it_is_shown_for_a_reason_in_the_answer_to_a_post_that_nobody_keeps(house: Letters) -> None:
    case, ana = with_legal_name(house), client_of(house, "ana")
    address = reverse("case_legal_show", args=[case.reference])
    for sent in (
        {},
        {"why": "writ"},
        {"words": "porque sí"},
        {"why": "writ", "words": "   "},
        {"why": "gossip", "words": "x"},
    ):
        answer = ana.post(address, sent)
        assert not tells(answer), sent
    assert not tells(ana.get(address))
    assert not Act.objects.filter(verb="case.legal_name_shown").exists()
    shown = ana.post(address, WHY)
    assert "no-store" in shown["Cache-Control"]
    assert "Hide it again" in shown.content.decode()
    (act,) = Act.objects.filter(verb="case.legal_name_shown")
    assert (act.target, act.actor) == (f"case:{case.reference}", f"user:{house.cast.ana.reference}")


def test_every_look_is_a_line_that_she_may_read(house: Letters) -> None:
    case, ana = with_legal_name(house), person(house, "ana")
    legal_names.show_legal_name(case, by=ana, now=NOW, **WHY)
    actions.share(case, reader=house.readers["berta"], by=ana)
    later = datetime(2026, 11, 23, 9, tzinfo=UTC)
    legal_names.show_legal_name(case, why="correct", words="Con ella", by=person(house, "berta"), now=later)
    looks = looks_at(actions.open_case(case, by=ana))
    assert [(each.on, each.why, each.words) for each in looks] == [
        (date(2026, 11, 23), "correct", "Con ella"),
        (date(2026, 11, 20), "writ", WHY["words"]),
    ]
    assert "reader" in looks[0].roles
    page = client_of(house, "ana").get(reverse("case", args=[case.reference])).content.decode()
    assert "A writ that she asked for: Para el escrito de ejemplo del lunes" in unescape(page)
    with pytest.raises(ValueError, match="reason"):
        legal_names.show_legal_name(case, why="writ", words=" ", by=ana)


def test_also_of_a_closed_case_a_look_is_kept(house: Letters) -> None:
    case, ana = with_legal_name(house), person(house, "ana")
    actions.close(case, reason="agreed", by=ana)
    assert legal_names.show_legal_name(case, by=ana, **WHY).said("legal_name") == LEGAL
    assert len(looks_at(actions.open_case(case, by=ana))) == 1
    with pytest.raises(Denied):
        legal_names.write_legal_name(case, answers=WRITTEN, written=1, by=ana)


def test_nobody_sees_it_who_does_not_read_the_case_the_coordinator_neither(house: Letters) -> None:
    """Carla opened it. Ana coordinates, and has no key of it."""
    case, carla = a_case(house, by="carla"), person(house, "carla")
    legal_names.write_legal_name(case, answers=WRITTEN, written=0, by=carla)
    ana = person(house, "ana")
    assert ana.has_role("coordinator")
    with pytest.raises(Hidden):
        legal_names.show_legal_name(case, by=ana, **WHY)
    for name, status in (("ana", 404), ("berta", 404), ("olga", 404)):
        for page in ("case_legal", "case_legal_show", "case_legal_forget"):
            answer = client_of(house, name).post(reverse(page, args=[case.reference]), {**WHY, "sure": "1"})
            assert answer.status_code == status, (name, page)
    diana = Client()
    diana.force_login(house.cast.diana)
    assert diana.post(reverse("case_legal_show", args=[case.reference]), WHY).status_code == 403
    assert not Act.objects.filter(verb="case.legal_name_shown").exists()


def test_where_there_is_none_there_is_no_page_that_shows_it(house: Letters) -> None:
    case = a_case(house)
    assert client_of(house, "ana").get(reverse("case_legal_show", args=[case.reference])).status_code == 404
    with pytest.raises(Hidden):
        legal_names.show_legal_name(case, by=person(house, "ana"), **WHY)


def test_written_anew_the_form_shows_nothing_and_what_is_left_empty_stays(house: Letters) -> None:
    case, ana = with_legal_name(house), client_of(house, "ana")
    address = reverse("case_legal", args=[case.reference])
    form = ana.get(address)
    assert not tells(form)
    assert ana.post(address, {"written": "1", "legal_number": "PRUEBA-1"}).status_code == 302
    found = legal_names.show_legal_name(case, by=person(house, "ana"), **WHY)
    assert (found.said("legal_name"), found.said("legal_number")) == (LEGAL, "PRUEBA-1")
    for past in ("1", "", "x"):
        late = ana.post(address, {"written": past, "legal_number": "PRUEBA-2"})
        assert late.status_code == 409
        assert "PRUEBA-2" in late.content.decode(), "what she wrote is still there"
        assert LEGAL not in late.content.decode()
    with pytest.raises(Past):
        legal_names.write_legal_name(case, answers=WRITTEN, written=0, by=person(house, "ana"))


def test_forgotten_it_is_written_over_and_the_looks_stay(house: Letters) -> None:
    case, ana = with_legal_name(house), person(house, "ana")
    legal_names.show_legal_name(case, by=ana, now=NOW, **WHY)
    assert (
        client_of(house, "ana").post(reverse("case_legal_forget", args=[case.reference]), {"sure": "1"}).status_code
        == 302
    )
    opened = actions.open_case(case, by=ana)
    assert legal_name_in(opened) is None
    assert texts_to_index(ana, case) == []
    assert len(looks_at(opened)) == 1
    legal_names.write_legal_name(case, answers={"legal_name": Answer("Otro")}, written=0, by=ana)
    assert texts_to_index(ana, case) == ["Otro"]


def test_what_is_found_by_a_digest_is_the_name_and_the_number(house: Letters) -> None:
    case = with_legal_name(house)
    assert texts_to_index(person(house, "ana"), case) == [LEGAL, NUMBER]
    with pytest.raises(Hidden):
        actions.open_case(case, by=person(house, "berta"))
