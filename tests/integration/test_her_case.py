"""Her own page of her case: what she sees with her words, what she takes back and changes, and what nobody learns."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from amparo.access.reporting import retention
from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.desk_words import give_words
from amparo.access.reporting.actions.letters import withdraw
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases
from amparo.casework.actions.permissions import ALL_OF_IT, Said, write_permission, write_summary
from amparo.casework.actions.transfer import say_arrived
from amparo.casework.models import CLOSED, TRANSFERRED, Case, Part, Word
from amparo.casework.queries.permissions import approved_summary, permissions_in, recipient_named
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.vault.actions.hers import opened_with_words
from amparo.vault.actions.receipts import receipt_of_text
from amparo.vault.models import SealedField, Wrap
from tests.cases import NAME, NUMBER, SOME, a_case, person
from tests.letters import WORDS, Letters, a_house_for_letters, her_page, hidden, letter
from tests.transfers import allows, sent

pytestmark = pytest.mark.django_db(databases=["default"])
CLINIC = recipient_named("Clínica Ejemplo", is_state=False)
SUMMARY = "Necesita una cama esta noche. Llámala Yuli."


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def words(house: Letters) -> str:
    return " ".join(letter(Client(), "Lo que escribí."))


@pytest.fixture
def case(house: Letters, words: str) -> Case:
    """A case out of her letter, with one permission and a summary, opened once since."""
    ana = person(house, "ana")
    thread = desk.get_thread(ana, Thread.objects.get().reference)
    answers = {**SOME, "plan_next": Answer("El jueves a las tres, con Ana")}
    case = desk.begin_case(thread, answers=answers, agreed="written", by=ana)
    may = {"recipient": CLINIC, "name": "Clínica Ejemplo", "content": frozenset({"need_summary"}), "method": "written"}
    write_permission(case, said=Said("share_for_referral", "yes", **may), by=ana)
    write_summary(case, text=Answer(SUMMARY), was={}, by=ana)
    cases.open_case(case, by=ana)
    found: Case = Case.objects.get(pk=case.pk)
    return found


def agreed(words: str, do: str = "", **more: Any) -> str:
    """The page of what was agreed, by her words; ``do`` is the button she pressed."""
    client = Client()
    ticket = hidden(her_page(client, words), "t")
    answer = client.post(f"/{WORDS['back_case']}", {"p": words, "t": ticket, "do": do} | more)
    return unescape(answer.content.decode())


def opened(house: Letters, case: Case, name: str = "ana") -> Any:
    return cases.open_case(case, by=person(house, name))


def taken_button(page: str) -> str:
    return re.findall(r'value="(take:[0-9a-f]{16})"', page)[0]


def test_her_words_show_what_was_agreed_and_who_opened_it(house: Letters, words: str, case: Case) -> None:
    page = agreed(words)
    for told in ("El jueves a las tres, con Ana", "Clínica Ejemplo", SUMMARY, NAME, NUMBER, "Abrió tu caso"):
        assert told in page, told
    assert "Ana</li>" not in page, "who reads stands there by role, never by name"
    assert "Acompañante" in page


def test_her_words_do_not_open_the_case_itself(house: Letters, words: str, case: Case) -> None:
    """Whoever finds them on a paper sees her page, and not what she told."""
    receipt = receipt_of_text(words, "es")
    assert not Wrap.objects.filter(case_key__ring=case.ring, reader__check_of=receipt.check).exists()
    shown = opened_with_words(bytes(case.her_box or b""), receipt.secret) or b""
    assert NAME.encode() in shown
    assert SOME["safety_fear"].value.encode() not in shown
    other = receipt_of_text(" ".join(letter(Client(), "Otra.")), "es")
    assert opened_with_words(bytes(case.her_box or b""), other.secret) is None


def test_what_she_takes_back_stops_in_the_same_request(house: Letters, words: str, case: Case) -> None:
    parts = opened(house, case).parts
    (before,) = [each for each in permissions_in(parts) if each.kind == "share_for_referral"]
    assert before.is_given(clock.now())
    acts = Act.objects.count()
    page = agreed(words, taken_button(agreed(words)))
    assert "Quitado." in page
    assert "Lo quitaste." in page
    assert Act.objects.count() == acts, "her act is in no trail"
    (after,) = [each for each in permissions_in(opened(house, case).parts) if each.kind == "share_for_referral"]
    assert after.state(clock.now()) == "withdrawn"
    assert "take:" not in agreed(words)


def test_she_learns_who_was_let_in_and_why(house: Letters, words: str, case: Case) -> None:
    ana, said = person(house, "ana"), {"letting_in_why": Answer("covers")}
    cases.share(case, reader=house.readers["berta"], answers=said, by=ana)
    page = agreed(words)
    assert page.count("<li>Acompañante") == 2, "who reads it is said at once, also before anybody opens it again"
    assert "Acompañante: Reemplaza a quien te acompaña" in page, "and why"
    opened(house, case)
    page = agreed(words)
    assert "Acompañante: Reemplaza a quien te acompaña" in page
    assert "Dejó entrar a otra persona del equipo" in page
    assert "Berta" not in page


def test_she_takes_back_only_what_is_hers(house: Letters, words: str, case: Case) -> None:
    other = a_case(house, "berta")
    (permission,) = opened(house, other, "berta").of_kind("permission")
    agreed(words, f"take:{permission.reference}")
    assert not Part.objects.filter(case=other, ended_on__isnull=False).exists()


def test_what_she_changes_is_in_its_place_when_somebody_opens_it(house: Letters, words: str, case: Case) -> None:
    page = agreed(words, "say", name="Yulieth de ejemplo", where="Donde la prima", ways=["PAR", "NADA", "APP"])
    assert "Nothing" not in page
    page = agreed(words, "say", name="Yulieth de ejemplo", where="Donde la prima", ways=["PAR", "APP"])
    assert "Hasta que alguien lo lea, nadie te llama." in page
    assert Word.objects.count() == 1
    assert b"Yulieth" not in bytes(Word.objects.get().box)
    found = opened(house, case)
    assert found.name == "Yulieth de ejemplo"
    assert found.answers["contact_where"].value == "Donde la prima"
    assert set(found.answers["contact_ways"].value) == {"PAR", "APP"}
    assert found.answers["safety_fear"] == SOME["safety_fear"], "nothing else changed"
    assert not Word.objects.exists()
    assert any(each.more.get("she_changed") for each in found.of_kind("note"))
    assert "Yulieth de ejemplo" in agreed(words)


def test_her_yes_counts_for_the_words_she_read(house: Letters, words: str, case: Case) -> None:
    button = re.findall(r'value="(yes:[0-9a-f]+)"', agreed(words))[0]
    agreed(words, button)
    found = approved_summary(opened(house, case).parts)
    assert found is not None
    assert found.more["approved_how"] == "own_page"
    agreed(words, "yes:" + "0" * 32)
    assert "Dijiste que sí a estas palabras." in agreed(words)


def test_she_closes_it_in_two_steps(house: Letters, words: str, case: Case) -> None:
    assert "Sí, cerrar mi caso" in agreed(words, "close")
    assert "Sí, cerrar mi caso" not in agreed(words, "", sure="1"), "the no beside it leaves all as it is"
    assert Case.objects.get().state != CLOSED
    assert "Tu caso está cerrado." in agreed(words, "close", sure="1")
    closed = Case.objects.get()
    assert (closed.state, closed.closure_reason) == (CLOSED, "she_asked")
    assert closed.keep_until == clock.today() + timedelta(days=730)


def test_once_another_organisation_goes_with_her_her_page_says_so_and_closes_nothing(
    house: Letters, words: str, case: Case
) -> None:
    ana = person(house, "ana")
    assert "cierra tu caso abajo" in agreed(words)
    sent(house, case, allows(house, case, "identity"))
    assert "Cerrar mi caso" in agreed(words), "on its way it is ours still"
    say_arrived(case, how="Lo dijo Marta de ejemplo", by=ana)
    with translation.override("es"):
        elsewhere = gettext(
            "Another organisation goes with you now, because you allowed it. You may come back here on any day."
        )
    for page in (agreed(words), agreed(words, "close"), agreed(words, "close", sure="1")):
        assert elsewhere in page.partition("<h2")[0]
        assert not re.search("[Cc]errar mi caso|caso abajo|Tu caso está cerrado", page.partition("<template")[0])
    assert Case.objects.get().state == TRANSFERRED


def test_when_she_takes_everything_back_the_case_goes_too(house: Letters, words: str, case: Case) -> None:
    other = a_case(house)
    withdraw(Thread.objects.get())
    assert [each.pk for each in Case.objects.all()] == [other.pk]
    assert not SealedField.objects.filter(ring=case.ring).exists()
    assert not Wrap.objects.filter(case_key__ring=case.ring).exists()


def test_new_words_show_it_and_the_old_ones_nothing(house: Letters, words: str, case: Case) -> None:
    client = Client()
    ticket = hidden(her_page(client, words), "t")
    page = client.post(f"/{WORDS['back_change']}", {"p": words, "t": ticket}).content.decode()
    fresh = unescape(hidden(page, "w"))
    client.post(f"/{WORDS['back_change']}", {"p": words, "w": fresh, "t": hidden(page, "t")})
    assert NAME in agreed(fresh)
    receipt = receipt_of_text(words, "es")
    assert opened_with_words(bytes(Case.objects.get().her_box or b""), receipt.secret) is None


@pytest.mark.parametrize("prefix", ["", "/pt", "/en"])
def test_the_page_is_as_long_whether_there_is_a_case_or_none(house: Letters, prefix: str) -> None:
    lengths = set()
    ana = person(house, "ana")
    for how in ("none", "small", "large"):
        words = " ".join(letter(Client(), "Lo que escribí."))
        thread = max(Thread.objects.all(), key=lambda each: (each.ring not in lengths, each.pk == 0))
        thread = next(each for each in Thread.objects.all() if not Case.objects.filter(her_ring=each.ring).exists())
        if how != "none":
            long = Answer("&<ñ😀" * 300) if how == "large" else Answer("Algo")
            answers = {"plan_next": Answer("El jueves"), "plan_steps": long, "plan_goals": long}
            case = desk.begin_case(desk.get_thread(ana, thread.reference), answers=answers, agreed="written", by=ana)
            for number in range(14 if how == "large" else 1):
                said = Said("share_for_referral", "yes", recipient_named(f"Casa {number}", is_state=False),
                            f"Casa de ejemplo número {number}", frozenset({"need_summary"}), "written")  # fmt: skip
                write_permission(case, said=said, by=ana)
            cases.open_case(case, by=ana)
        client = Client()
        ticket = hidden(her_page(client, words, prefix=prefix), "t")
        page = client.post(f"{prefix}/{WORDS['back_case']}", {"p": words, "t": ticket})
        assert page.status_code == 200
        lengths.add(len(page.content))
        if how == "none":
            Thread.objects.all().delete()
    assert len(lengths) == 1, lengths


def test_a_thread_with_a_case_stays_as_long_as_the_case(house: Letters, words: str, case: Case) -> None:
    Thread.objects.update(expires_on=clock.today() - timedelta(days=1))
    assert not [each for each in retention.due(clock.now()) if isinstance(each, Thread)]
    assert Thread.objects.get().expires_on > clock.today() + timedelta(days=settings.LETTER_DAYS - 2)
    Thread.objects.update(expires_on=date(2020, 1, 1))
    Case.objects.update(her_ring="")
    assert [each for each in retention.due(clock.now()) if isinstance(each, Thread)]


def test_who_came_in_gets_words_once_and_sees_her_page(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    words = " ".join(give_words(case, by=ana))
    assert "Se está preparando" in agreed(words), "nothing of it is made before somebody opens the case"
    cases.open_case(case, by=ana)
    assert NAME in agreed(words)
    with pytest.raises(Denied, match="Ya tiene palabras"):
        give_words(case, by=ana)
    with pytest.raises(Hidden):
        give_words(a_case(house), by=person(house, "berta"))


def test_a_thread_of_words_given_reads_whoever_reads_the_case(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    give_words(case, by=ana)
    thread = Thread.objects.get()
    assert desk.get_thread(ana, thread.reference) == thread
    for name in ("berta", "carla"):
        with pytest.raises(Hidden):
            desk.get_thread(person(house, name), thread.reference)


def test_nothing_of_her_page_lies_in_clear(house: Letters, words: str, case: Case) -> None:
    agreed(words, "say", name="Yulieth de ejemplo")
    box, word = bytes(case.her_box or b""), bytes(Word.objects.get().box)
    for told in (NAME, "Clínica Ejemplo", SUMMARY[:20], "Yulieth", "share_for_referral"):
        assert told.encode() not in box + word
    assert ALL_OF_IT
