"""When another conversation may be offered, against a table of all weights, and against lives with nobody in them.

The raw rule of six dimensions is written out here once more, with its own weights, only to show what it does to a woman
whom nobody holds: the control without which the guard would prove nothing.
"""

import itertools
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.codes import CONTENT, by_code
from amparo.formats.trafficking import BESIDE, WEIGHED, dimension_holds, weigh

LETTER = {"s": "strong", "m": "medium", "w": "weak"}
# By hand: the smallest sets that hold. Whatever holds has one of these in it, and nothing else holds.
HOLDS = ["ss", "sm", "sw", "mmm", "mmw"]
LISTS = {**WEIGHED, "work": "signs_work", "leaving": "context_leaving", "here": "context_here"}
# A woman whom nobody holds: she needed money, her family and her papers are as they are, people look down on her, and
# she works without a contract or insurance and lives badly.
NOBODY_THERE = {
    "leaving": ("av_economic", "av_family", "av_authorities"),
    "here": ("ad_economic", "ad_family", "ad_authorities", "ad_personal"),
    "work": ("ex_no_contract", "ex_no_social", "ex_living"),
}
RAW_WEIGHTS = {**dict.fromkeys(itertools.chain(*NOBODY_THERE.values()), "m"), "ad_personal": "w"}


def oracle(word: str) -> bool:
    """Whether one of the smallest sets is in these letters."""
    return any(all(word.count(each) >= small.count(each) for each in "smw") for small in HOLDS)


def test_all_sets_of_weights_up_to_four_of_each() -> None:
    table = ["s" * s + "m" * m + "w" * w for s, m, w in itertools.product(range(5), repeat=3)]
    assert len(table) == 125
    wrong = [word for word in table if dimension_holds(LETTER[each] for each in word) != oracle(word)]
    assert wrong == []
    assert [word for word in table if not oracle(word)] == [
        "", "w", "ww", "www", "wwww", "m", "mw", "mww", "mwww", "mwwww", "mm", "s",
    ]  # fmt: skip


def test_what_is_no_weight_is_an_error() -> None:
    with pytest.raises(ValueError, match="strong, medium or weak"):
        dimension_holds(["Strong", "medium"])


def test_the_raw_rule_would_call_her_trafficked_three_times() -> None:
    """The control: with the weights of the source, three dimensions hold where nobody holds her."""
    raw = {question: "".join(RAW_WEIGHTS[each] for each in marked) for question, marked in NOBODY_THERE.items()}
    assert {question: oracle(word) for question, word in raw.items()} == {"leaving": True, "here": True, "work": True}


def test_a_life_with_nobody_who_holds_her_gives_no_sign() -> None:
    for question, marked in NOBODY_THERE.items():
        assert set(marked) <= set(by_code(LISTS[question]))
    found = weigh(NOBODY_THERE)
    assert (found.may_be_offered, found.holds) == (False, frozenset())


@given(st.dictionaries(st.sampled_from(BESIDE), st.just(True)))
def test_no_hardship_however_much_of_it_counts(named: dict[str, bool]) -> None:
    everything = {question: tuple(by_code(LISTS[question])) for question in named}
    one_sign = {"deceived": ("dec_wages",), "forced_way": ("cr_money",), "forced_here": ("cd_wages",)}
    assert not weigh(everything).may_be_offered
    assert not weigh({**everything, **one_sign}).may_be_offered
    assert weigh({**everything, "forced_here": ("cd_docs", "cd_debt")}).holds == {"forced_here"}


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ({"deceived": ("dec_nature", "dec_wages")}, {"deceived"}),
        ({"deceived": ("dec_nature",)}, set()),
        ({"deceived": ("dec_wages", "dec_housing")}, set()),
        ({"deceived": ("dec_wages", "dec_housing", "dec_education")}, {"deceived"}),
        ({"forced_way": ("cr_debt", "cr_docs", "cr_threats")}, {"forced_way"}),
        ({"forced_here": ("cd_clients", "cd_expose")}, {"forced_here"}),
        ({"deceived": ("dec_nature",), "forced_way": ("cr_violence",), "forced_here": ("cd_docs",)}, set()),
        ({"forced_here": ("cd_docs", "cd_docs")}, set()),  # marked twice is told once
        ({}, set()),
    ],
)
def test_stories(told: dict[str, tuple[str, ...]], holds: set[str]) -> None:
    assert weigh(told).holds == holds


def test_a_sign_that_no_list_has_is_an_error() -> None:
    with pytest.raises(ValueError, match="forced_here"):
        weigh({"forced_here": ("sells_sex",)})


def test_it_says_when_it_rests_on_a_weight_that_nobody_saw() -> None:
    seen = [code for name in WEIGHED.values() for code, row in by_code(name).items() if row.more["verified"]]
    assert seen == ["cd_clients"], "the one weight that somebody saw"
    assert weigh({"forced_here": ("cd_clients", "cd_docs")}).unverified
    assert not weigh({"forced_here": ("cd_docs",)}).unverified, "nothing rests on it: no dimension holds"


def test_the_lists_have_all_the_facts_and_weights_stand_only_where_they_count() -> None:
    """Ten, ten, fifteen; nine, sixteen, seven: as many as the source has."""
    assert {name: len(by_code(of)) for name, of in LISTS.items()} == {
        "deceived": 10, "forced_way": 10, "forced_here": 15, "work": 9, "leaving": 16, "here": 7,
    }  # fmt: skip
    for name, of in LISTS.items():
        for row in by_code(of).values():
            assert ("weight" in row.more) == (name in WEIGHED), row.code
            assert set(row.more) <= {"weight", "weight_labour", "verified", "young_es", "young_pt", "young_en"}


HER_WORK = re.compile(r"sexual|sexo|\bsex\b|prostit|puta|cliente", re.IGNORECASE)


def test_her_work_is_in_no_list() -> None:
    assert HER_WORK.search("Hace trabajo sexual")
    found = []
    for of in LISTS.values():
        with (CONTENT / "codes" / f"{of}.toml").open("rb") as file:
            rows = tomllib.load(file)["codes"]
        found += [row["code"] for row in rows if any(HER_WORK.search(row[each]) for each in ("es", "pt", "en"))]
    assert found == ["cd_clients"], "clients that she does not want are what somebody does to her"
