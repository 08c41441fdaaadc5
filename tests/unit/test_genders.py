"""The words of a house for who she says she is: added, hidden, never taken from her, refused where they are wrong."""

from pathlib import Path

import pytest

from amparo.config import doctor, values
from amparo.config.env import BadSetting
from amparo.formats.case_archive.documents import is_answer_here
from amparo.formats.case_questions import Answer, checked, questions
from amparo.formats.genders import counted_as, genders, is_code_of, word
from tests.genders import OWN, a_file

OURS = ["trans_woman", "travesti", "woman", "trans_man", "man", "non_binary", "own_words", "prefers_not"]
WORD = '[[genders]]\ncode = "house_a"\nes = "Una"\npt = "Uma"\nen = "One"\n'


def test_without_a_file_the_words_are_ours() -> None:
    assert [each.code for each in genders().offered] == list(genders().known) == OURS


def test_words_of_the_house_stand_before_the_two_that_are_always_there_and_hidden_ones_are_not_offered(
    tmp_path: Path,
) -> None:
    own = a_file(tmp_path)
    assert [each.code for each in genders(own).offered] == [
        "trans_woman", "travesti", "woman", "trans_man", "man", "house_example", "own_words", "prefers_not",
    ]  # fmt: skip
    assert set(genders(own).known) == {*OURS, "house_example", "house_old"}
    assert [word("house_example", language, own) for language in ("es", "pt", "en")] == [
        "Palabra de ejemplo", "Palavra de exemplo", "Example word",
    ]  # fmt: skip
    assert (word("non_binary", "es", own), word("house_old", "es", own)) == ("Persona no binaria", "Palabra vieja")


def test_a_word_of_another_house_or_that_the_file_lost_is_still_readable(tmp_path: Path) -> None:
    assert word("house_some_word", "es", a_file(tmp_path)) == "some word"
    said = Answer(("house_some_word", "woman"))
    assert checked(questions()["gender"], said) == said
    assert is_answer_here("gender", said.as_data()), "as it comes in an archive of another house"


@pytest.mark.parametrize("code", ["house_", "house_Á", "house_1a", "house_" + "a" * 19, "example", "woman2", ""])
def test_what_is_no_code_of_a_list_or_a_house_is_no_answer(code: str) -> None:
    assert not is_code_of("gender", code)
    with pytest.raises(ValueError, match="gender"):
        checked(questions()["gender"], Answer((code,)))


def test_only_genders_take_words_of_a_house() -> None:
    assert is_code_of("gender", "house_example")
    assert not is_code_of("pronoun", "house_example")
    with pytest.raises(ValueError, match="pronouns"):
        checked(questions()["pronouns"], Answer(("house_example",)))


def test_it_is_counted_as_a_word_of_her_own_and_ours_as_they_are() -> None:
    assert counted_as("house_example") == "own_words"
    assert [counted_as(code) for code in OURS] == OURS


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[genders]", "cannot be read"),
        ("[[gender]]\n", "'gender' cannot be used there"),
        ('genders = "x"\n', "'genders' cannot be used there"),
        ('hidden = "man"\n', "'hidden' cannot be used there"),
        (WORD.replace('pt = "Uma"\n', ""), "a word has code, es, pt and en"),
        (WORD + 'letter = "F"\n', "a word has code, es, pt and en"),
        (WORD.replace("house_a", "muxe"), "'muxe' is not the code of a word of a house"),
        (WORD.replace("house_a", "house_Ñ"), "begins with house_"),
        (WORD.replace('"Una"', '" "'), "house_a: what stands under es"),
        (WORD.replace('"Una"', "3"), "house_a: what stands under es"),
        (WORD.replace('"One"', '"One\\nTwo"'), "house_a: what stands under en"),
        (WORD.replace('"Uma"', f'"{"a" * 61}"'), "1 to 60 letters"),
        (WORD + WORD, "'house_a' stands there twice"),
        (WORD + WORD.replace("house_a", "house_b"), "'Una' stands there twice"),
        (WORD.replace('"Una"', '"mujer trans"'), "'mujer trans' stands there twice, or is one of ours"),
        ('hidden = ["mann"]\n', "hidden names 'mann', which is no code of the list. It can name: man, non_binary"),
        ("hidden = [3]\n", "hidden names '3'"),
        ('hidden = ["prefers_not"]\n', "'prefers_not', which is never taken away"),
        ('hidden = ["own_words"]\n', "'own_words', which is never taken away"),
        ("".join(WORD.replace("house_a", f"house_a{n}").replace('"Una"', f'"{n}"') for n in range(41)), "more than 40"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert values.genders_file(a_file(tmp_path)) == a_file(tmp_path), "the control"
    with pytest.raises(BadSetting) as refusal:
        values.genders_file(a_file(tmp_path, text))
    assert says in str(refusal.value)
    assert "%(" not in str(refusal.value)


def test_the_doctor_says_what_is_wrong_with_it_and_where_it_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole of the settings is read, as a start reads it."""
    for name in ("AMPARO_HSDS_API", "AMPARO_PROFILE", "AMPARO_SECOND_STEP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    house = tmp_path / "house.env"
    for text, level, says in (
        (OWN, "note", "The house file is right"),
        ("hidden = [1]", "missing", "hidden names '1'"),
    ):
        house.write_text(f"AMPARO_SECRET_KEY={'k' * 48}\nAMPARO_GENDERS={a_file(tmp_path, text)}\n", encoding="utf-8")
        [(found, said)] = doctor.house()
        assert (found, says in said, str(house) in said) == (level, True, True)
    house.write_text(f"AMPARO_SECRET_KEY={'k' * 48}\nAMPARO_GENDERS={tmp_path / 'nothing'}\n", encoding="utf-8")
    assert "nothing cannot be read" in doctor.house()[0][1]
