"""What is wrong with a form or a submission, as a code with its facts: whoever shows it picks the language."""

from collections.abc import Mapping

from amparo.formats import codes


class Fault(ValueError):
    """A file that is not taken. ``code`` says why, ``facts`` fill the places in its sentence."""

    sentences = ""  # the list of sentences under content/codes

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = facts

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, language: str) -> str:
        """Why, in words. A fact is put in as text: what stands in it is never read as a place for another."""
        text = codes.label(self.sentences, self.code, language)
        return "".join(_filled(text, self.facts))


def _filled(text: str, facts: Mapping[str, str]) -> list[str]:
    """The pieces of a sentence, each ``{name}`` replaced by its fact."""
    first, *rest = text.split("{")
    pieces = [first]
    for piece in rest:
        name, _brace, after = piece.partition("}")
        pieces += [facts.get(name, ""), after]
    return pieces


class BadForm(Fault):
    """This is no form that can be used here."""

    sentences = "form_fault"


class BadSubmission(Fault):
    """This is nothing that a phone fills in and sends."""

    sentences = "submission_fault"
