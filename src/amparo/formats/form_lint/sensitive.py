"""Which questions may only be asked with a key: about violence, what others took, gangs, the body, drugs, the State."""

from functools import cache

from amparo.formats.form_lint.consent import consent_of
from amparo.formats.form_lint.forbidden import expression, table
from amparo.formats.form_lint.plain import named
from amparo.formats.form_lint.said import is_asked, of_question
from amparo.formats.form_lint.skipping import is_before, says_nothing
from amparo.formats.openrosa.forms import Form, Question


@cache
def subjects() -> tuple[str, ...]:
    """What makes a question sensitive, in the order of the file."""
    return tuple(table("sensitive")["words"])


def subject_of(question: Question) -> str:
    """Which of them it is about, or "": by what is asked, or by an answer that says what was done or lived."""
    skipped = {text for each in question.choices if says_nothing(each) for text in each.labels.values()}
    said = [each for each in of_question(question) if each.text not in skipped]
    asked = [one for each in said if each.where == "text" for one in each.readings] + [named(question.name)]
    answers = [one for each in said if each.where == "choice" for one in each.readings]
    for subject in subjects():
        if _finds("words", subject, asked) or _finds("choices", subject, answers):
            return subject
    return ""


def _finds(group: str, subject: str, texts: list[str]) -> bool:
    looked_for = expression("sensitive", group, subject)
    return any(looked_for.search(text) for text in texts)


def is_sensitive(form: Form) -> tuple[str, ...]:
    """The paths of the sensitive questions of a form. Where there is one, it is only given out with a public key."""
    consent = consent_of(form)
    asked = [each for each in form.questions if is_asked(each) and each is not consent and not is_before(each)]
    return tuple(each.path for each in asked if each.control == "upload" or subject_of(each))
