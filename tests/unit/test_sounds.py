"""Names that people write in two ways come together, and others do not. By hand, as ears in the region hear them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.sounds import MOST_WORDS, SIGNS, sounds_alike, sounds_in, sounds_of

# Each line is one name. Chosen names above all: those that women take for themselves, and write as they like.
TOGETHER = """
Yuli Yuly Juli Yulli Iuli|Jhoana Yoana Johana Joana Ioana Yohanna|Vanesa Wanessa Vanessa Banesa|Dayana Daiana Dyana
Xiomara Siomara Ciomara Ziomara|Shirley Chirley Sirley Shirly|Stefany Estefani Stephanie Estefanía Esthefany
Kimberly Quimberli Kimberley|Jennifer Yenifer Jenifer Yénnifer|Brittany Britani Brithany|Nicole Nikol Nicol
Katherine Caterin Katerin Catherine|Michelle Mishel Michel|Allison Alisson Alison Alyson|Leidy Leydi Lady
Jazmín Yasmin Jasmín Yazmin|Zulay Sulay Zulai|Ximena Jimena|Angie Anyi Anji Angy|Ángela Anyela|Tania Tanya
Juliana Yulyana Yuliana|Geraldine Yeraldin Jeraldine|Valentina Balentina|Deborah Débora Devora|Sarah Sara Zara
Thalía Talia|Isabella Izabela Ysabela|Evelyn Ebelin|Hillary Ilary|Roxana Rosana|Keyla Keila Queila|Kiara Chiara Quiara
Chantal Shantal Xantal|Samantha Samanta|Lizbeth Lisbet Lisvet|Aylin Eilyn Ailín|Carmem Carmen|Luísa Luiza
Giovanna Jovana Yovanna|Jessica Yesica Gessica|Cristal Kristal Christal|Llesenia Yesenia|Walesca Valeska
Celeste Seleste|Joselyn Yoselin Jocelyn|Wilma Vilma|Alexa Aleksa|Thaís Tais|Rebeca Rebekah|Raíssa Raisa|Camilla Kamila
Sofía Sophia|Conceição Conceisao|Thayná Tainá|Ketlyn Quetlin|Jô Yo|Scarlet Escarlet|Djamila Yamila
"""
APART = """
Yuli Paola|Vanesa Karla|Dayana Tatiana|Xiomara Paloma|Kimberly Camila|Luna Dana|Estrella Esmeralda|Andrea Adriana
Brenda Bárbara|Michelle Marcela|María Mariana|Nicole Carol|Wendy Sandra|Gabriela Daniela|Alejandra Alondra
Fernanda Esperanza|Yuli Yulissa|Jhoana Jimena|Shirley Sheila|Valentina Valeria|Kiara Karina|Luz Luna|Sol Soraya
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """The first of each name with each of the others."""
    lines = [name.split() for name in table.strip().replace("\n", "|").split("|")]
    return [(names[0], other) for names in lines for other in names[1:]]


@pytest.mark.parametrize(("one", "other"), pairs(TOGETHER))
def test_they_come_together(one: str, other: str) -> None:
    assert sounds_alike(one, other)
    assert sounds_alike(other.upper(), f"  {one}, la de siempre")


@pytest.mark.parametrize(("one", "other"), pairs(APART))
def test_they_stay_apart(one: str, other: str) -> None:
    assert not sounds_alike(one, other)


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("yuli", ["YL"]), ("xiomara", ["SMR", "YMR"]), ("stephanie", ["STFN"]), ("kimberly", ["KNBR"]),
        ("chiara", ["SR", "KR"]), ("anyi", ["ANY", "AN"]), ("ysabel", ["ESBL"]), ("guisela", ["GSL"]), ("a", ["A"]),
        ("юля", []), ("r2d2", []), ("", []),
    ],
)  # fmt: skip
def test_codes_by_hand(word: str, codes: list[str]) -> None:
    assert sounds_of(word) == codes


def test_little_words_say_nothing_and_a_word_in_other_letters_stands_for_itself() -> None:
    assert list(sounds_in("La Yuli de los Ríos")) == ["YL", "RS"]
    assert list(sounds_in("小红 ★ Юля")) == ["=小红", "=юля"]
    assert list(sounds_in("de la")) == list(sounds_in("")) == []
    assert not sounds_alike("María de la Luz", "Ana de la Paz")


@given(st.text(max_size=200))
def test_whatever_is_written_the_codes_are_short_and_few(text: str) -> None:
    found = list(sounds_in(text))
    assert len(found) <= 2 * MOST_WORDS
    assert all(len(each) <= SIGNS or each.startswith("=") for each in found)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_a_name_is_always_heard_like_itself(word: str) -> None:
    assert sounds_alike(word, word.title()) == bool(list(sounds_in(word)))
