"""Every question can be left out: nothing is required, every list has a way out, and no constraint closes it."""

import re
from collections.abc import Iterator

from amparo.formats.form_lint.conditions import holds
from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.forbidden import expression
from amparo.formats.form_lint.plain import named, readings
from amparo.formats.form_lint.said import is_asked, is_ours
from amparo.formats.openrosa.forms import Choice, Form, Question

BEFORE_ASKING = "before_asking"  # the list of the standards
IN_FRONT = frozenset({BEFORE_ASKING, "amparo_before"})  # how the group is called that the house puts in front
NEVER = frozenset({"", "false()", "0", "no", "false"})


def words(group: str, key: str) -> re.Pattern[str]:
    """One of the expressions of ``form_words/answers``."""
    return expression("answers", group, key)


def is_before(question: Question) -> bool:
    """Does it stand in the group that the house puts in front?"""
    return any(path.rpartition("/")[2] in IN_FRONT for path in question.groups)


def ways_out(question: Question) -> tuple[Choice, ...]:
    """Its answers that say nothing: she does not know, she prefers not to say."""
    return tuple(each for each in question.choices if says_nothing(each))


def says_nothing(choice: Choice) -> bool:
    """In each of our languages in which it is said; where it is said in none of them, by its name."""
    texts = {language: text for language, text in choice.labels.items() if text.strip()}
    judged = [text for language, text in texts.items() if is_ours(language)]
    if judged:
        return all(any(_begins(words("skips", "said"), one) for one in readings(text)) for text in judged)
    return bool(words("skips", "names").fullmatch(named(choice.name)))


def _begins(pattern: re.Pattern[str], text: str) -> bool:
    match = pattern.match(text)
    return bool(match) and len(text[match.end() :].split()) <= 6 if match else False


def asks_leave(question: Question) -> bool:
    """Is it another consent, to one thing more: asked for as one, and open to a no?"""
    labels = [one for text in question.labels.values() for one in readings(text)]
    asks = bool(labels) and any(words("consent", "leave").search(one) for one in labels)
    names = [named(each.name) for each in question.choices]
    both = [any(words("consent", f"{each}_names").fullmatch(name) for name in names) for each in ("yes", "no")]
    return question.type == "select_one" and asks and all(both)


def look(form: Form, consent: Question | None) -> Iterator[Finding]:
    """What cannot be left out. Only a consent may be required."""
    for question in form.questions:
        if question is consent or is_before(question):
            continue
        if question.required.strip() not in NEVER and not asks_leave(question):
            yield found("required", question.path)
        if not is_asked(question):
            continue
        if holds(question.constraint, question.path, {question.path: ""}) is False:
            yield found("empty_forbidden", question.path, found=question.constraint)
        if question.choices and question.type in ("select_one", "select_multiple") and not asks_leave(question):
            yield from _closed(question)


def _closed(question: Question) -> Iterator[Finding]:
    out = ways_out(question)
    open_ones = [
        each for each in out if holds(question.constraint, question.path, {question.path: each.name}) is not False
    ]
    if not open_ones:
        yield found("no_way_out", question.path)
    elif question.choice_filter:
        yield found("filtered", question.path, found=question.choice_filter)
