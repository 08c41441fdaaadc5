"""Supervision: a case is looked at without who she is, and nothing sealed of her stands on the page."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases, parts, supervision, tasks
from amparo.casework.models import Case, Supervised
from amparo.casework.queries import cases as queries
from amparo.casework.queries.reading import reading_of
from amparo.casework.queries.today import day_of
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer, questions
from amparo.vault.actions.readers import confirm_reader, retire_reader
from amparo.vault.models import Reader
from tests.cases import FEAR, HOURS, NAME, NUMBER, WORD, a_case, a_reachable_case, a_task, person
from tests.letters import Letters, a_house_for_letters, opened_client, own_key
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default"])
TOLD = "La casera de ejemplo subió la renta"
SEALED = {
    "contact_name": "Yuliana", "contact_others": "Su amiga Yoli", "contact_if_other": "Es por el encargo de tamales",
    "own_words": "Soy Yuli y ya", "safety_people": "La tía Carmela no debe saber", "languages": "Wayuunaiki",
    "need_words": "Un cuarto con llave", "safety_leave": "Donde Yoli con la mochila",
}  # fmt: skip
LEGAL = "Robustiano"
PLAN = (
    "Robustiano no. Yuli pide el turno con Yoli y Carmela, al 0990 000 111. Clave girasol. Ir el viernes al registro."
)


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def a_full_case(house: Letters, by: str = "berta") -> Case:
    """Berta's, with every kind of words in it. Ana coordinates."""
    more = {code: Answer(text) for code, text in SEALED.items()}
    case = a_reachable_case(house, by, **more, plan_steps=Answer(PLAN))
    task = a_task(house, case, by=by, what="Llamar a Yuli por el turno")
    told = f"{TOLD}, y {FEAR}"
    tasks.finish_task(case, reference=task.reference, outcome="reached", told=told, by=person(house, by))
    a_task(house, case, "ask_service", by=by, what="Preguntar por Yuliana en el registro")
    parts.add_part(case, kind="note", answers={"note_text": Answer(TOLD)}, by=person(house, by))
    legal = {next(iter(questions("legal_name"))): Answer(LEGAL)}
    parts.add_part(case, kind="legal_name", answers=legal, by=person(house, by))
    return case


def supervised(house: Letters, case: Case) -> None:
    supervision.share_for_supervision(case, reader=house.readers["ana"], by=person(house, "berta"))


def identities() -> list[str]:
    """What must stand nowhere: whole answers, and each word by which she is known."""
    words = ["Yuli", "Yuliana", "Yoli", "Carmela", "Wayuunaiki", "girasol", "tamales", "0990", "casera", "mochila"]
    return [NAME, NUMBER, FEAR, WORD, HOURS, TOLD, *SEALED.values(), *words]


def test_the_page_tells_how_it_goes_and_nothing_of_who_she_is(house: Letters) -> None:
    case = a_full_case(house)
    own = opened_client(house.cast.berta).get(reverse("case", args=[case.reference])).content.decode()
    assert [each for each in identities() if each not in own] == [], "the look finds what stands on the whole page"
    supervised(house, case)
    page = opened_client(house.cast.ana).get(reverse("case_quality", args=[case.reference]))
    text = page.content.decode()
    assert page.status_code == 200
    assert [each for each in [*identities(), LEGAL] if each.casefold() in text.casefold()] == []
    for each in ("Ir el viernes al registro", "Ask a service", "We spoke with her", "pide el turno con", "···"):
        assert each in text
    assert "It is known how to reach her" in text


def test_for_who_supervises_the_case_itself_does_not_exist(house: Letters) -> None:
    case, ana = a_full_case(house), person(house, "ana")
    supervised(house, case)
    browser = opened_client(house.cast.ana)
    for name in ("case", "case_move", "case_close", "case_task_add", "case_note_add", "case_share", "case_destroy"):
        where = reverse(name, args=[case.reference])
        assert browser.get(where).status_code in {302, 404}, name  # 302: a form alone leads to the page of the case
        assert browser.post(where).status_code == (405 if name == "case" else 404), name
    for act in (
        lambda: cases.open_case(case, by=ana),
        lambda: cases.write_answers(case, answers={"need_words": Answer("x")}, seen={}, by=ana),
        lambda: parts.add_part(case, kind="note", answers={}, by=ana),
        lambda: cases.share(case, reader=house.readers["carla"], by=ana),
        lambda: cases.leave(case, by=ana),
        lambda: cases.destroy(case.reference, by=ana),
        lambda: supervision.share_for_supervision(case, reader=house.readers["carla"], by=ana),
    ):
        with pytest.raises(Hidden):
            act()
    assert queries.list_of(ana)[0] == []
    assert day_of(ana, today=clock.today()).for_her == []
    own = opened_client(house.cast.berta).get(reverse("case", args=[case.reference])).content.decode()
    assert "looks at how it goes, without who she is." in own


def test_who_supervises_is_nobody_to_whom_something_is_given_and_no_last_reader(house: Letters) -> None:
    case, berta = a_full_case(house), person(house, "berta")
    supervised(house, case)
    assert [each.user for each in reading_of(case).people] == [house.cast.berta]
    with pytest.raises(Denied, match="only one who reads"):
        cases.leave(case, by=berta)
    with pytest.raises(ValueError, match="only who reads"):
        cases.assign(case, to=house.cast.ana, by=berta)


def test_only_with_who_supervises_never_who_was_left_out_and_not_without_her_yes(house: Letters) -> None:
    case, berta = a_full_case(house), person(house, "berta")
    with pytest.raises(Denied, match="supervises or coordinates"):
        supervision.share_for_supervision(case, reader=house.readers["carla"], by=berta)
    silent = a_case(house, "berta", agreed="")
    with pytest.raises(Denied):
        supervised(house, silent)
    from amparo.access.reporting.actions import desk

    letter = written("La coordinadora, no.", roles=("coordinator",))
    begun = desk.begin_case(desk.get_thread(berta, letter.reference), answers={}, agreed="written", by=berta)
    with pytest.raises(Denied, match="left out"):
        supervised(house, begun)
    assert not Supervised.objects.exists()


def test_looking_is_in_the_trail_and_it_ends_for_good(house: Letters) -> None:
    case, ana = a_full_case(house), person(house, "ana")
    supervised(house, case)
    supervision.open_quality(case, by=ana)
    supervision.end_supervision(case, by=ana)
    verbs = [each.verb for each in Act.objects.filter(target=f"case:{case.reference}").order_by("number")]
    assert verbs[-3:] == ["case.shared_for_supervision", "case.quality_opened", "case.supervision_ended"]
    for act in (lambda: supervision.open_quality(case, by=ana), lambda: cases.open_case(case, by=ana)):
        with pytest.raises(Hidden):
            act()
    with pytest.raises(Denied, match="left out"):
        supervised(house, case)
    other = a_full_case(house)
    supervised(house, other)
    supervision.end_supervision(other, reader=house.readers["ana"], by=person(house, "berta"))
    with pytest.raises(Hidden):
        supervision.open_quality(other, by=person(house, "ana"))


def test_who_reads_it_looks_first_at_what_will_be_seen(house: Letters) -> None:
    case, berta = a_full_case(house), opened_client(house.cast.berta)
    where, to = reverse("case_supervise", args=[case.reference]), {"reader": house.readers["ana"].reference}
    asked = berta.post(where, to).content.decode()
    assert "What she will see" in asked
    assert not Supervised.objects.exists()
    assert "Yuli" not in asked
    assert berta.post(where, to | {"sure": "1"}).status_code == 302
    assert Supervised.objects.get().user == house.cast.ana
    assert berta.post(where, {"reader": house.readers["carla"].reference}).status_code == 404
    assert "Cases to look at" in opened_client(house.cast.ana).get(reverse("case_load")).content.decode()
    end = reverse("case_supervise_end", args=[case.reference])
    assert berta.post(end, to).status_code == 302
    assert not Supervised.objects.exists()


def test_who_does_not_supervise_finds_no_such_page(house: Letters) -> None:
    case = a_full_case(house)
    supervised(house, case)
    where = reverse("case_quality", args=[case.reference])
    assert opened_client(house.cast.carla).get(where).status_code == 404
    assert opened_client(house.cast.berta).get(where).status_code == 404


def test_with_a_new_key_who_supervises_may_look_again_and_the_desk_says_so(house: Letters) -> None:
    """The row that she looks stays when a key goes: sharing it once more was an error of the house."""
    case, berta = a_full_case(house), opened_client(house.cast.berta)
    supervised(house, case)
    retire_reader(house.readers["ana"], by=accounts.SERVER)
    own_key(house.cast.ana)
    fresh = Reader.objects.exclude(pk=house.readers["ana"].pk).get(user=house.cast.ana)
    confirm_reader(fresh, by=accounts.SETUP, seen=fresh.fingerprint)
    where, to = reverse("case_supervise", args=[case.reference]), {"reader": fresh.reference, "sure": "1"}
    with pytest.raises(Hidden):
        supervision.open_quality(case, by=person(house, "ana"))
    assert berta.post(where, to).status_code == 302
    assert "Ana has another key since." in berta.get(reverse("case", args=[case.reference])).text
    assert supervision.open_quality(case, by=person(house, "ana"))
    assert Supervised.objects.count() == 1
    assert berta.post(where, to).status_code == 404, "she looks at it already"


def test_who_reads_for_a_time_lets_nobody_look(house: Letters) -> None:
    case, soon = a_full_case(house), clock.now() + timedelta(hours=3)
    cases.share(case, reader=house.readers["carla"], until=soon, by=person(house, "berta"))
    with pytest.raises(Denied, match="for a time"):
        supervision.share_for_supervision(case, reader=house.readers["ana"], by=person(house, "carla"))
    assert not Supervised.objects.exists()
