"""Words made comparable; every expected value was written by hand."""

import pytest

from amparo.formats.fold import fold, search_text, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Deportación", "deportacion"),
        ("Ñuñoa", "nunoa"),
        ("  ¿Qué?  São-Paulo\n", "que sao paulo"),
        ("O’Higgins, 27 de Abril", "o higgins 27 de abril"),
        ("CÚCUTA", "cucuta"),
        ("Cu\u0301cuta", "cucuta"),  # the accent typed as a sign of its own
        ("1º piso_B", "1o piso b"),
        ("ﬁla", "fila"),
        ("Curaçao", "curacao"),
        ("😀 !!", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("language", "same", "stem"),
    [
        ("es", "deportación deportaciones deportacion DEPORTACIÓN", "deportacion"),
        ("es", "mujer mujeres Mujeres", "mujer"),
        ("es", "abogada abogado abogadas abogados", "abogad"),
        ("es", "albergue albergues", "albergu"),
        ("es", "casa casas", "casa"),
        ("es", "luz luces", "luc"),
        ("es", "país países", "pais"),
        ("es", "mes meses", "mes"),
        ("es", "base bases", "bas"),
        ("es", "papel papeles", "papel"),
        ("pt", "deportação deportações deportacao", "deportaca"),
        ("pt", "mulher mulheres", "mulher"),
        ("pt", "hospital hospitais", "hospital"),
        ("pt", "papel papéis", "papel"),
        ("pt", "homem homens", "homem"),
        ("pt", "advogada advogado advogadas", "advogad"),
        ("en", "clinic clinics", "clinic"),
        ("en", "body bodies", "body"),
        ("en", "class classes", "class"),
        ("en", "woman women", "woman"),
        ("en", "service services", "service"),
        ("en", "bus", "bus"),
        ("fr", "femmes", "femmes"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, same: str, stem: str) -> None:
    assert set(words(same, language)) == {stem}


def test_different_words_stay_different() -> None:
    assert words("casa caso", "es") == ["casa", "caso"]


def test_little_words_are_left_out_and_a_no_is_kept() -> None:
    assert words("una abogada de familia, no la policía", "es") == ["abogad", "famili", "no", "polici"]
    assert words("no centro da cidade", "pt") == ["centr", "cidad"]


def test_search_text_holds_each_stem_once_between_spaces() -> None:
    text = search_text("Casa Maíz", "Albergue para mujeres. La casa abre de noche.", language="es")
    assert text == " casa maic albergu mujer abr noch "
    assert search_text("", "¡!", language="es") == ""
