"""Consent: before anything is asked, with what it is for, as a question that takes a no, and after a no nothing."""

from collections.abc import Iterator

from amparo.formats.form_lint.conditions import holds
from amparo.formats.form_lint.course import Course
from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.plain import named, readings
from amparo.formats.form_lint.said import is_asked
from amparo.formats.form_lint.skipping import is_before, words
from amparo.formats.openrosa.forms import Choice, Form, Question

MOST_ANSWERS = 6  # a consent with more is none, and is refused as one


def consent_of(form: Form) -> Question | None:
    """The question by which she says yes or no to being asked: by its name, else by its words."""
    asked = [each for each in form.questions if is_asked(each) and not is_before(each)]
    for question in asked:
        if words("consent", "names").fullmatch(named(question.name)):
            return question
    for question in asked:
        if question.type in ("select_one", "trigger", "boolean") and _asks_for_it(question):
            return question
    return None


def _asks_for_it(question: Question) -> bool:
    texts = [text for text in (*question.labels.values(), *question.hints.values()) if text.strip()]
    return bool(texts) and any(words("consent", "asks").search(one) for text in texts for one in readings(text))


def look(form: Form, consent: Question | None) -> Iterator[Finding]:
    """What is wrong with the consent of a form that asks a person about herself."""
    asked = [each for each in form.questions if is_asked(each) and not is_before(each)]
    if not asked:
        return
    if consent is None:
        yield found("consent_missing", f"/{form.root}")
        return
    for question in asked[: asked.index(consent)]:
        yield found("consent_late", question.path)
    yield from _purpose(form, consent)
    no = refusals(consent)
    if consent.type != "select_one" or not no or not agreements(consent) or len(consent.choices) > MOST_ANSWERS:
        yield found("consent_no_refusal", consent.path)
    if consent.default.strip() or consent.calculate.strip():
        yield found("consent_ticked", consent.path)
    yield from _after(form, consent, asked[asked.index(consent) + 1 :])


def _purpose(form: Form, consent: Question) -> Iterator[Finding]:
    """What it is for, in each language in which it is asked: in the question, its hint, or what is read before it."""
    before = form.questions[: form.questions.index(consent) + 1]
    spoken = [each for each in before if each is consent or each.type == "note"]
    groups = [group for group in form.groups if group.path in consent.groups]
    for language in {**consent.labels, **consent.hints}:
        texts = [text for each in spoken for text in (each.labels.get(language, ""), each.hints.get(language, ""))]
        texts += [group.labels.get(language, "") for group in groups]
        if not any(words("purpose", "asks").search(one) for text in texts for one in readings(text)):
            yield found("consent_no_purpose", consent.path, language=language)
            return


def _is(choice: Choice, which: str) -> bool:
    texts = [text for text in choice.labels.values() if text.strip()]
    by_words = [any(words("consent", f"{which}_said").match(one) for one in readings(text)) for text in texts]
    return all(by_words) if texts and any(by_words) else _named(choice, which) and not texts


def _named(choice: Choice, which: str) -> bool:
    return bool(words("consent", f"{which}_names").fullmatch(named(choice.name)))


def agreements(consent: Question) -> tuple[Choice, ...]:
    """Its answers that are a yes."""
    return tuple(each for each in consent.choices if (_is(each, "yes") or _named(each, "yes")) and not _is(each, "no"))


def refusals(consent: Question) -> tuple[Choice, ...]:
    """Its answers that are a no, and are not forbidden by its own constraint."""
    no = [each for each in consent.choices if _is(each, "no") or (_named(each, "no") and not _is(each, "yes"))]
    return tuple(each for each in no if holds(consent.constraint, consent.path, {consent.path: each.name}) is not False)


def _after(form: Form, consent: Question, later: list[Question]) -> Iterator[Finding]:
    """Every answer of it that is no yes closes all that comes after it, and so does no answer at all."""
    yes = {each.name for each in agreements(consent)}
    answers = [each.name for each in consent.choices if each.name not in yes][:MOST_ANSWERS]
    course = Course(form)
    open_after: dict[str, None] = {}
    for answer in (*answers, ""):
        known = course.after({consent.path: answer})
        open_after |= {each.path: None for each in later if course.is_asked(each, known) is not False}
    for path in open_after:
        yield found("after_no", path)
