"""What a machine guesses soon, and what it does not: the words of the tests were chosen by hand."""

import pytest

from amparo.formats.guessable import FIGURES, NAMES, ROW, SHORT, fresh, why_guessed

NORA = ("nora", "Nora Quintero", "Libreta")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("corta", SHORT),
        ("corta       ", SHORT),
        ("123456789012", FIGURES),
        ("1985-11-24 1985", FIGURES),
        ("aaaaaaaaaaaa", ROW),
        ("abababababab", ROW),
        ("hola hola hola", ROW),
        ("mariposa mariposa", ROW),
        ("abcdefghijklm", ROW),
        ("qwertyuiop123", ROW),
        ("Qwerty123456", ROW),
        ("zyxwvutsrqpon", ROW),
        ("Nora Quintero 1985", NAMES),
        ("noraquintero1", NAMES),
        ("oretniuqaron1", NAMES),
        ("libreta de nora", NAMES),
        ("contraseña1234", NAMES),
        ("mi frase secreta", NAMES),
        ("mango lluvia puerta sal", ""),
        ("otra lluvia otra puerta", ""),
        ("la que yo misma elijo", ""),
        ("quemar-zapato-nube-tren", ""),
        ("дождь и соль у двери", ""),
    ],
)
def test_why_it_is_guessed(text, why):
    assert why_guessed(text, NORA) == why


@pytest.mark.parametrize(
    ("plain", "count"),
    [
        ("", 0),
        ("ab", 2),
        ("abc", 2),  # c follows from a and b
        ("aba", 3),  # there and back is no row
        ("holahola", 6),  # h o l a, then ah and ho are new, then hol and ola stood there before
        ("aaaa", 2),
        ("7890", 2),
        ("sopa", 4),
    ],
)
def test_signs_that_nothing_before_gives_away(plain, count):
    assert fresh(plain) == count
