"""Everything that a form says, where it stands, and as it is looked through."""

from collections.abc import Iterator
from dataclasses import dataclass

from amparo.formats.codes import LANGUAGES
from amparo.formats.fold import LITTLE, fold
from amparo.formats.form_lint.plain import STOP, legible, named, readings
from amparo.formats.openrosa.forms import Form, Question

NUMBERS = frozenset({"int", "decimal", "range"})
LISTS = frozenset({"select_one", "select_multiple", "rank"})


@dataclass(frozen=True, slots=True)
class Said:
    """One text: at which path, in what (text, choice, name, across), and to which kind of answer it leads."""

    path: str
    where: str
    text: str  # as it is written
    of: str  # number, text, list, or "" where nobody answers
    language: str = ""

    @property
    def readings(self) -> tuple[str, ...]:
        """As it is looked through."""
        return (named(self.text),) if self.where == "name" else readings(self.text)


def is_asked(question: Question) -> bool:
    """Is an answer asked for, by a person of a person?"""
    return bool(question.control) and question.type != "note" and question.readonly.strip() not in ("true()", "1")


def is_of_the_form(question: Question) -> bool:
    """Is it what every form has about itself, such as the name by which a phone shows what was filled in?"""
    return question.path.split("/")[2:3] == ["meta"]


def kind_of(question: Question) -> str:
    """To which kind of answer it leads."""
    if not question.control or question.type == "note":
        return ""
    if question.type in LISTS or question.choices:
        return "list"
    return "number" if question.type in NUMBERS else "text"


def language_of(form: Form, language: str, text: str = "") -> str:
    """es, pt or en: as the form names it, else as the text reads, else Spanish."""
    for name in (language, form.default_language):
        words = fold(name).split()
        for code, names in KNOWN.items():
            if names.intersection(words):
                return code
    words = fold(text).split()
    count = {code: sum(word in LITTLE[code] or word in OFTEN[code] for word in words) for code in LANGUAGES}
    return max(LANGUAGES, key=lambda code: count[code])


def is_ours(language: str) -> bool:
    """Can its words be judged? A language without a name is taken for one of ours."""
    words = fold(language).split()
    return not words or language == "default" or any(names.intersection(words) for names in KNOWN.values())


KNOWN = {
    "es": frozenset({"es", "spa", "spanish", "espanol", "castellano", "espanhol"}),
    "pt": frozenset({"pt", "por", "portuguese", "portugues"}),
    "en": frozenset({"en", "eng", "english", "ingles"}),
}
OFTEN = {
    "es": frozenset({"que", "el", "los", "las", "tu", "te", "es", "no", "y", "como", "cual", "quien", "donde", "eres"}),
    "pt": frozenset({"que", "voce", "nao", "os", "as", "um", "uma", "seu", "sua", "com", "foi", "tem", "quem", "onde"}),
    "en": frozenset({"you", "your", "is", "are", "the", "what", "who", "where", "did", "do", "does", "have", "how"}),
}


def across(label: str, choice: str) -> str:
    """A question and one of its answers as one sentence."""
    return f"{STOP.sub(' ', legible(label))} {choice}"


def texts_of(question: Question) -> dict[str, tuple[str, str]]:
    """What is asked and the hint under it, by language."""
    return {
        language: (question.labels.get(language, ""), question.hints.get(language, ""))
        for language in {**question.labels, **question.hints}
    }


def everything(form: Form) -> Iterator[Said]:
    """All that a form says, question by question in its order; then its groups."""
    for question in form.questions:
        yield from of_question(question)
    for group in form.groups:
        for language, text in group.labels.items():
            yield Said(group.path, "text", text, "", language)


def of_question(question: Question) -> Iterator[Said]:
    """All that one question says: its name, its words, what it answers to a fault, its choices."""
    kind = kind_of(question)
    if not is_of_the_form(question):
        yield Said(question.path, "name", question.name, kind)
    for language, (label, hint) in texts_of(question).items():
        for text in dict.fromkeys((label, hint, f"{label} {hint}")):
            yield Said(question.path, "text", text, kind, language)
    for messages in (question.constraint_messages, question.required_messages):
        for language, text in messages.items():
            yield Said(question.path, "text", text, kind, language)
    for choice in question.choices:
        for language, text in choice.labels.items():
            yield Said(question.path, "choice", text, kind, language)
            yield Said(question.path, "across", across(question.labels.get(language, ""), text), kind, language)
