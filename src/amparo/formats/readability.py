"""How easy a text is to read, by the formula written for each language.

* Spanish: the perspicuity index of Francisco Szigriszt Pazos (1993), read on the INFLESZ scale of
  Inés Barrio-Cantalejo and others (2008): 206.835 - 62.3 * syllables/word - words/sentence; 65 is "quite easy".
* Portuguese: Flesch reading ease as Teresa Martins and others fitted it to Brazilian Portuguese (1996):
  248.835 - 84.6 * syllables/word - 1.015 * words/sentence.
* English: the grade level of J. Peter Kincaid and others (1975):
  11.8 * syllables/word + 0.39 * words/sentence - 15.59.

A formula does not know whether a sentence is kind or true. It only tells us when a tired person has to read it twice.
The syllable counters follow spelling; a rare word may be one syllable off, which no page notices.
"""

import re
import unicodedata

LONGEST_SENTENCE = 18
"""In words. A longer sentence is two sentences, whatever its score says."""

_SHORTEST_JUDGED = 10
"""A formula over fewer words measures the words, not the sentence."""

_THRESHOLDS = {"es": 65.0, "pt": 60.0, "en": 6.0}

_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")
# A sentence ends at a stop, or at a line's end: a title carries no full stop. A stop followed by a small letter is
# inside a sentence: "Pregunta «¿usted avisa a alguien?» antes de contar".
_STOP = re.compile(r"(?<=[.!?…])(?:[»”\"')\]]+[.!?…]?)?\s+(?=[^a-záéíóúüñàâãêôõç])|\n+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in their order, without the blank ones."""
    pieces = []
    start = 0
    for stop in _STOP.finditer(text):
        pieces.append(text[start : stop.end()].strip())
        start = stop.end()
    pieces.append(text[start:].strip())
    return tuple(piece for piece in pieces if _WORD.search(piece))


def words(text: str) -> tuple[str, ...]:
    """The words of a text. A number is a word; a hyphen parts two."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text)))


def syllables(word: str, language: str) -> int:
    """The syllables of one word, at least one. A number is taken as one syllable a digit."""
    if word.isdigit():
        return len(word)
    return max(1, _COUNTERS[language](unicodedata.normalize("NFC", word).lower()))


def score(text: str, language: str) -> float:
    """The score of a text: ease for Spanish and Portuguese (more is easier), school grade for English (less is)."""
    if language not in _COUNTERS:
        raise ValueError(f"There is no reading formula here for the language {language!r}.")
    all_words = words(text)
    if not all_words:
        raise ValueError("A text without words has no score.")
    per_word = sum(syllables(word, language) for word in all_words) / len(all_words)
    per_sentence = len(all_words) / len(sentences(text))
    if language == "es":
        return 206.835 - 62.3 * per_word - per_sentence
    if language == "pt":
        return 248.835 - 84.6 * per_word - 1.015 * per_sentence
    return 11.8 * per_word + 0.39 * per_sentence - 15.59


def passes(text: str, language: str) -> bool:
    """Whether the text is as easy as we promise: es at least 65, pt at least 60, en at most sixth grade."""
    value = score(text, language)
    return value <= _THRESHOLDS["en"] if language == "en" else value >= _THRESHOLDS[language]


def hard_sentences(text: str, language: str) -> tuple[str, ...]:
    """The sentences to rewrite: too long, or of ten words or more and not passing alone. In the text's order."""
    return tuple(sentence for sentence in sentences(text) if _is_hard(sentence, language))


def _is_hard(sentence: str, language: str) -> bool:
    length = len(words(sentence))
    if length > LONGEST_SENTENCE:
        return True
    return length >= _SHORTEST_JUDGED and not passes(sentence, language)


# Spanish -------------------------------------------------------------------------------------------------------------

_ES_STRONG = set("aeoáéóíúàèòâêôãõäëö")
_ES_VOWEL_RUN = re.compile(r"[aeoáéóíúiuüàèòâêôãõäëö]+")


def _spanish(word: str) -> int:
    """Strong vowels are one syllable each; weak ones lean on them, unless an accent makes them strong.

    An h between vowels does not part them (ahi-ja-do), as the Academy counts it.
    """
    word = re.sub(r"(?<=[aeiouáéíóúü])h(?=[aeiouáéíóúü])", "", word)
    word = re.sub(r"q[u](?=[eiéí])", "q", word)
    word = re.sub(r"gu(?=[eiéí])", "g", word)
    word = re.sub(r"y(?![aeiouáéíóú])", "i", word)
    return sum(max(1, sum(letter in _ES_STRONG for letter in run)) for run in _ES_VOWEL_RUN.findall(word))


# Portuguese ----------------------------------------------------------------------------------------------------------

_PT_STRONG = set("aeoáâãàéêóôõíú")
_PT_ACCENTED = re.compile(r"[áâéêóôíú]")


def _portuguese(word: str) -> int:
    """A weak vowel after another vowel leans on it (mui-to); before one it stands alone (vi-a-gem).

    Three things change that: nasal pairs are one (mão, põe); after an accented syllable a final pair is one
    (his-tó-ria, but a-le-gri-a); and i or u before nh, or closing its syllable with l, m, n, r, z, stands alone
    (ra-i-nha, a-in-da, sa-ir).
    """
    if word in ("ao", "aos"):
        return 1
    word = word.replace("ü", "u").replace("y", "i")
    word = re.sub(r"([qg])u(?=[aeoiáâãéêíóôõ])", r"\1", word)
    word = re.sub(r"ão|ãe|õe", "ã", word)
    final_pair = re.search(r"[ieuo][aoe](?=s?$)", word)
    if final_pair and _PT_ACCENTED.search(word[: final_pair.start()]):
        word = word[: final_pair.start()] + word[final_pair.start() + 1 :]
    count = 0
    leaned_on = False  # whether the letter before can carry a weak vowel
    for place, letter in enumerate(word):
        if letter in _PT_STRONG:
            count, leaned_on = count + 1, True
        elif letter in "iu":
            if leaned_on and not _stands_alone(word, place):
                leaned_on = False
            else:
                count, leaned_on = count + 1, True
        else:
            leaned_on = False
    return count


def _stands_alone(word: str, place: int) -> bool:
    return re.match(r"nh|[lmnrz](?![aeiouáâãéêíóôõúh])", word[place + 1 :]) is not None


# English -------------------------------------------------------------------------------------------------------------

# Words that English spells against its own rules, among those our pages use.
_EN_KNOWN = {
    "any": 2, "anyone": 3, "anywhere": 3, "area": 3, "aren": 1, "business": 2, "client": 2, "clients": 2,
    "create": 2, "created": 3, "diet": 2, "evening": 2, "every": 2, "everyone": 3, "everything": 3, "everywhere": 3,
    "eye": 1, "friend": 1, "friends": 1, "friendly": 2, "hundred": 2, "idea": 3, "ideas": 3, "lose": 1, "maybe": 2,
    "naked": 2, "people": 2, "poem": 2, "quiet": 2, "quietly": 3, "real": 1, "really": 2, "science": 2, "sometimes": 2,
    "something": 2, "somewhere": 2, "therefore": 2, "useful": 2, "weren": 1, "whoever": 3, "careful": 2, "hopeful": 2,
    "homeless": 2, "likely": 2, "lonely": 2, "movement": 2, "statement": 2, "themselves": 2, "ourselves": 2,
    "yourselves": 2, "clothes": 1,
}  # fmt: skip


def _english(word: str) -> int:
    """Vowel groups, less the silent e, plus the vowels that stand side by side in two syllables."""
    stem, _, ending = word.replace("’", "'").partition("'")
    if stem in _EN_KNOWN:
        count = _EN_KNOWN[stem]
    else:
        count = len(re.findall(r"[aeiouy]+", re.sub(r"^y", "", stem)))
        count -= _silent_e(stem) if count > 1 else 0
        count += len(re.findall(r"(?<![cstgq])i[ao](?!u)|(?<![qg])ua|[aeouy]ing$", stem))
    # didn't, wasn't: the n has a syllable of its own after d and s.
    return count + (1 if ending == "t" and re.search(r"[ds]n$", stem) else 0)


def _silent_e(word: str) -> int:
    """One if the word ends in an e that is not said: take, takes, asked; but not little, needed, places."""
    if re.search(r"[bcdfgkpstz]l(e|es|ed)$", word):
        return 0
    return 1 if re.search(r"[^aeiouy]e$|[^aeiouytd]ed$|([^aeiouysxzcgh]|th)es$", word) else 0


_COUNTERS = {"es": _spanish, "pt": _portuguese, "en": _english}
