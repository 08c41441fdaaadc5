"""The questions of a case as fields. Nothing has to be answered; beside each stands that she does not know or say."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.casework.queries.genders import offered_here
from amparo.casework.queries.retention import choices_of_kind
from amparo.formats.case_questions import (
    LONGEST,
    MOMENTS,
    NOT_SAID,
    SCALE,
    Answer,
    Question,
    digest_of,
    is_moment,
    questions,
)
from amparo.formats.codes import by_code, choices, label

SEEN = "seen"  # what stood on the page when she wrote: of each answer the number it bears, and its digest
INSTEAD = "_not"


class QuestionsForm(forms.Form):
    """Some questions. ``answers()`` is what she said; ``changed()`` what of it differs from what stood on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10_000)

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Question],
        answers: Mapping[str, Answer] | None = None,
        numbers: Mapping[str, int] | None = None,
        standing: Mapping[str, Answer] | None = None,
        young: bool = False,
        **kwargs: Any,
    ) -> None:
        """``answers`` are what the fields show; ``standing`` what is written, where that is something else.

        ``young``: is she under 18? Then each question is asked as one speaks with her.
        """
        self.questions = list(questions)
        known, language = answers or {}, get_language() or "es"
        kwargs["initial"] = {SEEN: seen_of(self.questions, known if standing is None else standing, numbers or {})}
        for question in self.questions:
            kwargs["initial"] |= _initial(question, known.get(question.code, Answer()))
        super().__init__(*args, **kwargs)
        for question in self.questions:
            held = _held(question, known, self.data)
            self.fields[question.code] = field_of(question, language, young=young, held=held)
            if question.has_beside:
                self.fields[question.code + INSTEAD] = _instead(question, language, young=young)

    def pairs(self) -> list[tuple[Question, Any, Any]]:
        """Each question with its field, and the one beside it that says why there is no answer."""
        return [
            (each, self[each.code], self[each.code + INSTEAD] if each.has_beside else None) for each in self.questions
        ]

    def answers(self) -> dict[str, Answer]:
        """What she said to each question."""
        return {each.code: self._answer(each) for each in self.questions}

    def changed(self) -> dict[str, Answer]:
        """What differs from what stood on the page. What did not arrive at all was not taken away by her."""
        was, never = self._seen(), [0, digest_of(Answer())]
        arrived = {each.code for each in self.questions if each.kind == "many" or each.code in self.data}
        return {
            code: answer
            for code, answer in self.answers().items()
            if code in arrived and digest_of(answer) != was.get(code, never)[1]
        }

    def numbers(self) -> dict[str, int]:
        """Of each question the number its answer bore when she read it."""
        return {code: number for code, (number, _digest) in self._seen().items()}

    def digests(self) -> dict[str, str]:
        """Of each question the digest of what stood on the page when she wrote."""
        return {code: digest for code, (_number, digest) in self._seen().items()}

    def clean(self) -> dict[str, Any]:
        """Words and a reason for having none do not go together."""
        cleaned: dict[str, Any] = super().clean() or {}
        for each in self.questions:
            if each.has_beside and cleaned.get(each.code) and cleaned.get(each.code + INSTEAD):
                self.add_error(
                    each.code, _("There are words here, and beside them that she said none. Leave one of the two.")
                )
        return cleaned

    def clean_seen(self) -> str:
        """What our own page wrote there, or nothing."""
        text = str(self.cleaned_data[SEEN])
        try:
            said = json.loads(text or "{}")
            fits = all(type(number) is int and isinstance(digest, str) for number, digest in said.values())
        except (ValueError, AttributeError, TypeError):
            fits = False
        if not fits:
            raise forms.ValidationError(_("This page is not whole. Load it again; copy what you wrote first."))
        return text

    def _seen(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = json.loads(self.cleaned_data[SEEN] or "{}")
        return found

    def _answer(self, question: Question) -> Answer:
        value = self.cleaned_data[question.code]
        if question.has_beside:
            said = self.cleaned_data[question.code + INSTEAD]
            return Answer(said=said) if said else Answer(value or None)
        if value in NOT_SAID:
            return Answer(said=value)
        if question.kind == "many":
            only = [each for each in value if each in NOT_SAID]
            return Answer(said=only[0]) if only else Answer(tuple(value) or None)
        return Answer((int(value) if question.kind == "scale" else value) if value else None)


def seen_of(questions: Iterable[Question], answers: Mapping[str, Answer], numbers: Mapping[str, int]) -> str:
    """What stands on the page, for the day it is sent."""
    codes = [each.code for each in questions]
    return json.dumps({code: [numbers.get(code, 0), digest_of(answers.get(code, Answer()))] for code in codes})


def _initial(question: Question, answer: Answer) -> dict[str, Any]:
    """An answer as the fields show it."""
    if question.has_beside:
        return {question.code: answer.value or "", question.code + INSTEAD: answer.said}
    if answer.said:
        return {question.code: [answer.said] if question.kind == "many" else answer.said}
    if question.kind == "many":
        return {question.code: list(answer.value) if isinstance(answer.value, tuple) else []}
    return {question.code: "" if answer.value is None else str(answer.value)}


def _held(question: Question, known: Mapping[str, Answer], sent: Any) -> list[str]:
    """What stands there of a question with several answers, or was sent: it may not be offered any more."""
    value = known.get(question.code, Answer()).value
    arrived = sent.getlist(question.code) if hasattr(sent, "getlist") else ()
    return [*(value if isinstance(value, tuple) else ()), *arrived]


def field_of(question: Question, language: str, *, young: bool = False, held: Iterable[str] = ()) -> forms.Field:
    """The field of a question; of some, also what was said already (``held``) is offered."""
    words: dict[str, Any] = {"label": question.label(language, young=young), "required": False}
    if question.is_words:
        lines = {"line": forms.TextInput(), "text": forms.Textarea(attrs={"rows": 4})}
        too_long = _("It is too long. Make it shorter.")
        return forms.CharField(
            max_length=LONGEST[question.kind], widget=lines[question.kind], error_messages={"max_length": too_long},
            **words,
        )  # fmt: skip
    if question.kind in MOMENTS:
        return MomentField(kind=question.kind, **words)
    scale = [(str(each), str(each)) for each in SCALE]
    offered = scale if question.kind == "scale" else offered_here(question, language, young=young, held=held)
    if not question.ours:  # what is ours to write is not something that she does not know
        offered += [each for each in not_said(language) if each[0] not in dict(offered)]
    if question.kind == "many":
        return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **words)
    return forms.ChoiceField(choices=[("", gettext("Left out")), *offered], **words)


class MomentField(forms.CharField):
    """A day, a month or a time of day, as it is sealed: 2026-11-25, 2026-11, 14:30."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        widget = forms.TextInput(attrs={"type": {"time": "time", "day": "date", "month": "month"}[kind]})
        super().__init__(max_length=10, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """It, or a sentence that shows how it is written."""
        text = str(super().clean(value))
        if text and not is_moment(self.kind, text):
            written = {
                "day": _("Write the day like this: 2026-11-25."),
                "month": _("Write the month like this: 2026-11."),
                "time": _("Write the time like this: 14:30."),
            }
            raise forms.ValidationError(written[self.kind])
        return text


def not_said(language: str) -> list[tuple[str, str]]:
    """Why there is no answer."""
    return [(code, label("answer", code, language)) for code in NOT_SAID]


def _instead(question: Question, language: str, *, young: bool = False) -> forms.Field:
    """The field beside one for words. Who hears the page hears to which question it belongs."""
    label_text, asked = gettext("If she does not say"), question.label(language, young=young)
    return forms.ChoiceField(
        label=label_text,
        required=False,
        choices=[("", gettext("Left out")), *not_said(language)],
        widget=forms.Select(attrs={"aria-label": f"{asked} {label_text}"}),
    )


class ClosingForm(QuestionsForm):
    """What is looked at before a case is closed. These are ours to mark, so she is not said not to know them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, questions=questions("closure").values(), **kwargs)
        field: Any = self.fields["closing_checks"]
        field.choices = choices("closing_check", get_language() or "es")


class CloseForm(forms.Form):
    """Why a case is closed."""

    reason = forms.ChoiceField(label=_("Why it is closed"), error_messages={"required": _("Choose why first.")})
    kind = forms.ChoiceField(label=_("What kind of case it is"), required=False)
    country = forms.ChoiceField(label=_("In which country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, fields, like_others = get_language() or "es", self.fields, gettext("As any other")
        reason: Any = fields["reason"]
        reason.choices = [("", gettext("Choose")), *choices("closure_reason", language)]
        for name, list_name, known in zip(
            ("kind", "country"), ("kept_kind", "country"), choices_of_kind(), strict=True
        ):
            field: Any = fields[name]
            field.choices = [("", like_others), *((code, label(list_name, code, language)) for code in known)]
            if not known:  # the house keeps all of them for the same time
                field.widget = forms.HiddenInput()


class MoveForm(forms.Form):
    """Where a case stands now: only what may come next is offered."""

    to = forms.ChoiceField(label=_("Where it stands now"), error_messages={"required": _("Choose a step first.")})

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, language = by_code("case_state"), get_language() or "es"
        nexts = [code for code in known[state].more["next"] if known[code].more["open"]]
        field: Any = self.fields["to"]
        field.choices = [("", gettext("Choose")), *((code, known[code].label(language)) for code in nexts)]
        self.offers = bool(nexts)
