"""The words of a code inside a sentence: the first letter small, and nothing else."""

import pytest

from amparo.formats.codes import inside, label_inside


@pytest.mark.parametrize(
    ("heading", "in_a_sentence"),
    [
        ("Policía", "policía"),
        ("Alcaldía o municipio", "alcaldía o municipio"),
        ("A passport", "a passport"),
        ("Any ID, a photo is enough", "any ID, a photo is enough"),
        ("Oficina social o de la mujer, del Estado", "oficina social o de la mujer, del Estado"),
        ("Órgão de migração", "órgão de migração"),
        ("ONU Mujeres", "ONU Mujeres"),
        ("VIH y otras infecciones", "VIH y otras infecciones"),
        ("Naciones Unidas", "Naciones Unidas"),
        ("Ministério Público", "Ministério Público"),
        ("", ""),
    ],
)
def test_only_the_first_letter_of_a_common_word_is_made_small(heading, in_a_sentence):
    assert inside(heading) == in_a_sentence


def test_the_names_of_bodies_keep_their_capitals():
    assert label_inside("operator", "un", "en") == "United Nations"
    assert label_inside("operator", "police", "es") == "policía"
    assert label_inside("operator", "prosecution", "pt") == "Ministério Público"
