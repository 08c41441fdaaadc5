"""What counts as a yes, what as a no, what as neither; and that the questionnaires of the library really ask it."""

import tomllib
from typing import Any

import pytest

from amparo.formats import codebook
from amparo.formats.indicators import KINDS, BadIndicator, Unknown, indicators, read
from tests.profiled import table_of

BY_CODE = {each.code: each for each in indicators()}


@pytest.mark.parametrize(("code", "row", "counts"), [
    ("hurt", {"hurt": ["yes"]}, True),
    ("hurt", {"hurt": ["no"]}, False),
    ("hurt", {"hurt": ["does_not_know"]}, None),
    ("hurt", {"hurt": ["prefers_not"]}, None),
    ("hurt", {}, None),
    ("acts_dep", {"hurt": ["yes"], "acts": ["DEP", "ROB"]}, True),
    ("acts_dep", {"hurt": ["yes"], "acts": ["ROB"]}, False),
    ("acts_dep", {"hurt": ["no"]}, False),  # nobody hurt her, so nobody did this
    ("acts_dep", {"hurt": ["yes"]}, None),  # she was hurt, and did not say how
    ("acts_dep", {"hurt": ["does_not_know"]}, None),
    ("acts_dep", {"hurt": ["no"], "acts": ["prefers_not"]}, None),
    ("state_agent", {"hurt": ["yes"], "who": ["POL", "CLI"]}, True),
    ("state_agent", {"hurt": ["yes"], "who": ["CLI"]}, False),
    ("state_agent", {"hurt": ["yes"], "who": ["UNK"]}, None),
    ("state_agent", {"hurt": ["no"]}, None),  # it is asked of those who were hurt
    ("state_agent", {"who": ["POL"]}, None),
    ("not_reported", {"hurt": ["yes"], "reported": ["no"]}, True),
    ("not_reported", {"hurt": ["yes"], "reported": ["prefers_not"]}, None),
    ("care_in_72", {"care_sought": ["yes"], "care_delay": ["unknown"]}, None),
    ("care_in_72", {"care_sought": ["yes"], "care_delay": ["later"]}, False),
    ("first_talk", {"change_first": ["talk"]}, True),
    ("first_talk", {"change_first": ["health"]}, False),
])  # fmt: skip
def test_what_she_said_counts_as(code: str, row: dict[str, list[str]], counts: bool | None) -> None:
    assert BY_CODE[code].answer(row) is counts


def test_each_is_asked_by_the_questionnaires_that_it_names() -> None:
    books = {name: codebook.read(table_of(name)) for each in indicators() for name in each.books}
    for each in indicators():
        for name in each.books:
            each.fits(books[name])
    assert {each.kind for each in indicators()} == set(KINDS)
    assert len(indicators()) >= 60
    assert min(sum(name in each.books for each in indicators()) for name in ("risks", "treatment")) >= 19


def test_what_a_codebook_does_not_have_is_named() -> None:
    with pytest.raises(Unknown) as found:
        BY_CODE["state_agent"].fits(codebook.read(table_of("risks", without=("who",))))
    assert (found.value.variable, found.value.code) == ("who", "")
    with pytest.raises(Unknown) as found:
        BY_CODE["state_agent"].fits(codebook.read(table_of("risks", without=("hurt",))))
    assert (found.value.variable, found.value.code) == ("hurt", "")
    table = table_of("risks", without=("who",))
    own = {"code": "who", "kind": "many", "fact": "who", "es": "x", "pt": "x", "en": "x",
           "choices": [{"code": "POL", "es": "x", "pt": "x", "en": "x"}]}  # fmt: skip
    with pytest.raises(Unknown) as found:
        BY_CODE["state_agent"].fits(codebook.read(table | {"variables": [*table["variables"], own]}))
    assert (found.value.variable, found.value.code) == ("who", "JUS")


GOOD = """
[[indicators]]
code = "a"
kind = "threat"
books = ["risks"]
variable = "hurt"
yes = ["yes"]
es = "x"
pt = "x"
en = "x"
"""


@pytest.mark.parametrize(("was", "now"), [
    ('kind = "threat"', 'kind = "score"'), ('yes = ["yes"]', "yes = []"), ('en = "x"', ""),
    ('variable = "hurt"', ""), ('es = "x"', 'es = "x"\nweight = 3'),
    ('yes = ["yes"]', 'yes = ["nowhere"]\neach = true\nlist = "answer"'),
])  # fmt: skip
def test_a_file_that_says_no_indicator_is_refused(was: str, now: str) -> None:
    def table(text: str) -> dict[str, Any]:
        return tomllib.loads(text)

    assert [each.code for each in read(table(GOOD))] == ["a"]
    with pytest.raises(BadIndicator):
        read(table(GOOD.replace(was, now)))
    with pytest.raises(BadIndicator):
        read(table(GOOD + GOOD))
