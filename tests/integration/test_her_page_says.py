"""What her own page says besides: in words of her age, until when and why it is kept, and who looked at the name on
her papers. Without a script out of the page, with it out of what her browser is told."""

import json
import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases, holds
from amparo.casework.actions.legal_names import show_legal_name, write_legal_name
from amparo.casework.actions.permissions import Said, write_permission, write_summary
from amparo.casework.models import Case, Hold
from amparo.casework.queries.hers import LARGEST, copy_of, weight
from amparo.casework.queries.permissions import recipient_named
from amparo.casework.queries.taking_back import MOST, takes_of
from amparo.commons import clock
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code
from amparo.formats.young_words import unwanted_for_young
from amparo.vault.actions.hers import LONGEST
from tests.cases import SOME, person
from tests.integration.test_her_case import agreed
from tests.integration.test_sealed_letters import Phone
from tests.letters import WORDS, Letters, a_house_for_letters, her_page, hidden, letter

pytestmark = pytest.mark.django_db(databases=["default"])
UNTIL = clock.today() + timedelta(days=300)


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def words(house: Letters) -> str:
    return " ".join(letter(Client(), "Lo que escribí."))


def a_case_of_hers(house: Letters, **answers: Answer) -> Case:
    """Out of her letter, with a permission and a summary."""
    ana = person(house, "ana")
    thread = desk.get_thread(ana, Thread.objects.get().reference)
    case = desk.begin_case(thread, answers={**SOME, **answers}, agreed="written", by=ana)
    may = {"recipient": recipient_named("Casa Ejemplo", is_state=False), "name": "Casa Ejemplo", "method": "written"}
    write_permission(case, said=Said("alert_peers", "yes", content=frozenset({"coded_only"}), **may), by=ana)
    write_summary(case, text=Answer("Necesita una cama."), was={}, by=ana)
    cases.open_case(case, by=ana)
    return case


def young(house: Letters) -> Case:
    band = next(code for code, each in by_code("age_band").items() if each.more.get("least", 18) < 18)
    return a_case_of_hers(house, age_band=Answer(band))


def text_of(page: str) -> str:
    """What is read there, of her case: without marks, and without what stands on every page."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


HERS = ("Esta página es tuya.", "A qué dijiste que sí", "Lo que decidimos contigo", "Qué contaríamos de ti",
        "Avisar a otras sin decir quién eres", "Sí, pueden contarlo")  # fmt: skip
OTHERS = ("Lo que tú permites", "compañeras", "Sí, estas palabras pueden viajar")


def test_where_she_is_under_18_her_page_speaks_in_words_of_her_age(house: Letters, words: str) -> None:
    young(house)
    page = agreed(words)
    assert [each for each in HERS if each not in page] == []
    assert [each for each in OTHERS if each in page] == []
    assert unwanted_for_young(text_of(page), "es") == []
    assert "¿Paramos?" in agreed(words, "close")


def test_and_to_everybody_else_in_others(house: Letters, words: str) -> None:
    a_case_of_hers(house)
    page = agreed(words)
    assert [each for each in HERS if each in page] == []
    assert [each for each in OTHERS[:2] if each not in page] == []


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_nothing_that_she_may_allow_is_a_deal_or_a_job_to_her(language: str) -> None:
    said = {code: each.more.get("young", each.more["you"])[language] for code, each in by_code("consent_kind").items()}
    assert {code: unwanted_for_young(text, language) for code, text in said.items()} == {code: [] for code in said}


def test_with_a_script_her_copy_says_that_she_is_young(house: Letters, words: str) -> None:
    case = young(house)
    assert copy_of(cases.open_case(case, by=person(house, "ana")), clock.now())["young"] is True


def held(house: Letters, case: Case, why: str = "her_wish", *, agreed_to: bool = True) -> Hold:
    ana = person(house, "ana")
    cases.share(case, reader=house.readers["berta"], by=ana)
    hold = holds.ask_to_hold(case, until=UNTIL, answers={"hold_why": Answer(why)}, by=ana)
    if agreed_to:
        holds.agree_to_hold(case, reference=hold.reference, by=person(house, "berta"))
    cases.open_case(case, by=ana)
    return hold


def phone_of(words: str) -> Phone:
    phone = Phone(Client())
    phone.lookup, phone.secret = phone.derived(tuple(words.split()))
    return phone


def test_what_two_people_keep_says_until_when_and_why(house: Letters, words: str) -> None:
    case = a_case_of_hers(house)
    told = phone_of(words).ask("case").json()
    assert (told["stays"], told["holds"]) == ("", [])
    assert "debe guardarse" not in agreed(words)
    hold = held(house, case)
    page = agreed(words)
    assert f"debe guardarse hasta el {UNTIL.day} de" in page
    assert str(UNTIL.year) in page
    assert "<li>Tú quieres que se guarde</li>" in page
    told = phone_of(words).ask("case").json()
    assert "debe guardarse" in told["stays"]
    assert told["holds"] == [hold.reference]
    copy = copy_of(cases.open_case(case, by=person(house, "ana")), clock.now())
    assert copy["held"] == {hold.reference: "her_wish"}


def test_what_one_alone_asked_for_and_what_is_over_keeps_nothing(house: Letters, words: str) -> None:
    case = a_case_of_hers(house)
    hold = held(house, case, agreed_to=False)
    for _ in range(2):
        page = agreed(words)
        assert "debe guardarse" not in page
        assert "Tú quieres que se guarde" not in page
        Hold.objects.filter(pk=hold.pk).update(second="x", until=clock.today() - timedelta(days=1))


def test_she_reads_why_somebody_looked_at_the_name_on_her_papers(house: Letters, words: str) -> None:
    case, ana = a_case_of_hers(house), person(house, "ana")
    assert "Por qué vieron" not in agreed(words)
    write_legal_name(case, answers={"legal_name": Answer("Robustiano de ejemplo")}, written=0, by=ana)
    show_legal_name(case, why="writ", words="El escrito del martes", by=ana)
    page = agreed(words)
    assert "Por qué vieron el nombre de tus papeles" in page
    assert "Un escrito que pediste. El escrito del martes" in page, "at once, before anybody opens the case again"
    assert "Robustiano" not in page
    assert "(Acompañante): Un escrito que pediste" in page, "she coordinates too: it says why she reads"
    assert "Ana" not in text_of(page)


def test_whatever_stands_there_the_page_is_as_long(house: Letters, words: str) -> None:
    """The longest of everything, beside a page of somebody without a case."""
    case, ana = young(house), person(house, "ana")
    cases.write_answers(case, answers={"plan_steps": Answer("&<ñ😀" * 300)}, seen={}, by=ana)
    for number in range(14):
        said = Said("share_for_referral", "yes", recipient_named(f"Casa {number}", is_state=False),
                    f"Casa de ejemplo número {number}", frozenset({"need_summary"}), "written")  # fmt: skip
        write_permission(case, said=said, by=ana)
    write_legal_name(case, answers={"legal_name": Answer("Robustiano de ejemplo")}, written=0, by=ana)
    for _ in range(6):
        show_legal_name(case, why="hearing", words="&<ñ😀 la audiencia" * 12, by=ana)
    held(house, case, "complaint_here")
    copy = copy_of(cases.open_case(case, by=ana), clock.now())
    assert copy["looks"], "something of it is left"
    assert weight(copy) <= LARGEST
    other = " ".join(letter(Client(), "Otra."))
    pages = []
    for each in (words, other):
        client = Client()
        ticket = hidden(her_page(client, each), "t")
        pages.append(client.post(f"/{WORDS['back_case']}", {"p": each, "t": ticket}).content)
    assert len({len(each) for each in pages}) == 1
    assert "debe guardarse" in unescape(pages[0].decode())
    told = [phone_of(each).ask("case").content for each in (words, other)]
    assert len({len(each) for each in told}) == 1


def test_the_longest_list_of_what_she_may_take_back_still_fits(house: Letters, words: str) -> None:
    """Her copy is sealed in one size: what is shown, and the list of 150 permissions beside it."""

    case = a_case_of_hers(house)
    one: Any = SimpleNamespace(kind="share_nonidentifiable_stats", part=SimpleNamespace(reference="f" * 16))
    takes = takes_of(case, [one] * (MOST + 50), "f" * 64)
    assert takes.startswith("f" * 16 * MOST + ".")
    assert LARGEST + len(json.dumps({"takes": takes})) <= LONGEST
