"""The form by which somebody asks to tell without her yes: nothing of it may be left out."""

from typing import Any

from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.notices import lacking
from amparo.commons import clock
from amparo.formats.case_questions import NOT_SAID


class NoticeForm(QuestionsForm):
    """What is asked for. What is missing stands beside its question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.questions:
            if each.list:  # whoever asks for this says it: "prefers not to say" is no answer here
                field: Any = self.fields[each.code]
                field.choices = [pair for pair in field.choices if pair[0] not in NOT_SAID]

    def clean(self) -> dict[str, Any]:
        """All that a second person needs, to say yes or no."""
        cleaned = super().clean()
        if not self.errors:
            for code, sentence in lacking(self.answers(), clock.today()).items():
                self.add_error(code, str(sentence))
        return cleaned
