"""Every page that the team can open, for each person: on which does a word stand that is sealed in a case?

The look goes over every address, with nothing sent and with something sent, also to those pages that ask whether one
is sure. What each may read is written here by hand. The look first shows that it finds a fault: with the one list that
the guards ask laid open, it names who would read what.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from amparo.casework.actions import cases
from amparo.casework.actions.parts import add_part
from amparo.casework.models import Case
from amparo.casework.policies import areas
from amparo.formats.access import SEALED
from amparo.formats.case_questions import Answer
from amparo.vault.models import Reader
from tests.access_asking import address_of, asked
from tests.access_walk import ALL_WORDS, Walked, walk, walked
from tests.cast import make_cast
from tests.integration.test_access_matrix import ROWS
from tests.letters import with_open_key
from tests.matrix_house import WORDS, House, make_house
from tests.matter_house import MATTER_WORDS

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
STORY = {"rita", "lucia", "olga"}
MAY_READ = {
    "called": {"rita", "lucia", "paz", "gema", "olga"},
    "identity": {"rita", "lucia", "paz", "olga"},
    "need": {"rita", "lucia", "paz", "gema", "olga"},
    "narrative": STORY,
    "note": STORY,
    "summary": STORY,
    "agreed": {"rita", "lucia", "paz", "gema", "olga"},
    "incident": STORY,
    "screen": STORY,
    "legal": STORY,  # on the one page that shows it, once, for a reason
    "own_of_rita": {"rita"},
    "own_of_gema": {"gema"},
    **{what: {"lucia"} for what in MATTER_WORDS},  # between her and her lawyer
}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        yield make_house(make_cast())
        transaction.set_rollback(True, using="default")


def without_token(page: str) -> str:
    """A page without the token against forged forms, which is drawn anew each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def without_names(page: str, case: Case) -> str:
    """A page without what is drawn by chance: opaque names, the number of an answer, the order of cases of one day."""
    page = re.sub(r"\b[0-9a-f]{16}\b", "REF", without_token(page)).replace(case.reference[:4], "REF4")
    page = re.sub(r'(name="number" value=)"\d+"', r"\1", page)
    return re.sub(r"(<li>.*?</li>){2,}", lambda items: "".join(sorted(re.findall(r"<li>.*?</li>", items[0]))), page)


def who_reads_what(house: House, look: Callable[..., Walked], rows: Any = ROWS) -> dict[str, set[str]]:
    """By word, everybody on one of whose pages it stands."""
    pages = [look(house, row, verb).words for row, verb in rows]
    return {what: {name for page in pages for name, words in page.items() if what in words} for what in ALL_WORDS}


@pytest.mark.walk
@pytest.mark.timeout(600)  # by itself it asks all that the table of addresses asks
@pytest.mark.by_turns
def test_a_sealed_word_stands_on_the_pages_of_those_who_may_read_it_and_on_no_other(house: House) -> None:
    found = who_reads_what(house, walked)
    tere = {"tere"}  # a case of her own says the same words, and is hers
    assert {what: people - tere for what, people in found.items()} == MAY_READ


def test_the_look_finds_a_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every area laid open to everybody who has a key: then the peer reads the story, and the supervisor the name."""
    monkeypatch.setattr(areas, "readable", lambda held: SEALED if list(held) else frozenset())
    found = who_reads_what(house, walk, [each for each in ROWS if each[0] in {"case", "case_own_notes"}])
    assert "sara" in found["called"] & found["identity"]
    assert "gema" in found["identity"] & found["narrative"]
    assert {"paz", "gema"} <= found["summary"]
    assert found["own_of_gema"] == {"gema"}, "what is for one person alone does not hang on the list"
    assert not found["identity"] & {"nadia", "eva", "flor", "iris", "mona", "nobody", "lena", "shut", "closed"}


@pytest.mark.parametrize("name", ["paz", "gema", "sara"])
def test_nothing_tells_whether_something_stands_where_she_does_not_read(house: House, name: str) -> None:
    """Two cases, one of which holds more: her pages of both are the same, byte for byte."""
    full = {
        "paz": {"safety_fear": Answer("x"), "plan_next": Answer("y")},
        "gema": {"contact_where": Answer("x"), "gender": Answer(("trans_woman",)), "plan_next": Answer("y")},
        "sara": {"name_used": Answer("x"), "need_words": Answer("y"), "safety_fear": Answer("z")},
    }[name]
    pages = []
    for answers in ({}, full):
        with transaction.atomic(using="default"):
            rita = with_open_key(house.people["rita"])
            case = cases.begin_case(answers=answers, agreed="written", by=rita)
            cases.share(case, reader=Reader.objects.get(user=house.people[name]), by=rita)
            more = {"only": True} if name == "sara" else {}
            if answers:
                add_part(case, kind="note", answers={"note_text": Answer("una nota")}, more=more, by=rita)
            own, house.case = house.case, case
            rows = [row for row, verb in ROWS if verb == "GET" and re.match(r"case(_(?!permission_again).*)?$", row)]
            pages.append({row: without_names(asked(house, name, "GET", row).text, case) for row in rows})
            house.case = own
            transaction.set_rollback(True, using="default")
    assert pages[0] == pages[1]
    assert "REF" in pages[0]["case"]
    assert ('id="story"' in pages[0]["case"]) == (name != "sara"), "who reads none of it is not told that it is empty"


def test_the_address_of_her_case_is_asked_at_all(house: House) -> None:
    """A control: the look opens the page of the case, and Rita's has every word of the case but Gema's own."""
    page = asked(house, "rita", "GET", "case").text + asked(house, "rita", "GET", "case_own_notes").text
    assert {what for what, word in WORDS.items() if word in page} == set(WORDS) - {
        "own_of_gema",
        "incident",
        "screen",
        "legal",
    }
    assert house.case.reference in address_of(house, "case")
