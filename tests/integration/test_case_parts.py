"""What belongs to a case: sealed whole, its kind too; two who write beside each other keep both."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest

from amparo.casework.actions import cases, parts
from amparo.casework.actions.blanks import MOST, lay_blanks
from amparo.casework.models import Case, Part
from amparo.casework.queries.carrying import documents_of
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer, digest_of, sections
from amparo.formats.codes import by_code
from amparo.vault.actions.fields import Past
from amparo.vault.models import SealedField
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.parts import BODY
from tests.cases import a_case, person, rows_as_text
from tests.letters import Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)
TOLD = "La casera de ejemplo subió la renta"


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def a_note(house: Letters, case: Case, text: str = TOLD, **more: Any) -> Part:
    answers = {"note_text": Answer(text)}
    return parts.add_part(case, kind="note", answers=answers, by=person(house, "ana"), now=NOW, **more)


def opened(house: Letters, case: Case, name: str = "ana") -> Any:
    return cases.open_case(case, by=person(house, name))


def test_it_is_read_by_whoever_reads_the_case(house: Letters) -> None:
    case = a_case(house)
    a_note(house, case, more={"rule": "one"}, due_on=date(2026, 12, 1))
    (note,) = opened(house, case).of_kind("note")
    assert (note.said("note_text"), note.at, note.on) == (TOLD, NOW, date(2026, 11, 20))
    assert (note.more["rule"], note.part.due_on, note.is_over) == ("one", date(2026, 12, 1), False)
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    assert opened(house, case, "berta").of_kind("note")[0].said("note_text") == TOLD


def test_a_dump_tells_neither_its_words_nor_its_kind(house: Letters) -> None:
    a_note(house, a_case(house))
    lying = rows_as_text(Part, SealedField, Act)
    assert "case.part_written" in lying, "the look finds what does lie in clear"
    assert not [each for each in (TOLD, "note", "15:40") if each in lying]


def test_moved_to_another_part_it_opens_nowhere(house: Letters) -> None:
    case = a_case(house, agreed="")
    one, two = a_note(house, case), a_note(house, case, "Otra cosa")
    box = SealedField.objects.get(thing=one.reference).box
    SealedField.objects.filter(thing=two.reference, name=BODY).update(box=box)
    kinds = {each.reference: each.kind for each in opened(house, case).parts}
    assert kinds == {one.reference: "note", two.reference: ""}


def test_who_changes_it_meanwhile_is_not_written_over(house: Letters) -> None:
    case = a_case(house)
    note = a_note(house, case)
    was = {"note_text": digest_of(Answer(TOLD))}
    ana = person(house, "ana")

    def change(text: str) -> None:
        answers = {"note_text": Answer(text)}
        parts.change_part(case, reference=note.reference, kind="note", answers=answers, was=was, by=ana)

    change("La subió el lunes")
    with pytest.raises(Past) as past:
        change("La subió el martes")
    assert past.value.names == ["note_text"]
    assert opened(house, case).of_kind("note")[0].said("note_text") == "La subió el lunes"
    change("La subió el lunes")  # the same again is no conflict


def test_nobody_else_and_no_closed_case(house: Letters) -> None:
    case, other = a_case(house), a_case(house)
    note = a_note(house, case)
    berta, ana = person(house, "berta"), person(house, "ana")
    for act in (
        lambda: parts.add_part(case, kind="note", answers={}, by=berta),
        lambda: parts.change_part(case, reference=note.reference, kind="note", answers={}, by=berta),
        lambda: parts.end_part(case, reference=note.reference, by=berta),
        lambda: parts.change_part(other, reference=note.reference, kind="note", answers={}, by=ana),
        lambda: parts.end_part(other, reference=note.reference, by=ana),
    ):
        with pytest.raises(Hidden):
            act()
    cases.close(case, reason="agreed", by=ana)
    with pytest.raises(Denied):
        a_note(house, case)


def test_what_is_no_answer_or_no_kind_is_an_error(house: Letters) -> None:
    case, ana = a_case(house, agreed=""), person(house, "ana")
    before = Part.objects.count()
    for kind, answers in (("rumour", {}), ("note", {"note_txt": Answer("x")}), ("note", {"note_text": Answer(7)})):
        with pytest.raises(ValueError, match=r"no kind|no question|no answer"):
            parts.add_part(case, kind=kind, answers=answers, by=ana)
    assert Part.objects.count() == before


def test_it_goes_with_the_case(house: Letters) -> None:
    case = a_case(house)
    a_note(house, case)
    cases.destroy(case.reference, by=person(house, "ana"))
    assert not Part.objects.exists()
    assert not SealedField.objects.exists()


def test_however_many_there_are_a_case_opens_in_as_many_questions(
    house: Letters, django_assert_max_num_queries: Any
) -> None:
    case = a_case(house, agreed="")
    for number in range(12):
        a_note(house, case, f"Nota {number}")
    ana = person(house, "ana")
    with django_assert_max_num_queries(35):
        assert len(cases.open_case(case, by=ana).parts) == 12


def test_every_kind_has_its_questions() -> None:
    assert all(sections(kind) for kind in by_code("case_part"))


def test_a_case_has_parts_that_hold_nothing_and_nobody_meets_them(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    known = {each.reference for each in opened(house, case).parts}
    blank = set(case.parts.values_list("reference", flat=True)) - known
    assert 1 <= len(blank) <= MOST
    a_note(house, case)
    assert not blank & {each.reference for each in opened(house, case).parts}
    seeds = case_seeds(ana, case.ring)
    taken_along = [each for each in documents_of(case, seeds, []) if each["item"] == "part"]
    assert {each["reference"] for each in taken_along} == set(case.parts.values_list("reference", flat=True)) - blank
    for reference in blank:
        with pytest.raises(Hidden):
            parts.end_part(case, reference=reference, by=ana)


def test_how_many_hold_nothing_is_drawn(house: Letters) -> None:
    """Each number as often as any other, and all as long as a part that says little."""
    case = a_case(house)
    seed, drawn, rng = case_seeds(person(house, "ana"), case.ring)[1], [], Random(7)
    for _ in range(120):
        before = set(case.parts.values_list("reference", flat=True))
        lay_blanks(case, seed, rng=rng)
        drawn.append(len(set(case.parts.values_list("reference", flat=True)) - before))
    assert set(drawn) == set(range(1, MOST + 1))
    assert max(drawn.count(each) for each in set(drawn)) < 25
    boxes = SealedField.objects.filter(thing__in=case.parts.values("reference"))
    assert len({len(each.box) for each in boxes}) == 1
