"""The list of who reads what: complete, without a hole, and as safe as it was decided. Written here by hand."""

import pytest

from amparo.commons.accounts import policies as accounts
from amparo.formats import access
from amparo.formats.case_questions import questions, sections
from amparo.formats.codes import LANGUAGES, by_code
from amparo.vault import policies as vault

# The decision: what each role does with what is sealed in a case. Any other cell is a fault.
DECIDED = {
    "reader": {"cases": "RW*", "called": "RW*", "identity": "RW*", "need": "RW*", "agreed": "RW*", "narrative": "RW*",
               "legal": "RW*", "own_notes": "RW*", "letters": "RW*"},
    "outside": {"cases": "RW*", "called": "RW*", "identity": "RW*", "need": "RW*", "agreed": "RW*", "narrative": "RW*",
                "legal": "RW*", "own_notes": "RW*", "letters": "RW*"},
    "counsel": {"cases": "RW*", "called": "RW*", "identity": "RW*", "need": "RW*", "agreed": "RW*", "narrative": "RW*",
                "legal": "RW*", "matter": "RW*", "own_notes": "RW*"},
    "peer": {"cases": "RW*", "called": "RW*", "identity": "RW*", "need": "RW*", "agreed": "RW*"},
    "health": {"cases": "RW*", "called": "R*", "need": "R*", "agreed": "R*", "own_notes": "RW*"},
    "supervisor": {"cases": "R*", "quality": "R*"},
    "coordinator": {}, "editor": {}, "checker": {}, "reviewer": {}, "moderator": {},
    "child_protection": {}, "focal_point": {"referred": "RW*"}, "carer": {"children": "RW*"},
    "study_lead": {"answers": "RW*"}, "interviewer": {}, "analyst": {"arriving": "RW*"},
    "output_checker": {},
}  # fmt: skip


def test_what_is_sealed_is_read_as_it_was_decided_and_by_nobody_else() -> None:
    sealed = {
        role: {area: cell for area in access.SEALED if (cell := access.cell(role, area))} for role in access.roles()
    }
    assert sealed == DECIDED


def test_every_role_has_its_row_and_none_is_offered_that_waits_for_its_room() -> None:
    assert set(access.roles()) == set(by_code("house_role"))
    assert not set(access.table()["waiting"]) & set(by_code("house_role"))


def test_everything_that_belongs_to_a_case_names_its_area() -> None:
    """A new section, question or kind of part without an area stops here: nobody would read it."""
    told, codes = access.table(), {each.code for each in access.areas()}
    assert set(told["sections"]) == {each.code for each in sections()}
    assert set(told["parts"]) == set(by_code("case_part"))
    assert set(told["questions"]) <= set(questions())
    assert access.of_a_case() <= codes
    assert {"cases", "letters"} <= access.SEALED <= codes
    assert access.of_a_case() <= access.SEALED


def test_a_kind_that_the_list_does_not_name_is_read_by_nobody() -> None:
    for role in access.roles():
        assert access.area_of_part("planted") not in access.readable([role])
        assert access.area_of_part("planted") not in access.writable([role])


def test_whoever_writes_reads_too_and_what_is_sealed_hangs_on_a_key() -> None:
    for role in access.roles():
        assert access.writable([role]) <= access.readable([role]), role
        for area in access.SEALED:
            assert access.cell(role, area) == "" or access.cell(role, area).endswith("*"), (role, area)


def test_the_keys_of_the_vault_are_those_of_the_list() -> None:
    letters = {role for role in access.roles() if access.cell(role, "letters")}
    assert set(vault.READING) == letters == {"reader", "outside"}
    assert set(vault.HOLDING) == {*access.accompanying(), "carer", "study_lead", "analyst"}
    assert set(access.accompanying()) == {"reader", "outside", "counsel", "peer", "health", "supervisor"}
    assert set(vault.ANSWERING) == {"focal_point"}
    assert not access.of_a_case() & access.readable(vault.ANSWERING), "who answers for another body reads no case"
    keys = {*vault.HOLDING, *vault.ANSWERING, "coordinator"}
    assert keys == accounts.READING, "whoever has a key has a second step"


def test_two_roles_add_up_and_none_takes_from_another() -> None:
    assert access.readable(["peer", "health"]) == {
        "cases", "called", "identity", "need", "agreed", "own_notes", "registry", "users", "asking",
        "in_the_field",
    }  # fmt: skip
    assert access.readable([]) == frozenset()
    assert access.readable(["planted"]) == frozenset()


def test_the_areas_have_their_words() -> None:
    for each in access.areas():
        assert all(each.texts[language].strip() for language in LANGUAGES)
        assert each.label("ht") == each.texts["es"]


@pytest.mark.parametrize(("area", "cell"), [("planted", "R"), ("cases", "RX")])
def test_a_mistake_in_the_list_does_not_start(monkeypatch: pytest.MonkeyPatch, area: str, cell: str) -> None:
    good = access.table()
    broken = good | {"roles": {**good["roles"], "peer": {area: cell}}}
    monkeypatch.setattr(access.tomllib, "load", lambda file: broken)
    access.table.cache_clear()
    try:
        with pytest.raises(ValueError, match="peer has no area or cell"):
            access.table()
    finally:
        monkeypatch.undo()
        access.table.cache_clear()
