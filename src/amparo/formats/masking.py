"""Taking out of a text what tells who somebody is: the words she is known by, and everything that looks like a number.

It takes out too much rather than too little. It cannot know a name that stands in no answer: whoever lets somebody see
a masked text looks at it first.
"""

import re
from collections.abc import Iterable

from amparo.formats.fold import fold

MASK = "···"
SHORTEST = 3  # letters of a word that is taken out; shorter ones stand in every sentence
NUMBER = re.compile(r"\+?\d[\d\s().-]{3,}\d|\d{4,}")
HANDLE = re.compile(r"\S*@\S+|(?:https?://|www\.)\S+")
WORD = re.compile(r"[^\W_]+")
# Words that stand in many answers and tell nothing of anybody.
COMMON = frozenset(
    fold(
        "con del ella las los para por que sin sobre una uno unos unas nada desde hasta entre esta este ese esa cuando "
        "donde casa calle numero llamar lunes martes miercoles jueves viernes sabado domingo tarde noche manana dia "
        "dias hora horas ejemplo com sem para uma umas uns nao sim rua ligar segunda terca quarta quinta sexta noite "
        "manha the and for her she with without day days hour hours call street house"
    ).split()
)


def telling(answers: Iterable[str]) -> frozenset[str]:
    """The words of these answers that tell who she is, as they are compared."""
    found = {fold(word) for text in answers for word in WORD.findall(text)}
    return frozenset(word for word in found if len(word) >= SHORTEST and word not in COMMON)


def masked(text: str, words: Iterable[str]) -> str:
    """The text without these words (as ``telling`` gives them), numbers, handles and addresses on the web."""
    known = frozenset(words)
    without = NUMBER.sub(MASK, HANDLE.sub(MASK, text))
    return WORD.sub(lambda each: MASK if _tells(fold(each[0]), known) else each[0], without)


def _tells(word: str, known: frozenset[str]) -> bool:
    """The word itself, or one that begins with it: her name in the plural, or with something hung on it."""
    return word in known or any(len(each) > SHORTEST and word.startswith(each) for each in known)
