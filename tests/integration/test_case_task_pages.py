"""The pages of tasks: how to reach her stands above, a refusal is in words, and nothing that was written is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases
from amparo.casework.models import Case
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from tests.cases import HOURS, NUMBER, WORD, a_reachable_case, a_task, allows_way, person
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.over_the_wire import hidden

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def opened(house: Letters, case: Case, name: str = "ana") -> Any:
    return cases.open_case(case, by=person(house, name))


def sent(page: Any, **more: Any) -> dict[str, Any]:
    return {"seen": hidden(page.content.decode(), "seen"), **more}


def test_the_pages_say_how_to_reach_her_before_and_refuse_in_words(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    add, on = reverse("case_task_add", args=[case.reference]), str(clock.today())
    plan = {"task_kind": "call", "task_what": "Llamar por el cuarto", "who": opaque(house.cast.ana), "due": on}
    assert ana.post(add, sent(ana.get(add), **plan, every="0")).status_code == 302
    (task,) = opened(house, case).of_kind("task")
    where = reverse("case_task", args=[case.reference, task.reference])
    page = ana.get(where).content.decode()
    for each in ("Before you reach out to her", NUMBER, HOURS, WORD, "Llamar por el cuarto"):
        assert each in page
    allows_way(house, case, answer="no")
    page = ana.get(where).content.decode()
    assert "Do not look for her this way now." in page
    assert NUMBER not in page, "what must not be used is not held out"
    done = ana.post(reverse("case_task_done", args=[case.reference, task.reference]), {"outcome": "reached"})
    assert done.status_code == 403
    assert "She took it back." in done.content.decode()
    again = ana.post(add, sent(ana.get(add), **plan, every="0"))
    assert again.status_code == 403
    assert "Llamar por el cuarto" in again.content.decode(), "nothing she wrote is lost"
    assert len(opened(house, case).of_kind("task")) == 1


def test_a_case_without_a_next_step_says_so_calmly(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    where = reverse("case", args=[case.reference])
    assert "No next step yet." in ana.get(where).content.decode()
    task = a_task(house, case)
    page = ana.get(where).content.decode()
    assert "No next step yet." not in page
    assert "Preguntar si hay cama" in page
    done = ana.post(reverse("case_task_done", args=[case.reference, task.reference]), {"outcome": "reached"})
    assert done["Location"] == where
    assert "No next step yet." in ana.get(where).content.decode()


def test_on_the_page_two_who_change_a_task_see_both_and_nothing_is_lost(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    task = a_task(house, case, "paper_work")
    where = reverse("case_task_change", args=[case.reference, task.reference])
    plan = {"task_kind": "paper_work", "who": opaque(house.cast.ana), "every": "0"}
    tomorrow = str(clock.today() + timedelta(days=1))
    page = ana.get(where)
    berta = opened_client(house.cast.berta)
    hers = sent(berta.get(where), **plan, task_what="De Berta", due=tomorrow)
    assert berta.post(where, hers).status_code == 302
    told = ana.post(where, sent(page, **plan, task_what="De Ana", due=str(clock.today() + timedelta(days=2))))
    text = told.content.decode()
    assert told.status_code == 409
    assert "De Berta" in text
    assert "De Ana" in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"task_kind": ""}, "Choose of which kind"),
        ({"due": ""}, "between today and two years"),
        ({"due": "2020-01-01"}, "between today and two years"),
        ({"due": "mañana"}, "Write the day like this"),
        ({"who": "user:ffffffffffffffff"}, "Choose somebody of the list"),
    ],
)
def test_what_is_missing_stands_beside_the_question(house: Letters, wrong: dict[str, str], says: str) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    add = reverse("case_task_add", args=[case.reference])
    plan = {"task_kind": "call", "task_what": "Algo", "who": opaque(house.cast.ana), "due": str(clock.today())}
    answer = ana.post(add, sent(ana.get(add), **{**plan, "every": "0", **wrong}))
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not opened(house, case).of_kind("task")


def test_her_key_shut_meanwhile_and_every_word_is_on_the_answer(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    task = a_task(house, case)
    del ana.cookies[settings.UNLOCK_COOKIE_NAME]
    for name, args, words in (
        ("case_task_add", [case.reference], {"task_what": "Una palabra larga de ejemplo"}),
        ("case_task_done", [case.reference, task.reference], {"told": "Una palabra larga de ejemplo"}),
    ):
        answer = ana.post(reverse(name, args=args), words)
        assert answer.status_code == 403
        assert "Una palabra larga de ejemplo" in answer.content.decode()
