"""The pages on which somebody reads whom to tell that she took it back, and writes what they answer."""

from typing import Any

import pytest
from django.urls import reverse

from amparo.casework.actions import calling_back, cases
from amparo.casework.models import Case
from amparo.casework.queries.calling_back import recalls_in
from amparo.commons.policy.policies import Hidden
from amparo.vault.actions.fields import Past
from tests.cases import a_case, person
from tests.integration.test_calling_back import TELL, answers, says_no, waits
from tests.letters import Letters, a_house_for_letters, hidden, opened_client
from tests.transfers import THEIRS, allows, sent

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def case(house: Letters) -> Case:
    return a_case(house)


def test_two_who_write_it_at_once_both_stand_on_the_page(house: Letters, case: Case) -> None:
    sent(house, case, allows(house, case, "identity"))
    says_no(house, case)
    client = opened_client(house.cast.ana)
    (one,) = recalls_in(cases.opened(person(house, "ana"), case).parts)
    address, seen = reverse("case_called_back", args=[case.reference, one.part.reference]), one.part.number
    assert TELL in client.get(address).text
    answers(house, case, "told", "Lo tomó Ema de ejemplo")
    with pytest.raises(Past):
        answers(house, case, "deleted", seen=seen)
    mine = {"back_answer": "deleted", "back_words": "Lo tomó Pía de ejemplo", "seen": seen}
    page = client.post(address, mine)
    assert page.status_code == 409
    assert "Lo tomó Ema de ejemplo" in page.text
    assert "Lo tomó Pía de ejemplo" in page.text
    again = client.post(address, mine | {"seen": hidden(page.text, "seen")})
    assert again.status_code == 302
    (one,) = recalls_in(cases.opened(person(house, "ana"), case).parts)
    assert (one.answer, one.words) == ("deleted", "Lo tomó Pía de ejemplo")


def test_the_page_takes_only_an_answer_of_the_list_and_only_of_hers(house: Letters, case: Case) -> None:
    sent(house, case, allows(house, case, "identity"))
    client, ana = opened_client(house.cast.ana), person(house, "ana")
    (part,) = cases.opened(ana, case).of_kind("transfer")
    address = reverse("case_called_back", args=[case.reference, part.reference])
    assert client.get(address).status_code == 404, "she allows it still"
    says_no(house, case)
    for wrong in ({}, {"back_answer": "gone"}, {"back_answer": "deleted"}):
        assert client.post(address, wrong | {"back_words": "Lo que escribí"}).status_code == 200
    assert waits(house, case) == [THEIRS]
    assert opened_client(house.cast.berta).get(address).status_code == 404
    with pytest.raises(Hidden):
        calling_back.say_answered(case, reference="0" * 16, answer="told", words="", seen=1, by=ana)


def test_the_page_of_the_case_says_why_it_cannot_have_arrived(house: Letters, case: Case) -> None:
    sent(house, case, allows(house, case, "identity"))
    client, page = opened_client(house.cast.ana), reverse("case", args=[case.reference])
    arrived = reverse("case_arrived", args=[case.reference])
    assert arrived in client.get(page).text
    says_no(house, case)
    told = client.get(page).text
    assert arrived not in told
    assert "so the case stays here. Tell them so, and ask them to delete it." in told
    after = client.post(arrived, {"how": "Lo dijo Marta de ejemplo"}, follow=True).text
    assert "so the case stays here. Tell them so" in after
    case.refresh_from_db()
    assert case.state == "opening"
