"""How easy a form is to read, language by language, by the formula of each."""

from dataclasses import dataclass

from amparo.formats.form_lint.plain import shown
from amparo.formats.form_lint.reading import FEWEST
from amparo.formats.form_lint.said import is_ours, language_of, texts_of
from amparo.formats.openrosa.forms import Form
from amparo.formats.readability import passes, score, words


@dataclass(frozen=True, slots=True)
class Level:
    """One language. In Spanish and Portuguese more is easier; in English it is the school grade, so less is."""

    language: str  # as the form names it
    formula: str  # es, pt or en: whose formula it is
    score: int
    is_easy: bool


def levels(form: Form) -> tuple[Level, ...]:
    """Each language that has a formula and enough words for it."""
    spoken: dict[str, list[str]] = {}
    for question in form.questions:
        for language, texts in texts_of(question).items():
            spoken.setdefault(language, []).extend(plain for text in texts if (plain := shown(text).strip()))
    found = []
    for language, said in spoken.items():
        text = "\n".join(said)
        if is_ours(language) and len(words(text)) >= FEWEST:
            formula = language_of(form, language, text)
            found.append(Level(language, formula, round(score(text, formula)), passes(text, formula)))
    return tuple(found)
