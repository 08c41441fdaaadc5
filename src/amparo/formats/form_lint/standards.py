"""Before somebody asks her: the ten standards, each ticked, in the group that the house puts in front."""

from collections.abc import Iterator

from amparo.formats.codes import by_code
from amparo.formats.form_lint.conditions import holds
from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.said import is_asked
from amparo.formats.form_lint.skipping import BEFORE_ASKING, NEVER, is_before
from amparo.formats.openrosa.forms import Form, Question


def look(form: Form) -> Iterator[Finding]:
    """Does the form begin with them, and does it go on only where all are ticked?"""
    first = next((each for each in form.questions if is_asked(each)), None)
    if first is None:
        return
    standards = set(by_code(BEFORE_ASKING))
    if not is_before(first) or first.type != "select_multiple" or not standards <= {c.name for c in first.choices}:
        yield found("standards", first.path)
    elif not _closes(first, sorted(standards)) or first.default.strip() or first.calculate.strip():
        yield found("standards_open", first.path)


def _closes(question: Question, standards: list[str]) -> bool:
    """All have to be ticked: none may be missing, nobody may pass by, and all ten are let through."""
    some = [" ".join(each for each in standards if each != missing) for missing in standards]
    let = [
        holds(question.constraint, question.path, {question.path: answer}) for answer in (*some, " ".join(standards))
    ]
    asked = question.required.strip() not in NEVER and not question.relevant.strip()
    return asked and all(each is False for each in let[:-1]) and let[-1] is not False
