"""Words that shame, that make an offence of her work, that promise too much, or that tell on the screen of a phone."""

import re
from collections.abc import Iterator

from amparo.formats.codes import LANGUAGES
from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.plain import legible
from amparo.formats.form_lint.said import everything, language_of
from amparo.formats.hard_words import crime_beside_work, hard_words_asked
from amparo.formats.neutral import promise_words, telling_words
from amparo.formats.openrosa.forms import Form, Question
from amparo.formats.young_words import unwanted_for_young

YOUNG = re.compile(
    r"\b(menor(?:es)? de (?:edad|18|dieciocho|idade)|ni[nñ][oa]s?|adolescentes?|crian[cç]as?|under 18|minors?|child(?:ren)?"
    r"|menos de 18|girls?|jovencitas?)\b",
    re.IGNORECASE,
)


def look(form: Form, consent: Question | None) -> Iterator[Finding]:
    """Every text of the form, and its title."""
    for said in everything(form):
        if said.where == "name":
            continue
        text = legible(said.text)
        hard = hard_words_asked(text)
        if hard and said.where != "across":
            yield found("hard_words", said.path, found=hard[0])
        if crime_beside_work(text):
            yield found("work_offence", said.path, found=text)
        if YOUNG.search(text) and said.where != "across":
            yield from _young(said.path, text, language_of(form, said.language, text))
    yield from _title(form)
    yield from _promises(form, consent)


def _young(path: str, text: str, language: str) -> Iterator[Finding]:
    """One sentence about somebody under 18 that speaks of a trade."""
    for sentence in re.split(r"[.!?;\n]", text):
        words = unwanted_for_young(sentence, language) if YOUNG.search(sentence) else []
        if words:
            yield found("young_words", path, found=words[0])
            return


def _title(form: Form) -> Iterator[Finding]:
    """The list of forms on a phone is read by whoever takes the phone."""
    telling = telling_words(legible(form.title)) or telling_words(form.id.replace("_", " "))
    if telling:
        yield found("title", f"/{form.root}", found=telling[0])


def _promises(form: Form, consent: Question | None) -> Iterator[Finding]:
    """What is said before she agrees promises nothing that nobody can hold."""
    for question in form.questions:
        if question is not consent and question.type != "note":
            continue
        texts = {**question.labels}, {**question.hints}
        words = [word for each in texts for text in each.values() for one in LANGUAGES for word in promise_words(text, one)]
        if words:
            yield found("promise", question.path, is_refusal=False, found=words[0])

