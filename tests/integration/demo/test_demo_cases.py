"""The cases of the made-up town: whatever casework can do has left something that a visitor can look at."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from amparo.casework.actions import cases, exports
from amparo.casework.actions.alike import look_for
from amparo.casework.actions.certificates import read_certificates
from amparo.casework.actions.parts import add_part
from amparo.casework.models import Case, Certificate, Part, Word
from amparo.casework.policies.young import yes_to
from amparo.casework.queries.load import cards_for, load_of
from amparo.casework.queries.permissions import kinds_asked, permissions_in
from amparo.casework.queries.requests import EXPORT, requests_of
from amparo.casework.queries.slips import groups
from amparo.casework.queries.transfer import on_its_way
from amparo.commons import clock
from amparo.commons.accounts.queries import person_named
from amparo.evidence.models import Observation
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code
from amparo.vault.models import CodedRow, SealedField
from amparo.vault.queries.parts import BODY
from tests.letters import with_open_key
from tests.made_up_town import taken_back

pytestmark = [pytest.mark.walk, pytest.mark.django_db(databases=["default", "evidence"])]
NEVER_LAID: dict[str, dict[str, str]] = {
    "case_part": {},
    "export_kind": {},
    "consent_kind": {
        "evidence_use": "it is asked of papers, one by one, and no paper is kept in a case yet",
        "publish_story": "it is asked of a text that she approved, and none is kept in a case yet",
    },
}
SEALED = 1_792 + 28  # a part, filled up, with what sealing adds
WHO = ("rosa", "clara", "nora", "ema", "maya", "vera", "delia", "olga")


@pytest.fixture(scope="module")
def people(told: str, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Whoever accompanies, with her key open by the passphrase that the terminal told."""
    phrases = dict(re.findall(r"^\s+\S+\s+([a-z]+)\s.*\s((?:[a-z]+-){4}\d\d)$", told, re.MULTILINE))
    with django_db_blocker.unblock(), taken_back():
        yield {name: with_open_key(account(name), phrases[name]) for name in WHO}


def account(name: str) -> Any:
    return person_named(name)


def hers(person: Any) -> list[Case]:
    """Her cases, open and closed, in the order of her list."""
    return [line.case for closed in (False, True) for line in cases.list_cases(by=person, closed=closed)[0]]


def named(person: Any, name: str) -> Any:
    """A case of hers, opened, by what she wants to be called."""
    found = (cases.open_case(case, by=person) for case in hers(person))
    return next(each for each in found if each.name == name)


def laid(people: dict[str, Any]) -> dict[str, set[str]]:
    """The codes of each list that somebody here finds in a case, or among what leaves."""
    found: dict[str, set[str]] = {name: set() for name in NEVER_LAID}
    for person in people.values():
        for case in hers(person):
            parts = cases.open_case(case, by=person).parts
            found["case_part"] |= {each.kind for each in parts} - {""}
            found["consent_kind"] |= {each.kind for each in permissions_in(parts)}
        found["export_kind"] |= {each.note["kind"] for each in requests_of(person, EXPORT)}
    return found


def test_every_kind_is_laid_or_says_why_not(people: dict[str, Any]) -> None:
    found = laid(people)
    for name, reasons in NEVER_LAID.items():
        assert set(by_code(name)) - found[name] == set(reasons), name
        assert all(len(reason) > 20 for reason in reasons.values())


def test_the_size_of_a_part_does_not_tell_what_it_is(people: dict[str, Any]) -> None:
    """Nor whether something happened to her: each part is as long as any other, but where words are many."""
    assert set(by_code("case_part")) == laid(people)["case_part"]
    assert sizes() == {SEALED}
    case = named(people["rosa"], "Kiara, ejemplo").case
    words = Answer("Palabras de ejemplo, muchas. " * 100)
    add_part(case, kind="note", answers={"note_text": words}, by=people["rosa"])
    assert len(sizes()) == 2  # the control


def sizes() -> set[int]:
    """How long the parts are that lie in the database."""
    return {len(box) for box in SealedField.objects.filter(name=BODY).values_list("box", flat=True)}


@pytest.mark.usefixtures("people")
def test_what_is_never_laid_has_no_page_either() -> None:
    assert set(by_code("consent_kind")) - set(kinds_asked()) == set(NEVER_LAID["consent_kind"])


def test_the_first_cases_of_each_are_those_that_the_tests_of_the_pages_open(people: dict[str, Any]) -> None:
    def first(name: str, most: int) -> list[str]:
        return [line.name for line in cases.list_cases(by=people[name])[0][:most]]

    assert first("rosa", 3) == ["Kiara, ejemplo", "Maritza, ejemplo", "Dani, ejemplo"]
    assert first("clara", 2) == ["Maritza, ejemplo", "Dani, ejemplo"]
    assert first("ema", 9) == first("maya", 9) == ["Kiara, ejemplo"]
    assert [len(hers(people[name])) for name in ("vera", "olga")] == [1, 0]


def test_six_are_counted_and_went_through_the_door(people: dict[str, Any]) -> None:
    """By hand: Kiara, Ari, Sole, Yenni, Abril and Luna allow it; Kiara, Abril and Luna told an incident."""
    assert CodedRow.objects.count() == 6
    counted = Observation.objects.filter(batch__source="cases")
    assert counted.filter(whole=None).count() == 6
    assert counted.exclude(whole=None).count() == 3  # of Kiara's two the newest


def test_slips_are_enough_to_be_shown(told: str) -> None:
    (group,) = groups(today=clock.today())
    assert group.slips == 6
    assert group.counts["slip_heard"] == {"fully": 5, "partly": 1, "not_at_all": 0}
    assert len(group.counts) == 5, "each question was answered by five or more"


def test_one_is_on_its_way_and_one_is_gone(people: dict[str, Any]) -> None:
    sent = on_its_way(named(people["rosa"], "Yenni, ejemplo").parts)
    assert sent is not None
    assert sent.more["to"] == "Casa Lejana, ejemplo"
    assert Certificate.objects.count() == 1
    for name, count in (("rosa", 1), ("clara", 1), ("nora", 0)):
        assert len(read_certificates(by=people[name])) == count, name


def test_the_table_of_gbvims_is_taken_by_rosa_and_opened_by_olga(people: dict[str, Any]) -> None:
    now = clock.now()
    (asked,) = (each for each in requests_of(people["rosa"], EXPORT) if each.note["kind"] == "gbvims")
    made = exports.write_export(asked.row, by=people["rosa"], now=now, language="es")
    assert (made.count, made.left_out) == (2, 0)
    text = exports.open_received(by=people["olga"], box=made.box).decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 6 + 1 + 1 + 2, "the mark, an empty line, the heads, two incidents"
    assert not any(name in text for name in ("Abril", "Luna"))


def test_a_second_person_said_yes_for_dani_and_another_yes_waits(people: dict[str, Any]) -> None:
    dani = named(people["rosa"], "Dani, ejemplo")
    (allowed,) = (each for each in permissions_in(dani.parts) if each.kind == "share_for_referral")
    assert yes_to(dani, "transfer", allowed.part.reference, on=clock.today()) is not None
    waits = [each.more["act"] for each in dani.of_kind("second_yes") if not each.more.get("yes_by")]
    assert waits == ["share_outside"]


def test_she_took_one_back_and_changed_her_name_on_her_own_page(people: dict[str, Any]) -> None:
    found = named(people["nora"], "Ariadna, ejemplo")
    taken = [each.kind for each in permissions_in(found.parts) if each.by_herself]
    assert taken == ["alert_peers"]
    assert found.she_changed, "nobody has asked her yet whether it was she"


def test_what_she_said_waits_sealed_until_somebody_opens_her_case(told: str) -> None:
    assert Word.objects.count() == 1
    assert Part.objects.filter(ended_on=clock.today() - timedelta(days=1)).exists()


def test_whoever_looks_for_her_finds_her_by_sound_and_by_number(people: dict[str, Any]) -> None:
    for text in ("Chiara", "000000098"):
        assert {each.case.reference for each in look_for(text, by=people["rosa"]).hers} == {
            named(people["rosa"], "Kiara, ejemplo").case.reference
        }, text


def test_the_load_says_who_has_rest_to_take(people: dict[str, Any]) -> None:
    today = clock.today()
    due = {name: load_of(people["clara"], people[name], today=today).rest_is_due for name in ("rosa", "nora", "clara")}
    assert due == {"rosa": True, "nora": True, "clara": False}
    assert cards_for(people["clara"], today=today)[people["rosa"].pk].night == today - timedelta(days=1)
