"""The answers of an opened form, each under the question as it was asked."""

from dataclasses import dataclass, field

from django.utils.translation import get_language

from amparo.fieldwork.models import Deployment
from amparo.fieldwork.queries.answers import Opened
from amparo.fieldwork.queries.forms import form_of
from amparo.formats.openrosa.forms import Question

LONGEST = 2_000  # letters of an answer on the page: one at fault may be anything


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: by its place in the form, under which question, and what it says."""

    which: int
    path: str
    question: Question | None  # None where the form has no such question
    value: str = field(repr=False)

    @property
    def label(self) -> str:
        """The question as it was asked; where there is none, the name of the answer alone."""
        if self.question is None:
            return self.path.rpartition("/")[2][:60]
        labels = self.question.labels
        otherwise = next((each for each in labels.values() if each), self.question.name)
        return labels.get(get_language() or "es") or otherwise

    @property
    def told(self) -> str:
        """What it says, in the words of its choices where it has some; of what is very long the beginning."""
        return self.whole[:LONGEST]

    @property
    def whole(self) -> str:
        """The same, to its end."""
        if self.question is None or not self.question.choices:
            return self.value
        known = {each.name: each.labels for each in self.question.choices}
        language = get_language() or "es"
        chosen = [known.get(each, {}) for each in self.value.split()]
        words = [labels.get(language) or next(iter(labels.values()), "") for labels in chosen]
        return " · ".join(word or raw for word, raw in zip(words, self.value.split(), strict=True))


def was_asked(said: Said) -> bool:
    """Did somebody ask it, or did the phone write it by itself, as the day? The latter helps nobody to mend."""
    return said.question is None or bool(said.question.control)


def said_in(opened: Opened, deployment: Deployment) -> list[Said]:
    """Every answer with its question."""
    assert opened.form is not None
    known = {question.path: question for question in form_of(deployment).questions}
    return [
        Said(which, answer.path, known.get(answer.path), answer.value)
        for which, answer in enumerate(opened.form.answers)
        if not answer.path.rpartition("/")[0].endswith("/meta")
    ]
