"""Making words comparable: without accents, in small letters, and lightly stemmed.

People type on phones without accents, in a hurry, in the singular or the plural. Folding and stemming are
for comparing only; what a page shows is always the text as it was written.
"""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")

# Words that stand in almost every text and tell nothing about it. "No" and "sin" are not among them:
# they turn a sentence around. Portuguese "no" is "em" and "o" in one.
LITTLE = {
    "es": frozenset(
        {
            "a",
            "al",
            "con",
            "de",
            "del",
            "e",
            "el",
            "en",
            "la",
            "las",
            "lo",
            "los",
            "o",
            "para",
            "por",
            "su",
            "sus",
            "un",
            "una",
            "y",
        }
    ),
    "pt": frozenset(
        {
            "a",
            "ao",
            "aos",
            "as",
            "com",
            "da",
            "das",
            "de",
            "do",
            "dos",
            "e",
            "em",
            "na",
            "nas",
            "no",
            "nos",
            "o",
            "os",
            "para",
            "por",
            "um",
            "uma",
        }
    ),
    "en": frozenset(
        {
            "a",
            "an",
            "and",
            "at",
            "for",
            "in",
            "of",
            "on",
            "or",
            "the",
            "to",
            "with",
        }
    ),
}
ENGLISH_PLURALS = {"children": "child", "men": "man", "women": "woman", "people": "person"}
PORTUGUESE_PLURALS = (
    ("oes", "ao"),
    ("aes", "ao"),
    ("ais", "al"),
    ("eis", "el"),
    ("ois", "ol"),
    ("uis", "ul"),
    ("ns", "m"),
)


def fold(text: str) -> str:
    """Small letters without accents, punctuation as spaces, one space between words."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(WORD.findall(text.lower()))


def words(text: str, language: str) -> list[str]:
    """The words of a text, folded and lightly stemmed, in their order; the little words are left out.

    Spanish and Portuguese are stemmed, and so is English; words of any other language are only folded.
    """
    little = LITTLE.get(language, frozenset())
    stem = {"es": stem_es, "pt": stem_pt, "en": stem_en}.get(language, str)
    return [stem(word) for word in fold(text).split() if word not in little]


def search_text(*texts: str, language: str) -> str:
    """The stems of some texts, each once, with a space before and after: " abogad famili ".

    A search for " abogad " then finds whole words, and a search for " abog" finds how a word begins.
    """
    stems = dict.fromkeys(stem for text in texts for stem in words(text, language))
    return f" {' '.join(stems)} " if stems else ""


def stem_es(word: str) -> str:
    """A Spanish word without plural, and without the last vowel, which carries the gender.

    "Abogados" and "abogada" give the same. Words of four letters keep their a and o: "casa" is no "caso".
    """
    if len(word) >= 5 and word.endswith("es"):
        word = word[:-2]
    elif len(word) >= 4 and word[-2:] in {"as", "es", "os"}:
        word = word[:-1]
    return without_last_vowel(word)


def stem_pt(word: str) -> str:
    """A Portuguese word without plural and without the last vowel."""
    for plural, singular in PORTUGUESE_PLURALS:
        if len(word) >= 5 and word.endswith(plural):
            return without_last_vowel(word[: -len(plural)] + singular)
    return stem_es(word)


def stem_en(word: str) -> str:
    """An English word without plural."""
    if word in ENGLISH_PLURALS:
        return ENGLISH_PLURALS[word]
    if len(word) >= 5 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) >= 5 and word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if len(word) >= 4 and word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word


def without_last_vowel(word: str) -> str:
    """Drop a last e, and in longer words a last a or o; a last z becomes c, as in "luz" and "luces"."""
    if (len(word) >= 4 and word[-1] == "e") or (len(word) >= 5 and word[-1] in "ao"):
        word = word[:-1]
    return word[:-1] + "c" if len(word) >= 3 and word[-1] == "z" else word
