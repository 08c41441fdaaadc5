"""Words that shame, that make an offence of her work, that promise too much, or that tell on the screen of a phone."""

import re
from collections.abc import Iterator

from amparo.formats.codes import LANGUAGES
from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.plain import legible
from amparo.formats.form_lint.said import everything, language_of
from amparo.formats.form_lint.skipping import is_before
from amparo.formats.hard_words import crime_beside_work, hard_words_asked
from amparo.formats.neutral import promise_words, telling_words
from amparo.formats.openrosa.forms import Form, Question
from amparo.formats.young_words import unwanted_for_young

YOUNG = re.compile(
    r"\b(menor(?:es)? de (?:edad|18|dieciocho|idade)|ni[nñ][oa]s?|adolescentes?|crian[cç]as?|jovencitas?|menos de 18"
    r"|under 18|minors?|child(?:ren)?|girls?)\b",
    re.IGNORECASE,
)


def look(form: Form, consent: Question | None) -> Iterator[Finding]:
    """Every text of the form, and its title. What is the same in many questions is looked at once."""
    before = {each.path for each in form.questions if is_before(each)}
    known: dict[tuple[bool, str, str], list[tuple[str, str]]] = {}
    for said in everything(form):
        if said.where == "name" or said.path in before:
            continue
        language = language_of(form, said.language)
        key = (said.where == "across", said.text, language)
        if key not in known:
            known[key] = list(_hurts(legible(said.text), language, said.where == "across"))
        for rule, hit in known[key]:
            yield found(rule, said.path, found=hit)
    yield from _title(form)
    yield from _promises(form, consent)


def _hurts(text: str, language: str, is_across: bool) -> Iterator[tuple[str, str]]:
    """The rules that a text breaks. A question and its answer as one text are only looked at for what joins them."""
    if crime_beside_work(text):
        yield "work_offence", text
    if is_across:
        return
    for word in hard_words_asked(text)[:1]:
        yield "hard_words", word
    if YOUNG.search(text):
        for sentence in re.split(r"[.!?;\n]", text):
            for word in unwanted_for_young(sentence, language)[:1] if YOUNG.search(sentence) else []:
                yield "young_words", word


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
        words = [
            word for each in texts for text in each.values() for one in LANGUAGES for word in promise_words(text, one)
        ]
        if words:
            yield found("promise", question.path, found=words[0])
