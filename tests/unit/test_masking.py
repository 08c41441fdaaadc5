"""What is taken out of a text for supervision: her words, numbers, handles. Hand-made sentences, and a scan."""

import pytest

from amparo.formats.masking import MASK, masked, telling

ANSWERS = ["Kiara la de ejemplo", "000 000 098, en el café de la esquina", "Su amiga Yoli", "girasol"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Kiara pide un chip nuevo el lunes.", f"{MASK} pide un chip nuevo el lunes."),
        ("kiara y KIARA y Kiára", f"{MASK} y {MASK} y {MASK}"),
        ("Las Kiaras", f"Las {MASK}"),
        ("Avisar por Yoli: girasol", f"Avisar por {MASK}: {MASK}"),
        ("Llamar al 0990 000 123 o +593 99 000 0000", f"Llamar al {MASK} o {MASK}"),
        ("Escribir a @kiarita o a k@ejemplo.org", f"Escribir a {MASK} o a {MASK}"),
        ("Ver www.ejemplo.org/kiara y https://x.example", f"Ver {MASK} y {MASK}"),
        ("Pedir la medida el viernes a las 3", "Pedir la medida el viernes a las 3"),
    ],
)
def test_what_tells_who_she_is_is_taken_out(text: str, left: str) -> None:
    assert masked(text, telling(ANSWERS)) == left


def test_short_and_common_words_stay_and_nothing_known_means_numbers_alone() -> None:
    assert telling(["de la casa, en la tarde"]) == frozenset()
    assert masked("Kiara 0990 000 123", telling([])) == f"Kiara {MASK}"
