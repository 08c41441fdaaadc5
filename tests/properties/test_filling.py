"""Whatever is answered: nothing that is not asked is sent, the same gives the same, and no walk ends in an error."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.formats.openrosa.expressions import BadExpression, parse
from amparo.formats.openrosa.expressions.patterns import matches
from amparo.formats.openrosa.filling import (
    Filling,
    blank_form,
    one_less,
    one_more,
    page_after,
    pages,
    written,
    wrong_answers,
)
from amparo.formats.openrosa.submissions import read_submission
from tests.examples import examples
from tests.filling_form import WALK
from tests.unit.test_expressions import context
from tests.xforms import asking

NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
BLANK = blank_form(WALK)
PIECES = [
    "/data/n", "/data/a", "/data/r/x", ".", "..", "current()", "instance('places')/root/item", "[", "]", "(", ")", ",",
    "+", "-", "*", " div ", " mod ", " and ", " or ", "=", "!=", "<", ">=", "|", "'a'", '"', "'", "1", "2.5",
    "position()", "if(", "count(", "selected(", "concat(", "today()", "not(", "regex(", "once(", "round(",
    "jr:choice-name(", "substr(", "::", "//", "@", "$", "x", "ñ", "\n", "0", "sum(", "format-date(", "indexed-repeat(",
    "randomize(",
]  # fmt: skip
SAID = ["", "a b", "1", "2", "3", "4", "yes", "ec", "co", "a", "b", "c", "x", "2026-03-05", "2,5", "8:30", "3001", "OK"]
VALUES = st.one_of(st.sampled_from(SAID), st.text(max_size=12))


@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=60)))
@settings(max_examples=examples(200))
def test_any_text_is_an_expression_that_comes_to_something_or_is_refused(text: str) -> None:
    try:
        expression = parse(text)
    except BadExpression as bad:
        expression = parse(f"'{bad.code}'")
    assert isinstance(expression.text(context()), str)
    expression.number(context())
    expression.holds(context())
    expression.reads("/data/here")


type Both = tuple[str, Callable[[], Any]]


def _joined(sign: str, python: Callable[[Any, Any], Any]) -> Callable[[tuple[Both, Both]], Both]:
    return lambda pair: (f"({pair[0][0]} {sign} {pair[1][0]})", lambda: python(pair[0][1](), pair[1][1]()))


NUMBERS: st.SearchStrategy[Both] = st.integers(0, 9).map(lambda number: (str(number), lambda: float(number)))
NUMBERS = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(_joined("+", lambda one, other: one + other)),
        st.tuples(inner, inner).map(_joined("-", lambda one, other: one - other)),
        st.tuples(inner, inner).map(_joined("*", lambda one, other: one * other)),
        inner.map(lambda each: (f"-{each[0]}", lambda: -each[1]())),
    ),
    max_leaves=8,
)
TRUTHS: st.SearchStrategy[Both] = st.one_of(
    st.tuples(NUMBERS, NUMBERS).map(_joined("<", lambda one, other: one < other)),
    st.tuples(NUMBERS, NUMBERS).map(_joined("=", lambda one, other: one == other)),
    st.tuples(NUMBERS, NUMBERS).map(_joined(">=", lambda one, other: one >= other)),
)
TRUTHS = st.recursive(
    TRUTHS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(_joined("and", lambda one, other: one and other)),
        st.tuples(inner, inner).map(_joined("or", lambda one, other: one or other)),
        inner.map(lambda each: (f"not({each[0]})", lambda: not each[1]())),
    ),
    max_leaves=5,
)


@given(NUMBERS, TRUTHS)
@settings(max_examples=examples(80))
def test_counting_and_comparing_is_what_python_says(number: Both, truth: Both) -> None:
    assert parse(number[0]).number(context()) == number[1]()
    assert parse(truth[0]).holds(context()) is truth[1]()


PATTERNS = st.recursive(
    st.sampled_from(["a", "b", ".", r"\d", r"\w", "[ab]", "[^a]", "[a-c1]", "", r"\b", "^", "$"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"({'|'.join(ways)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text(alphabet="abc1_ ñ", max_size=6))
@settings(max_examples=examples(200))
def test_patterns_fit_what_the_engine_of_python_says(pattern: str, text: str) -> None:
    assert matches(pattern, text) is (re.compile(pattern, re.ASCII).fullmatch(text) is not None)


def filling(answers: dict[str, str]) -> Filling:
    return Filling(BLANK, answers, "uuid:walk", NOW, NOW, "es")


@given(st.data())
@settings(max_examples=examples(25), deadline=None)
def test_a_walk_through_a_form_never_ends_in_an_error(data: st.DataObject) -> None:
    answers: dict[str, str] = {}
    number = ""
    for _step in range(data.draw(st.integers(1, 25))):
        read = filling(answers)
        page = page_after(read, number)
        if page is None:
            break
        number = page.number
        asked = [key for key in page.keys if read.question(key).type != "note"]
        assert len(asked) <= 5
        assert all(read.is_relevant(key) for key in page.keys)
        if page.again and page.may_add and data.draw(st.booleans()):
            answers, number = one_more(read, page.again), ""
        elif page.again and data.draw(st.booleans()):
            answers = one_less(read, page.again, data.draw(st.integers(0, 10)))
        for key in page.keys:
            read.said(read.question(key).labels, key)
            read.choices(key)
            answers[key] = data.draw(VALUES)
        wrong_answers(filling(answers))
    read = filling(answers)
    sent = written(read)
    again = filling(read.answers)
    assert written(again) == sent
    assert again.answers == read.answers
    told = {each.path for each in read_submission(sent, repeats=BLANK.form.repeats).answers}
    assert told <= {*BLANK.questions, *BLANK.groups}
    numbers = [each.number for each in pages(read)]
    assert len(set(numbers)) == len(numbers)


@given(st.data())
@settings(max_examples=examples(40), deadline=None)
def test_nothing_that_is_not_asked_is_sent(data: st.DataObject) -> None:
    """Questions that hang on each other in any order; what is asked is worked out here by itself."""
    count = data.draw(st.integers(2, 7))
    order = data.draw(st.permutations(range(count)))
    hangs: dict[int, tuple[int, str] | None] = {}
    for place, each in enumerate(order):
        on = data.draw(st.sampled_from([None, *order[:place]])) if place else None
        hangs[each] = None if on is None else (on, data.draw(st.sampled_from(["=", "!="])))
    said = {each: data.draw(st.sampled_from(["", "yes", "no"])) for each in range(count)}

    def is_asked(each: int) -> bool:
        on = hangs[each]
        if on is None:
            return True
        value = said[on[0]] if is_asked(on[0]) else ""
        return (value == "yes") == (on[1] == "=")

    binds = "".join(
        f'<bind nodeset="/data/q{each}" relevant="/data/q{on[0]} {on[1]} \'yes\'"/>' for each, on in hangs.items() if on
    )
    blank = blank_form(
        asking(
            "".join(f"<q{each}/>" for each in range(count)),
            binds=binds,
            body="".join(f'<input ref="/data/q{each}"/>' for each in range(count)),
        )
    )
    read = Filling(blank, {f"/data/q{each}": value for each, value in said.items()}, "uuid:1", NOW, NOW)
    sent = {each.path: each.value for each in read_submission(written(read)).answers}
    asked = {f"/data/q{each}": said[each] for each in range(count) if is_asked(each)}
    assert {path: value for path, value in sent.items() if path != "/data/meta/instanceID"} == asked
    assert read.answers == asked
    shown = [key for page in pages(read) for key in page.keys]
    assert sorted(shown) == sorted(asked)
    for block in blank.blocks:
        for page in block.pages:
            numbers = {int(path.removeprefix("/data/q")) for path in page}
            assert numbers.isdisjoint({on[0] for each, on in hangs.items() if each in numbers and on})
