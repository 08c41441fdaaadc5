"""How she may be reached: every way by hand, and «do not contact me» over everything beside it."""

import itertools

import pytest

from amparo.formats.case_questions import Answer, questions
from amparo.formats.codes import by_code, codes
from amparo.formats.safe_contact import ASKED, Rule, rule_of, ways_that_work, why_not

WHERE, HOURS, WORD, PEER = "000 000 011", "de 3 a 5", "girasol", "Yoli de ejemplo"
ALL_OF_IT = {
    "contact_where": Answer(WHERE), "contact_hours": Answer(HOURS), "contact_word": Answer(WORD),
    "contact_others": Answer(PEER),
}  # fmt: skip


def rule(*ways: str, without: tuple[str, ...] = (), **more: Answer) -> Rule:
    answers = {"contact_ways": Answer(ways)} if ways else {}
    return rule_of({**answers, **{k: v for k, v in ALL_OF_IT.items() if k not in without}, **more})


def test_the_questions_are_those_of_the_case() -> None:
    assert tuple(code for code, each in questions().items() if each.section == "contact") == ASKED


@pytest.mark.parametrize(
    ("told", "ways", "reason"),
    [
        (rule(), ["TEL_H"], "not_asked"),
        (rule(contact_ways=Answer(said="prefers_not")), ["TEL_H"], "did_not_say"),
        (rule("NO"), ["TEL_H"], "says_no"),
        (rule("NO", "TEL_H"), ["TEL_H"], "says_no"),
        (rule("NO", "APP"), ["APP"], "says_no"),
        (rule("APP"), ["TEL_H"], "only_words"),
        (rule("APP"), ["PRES"], "only_words"),
        (rule("APP"), ["APP"], ""),
        (rule("APP", without=tuple(ALL_OF_IT)), ["APP"], ""),
        (rule("APP", "TEL_H"), ["MSG_N"], "other_way"),
        (rule("PAR"), ["TEL_H"], "other_way"),
        (rule("TEL_H"), ["TEL_H"], ""),
        (rule("TEL_H", without=("contact_where",)), ["TEL_H"], "no_where"),
        (rule("TEL_H", without=("contact_hours",)), ["TEL_H"], "no_hours"),
        (rule("TEL_H", contact_hours=Answer(said="does_not_know")), ["TEL_H"], "no_hours"),
        (rule("TEL_H", contact_hours=Answer("   ")), ["TEL_H"], "no_hours"),
        (rule("TEL_H", without=("contact_word",)), ["TEL_H"], "no_word"),
        (rule("TEL_H", without=("contact_word",), contact_if_other=Answer("Es por el encargo")), ["TEL_H"], ""),
        (rule("MSG_N", without=("contact_word",)), ["MSG_N"], "no_word"),
        (rule("PRES", without=("contact_word",)), ["PRES"], ""),
        (rule("PRES", contact_where=Answer(said="prefers_not")), ["PRES"], "no_where"),
        (rule("PAR", without=("contact_where", "contact_hours", "contact_word")), ["PAR"], ""),
        (rule("PAR", without=("contact_where", "contact_others")), ["PAR"], "no_peer"),
        (rule("PAR", "TEL_H", without=("contact_hours",)), ["TEL_H", "PAR"], ""),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(told: Rule, ways: list[str], reason: str) -> None:
    assert why_not(told, ways) == reason


def test_her_no_is_over_every_other_answer_and_an_unchosen_way_is_none() -> None:
    every = [each for each in by_code("safe_contact") if each != "NO"]
    for size in range(len(every) + 1):
        for ways in itertools.combinations(every, size):
            assert why_not(rule("NO", *ways), every) == "says_no"
            for asked in every:
                assert (why_not(rule(*ways), [asked]) == "") == (asked in ways), (ways, asked)


def test_what_her_key_does_not_open_is_never_taken_for_a_yes() -> None:
    answers = {"contact_ways": Answer(("TEL_H",)), **ALL_OF_IT}
    assert why_not(rule_of(answers), ["TEL_H"]) == ""
    for code in ASKED:
        assert why_not(rule_of(answers, {code}), ["TEL_H"]) == "shut"
    assert why_not(rule_of(answers, {"need_words"}), ["TEL_H"]) == ""


def test_only_the_ways_that_work_are_named() -> None:
    assert ways_that_work(rule("PAR", "TEL_H", without=("contact_hours",)), ["TEL_H", "PAR", "PRES"]) == ("PAR",)


def test_every_reason_has_its_sentence_and_every_kind_says_which_ways_it_needs() -> None:
    told = {row.code for row in codes("contact_reason")}
    assert told == {
        "not_asked", "did_not_say", "says_no", "only_words", "other_way", "no_where", "no_hours", "no_word", "no_peer",
        "shut", "no_permission", "no_kind", "she_wrote", "she_changed", "she_stopped",
    }  # fmt: skip
    for row in codes("task_kind"):
        assert bool(row.more["ways"]) == row.more["reaches_her"], row.code
        assert set(row.more["ways"]) <= set(by_code("safe_contact")) - {"NO"}
    assert not rule("TEL_H").__repr__().count(WHERE)
