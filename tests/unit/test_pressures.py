"""What is said of pressures, and how coded rows become columns: by hand, and as forms of the library write them."""

import tomllib
from random import Random
from typing import Any

import pytest

from amparo.formats.codebook import read as read_book
from amparo.formats.codes import LANGUAGES, by_code
from amparo.formats.pressures import (
    FILE,
    BadPressures,
    adults,
    column,
    in_these_words,
    parts_of,
    pressures,
    read,
)
from amparo.formats.samples import in_order
from tests.processes.test_library_forms import book_of, form_of

TOLD = pressures()
SHORT, LONG = (book_of("pressures", form_of("pressures", (arm,))) for arm in ("arm_a", "arm_b"))


def table() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def item(code: str) -> Any:
    found = TOLD.item(code)
    assert found is not None
    return found


def test_every_hidden_question_of_the_library_has_its_figure_and_no_part_is_empty() -> None:
    designs = {each.code for each in TOLD.instrument.designs} - {each.anchor for each in TOLD.instrument.designs}
    assert {each.design.code for each in TOLD.items if each.design} == designs
    assert {each.part for each in TOLD.items} == set(by_code("pressure_part"))
    straight = {each.variable for each in TOLD.items if each.way == "straight"}
    assert straight == {"heard_fee", "heard_debt", "heard_hiring", "effects", "can_tell"}


def test_no_figure_is_of_a_place_a_venue_a_nation_or_a_name() -> None:
    """Of what somebody is told apart by, nothing is finer than her group and her quarter."""
    assert TOLD.groups == ("gender_group",)
    assert TOLD.periods == ("quarter",)
    kinds = {each.variable: each.kind for each in TOLD.instrument.questions if each.variable}
    assert {kinds[each.variable] for each in TOLD.items} <= {"one", "many"}
    said = " ".join(each.texts[language] for each in TOLD.items for language in LANGUAGES).lower()
    assert not [word for word in ("venezol", "colombian", "peruan", "tren de", "prostit") if word in said]


def test_a_sentence_takes_a_figure_in_each_language() -> None:
    assert item("fee").sentence("es", "34") == "De cada 100, unas 34 pagaron cupo o vacuna, en tres meses."
    assert all("34" in each.sentence(language, "34") for each in TOLD.items for language in LANGUAGES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"design": "cw_moon"}, "no such design"),
        ({"variable": "fee", "choice": "yes"}, "a design, or a variable"),
        ({"part": "blame"}, "pressure_part"),
        ({"es": "De cada 100, muchas."}, "one place for the figure"),
        ({"code": "watched"}, "twice"),
    ],
)
def test_a_figure_that_nobody_asked_is_refused(change: dict[str, str], said: str) -> None:
    wrong = table()
    wrong["items"][0] |= change
    with pytest.raises(BadPressures, match=said):
        read(wrong)
    straight = table()
    straight["items"][4] |= {"choice": "perhaps"}
    with pytest.raises(BadPressures, match="has this answer"):
        read(straight)


def test_it_is_known_in_which_words_it_was_asked() -> None:
    assert [in_these_words(TOLD, each, SHORT) for each in TOLD.items] == [True] * len(TOLD.items)
    assert in_these_words(TOLD, item("fee"), LONG) is True
    said = {"name": "f_other", "version": 1, "about": "study", "es": "a", "pt": "a", "en": "a"}
    variables = [
        {"code": each.code, "kind": each.kind, "list": each.list, "fact": each.code, **each.texts}
        for each in SHORT.variables if each.list
    ]  # fmt: skip
    for each in variables:
        if each["code"] == "cw_tasks":  # the house took other months, and the chance is another one
            each |= {language: each[language].replace("1.", "1. 31 ") for language in LANGUAGES}
    other = read_book({**said, "variables": variables})
    assert in_these_words(TOLD, item("tasks"), other) is False
    assert in_these_words(TOLD, item("watched"), other) is True
    bare = read_book({**said, "variables": [each for each in variables if each["code"] != "cw_anchor"]})
    assert in_these_words(TOLD, item("watched"), bare) is False, "without its anchor it is another question"
    assert in_these_words(TOLD, item("moved"), read_book({**said, "variables": variables[:1]})) is None


ROWS: list[dict[str, list[str]]] = [
    {"age_band": ["18_24"], "gender_group": ["women"], "quarter": ["2026-Q4"], "cw_tasks": ["same"],
     "cw_anchor": ["different"], "list_count": ["n3"], "list_arm": ["long"], "effects": ["moved", "earns_less"],
     "can_tell": ["no"]},
    {"age_band": ["25_34"], "gender_group": ["trans_feminine"], "quarter": ["2026-Q4"], "cw_tasks": ["different"],
     "cw_anchor": ["prefers_not"], "list_count": ["n0"], "list_arm": ["short"], "effects": ["nothing"],
     "can_tell": ["yes"]},
    {"age_band": ["35_44"], "gender_group": ["women"], "quarter": ["2027-Q1"], "cw_tasks": ["does_not_know"],
     "list_arm": ["short"], "effects": ["prefers_not"]},
    {"age_band": ["12_17"], "quarter": ["2027-Q1"]},
]  # fmt: skip


def test_rows_become_columns_by_hand() -> None:
    crossed, listed = column(item("tasks"), ROWS), column(item("fee"), ROWS)
    assert crossed.answers == (1, 0, None, None)
    assert crossed.beside == (0, None, None, None)
    assert listed.answers == (3, 0, None, None)
    assert listed.beside == (1, 0, 0, None)
    assert column(item("moved"), ROWS).answers == (1, 0, None, None)
    assert column(item("unchanged"), ROWS).answers == (0, 1, None, None)
    assert column(item("can_tell"), ROWS).answers == (0, 1, None, None)
    assert column(item("can_tell"), ROWS).beside == ()


def test_whoever_is_under_18_is_in_no_part_and_parts_are_of_groups_and_quarters() -> None:
    assert adults(TOLD, ROWS) == [True, True, True, False]
    assert parts_of(TOLD, ROWS) == {
        ("all", ""): [True, True, True, False],
        ("gender_group", "trans_feminine"): [False, True, False, False],
        ("gender_group", "women"): [True, False, True, False],
        ("quarter", "2026-Q4"): [True, True, False, False],
        ("quarter", "2027-Q1"): [False, False, True, False],
    }


def test_the_order_of_a_sample_hangs_on_no_number_of_its_rows() -> None:
    """A forest by hand, numbered and shuffled anew: the same order, the same digest; another answer is another one."""
    rows = [(1, None, "a/1", ROWS[0]), (2, 1, "a/1", ROWS[1]), (3, 1, "a/1", ROWS[2]), (4, 2, "b/1", ROWS[3]),
            (5, None, "a/1", ROWS[1])]  # fmt: skip
    first = in_order(rows)
    assert (len(first), first.is_chain, sum(each is None for each in first.recruiters)) == (5, True, 2)
    chance = Random(1)
    for _ in range(5):
        numbers = chance.sample(range(10**6), 5)
        anew = dict(zip(range(1, 6), numbers, strict=True))
        mixed = [(anew[n], anew[by] if by else None, book, codes) for n, by, book, codes in rows]
        chance.shuffle(mixed)
        assert in_order(mixed) == first
    for at in range(5):
        changed = [*rows[:at], (*rows[at][:3], {**rows[at][3], "cw_tasks": ["prefers_not"]}), *rows[at + 1 :]]
        assert in_order(changed).digest != first.digest
    moved = [*rows[:3], (4, 3, "b/1", ROWS[3]), rows[4]]
    assert in_order(moved).digest != first.digest
    assert not in_order([(1, 77, "a/1", ROWS[0])]).is_chain, "who came by somebody who is not here begins a tree"
    with pytest.raises(ValueError, match="circle"):
        in_order([(1, 2, "a/1", ROWS[0]), (2, 1, "a/1", ROWS[1])])
    assert str(first.rows) not in repr(first)
