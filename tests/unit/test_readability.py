"""Reading formulas: every expected value here was counted and worked out by hand."""

import pytest

from amparo.formats.readability import hard_sentences, passes, score, sentences, syllables, words

SYLLABLES = {
    # Parted by the spelling rules of each language; the count is that of the pieces.
    "es": "y muy a-yu-da a-ho-ra a-hí prohi-bir ver-güen-za guiar que con-ti-nú-a dí-a ha-cia ha-cí-a bú-ho le-í-ais "
    "po-li-cí-a no-che a-quí via-je es-toy quien psi-có-lo-ga al-guien ca-mión cui-da-do hue-so",
    "pt": "ao não mãe põe co-ra-ção his-tó-ria a-le-gri-a di-a su-a á-gua i-gual quan-do cri-an-ça vi-o-lên-cia "
    "vi-a-gem mui-to i-dei-a sa-iu a-in-da sa-ir ra-i-nha ru-im pes-so-a sa-ú-de vo-cê quem al-guém com-pa-nhi-a "
    "cui-dar re-mé-dio si-tu-a-ção ju-iz meu",
    "en": "the need-ed asked called lit-tle ta-bles pla-ces hou-ses takes clothes peo-ple try-ing go-ing say-ing "
    "vi-o-lence or-gan-i-sa-tion did-n't don't you're some-one med-i-cine po-lice law-yer ev-ery preg-nan-cy hours "
    "vac-cines u-su-al guard so-cial",
}


@pytest.mark.parametrize(
    ("parted", "language"), [(word, language) for language, line in SYLLABLES.items() for word in line.split()]
)
def test_a_word_has_the_syllables_it_is_parted_into(parted: str, language: str) -> None:
    assert syllables(parted.replace("-", ""), language) == len(parted.split("-"))


def test_accents_written_as_two_code_points_count_like_one() -> None:
    assert syllables("di\u0301a", "es") == 2


def test_a_number_is_one_syllable_a_digit_and_no_word_has_none() -> None:
    assert syllables("28", "es") == 2
    assert syllables("pst", "es") == 1


def test_sentences_end_at_stops_and_at_line_ends() -> None:
    text = "Un título sin punto\nDi: «hola». ¿Usted avisa? No sé…\n\nCuesta 1.5 o 2. Fin"
    assert sentences(text) == (
        "Un título sin punto",
        "Di: «hola».",
        "¿Usted avisa?",
        "No sé…",
        "Cuesta 1.5 o 2.",
        "Fin",
    )


def test_a_question_quoted_inside_a_sentence_does_not_end_it() -> None:
    text = "Pregunta «¿usted avisa a alguien?» antes de contar. Después decide."
    assert sentences(text) == ("Pregunta «¿usted avisa a alguien?» antes de contar.", "Después decide.")


def test_words_are_runs_of_letters_or_digits() -> None:
    assert words("Hay 28 días: «no», don't, COVID-19.") == ("Hay", "28", "días", "no", "don't", "COVID", "19")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        # no-es-tu-cul-pa: 5 syllables, 4 words, 1 sentence. 206.835 - 62.3 * 1.25 - 4
        ("No es tu culpa.", "es", 124.96),
        # hay-tiem-po, tú-de-ci-des-cuá-les: 9 syllables, 5 words, 2 sentences. 206.835 - 62.3 * 1.8 - 2.5
        ("Hay tiempo. Tú decides cuáles.", "es", 92.195),
        # não-foi-cul-pa-su-a: 6 syllables, 4 words, 1 sentence. 248.835 - 84.6 * 1.5 - 1.015 * 4
        ("Não foi culpa sua.", "pt", 117.875),
        # há-tem-po, vo-cê-de-ci-de: 8 syllables, 4 words, 2 sentences. 248.835 - 84.6 * 2 - 1.015 * 2
        ("Há tempo. Você decide.", "pt", 77.605),
        # you-can-stop-at-an-y-time: 7 syllables, 6 words, 1 sentence. 11.8 * 7 / 6 + 0.39 * 6 - 15.59
        ("You can stop at any time.", "en", 0.516667),
        # it-was-not-your-fault, you-de-cide: 8 syllables, 7 words, 2 sentences. 11.8 * 8 / 7 + 0.39 * 3.5 - 15.59
        ("It was not your fault. You decide.", "en", -0.739286),
    ],
)
def test_scores_worked_by_hand(text: str, language: str, expected: float) -> None:
    assert score(text, language) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("plain", "dense", "language"),
    [
        (
            "Puedes pedir la medicina sin contar cómo fue.",
            "La institucionalización de los procedimientos administrativos obstaculiza considerablemente "
            "la accesibilidad de la población beneficiada.",
            "es",
        ),
        (
            "Você pode pedir o remédio sem contar como foi.",
            "A institucionalização dos procedimentos administrativos dificulta consideravelmente "
            "a acessibilidade da população atendida.",
            "pt",
        ),
        (
            "You can ask for the medicine without telling how it happened.",
            "The institutionalisation of administrative procedures considerably complicates "
            "the accessibility of available interventions.",
            "en",
        ),
    ],
)
def test_plain_sentences_pass_and_office_language_is_listed(plain: str, dense: str, language: str) -> None:
    assert passes(plain, language)
    assert not passes(dense, language)
    assert hard_sentences(f"{plain} {dense} {plain}", language) == (dense,)


def test_a_sentence_of_nineteen_short_words_is_hard_whatever_its_score() -> None:
    short_words = "Ve y di que no y que sí y ve y di que no y que sí y ya."
    assert len(short_words.split()) == 19
    assert passes(short_words, "es")
    assert hard_sentences(short_words, "es") == (short_words,)


def test_a_few_long_words_alone_are_not_called_hard() -> None:
    assert hard_sentences("Anticoncepción hormonal inyectable.", "es") == ()


def test_the_thresholds_are_reached_at_their_exact_value(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, limit, worse in (("es", 65.0, 64.99), ("pt", 60.0, 59.99), ("en", 6.0, 6.01)):
        monkeypatch.setattr("amparo.formats.readability.score", lambda text, code, value=limit: value)
        assert passes("x", language)
        monkeypatch.setattr("amparo.formats.readability.score", lambda text, code, value=worse: value)
        assert not passes("x", language)


def test_a_text_without_words_or_in_another_language_has_no_score() -> None:
    with pytest.raises(ValueError, match="without words"):
        score("…", "es")
    with pytest.raises(ValueError, match="no reading formula"):
        score("Bonjou", "ht")
