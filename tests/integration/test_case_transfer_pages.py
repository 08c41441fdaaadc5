"""One case goes to another organisation, at the desk: shown first, handed over as a file, refused in sentences."""

import re
from typing import Any

import pyrage
import pytest
from django.urls import reverse

from amparo.casework.models import Case
from amparo.commons.audit.models import Act
from amparo.sealing.keys import fingerprint
from tests.cases import NAME, NUMBER, a_case
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.over_the_wire import hidden
from tests.transfers import IDENTITY, KEY, SUMMARY, THEIRS, allows, approved

pytestmark = [
    pytest.mark.django_db(databases=["default"]),
    pytest.mark.usefixtures("english"),
]


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def case(house: Letters) -> Case:
    return a_case(house)


def test_at_the_desk_it_is_shown_first_and_then_handed_over_as_a_file(house: Letters, case: Case) -> None:
    approved(house, case)
    permission = allows(house, case, "identity", "need_summary")
    ana = opened_client(house.cast.ana)
    page, address = (
        ana.get(reverse("case_transfer", args=[case.reference])),
        reverse("case_transfer", args=[case.reference]),
    )
    assert THEIRS in page.text
    said = {"permission": permission, "recipient": KEY, "aloud": fingerprint(KEY), "accepts": "on", "is_safe": "on"}
    first = ana.post(address, said)
    assert first.status_code == 200
    assert NAME in first.text
    assert SUMMARY in first.text
    assert NUMBER not in first.text
    assert fingerprint(KEY) in first.text
    assert not Act.objects.filter(verb="case.sent").exists(), "looking sends nothing"
    again = {name: hidden(first.text, name) for name in (*said, "sure")}
    file = ana.post(address, again)
    assert file["Content-Disposition"] == f'attachment; filename="{case.reference[:4]}.age"'
    assert file["Cache-Control"] == "no-store"
    assert NAME.encode() in pyrage.decrypt(file.content, [IDENTITY])
    assert f"It went to {THEIRS}" in ana.get(reverse("case", args=[case.reference])).text
    done = ana.post(reverse("case_arrived", args=[case.reference]), {"how": "Lo dijo Marta"}, follow=True)
    assert f"{THEIRS} has gone on with her since" in done.text.partition("<h2")[0], "at the top"
    assert "<summary>Where it stands" not in done.text, "there is no step that could be chosen"
    assert case.reference in ana.get(reverse("cases") + "?cerrados=1").text
    assert case.reference not in ana.get(reverse("cases")).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"aloud": "1a2b 3c4d 5e6f 7a8b"}, "That is not this key"),
        ({"recipient": "age1nonsense"}, "This is no age key"),
        ({"recipient": ""}, "Their key is missing"),
        ({"aloud": ""}, "Ring them first"),
        ({"accepts": ""}, "not said that they take it"),
        ({"permission": "0123456789abcdef"}, "lets nothing through any more"),
    ],
)
def test_the_page_refuses_in_a_sentence_and_keeps_what_was_typed(
    house: Letters, case: Case, wrong: Any, sentence: str
) -> None:
    permission = allows(house, case, "identity")
    said = {"permission": permission, "recipient": KEY, "aloud": fingerprint(KEY), "accepts": "on", "is_safe": "on"}
    address = reverse("case_transfer", args=[case.reference])
    for sure in ({}, {"sure": "1"}):
        answer = opened_client(house.cast.ana).post(address, said | wrong | sure)
        assert answer["Content-Type"].startswith("text/html")
        assert re.search(sentence, answer.text)
    assert not Act.objects.filter(verb="case.sent").exists()


def test_where_nothing_can_go_the_page_says_why_and_asks_nothing(house: Letters, case: Case) -> None:
    page = opened_client(house.cast.ana).get(reverse("case_transfer", args=[case.reference])).text
    assert "She has allowed nobody by name" in page
    assert 'name="recipient"' not in page


def test_whoever_does_not_read_the_case_finds_no_page(house: Letters, case: Case) -> None:
    for name in ("case_transfer", "case_arrived"):
        assert opened_client(house.cast.berta).post(reverse(name, args=[case.reference])).status_code == 404
