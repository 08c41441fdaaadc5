"""A place and a kind of venue in one form: together they point at a door."""

from collections.abc import Iterator
from functools import cache

from amparo.formats.form_lint.asking import answers_to
from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.forbidden import Pattern, patterns
from amparo.formats.form_lint.plain import readings
from amparo.formats.form_lint.said import is_asked, of_question
from amparo.formats.form_lint.skipping import is_before, says_nothing
from amparo.formats.openrosa.forms import Form, Question

FEWEST = 2  # answers that are kinds of venue


@cache
def _of(role: str) -> tuple[Pattern, ...]:
    return tuple(pattern for pattern in patterns("venue") if pattern.role == role)


def look(form: Form) -> Iterator[Finding]:
    """Every question about a kind of venue, where the form asks a place too."""
    asked = [each for each in form.questions if is_asked(each) and not is_before(each)]
    places = [each for each in asked if asks(each, "place")]
    for question in asked:
        others = [each for each in places if each is not question]
        if others and (asks(question, "venue") or lists_venues(question)):
            yield found("venue_beside_place", question.path, found=others[0].name)


def asks(question: Question, role: str) -> bool:
    """Does it ask for this: a place, a kind of venue?"""
    return any(
        said.where in pattern.where and any(pattern.find(one) for one in said.readings)
        for said in of_question(question)
        for pattern in _of(role)
    )


def lists_venues(question: Question) -> bool:
    """Are kinds of venue among its answers?"""
    kinds = 0
    for choice in question.choices:
        parts = [part for text in choice.labels.values() for one in readings(text) for part in _parts(one)]
        kinds += not says_nothing(choice) and any(answers_to("venue", "kinds", "names", part) for part in parts)
    return kinds >= FEWEST


def _parts(text: str) -> list[str]:
    """An answer, and each thing that it names: "bar, discoteca o casa nocturna" is three."""
    plain = text
    for word in (" o ", " u ", " ou ", " or ", " y ", " e ", " and "):
        plain = plain.replace(word, "|")
    return [text, *plain.split("|"), *(pair.split(" . ")[-1] for pair in plain.split("|"))]
