"""The safety of a questionnaire: what no form of this house asks, how it is asked, and what becomes of the answers.

Pure. A form that a person brings is looked at as one of our own: nothing is taken on trust. What is found is a rule of
the list ``form_rule``, with its path and the facts of its sentence; the patterns are in ``content/form_words``.

It finds what is asked without thinking. It does not find what somebody hides on purpose from it in words of her own:
whoever answers for a form, and a reviewer of a peer-led organisation, read it too.
"""

from collections.abc import Mapping
from typing import Any

from amparo.formats.form_lint import (
    asking,
    consent,
    devices,
    mapped,
    opening,
    places,
    reading,
    skipping,
    standards,
    wording,
)
from amparo.formats.form_lint.consent import consent_of
from amparo.formats.form_lint.findings import KINDS, Finding, found
from amparo.formats.form_lint.reading import minutes
from amparo.formats.form_lint.sensitive import is_sensitive, subject_of
from amparo.formats.openrosa.forms import Form

__all__ = ["KINDS", "Finding", "consent_of", "is_sensitive", "lint", "minutes", "subject_of"]


MOST_QUESTIONS, MOST_TEXTS, LONGEST_TEXT = 1_500, 60_000, 6_000
"""What is looked through; nobody answers more, and whoever brings more means harm or made a mistake."""


def too_large(form: Form) -> tuple[Finding, ...]:
    """A form that is not looked through, and where it is too large."""
    texts = 0
    for question in form.questions:
        said = [*question.labels.values(), *question.hints.values(), *question.constraint_messages.values()]
        said += [*question.required_messages.values(), question.name]
        said += [text for each in question.choices for text in each.labels.values()]
        texts += len(said)
        if any(len(text) > LONGEST_TEXT for text in said):
            return (found("too_large", question.path),)
    titles = [form.title, form.id, *(text for group in form.groups for text in group.labels.values())]
    if len(form.questions) > MOST_QUESTIONS or texts > MOST_TEXTS or any(len(text) > LONGEST_TEXT for text in titles):
        return (found("too_large", f"/{form.root}"),)
    return ()


def lint(form: Form, *, kind: str, mapping: Mapping[str, Any] | None = None, xform: bytes = b"") -> tuple[Finding, ...]:
    """What is wrong with a form, in the order of its questions; each rule at most once a question.

    ``kind`` is one of KINDS. A round asks no person about herself, so it has no consent and no standards. With a
    ``mapping`` (by path, what becomes of an answer) also what would be coded is looked at. With ``xform``, the bytes
    that the form was read from, also whether a phone can open it.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}.")
    if large := too_large(form):
        return large
    asks_her = consent_of(form) if kind != "round" else None
    every: list[Finding] = []
    if kind == "interview":
        every += standards.look(form)
    if kind != "round":
        every += consent.look(form, asks_her)
    every += skipping.look(form, asks_her)
    every += asking.look(form)
    every += places.look(form)
    every += wording.look(form, asks_her)
    every += devices.look(form)
    every += reading.look(form)
    if xform:
        every += opening.look(form, xform)
    if mapping is not None:
        every += mapped.look(form, mapping)
    place = {each.path: number for number, each in enumerate(form.questions)}
    once: dict[tuple[str, str], Finding] = {}
    for each in every:
        once.setdefault((each.rule, each.path), each)
    return tuple(sorted(once.values(), key=lambda each: place.get(each.path, -1)))
