"""Whether a tired person can read a form, and how long it takes."""

import math
from collections.abc import Iterator, Mapping

from amparo.formats.form_lint.consent import agreements, consent_of
from amparo.formats.form_lint.course import Course
from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.plain import shown
from amparo.formats.form_lint.said import is_asked, is_ours, language_of, texts_of
from amparo.formats.openrosa.forms import Form, Question
from amparo.formats.readability import LONGEST_SENTENCE, passes, score, sentences, words

FEWEST = 30  # words of a form; a formula over fewer measures the words
FAR = {"es": 50.0, "pt": 45.0, "en": 9.0}
"""Where a text is refused: "hard" on the INFLESZ scale, as far below in Portuguese, three school grades above."""

FAR_TOO_LONG = 30  # words of one sentence
A_MINUTE = 130  # words read aloud, without hurry
ANSWER = {"select_one": 6.0, "select_multiple": 12.0, "rank": 20.0, "trigger": 3.0, "string": 30.0, "binary": 60.0}
OTHER, NOTED = 10.0, 2.0
"""Seconds to think, answer and mark, beside what is read: our own guess, on the slow side."""


def look(form: Form) -> Iterator[Finding]:
    """Each language of a form by its own formula; and each long sentence."""
    spoken: dict[str, list[str]] = {}
    for question in form.questions:
        yield from _long(question)
        for language, texts in texts_of(question).items():
            spoken.setdefault(language, []).extend(plain for text in texts if (plain := shown(text).strip()))
    for group in form.groups:
        for language, text in group.labels.items():
            spoken.setdefault(language, []).extend([shown(text).strip()] if text.strip() else [])
    for language, said in spoken.items():
        text = "\n".join(said)
        code = language_of(form, language, text)
        if len(words(text)) < FEWEST or passes(text, code) or not is_ours(language):
            continue
        value = score(text, code)
        is_far = value > FAR["en"] if code == "en" else value < FAR[code]
        yield found("reading", f"/{form.root}", is_refusal=is_far, language=code, found=f"{value:.0f}")


def _long(question: Question) -> Iterator[Finding]:
    """The longest sentence of a question, where it is too long."""
    texts = [*question.labels.values(), *question.hints.values()]
    texts += [
        *question.constraint_messages.values(),
        *(text for each in question.choices for text in each.labels.values()),
    ]
    every = [sentence for text in texts for sentence in sentences(shown(text))]
    longest = max(every, key=lambda sentence: len(words(sentence)), default="")
    count = len(words(longest))
    if count > LONGEST_SENTENCE:
        yield found("long_sentence", question.path, is_refusal=count > FAR_TOO_LONG, found=longest, count=str(count))


def minutes(form: Form, language: str) -> int:
    """How long it takes, in whole minutes: what everybody is asked, and half of what hangs on an answer."""
    consent, course = consent_of(form), Course(form)
    yes = agreements(consent)[:1] if consent else ()
    known = course.after({consent.path: yes[0].name} if consent and yes else {})
    seconds = sum(_seconds(each, language) * _share(course.is_asked(each, known)) for each in form.questions)
    return max(1, math.ceil(seconds / 60))


def _share(relevant: bool | None) -> float:
    return 0.5 if relevant is None else float(relevant)


def _seconds(question: Question, language: str) -> float:
    """To read it and its answers, and to answer."""
    if not question.control and question.type != "note":
        return 0.0
    spoken = [_in(question.labels, language), _in(question.hints, language)]
    spoken += [_in(choice.labels, language) for choice in question.choices[:12]]
    read = sum(len(words(shown(text))) for text in spoken) * 60 / A_MINUTE
    return read + (ANSWER.get(question.type, OTHER) if is_asked(question) else NOTED)


def _in(texts: Mapping[str, str], language: str) -> str:
    """A text in this language, or in the one that there is."""
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")
