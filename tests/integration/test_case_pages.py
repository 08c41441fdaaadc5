"""The pages of a case, as a caseworker meets them: what stands there, what is taken, and what is never lost."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases as actions
from amparo.casework.models import Case
from amparo.casework.queries import cases as queries
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer, by_section, sections
from amparo.vault.models import CaseKey, Reader, Wrap
from tests.cases import FEAR, NAME, NUMBER, a_case, person
from tests.cast import Cast
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.over_the_wire import hidden
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def client_of(house: Letters, name: str) -> Client:
    return opened_client(house.outside if name == "olga" else getattr(house.cast, name))


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def section_page(client: Client, case: Case, section: str) -> dict[str, str]:
    page = client.get(reverse("case_write", args=[case.reference, section]))
    assert page.status_code == 200
    return {"seen": hidden(page.content.decode(), "seen")}


def test_a_case_is_opened_in_one_form_with_nothing_asked_that_has_to_be_answered(house: Letters) -> None:
    ana = client_of(house, "ana")
    page = text_of(ana.get(reverse("case_begin")))
    assert "required" not in page.replace('aria-required="false"', "")
    sent = {"name_used": NAME, "contact_ways": ["TEL_H", "PAR"], "contact_where": NUMBER, "need_first": "food"}
    made = ana.post(reverse("case_begin"), {**sent, "contact_word_not": "does_not_know"})
    case = Case.objects.get()
    assert made["Location"] == reverse("case", args=[case.reference])
    shown = text_of(ana.get(made["Location"]))
    for each in (
        NAME,
        NUMBER,
        "A call at the hour we agreed on · Through a peer",
        "I do not know",
        "Something to eat|Food",
    ):
        assert re.search(each, shown), each
    assert "The case is open." in shown
    again = ana.post(reverse("case_begin"), {})
    assert again.status_code == 302, "a case without a single answer is a case too"
    listed = text_of(ana.get(reverse("cases")))
    assert NAME in listed
    assert "Without a name yet" in listed


def test_each_section_is_asked_written_and_shown_in_the_words_of_the_page(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    sent = section_page(ana, case, "safety") | {
        "safety_scale": "7",
        "safety_tonight": "prefers_not",
        "safety_fear": FEAR,
    }
    assert ana.post(reverse("case_write", args=[case.reference, "safety"]), sent).status_code == 302
    shown = text_of(ana.get(reverse("case", args=[case.reference])))
    for section in sections():
        assert section.label("en") in shown
    assert "7 of 10" in shown
    assert "3 of 10" not in shown


def test_two_write_the_same_answer_and_both_stand_on_the_page(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    actions.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    address = reverse("case_write", args=[case.reference, "safety"])
    hers = section_page(ana, case, "safety") | {
        "safety_scale": "3",
        "safety_fear": "lo de Ana",
        "safety_people": "su tía",
    }
    berta = client_of(house, "berta")
    first = section_page(berta, case, "safety") | {"safety_scale": "5", "safety_fear": "lo de Berta"}
    assert berta.post(address, first).status_code == 302
    told = ana.post(address, hers)
    page = text_of(told)
    assert told.status_code == 409
    assert "lo de Berta" in page
    assert "lo de Ana" in page
    assert "su tía" in page
    assert re.search(r'<option value="5" selected', page), "what she did not touch stands as it is now"
    assert "Look at both" in page
    second = {
        "seen": hidden(told.content.decode(), "seen"),
        "safety_scale": "5",
        "safety_fear": "lo de las dos",
        "safety_people": "su tía",
    }
    assert ana.post(address, second).status_code == 302
    now = queries.opened(person(house, "berta"), case).answers
    assert (now["safety_scale"], now["safety_fear"], now["safety_people"]) == (
        Answer(5), Answer("lo de las dos"), Answer("su tía"),
    )  # fmt: skip


def test_what_did_not_arrive_was_not_taken_away_and_what_is_empty_was(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    address = reverse("case_write", args=[case.reference, "safety"])
    assert ana.post(address, section_page(ana, case, "safety") | {"safety_scale": ""}).status_code == 302
    now = queries.opened(person(house, "ana"), case).answers
    assert now["safety_fear"] == Answer(FEAR)
    assert not now["safety_scale"].is_there


def test_words_and_a_no_beside_them_are_not_taken_and_not_lost(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    address = reverse("case_write", args=[case.reference, "need"])
    sent = section_page(ana, case, "need") | {"need_words": "un cuarto", "need_words_not": "prefers_not"}
    page = text_of(ana.post(address, sent))
    assert "Leave one of the two" in page
    assert "un cuarto" in page


@pytest.mark.parametrize("seen", ["{", "[]", '{"need_words": 3}', '{"need_words": ["1", 2]}', "x" * 10_001])
def test_a_page_that_is_not_whole_says_so_and_keeps_what_she_wrote(house: Letters, seen: str) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    sent = {"seen": seen, "need_words": "un cuarto"}
    page = ana.post(reverse("case_write", args=[case.reference, "need"]), sent)
    assert page.status_code == 200
    assert "un cuarto" in text_of(page)


def test_her_key_shut_while_she_wrote_and_every_word_is_on_the_answer(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    sent = section_page(ana, case, "need") | {"need_words": "un cuarto con llave"}
    del ana.cookies[settings.UNLOCK_COOKIE_NAME]
    for address in (reverse("case_write", args=[case.reference, "need"]), reverse("case_begin")):
        told = ana.post(address, sent)
        assert told.status_code == 403
        assert "un cuarto con llave" in text_of(told)
        assert "Your text is here, it was not sent" in text_of(told)
    nothing = ana.post(address, {"need_first": "food"})
    assert nothing.status_code == 403
    assert "Your text is here" not in text_of(nothing), "a choice is no text to copy"


def test_whose_key_waits_is_told_so_and_keeps_what_she_wrote(house: Letters) -> None:
    """Somebody whose key nobody confirmed yet opens no case, and meets no error."""
    ana = client_of(house, "ana")
    Reader.objects.filter(pk=house.readers["ana"].pk).update(state="proposed")
    waits = "Your key waits for another person to confirm it."
    assert waits in text_of(ana.get(reverse("case_begin")))
    told = ana.post(reverse("case_begin"), {"name_used": NAME})
    assert told.status_code == 403
    assert waits in text_of(told)
    assert NAME in text_of(told)
    assert not Case.objects.exists()
    with pytest.raises(Denied, match="waits"):
        actions.begin_case(answers={}, by=person(house, "ana"))


def rows_of_case(case: Case) -> Any:
    """What an act of these would change."""
    return list(Case.objects.values()), CaseKey.objects.filter(ring=case.ring).count(), Wrap.objects.count()


def test_closing_sharing_leaving_and_destroying_are_asked_twice(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    berta = house.readers["berta"].reference
    for name, sent, question in (
        ("case_share", {"reader": berta, "why": "covers"}, "Let Berta read this case?"),
        ("case_close", {"reason": "agreed"}, "Close this case?"),
        ("case_destroy", {}, "Destroy this case?"),
    ):
        address = reverse(name, args=[case.reference])
        before = rows_of_case(case)
        page = text_of(ana.post(address, sent))
        assert question in page
        assert rows_of_case(case) == before
        assert ana.post(address, {**sent, "sure": "1"}).status_code == 302
    assert not Case.objects.exists()
    assert not CaseKey.objects.filter(ring=case.ring).exists()


def test_without_a_choice_the_page_says_so_where_the_choice_is(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    for name, sentence in (("case_move", "Choose a step first."), ("case_close", "Choose why first."),
                           ("case_share", "Choose somebody first.")):  # fmt: skip
        assert sentence in text_of(ana.post(reverse(name, args=[case.reference]), {}))


def test_a_case_begins_from_a_letter_and_nothing_of_the_letter_is_copied(house: Letters) -> None:
    letter, ana = written("Me dicen Kiara y tengo miedo."), client_of(house, "ana")
    page = text_of(ana.get(reverse("desk_letter", args=[letter.reference])))
    address = reverse("desk_letter_case", args=[letter.reference])
    assert address in page
    assert "Kiara" not in text_of(ana.get(address))
    made = ana.post(address, {"name_used": NAME})
    case = Case.objects.get()
    assert made["Location"] == reverse("case", args=[case.reference])
    assert client_of(house, "berta").get(made["Location"]).status_code == 404


NAMES = ("case_write", "case_move", "case_close", "case_assign", "case_share", "case_leave", "case_destroy")
# Who is not on the table for a case that Ana opened: for readers it does not exist, others are told who accompanies,
# strangers are asked to come in.
TABLE = {"berta": 404, "carla": 404, "olga": 404, "diana": 403, "elena": 403, "stranger": 302}


@pytest.mark.parametrize("name", TABLE)
def test_for_everybody_else_each_address_of_a_case_is_shut(house: Letters, name: str) -> None:
    case = a_case(house)
    client = (
        Client() if name == "stranger" else client_of(house, name) if name in {"berta", "carla", "olga"} else Client()
    )
    if name in {"diana", "elena"}:
        client.force_login(User.objects.get(sign_in_name=name))
    addresses = [reverse("case", args=[case.reference])]
    for each in NAMES:
        more = ["need"] if each == "case_write" else []
        addresses.append(reverse(each, args=[case.reference, *more]))
    for address in addresses:
        assert client.post(address, {"sure": "1"}).status_code in {TABLE[name], 405}, address
    assert client.get(addresses[0]).status_code == TABLE[name]
    assert Case.objects.get().state == "opening"


def test_every_section_has_its_page_and_no_other_has(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    for code in by_section():
        assert ana.get(reverse("case_write", args=[case.reference, code])).status_code == 200
    assert ana.get(reverse("case_write", args=[case.reference, "papers"])).status_code == 404


def test_the_heaviest_page_of_a_case_is_light(house: Letters) -> None:
    case = a_case(house, **{each.code: Answer("palabras " * 100) for each in by_section()["safety"].questions
                            if each.kind == "text"})  # fmt: skip
    ana = client_of(house, "ana")
    for address in (reverse("case", args=[case.reference]), reverse("case_begin"),
                    reverse("case_write", args=[case.reference, "safety"])):  # fmt: skip
        assert len(ana.get(address).content) < 60_000


def test_words_that_are_taken_out_again_are_gone(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    sent = section_page(ana, case, "safety") | {"safety_fear": "", "safety_scale": "3"}
    assert ana.post(reverse("case_write", args=[case.reference, "safety"]), sent).status_code == 302
    assert not queries.opened(person(house, "ana"), case).answers["safety_fear"].is_there


def test_a_page_of_somebody_under_18_that_was_not_taken_asks_her_as_before(house: Letters) -> None:
    case, ana = a_case(house, age_band=Answer("12_17")), client_of(house, "ana")
    address = reverse("case_write", args=[case.reference, "safety"])
    sent = section_page(ana, case, "safety") | {"safety_fear": "la noche", "safety_fear_not": "prefers_not"}
    page = text_of(ana.post(address, sent))
    assert "Leave one of the two" in page
    assert "What frightens her" in page
    assert "What she is afraid of" not in page
    assert "la noche" in page
