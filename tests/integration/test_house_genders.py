"""Words of the house for who she says she is, from the form to what is counted; also one that is not offered now."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from amparo.casework.actions import cases, parts
from amparo.casework.models import Case
from amparo.casework.queries.coded import gender_group, row_of
from amparo.casework.queries.gbvims import rows_for
from amparo.casework.queries.permissions import data_of, recipient_named
from amparo.formats.case_questions import Answer
from amparo.formats.consent.permission import Consent, Scope, says_yes
from amparo.formats.gbvims.recorder import COLUMNS
from amparo.formats.gbvims.written import beside_csv
from tests.cases import a_case, person
from tests.genders import a_file
from tests.incidents import an_incident, at, client_of, text_of
from tests.letters import Letters, a_house_for_letters
from tests.over_the_wire import hidden

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
WHO = "Mesa de ejemplo"


@pytest.fixture
def house(cast: Any, settings: Any, tmp_path: Path) -> Letters:
    settings.GENDERS_FILE = a_file(tmp_path)
    return a_house_for_letters(cast)


def section(client: Client, case: Case) -> str:
    page = client.get(at("case_write", case, None, "person"))
    assert page.status_code == 200
    return page.content.decode()


def offered(page: str) -> list[tuple[str, bool, str]]:
    """The boxes of the question: code, whether it is ticked, and its words."""
    found = re.findall(r'<input type="checkbox" name="gender" value="([^"]*)"([^>]*)>\s*<span>([^<]*)', page)
    assert found, "no boxes of this question on the page"
    return [(code, "checked" in more, unescape(words)) for code, more, words in found]


def said(case: Case, house: Letters) -> Any:
    return cases.open_case(case, by=person(house, "ana")).answers["gender"].value


def send(client: Client, case: Case, *codes: str) -> Any:
    sent = {"seen": hidden(section(client, case), "seen"), "gender": list(codes)}
    return client.post(at("case_write", case, None, "person"), sent)


def test_a_word_of_the_house_is_offered_kept_and_shown(house: Letters) -> None:
    case, client = a_case(house), client_of(house, "ana")
    boxes = offered(section(client, case))
    assert [code for code, _ticked, _words in boxes] == [
        "trans_woman", "travesti", "woman", "trans_man", "man", "house_example", "own_words", "prefers_not",
        "does_not_know",
    ]  # fmt: skip
    assert ("house_example", False, "Palabra de ejemplo") in boxes
    assert send(client, case, "trans_woman", "house_example").status_code == 302
    assert said(case, house) == ("trans_woman", "house_example")
    assert "Mujer trans · Palabra de ejemplo" in text_of(client.get(at("case", case)))
    assert ("house_example", True, "Palabra de ejemplo") in offered(section(client, case))


@pytest.mark.parametrize(
    ("code", "words"),
    [("non_binary", "Persona no binaria"), ("house_old", "Palabra vieja"), ("house_lost_one", "lost one")],
)
def test_what_is_not_offered_any_more_stays_where_it_was_said(house: Letters, code: str, words: str) -> None:
    """Hidden by the house, hidden of its own, or gone from the file: written before, read and kept after."""
    old, other, client = a_case(house, gender=Answer((code,))), a_case(house), client_of(house, "ana")
    assert words in text_of(client.get(at("case", old)))
    assert (code, True, words) in offered(section(client, old))
    assert code not in [each for each, _ticked, _words in offered(section(client, other))], "of nobody else"
    assert send(client, old, code, "woman").status_code == 302
    assert said(old, house) == (code, "woman")
    assert send(client, old, "woman").status_code == 302
    assert said(old, house) == ("woman",), "she may take it back"


def test_what_is_no_word_of_any_house_is_refused(house: Letters) -> None:
    case, client = a_case(house), client_of(house, "ana")
    assert send(client, case, "woman", "example").status_code == 200
    assert "gender" not in cases.open_case(case, by=person(house, "ana")).answers


@pytest.mark.parametrize(
    ("codes", "group"),
    [
        (("house_example",), "others"), (("house_example", "woman"), "others"), (("house_lost_one",), "others"),
        (("house_example", "prefers_not"), "others"), (("house_example", "trans_woman"), "trans_feminine"),
    ],
)  # fmt: skip
def test_it_is_counted_among_others_and_adds_no_code(codes: tuple[str, ...], group: str) -> None:
    assert gender_group(Answer(codes)) == group
    assert row_of({"gender": Answer(codes)}, [])["codes"] == {"gender_group": [group]}


def test_for_gbvims_it_has_no_letter_and_is_counted_as_such(house: Letters) -> None:
    found = [a_case(house, gender=Answer(codes)) for codes in (("house_example",), ("house_old", "woman"))]
    consent = Consent("share_nonidentifiable_stats", recipient_named(WHO, is_state=False))
    yes = says_yes(consent, Scope(frozenset({"coded_only"})), "written", on=NOW, text="t")
    for case in found:
        parts.add_part(case, kind="permission", answers={}, more=data_of(yes, WHO), by=person(house, "ana"))
        an_incident(house, case)
    done = rows_for(person(house, "ana"), found, to=WHO, on=NOW)
    assert [row[COLUMNS.index("sex")] for row in done.rows] == ["", "F"]
    assert (done.tally.sex_not_mapped, done.tally.letter_says_less) == (1, {"own_words": 2})
    assert "house_" not in beside_csv(done.tally) + str(done.rows)
    assert 'the letter says less than she did,"Other, in my own words",2' in beside_csv(done.tally)
