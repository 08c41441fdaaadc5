"""A text as it is looked through: what is heard when it is read aloud, whatever it looks like.

Small letters without accents, one space between words, and " . " where a sentence ends. Signs that nobody sees, letters
of other alphabets that look like ours, tags, stars and entities are gone, and letters that were written apart are one
word again. A figure may stand for a letter ("V1H"); such a reading stands beside the other, and each is looked through.
"""

import html
import re
import unicodedata
from functools import lru_cache

from amparo.formats.fold import fold

# Letters of Cyrillic and Greek that a reader takes for Latin ones.
LOOKALIKES = str.maketrans(
    "аАеЕоОрРсСуУхХіІјЈѕЅкКмМнНтТвВԁԛԝһαΑεΕοΟρΡχΧιΙκΚνΝτΤηΗυΥβΒζΖμΜ",
    "aAeEoOpPcCyYxXiIjJsSkKmMhHtTbBdqwhaAeEoOpPxXiIkKvNtTnHuYbBzZuM",
)
# Signs that take no room: what Unicode calls formats, fillers, and what only says how another sign looks.
UNSEEN = dict.fromkeys(
    code
    for first, last in (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x115F, 0x1160),
        (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x20DD, 0x20E4),
        (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB),
        (0x1D173, 0x1D17A), (0xE0000, 0xE01EF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
LINE = re.compile(r"<\s*/?\s*(?:br|p|div|li|tr|h\d)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
PLACE = re.compile(r"\$\{[^{}]*\}")  # where an answer given before is put in
LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
APART = re.compile(r"(?<!\w)(?:\w[-.·•|/_ ]{1,2}){2,}\w(?!\w)")  # V.I.H., V I H
POSITIVE = re.compile(r"(?<!\w)(v\.?i\.?h\.?|h\.?i\.?v\.?)\s*\+", re.IGNORECASE)
STOP = re.compile(r"[.?!;:…\n¿¡|]+")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
FIGURES = str.maketrans("0134578@$", "oieastbas")
MIXED = re.compile(r"(?<!\w)(?=\w*[a-z])(?=\w*[013457@$])(?![a-z]+\d+(?!\w))(?!\d+[a-z]{0,2}(?!\w))[\w@$]+")
SAID = {
    "q": "que",
    "k": "que",
    "ke": "que",
    "ce": "voce",
    "vc": "voce",
    "vcs": "voces",
    "ud": "usted",
    "uds": "ustedes",
}


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """What a screen shows of it: no tags, no stars, no entities, no signs that nobody sees."""
    text = html.unescape(html.unescape(text)).translate(UNSEEN)
    text = TAG.sub("", LINE.sub("\n", text))
    text = LINK.sub(r"\1", PLACE.sub(" ", text))
    return re.sub(r"[*`~\\]+|(?<!\w)_+|_+(?!\w)|^#+\s*", "", text)


@lru_cache(maxsize=4096)
def legible(text: str) -> str:
    """What a screen shows of it, in letters of ours; its accents, its stops and its quotation marks are kept."""
    return unicodedata.normalize("NFKC", shown(text)).translate(LOOKALIKES)


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[str, ...]:
    """The text as it is looked through, and where a figure may stand for a letter, that reading too."""
    seen = POSITIVE.sub(r"\1 positivo ", legible(text))
    joined = APART.sub(lambda each: re.sub(r"\W|_", "", each[0]), seen)
    found = {_line(seen): None, _line(joined): None}
    figured = [MIXED.sub(lambda each: each[0].translate(FIGURES), part.lower()) for part in (seen, joined)]
    return tuple({**found, **{_line(part): None for part in figured}})


def named(name: str) -> str:
    """A name of a question as words: ``hivStatus`` and ``hiv_status`` are "hiv status"."""
    return fold(CAMEL.sub(" ", name))


def _line(text: str) -> str:
    parts = [fold(part) for part in STOP.split(text)]
    said = " . ".join(part for part in parts if part)
    return " ".join(SAID.get(word, word) for word in said.split(" "))
