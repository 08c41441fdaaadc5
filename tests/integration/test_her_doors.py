"""Her doors on her own page: where each stands, and in one tap the next one where somebody turned her away."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases
from amparo.casework.models import Case, Part, Word
from amparo.casework.queries.hers import LARGEST, copy_of, weight
from amparo.casework.queries.referral_board import words_for
from amparo.commons import clock
from amparo.commons.directory.models import OutcomeTally
from tests.cases import SOME, person
from tests.incidents import POLICE, an_incident
from tests.integration.test_finding import make
from tests.letters import WORDS, Letters, a_house_for_letters, her_page, hidden, letter
from tests.referrals import NEED, NOW, TODAY, ahead, doors, one, refer, step

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def there(places_small: dict[str, Any]) -> dict[str, Any]:
    make("Abogadas Ejemplo", places_small["tulcan"], needs=("lawyer",), km=2)
    return doors(places_small["tulcan"])


@pytest.fixture
def words(house: Letters, there: dict[str, Any]) -> str:
    return " ".join(letter(Client(), "Lo que escribí."))


@pytest.fixture
def case(house: Letters, words: str) -> Case:
    ana = person(house, "ana")
    thread = desk.get_thread(ana, Thread.objects.get().reference)
    return desk.begin_case(thread, answers=SOME, agreed="written", by=ana)


def page(words: str, do: str = "") -> str:
    """What she reads, by her words; ``do`` is the button she pressed."""
    client = Client()
    ticket = hidden(her_page(client, words), "t")
    answer = client.post(f"/{WORDS['back_case']}", {"p": words, "t": ticket, "do": do})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip


def in_words(days: int) -> str:
    """The day so many days from the day of the tests, as it is written in Spanish."""
    day = TODAY + timedelta(days=days)
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def counted() -> dict[tuple[str, str, bool], int]:
    return {(each.outcome, each.refusal, each.followed): each.count for each in OutcomeTally.objects.all()}


def test_she_sees_where_she_goes_and_when(house: Letters, case: Case, words: str, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    step(house, case, reference, "appointed", ref_day=ahead(8), ref_hour="10:30", ref_door="Pregunta por Lila")
    shown = page(words)
    assert "Casa Ejemplo" in shown
    assert f"Tienes cita: {in_words(8)}, 10:30." in shown
    assert "Pregunta por Lila" in shown
    assert one(house, case, reference).code in shown
    assert "Un lugar esta noche" not in shown.partition("Adónde vas")[2].partition("</form>")[0], "not what she needs"


def test_one_tap_shows_the_next_one_and_a_lawyer_and_not_who_hurt_her(
    house: Letters, case: Case, words: str, there: dict[str, Any]
) -> None:
    an_incident(house, case, **POLICE)
    reference = refer(house, case, there["casa"])
    shown = page(words, f"refused:{reference}")
    then = shown.partition('id="then"')[2].partition("</section>")[0]
    assert [each in then for each in ("Otra Ejemplo", "Oficina Ejemplo", "Abogadas Ejemplo")] == [True, True, True]
    assert not [each for each in ("Casa Ejemplo", "Puesto Ejemplo", "Albergue Ejemplo") if each in then]
    assert f'value="refused:{reference}"' not in shown, "she has said it, and is not asked to go there any more"
    assert Word.objects.count() == 1
    assert counted() == {}, "it is counted once it stands in the case"


def test_what_she_said_ends_the_referral_and_counts_once(
    house: Letters, case: Case, words: str, there: dict[str, Any]
) -> None:
    reference = refer(house, case, there["casa"])
    page(words, f"refused:{reference}")
    page(words, f"refused:{reference}:refused_papers")
    found = one(house, case, reference)
    assert (found.state, found.outcome, found.part.said("ref_refusal"), found.due_on) == (
        "done", "CON", "refused_papers", None,
    )  # fmt: skip
    assert counted() == {("CON", "refused_papers", True): 1}
    assert Part.objects.get(reference=reference).ended_on == clock.today()
    assert [each.outcome for each in words_for(person(house, "ana"))[0]] == ["CON"]
    assert "Me pidieron denuncia o papeles antes" in page(words)


@pytest.mark.clock
def test_of_the_route_the_desk_and_her_page_each_counts_once_in_the_one_table(
    house: Letters, case: Case, words: str, there: dict[str, Any]
) -> None:
    """In the same month too: at nine in the evening of its last day it is the next one already in UTC."""
    hers, desks = refer(house, case, there["casa"]), refer(house, case, there["casa"])
    page(words, f"refused:{hers}:refused_complaint")
    cases.open_case(case, by=person(house, "ana"))
    step(house, case, desks, "declined", ref_reason="asks_for_complaint", now=clock.now())
    route = Client().post(f"/{settings.PATHS['said']}", {"s": there["casa"].reference, "a": "refused_complaint"})
    assert route.status_code == 200
    assert counted() == {("CON", "refused_complaint", True): 2, ("CON", "refused_complaint", False): 1}
    assert {each.month for each in OutcomeTally.objects.all()} == {clock.today().replace(day=1)}


def test_a_door_that_is_over_or_not_hers_says_so(house: Letters, case: Case, words: str, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    step(house, case, reference, "no_capacity")
    for said in (reference, "0123456789abcdef", "", "x:y:z"):
        assert "Esta puerta ya terminó" in page(words, f"refused:{said}")
    assert not Word.objects.exists()


def test_what_somebody_wrote_meanwhile_stays(house: Letters, case: Case, words: str, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    seen = one(house, case, reference).part.number
    page(words, f"refused:{reference}:other")
    step(house, case, reference, "done", ref_outcome="REC", seen=seen)
    assert one(house, case, reference).outcome == "REC"
    assert counted() == {("REC", "", True): 1}


def test_a_word_that_names_nothing_of_hers_keeps_nobody_from_the_case(
    house: Letters, case: Case, there: dict[str, Any]
) -> None:
    from amparo.casework.actions.hers import say

    reference = refer(house, case, there["casa"])
    note = next(each for each in case.parts.all() if each.reference != reference)
    for told in ([note.reference, "other"], ["x", "other"], [reference, "?"], "nothing", [1, 2], []):
        say(case, {"refused": told})
    found = one(house, case, reference)
    assert (found.outcome, found.part.said("ref_refusal")) == ("REF", "other")


def test_many_doors_fit_on_her_page(house: Letters, case: Case, there: dict[str, Any]) -> None:
    for each in ("casa", "otra", "mujer", "policia", "avisa", "casa", "otra"):
        reference = refer(house, case, there[each])
        step(house, case, reference, "appointed", ref_day=ahead(8), ref_door="Pregunta " * 20)
    copy = copy_of(cases.open_case(case, by=person(house, "ana")), NOW)
    assert len(copy["doors"]) == 5
    assert weight(copy) <= LARGEST
    assert {each["need"] for each in copy["doors"]} == {NEED}
    assert re.fullmatch(r"[a-z0-9]{6}", copy["doors"][0]["code"])
