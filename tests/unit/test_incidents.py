"""The core type of an incident, against a table of all answers and against stories. Expected values are by hand.

The oracle below shares nothing with the classifier: it reads the six answers as one word of letters and looks that up
in a list of patterns, the last question first.
"""

import dataclasses
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.incidents import (
    RULES,
    VERSION,
    Answers,
    BadAnswer,
    Decided,
    classify,
    is_reproduced,
    is_yes,
    to_look_at,
)

LETTERS = {"yes": "Y", "no": "n", "does_not_know": "?", "prefers_not": "?", "skipped": "?", "not_asked": "?"}
ORACLE = [
    ("nnnnnn", "none_of_these"),
    ("nnnnnY", "psychological"), ("nnnnn[?]", 6),
    ("nnnnY.", "denial"), ("nnnn[?].", 5),
    ("nnnY..", "forced_marriage"), ("nnn[?]..", 4),
    ("nnY...", "physical_assault"), ("nn[?]...", 3),
    ("nY....", "sexual_assault"), ("n[?]....", 2),
    ("Y.....", "rape"), ("[?].....", 1),
]  # fmt: skip
every_answer = st.sampled_from(sorted(LETTERS))


def oracle(answers: tuple[str, ...]) -> str | int:
    word = "".join(LETTERS[answer] for answer in answers)
    found = [said for pattern, said in ORACLE if re.fullmatch(pattern, word)]
    assert len(found) == 1, word
    return found[0]


def said(decided: Decided) -> str | int:
    return decided.core_type if decided.core_type is not None else decided.question


@pytest.mark.parametrize("silence", ["does_not_know", "prefers_not", "skipped", "not_asked"])
def test_all_answers_there_are(silence: str) -> None:
    table = list(itertools.product(("yes", "no", silence), repeat=6))
    assert len(table) == 729
    found = {answers: said(classify(Answers(*answers))) for answers in table}
    assert found == {answers: oracle(answers) for answers in table}
    # Counted by hand: 3^5 begin with a yes, 3^4 have it second, and so on; one is all no.
    counted = [list(found.values()).count(each) for each in ("rape", "sexual_assault", "physical_assault")]
    assert counted == [243, 81, 27]
    assert [list(found.values()).count(number) for number in range(1, 7)] == [243, 81, 27, 9, 3, 1]
    assert list(found.values()).count("none_of_these") == 1


@given(st.tuples(*[every_answer] * 6))
def test_the_silences_may_be_mixed(answers: tuple[str, ...]) -> None:
    assert said(classify(Answers(*answers))) == oracle(answers)


@given(st.tuples(*[every_answer] * 6), st.integers(0, 5), every_answer)
def test_nothing_after_the_first_yes_or_silence_matters(answers: tuple[str, ...], place: int, other: str) -> None:
    stop = next((number for number, answer in enumerate(answers) if answer != "no"), 6)
    if place <= stop:
        return
    changed = (*answers[:place], other, *answers[place + 1 :])
    assert said(classify(Answers(*changed))) == said(classify(Answers(*answers)))


def test_a_silence_before_a_yes_is_never_guessed_over() -> None:
    asked_too_little = Answers(sexual_contact="yes", physical_assault="yes")
    decided = classify(asked_too_little)
    assert (decided.core_type, decided.question) == (None, 1)
    assert classify(dataclasses.replace(asked_too_little, penetration="prefers_not")).question == 1
    assert classify(dataclasses.replace(asked_too_little, penetration="no")).core_type == "sexual_assault"


STORIES = [
    # es: «Un policía me obligó a tener sexo y después me quitó la plata.» Two acts, one type; the money is an act.
    ("yes", "yes", "no", "no", "yes", "yes", "rape"),
    # pt: «O cliente tentou me forçar, gritei e ele fugiu.» Tried is not rape: the guide says so.
    ("no", "yes", "no", "no", "no", "yes", "sexual_assault"),
    # es: «Mi pareja me pega cuando toma.»
    ("no", "no", "yes", "no", "no", "yes", "physical_assault"),
    # es: «Me entregaron a un señor para pagar la deuda de mi papá; tenía 15.» He did not touch her yet.
    ("no", "no", "no", "yes", "no", "yes", "forced_marriage"),
    # pt: «No posto disseram que não atendem travesti.»
    ("no", "no", "no", "no", "yes", "yes", "denial"),
    # es: «Dice que me va a hacer deportar si hablo.»
    ("no", "no", "no", "no", "no", "yes", "psychological"),
    # es: «Me robaron el teléfono en la terminal, como a todas.» Robbed, and nothing of the six.
    ("no", "no", "no", "no", "no", "no", "none_of_these"),
    # pt: «Não quero falar dessa parte.» She does not want to say the first: nothing is guessed, and she is not pressed.
    ("prefers_not", "yes", "yes", "no", "no", "yes", 1),
    # es: «No me acuerdo si me tocaron, me dieron algo de tomar. Tenía golpes.»
    ("no", "does_not_know", "yes", "no", "no", "no", 2),
]


@pytest.mark.parametrize("story", STORIES, ids=[str(each[-1]) for each in STORIES])
def test_a_story_told_at_the_desk(story: tuple[str, ...]) -> None:
    *answers, expected = story
    assert said(classify(Answers(*answers))) == expected


def test_two_acts_of_two_days_are_two_incidents_with_a_type_each() -> None:
    first = classify(Answers("yes", "yes", "no", "no", "no", "no"))
    second = classify(Answers("no", "no", "no", "no", "no", "yes"))
    assert (first.core_type, second.core_type) == ("rape", "psychological")


@pytest.mark.parametrize("wrong", [True, False, "true", "false", "Yes", "", None, 1, "sí", []])
def test_what_is_not_a_code_is_refused_and_never_read_as_yes(wrong: object) -> None:
    with pytest.raises(BadAnswer, match="denial"):
        Answers(denial=wrong)  # type: ignore[arg-type]
    with pytest.raises(BadAnswer):
        is_yes(wrong)  # type: ignore[arg-type]


def test_only_one_answer_is_a_yes() -> None:
    assert [answer for answer in LETTERS if is_yes(answer)] == ["yes"]


# --- kept, and decided again ---


def test_the_version_is_kept_with_the_answers() -> None:
    decided = classify(Answers("no", "yes"))
    assert decided == Decided("sexual_assault", None, Answers("no", "yes"), "gbvims-guide-3/1")
    assert list(RULES) == [VERSION] == ["gbvims-guide-3/1"]


@given(st.tuples(*[every_answer] * 6))
def test_what_was_decided_is_decided_again(answers: tuple[str, ...]) -> None:
    assert is_reproduced(classify(Answers(*answers)))


def test_what_somebody_changed_by_hand_is_seen() -> None:
    decided = classify(Answers("no", "yes"))
    assert not is_reproduced(dataclasses.replace(decided, core_type="rape"))
    assert not is_reproduced(dataclasses.replace(decided, answers=Answers("yes", "yes")))


def test_a_rule_that_is_not_here_decides_nothing() -> None:
    with pytest.raises(ValueError, match="no rule of the version 'later'"):
        classify(Answers(), "later")
    with pytest.raises(TypeError):
        RULES["later"] = lambda answers: "rape"  # type: ignore[index]


def test_a_decision_is_one_thing() -> None:
    for core_type, question in ((None, None), ("rape", 1)):
        with pytest.raises(ValueError, match="and not both"):
            Decided(core_type, question, Answers(), VERSION)
    with pytest.raises(ValueError, match="core_type"):
        Decided("robbery", None, Answers(), VERSION)


# --- acts beside it ---


def test_acts_that_do_not_fit_ask_for_a_look_and_decide_nothing() -> None:
    answers = Answers("no", "no", "yes", "no", "not_asked", "yes")
    assert to_look_at(["AGF", "PSI", "EXT"], answers) == ()
    assert to_look_at(["VIO", "SAL", "DEP", "ROB"], answers) == (1, 5)
    assert classify(answers).core_type == "physical_assault"
    with pytest.raises(ValueError, match="XXX"):
        to_look_at(["XXX"], answers)
