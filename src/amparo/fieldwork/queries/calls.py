"""Who asks for somebody in a filled form, and whether there is anything in it for a person to read.

A question that asks for somebody is known by its name alone. So nothing but one of its own answers is taken for a call:
whoever fills in a form may write anything anywhere, and an author may give any question such a name.
"""

from collections.abc import Sequence

from amparo.fieldwork.models import Deployment
from amparo.fieldwork.queries.forms import form_of
from amparo.fieldwork.queries.told import Said, was_asked
from amparo.formats.openrosa.forms import Question

CALLS = ("help", "urgent")
"""The questions of the library that ask for somebody, by their name."""

NOBODY = frozenset({"no", "does_not_know", "prefers_not", "skipped", "not_asked"})
"""The answers to them with which nobody is asked for; every other one asks for somebody."""

NOT_TODAY = frozenset({"later"})


def call_of(said: Sequence[Said]) -> Said | None:
    """The answer of a form that asks for somebody; of several one that is pressing."""
    found = [each for each in said if calls(each)]
    return next((each for each in found if presses(each)), found[0] if found else None)


def calls(said: Said) -> bool:
    """Does she ask for somebody here, with an answer that was offered?"""
    if said.question is None or not _asks(said.question):
        return False
    offered = {each.name for each in said.question.choices}
    chosen = set(said.value.split())
    return chosen <= offered and bool(chosen - NOBODY)


def presses(said: Said) -> bool:
    """Today, or nobody knows when."""
    return bool(set(said.value.split()) - NOBODY - NOT_TODAY)


def asks_who_calls(deployment: Deployment) -> bool:
    """Does the form ask, by a name that is known here, whether somebody shall come? Else a person looks at each."""
    return any(_asks(each) for each in form_of(deployment).questions)


def _asks(question: Question) -> bool:
    return question.name in CALLS and bool(question.choices)


def is_told(said: Said) -> bool:
    """Her own words, a recording, or what no question offers: what a list of answers does not say."""
    asked, value = said.question, said.value.strip()
    if not value or not was_asked(said):
        return False
    if asked is None:
        return True
    if asked.choices:
        return not set(value.split()) <= {each.name for each in asked.choices}
    return asked.control == "upload" or asked.type == "string" or asked.name in CALLS
