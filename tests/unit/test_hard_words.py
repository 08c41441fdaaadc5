"""Words that shame, and her work beside a word for a crime: found in each language, and their neighbours left alone."""

import pytest

from amparo.formats.hard_words import crime_beside_work, hard_words, hard_words_asked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La víctima", ["victima"]), ("REVICTIMIZAR", ["revictimizar"]), ("As vítimas", ["vitimas"]),
        ("The victim", ["victim"]),
        ("Operación de rescate", ["rescate"]), ("Resgatada", ["resgatada"]), ("Rescued", ["rescued"]),
        ("Su agresor", ["agresor"]),
        ("Agressores", ["agressores"]), ("Beneficiarias", ["beneficiarias"]), ("The perpetrators", ["perpetrators"]),
        ("Quien te hizo daño", []), ("Agresión sexual", []), ("Aggressive dogs", []), ("Un beneficio", []),
        ("Victoria", []),
    ],
)  # fmt: skip
def test_words_of_the_whole_house(text: str, found: list[str]) -> None:
    assert hard_words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("¿Eres prostituta?", ["prostituta"]), ("¿Eres puta o víctima?", ["victima", "puta"]),
        ("Migrantes ilegales", ["migrantes ilegales"]),
        ("Mujer de la vida", ["mujer de la vida"]), ("Illegal migrants", ["illegal migrants"]),
        ("¿Te gritaron «puta»?", []),
        ("¿Te dijeron “veneca”?", []), ("¿Te dijeron «víctima»?", ["victima"]), ("La Unidad para las Víctimas", []),
        ("Victim support office", []), ("En situación de prostitución", []), ("Em situação de prostituição", []),
        ("¿Disputas?", []),
        ("¿Te reputan mal?", []), ("Trabajo sexual", []), ("¿Maricela te ayudó?", []),
    ],
)  # fmt: skip
def test_words_of_a_question(text: str, found: list[str]) -> None:
    assert hard_words_asked(text) == found


def test_her_work_beside_a_crime() -> None:
    for text in (
        "El trabajo sexual es delito",
        "Prostituição ilegal",
        "Is sex work a crime?",
        "Trabajadoras sexuales y crimen",
    ):
        assert crime_beside_work(text), text
    for text in (
        "Te discriminaron por el trabajo sexual",
        "El trabajo sexual es tuyo. Robar es delito",
        "Sex work; crime",
        "Un delito",
    ):
        assert not crime_beside_work(text), text
