"""The form by which somebody asks to tell without her yes: nothing of it may be left out."""

from typing import Any

from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.notices import lacking
from amparo.commons.policy.queries import day


class NoticeForm(QuestionsForm):
    """What is asked for. What is missing stands beside its question."""

    def clean(self) -> dict[str, Any]:
        """All that a second person needs, to say yes or no."""
        cleaned = super().clean()
        if not self.errors:
            for code, sentence in lacking(self.answers(), day()).items():
                self.add_error(code, str(sentence))
        return cleaned
