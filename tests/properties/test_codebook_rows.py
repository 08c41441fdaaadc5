"""Whatever is given as a row: it is refused, or what comes back holds codes of the codebook and nothing else."""

import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.formats.codebook import BadRow, checked
from amparo.formats.codes import by_code
from tests.coded import first_codebook
from tests.examples import examples

BOOK = first_codebook()  # it has a time, and room for several parts
SMALL = settings(max_examples=examples(200), deadline=None, database=None)
LISTS = {(each.part, each.code): each.list for each in BOOK.variables}
QUARTERS = [f"{year}-Q{number}" for year in (2024, 2025, 2026) for number in range(1, 5)]


def codes_of(part: str) -> Any:
    """Codes that the codebook takes, some variables of them."""
    fields = {}
    for each in BOOK.of_part(part).values():
        known = sorted(by_code(each.list)) if each.list else QUARTERS
        most = 4 if each.kind == "many" else 1
        fields[each.code] = st.lists(st.sampled_from(known), max_size=most, unique=True)
    return st.fixed_dictionaries({}, optional=fields)


rows = st.fixed_dictionaries(
    {
        "codes": codes_of(""),
        "parts": st.lists(st.tuples(st.just("incident"), codes_of("incident")).map(list), max_size=3),
    }
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
    | st.sampled_from(["gender_group", "women", "incident", "acts", "VIO", "happened", "2026-Q1", "2026-11-25", "27"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12) | st.sampled_from(
        ["codes", "parts", "gender_group", "acts", "happened"]), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


def everything(data: Any) -> list[Any]:
    """Every value that is neither a list nor a table, and every key."""
    if isinstance(data, dict):
        return [*data, *(each for value in data.values() for each in everything(value))]
    if isinstance(data, list | tuple):
        return [each for value in data for each in everything(value)]
    return [data]


def values_are_known(row: dict[str, Any]) -> bool:
    """By the lists themselves, without the reader: each value stands in the list of its variable, or is a quarter."""
    for part, codes in [("", row["codes"]), *row["parts"]]:
        for name, values in codes.items():
            known = set(by_code(LISTS[part, name])) if LISTS[part, name] else set(QUARTERS)
            if not values or not set(values) <= known:
                return False
    return True


@SMALL
@given(rows)
def test_a_row_in_codes_comes_back_in_one_order_however_it_was_written(row: dict[str, Any]) -> None:
    made = checked(BOOK, row)
    assert values_are_known(made)
    assert checked(BOOK, made) == made
    assert checked(BOOK, json.loads(json.dumps(made))) == made
    rng, other = Random(1), json.loads(json.dumps(row))
    rng.shuffle(other["parts"])
    for codes in (other["codes"], *(part[1] for part in other["parts"])):
        for values in codes.values():
            rng.shuffle(values)
    assert json.dumps(checked(BOOK, other)) == json.dumps(made)


@SMALL
@given(anything)
def test_anything_else_is_refused_without_repeating_it(given_: Any) -> None:
    sentence = ""
    try:
        assert values_are_known(checked(BOOK, given_))
    except BadRow as refused:
        sentence = str(refused)
    names = {"codes", "parts", "incident", *(each.code for each in BOOK.variables)}
    said = [each for each in everything(given_) if isinstance(each, str) and len(each) > 4 and each not in names]
    assert not [each for each in said if each in sentence]


@SMALL
@given(rows, st.text(min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_one_word_of_hers_anywhere_and_the_row_is_refused(row: dict[str, Any], word: str, rng: Any) -> None:
    tables = [codes for codes in (row["codes"], *(part[1] for part in row["parts"])) if codes]
    if not tables:
        return
    values = rng.choice(list(rng.choice(tables).values()))
    known = {code for name in LISTS.values() if name for code in by_code(name)} | set(QUARTERS)
    if word in known:
        return
    values.append(word)
    try:
        checked(BOOK, row)
    except BadRow:
        return
    raise AssertionError("it was taken")
