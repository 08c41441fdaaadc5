"""What a reviewer says: that she stands by it, or what has to be mended. And for what there has to be help."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.forms.fields import TextField
from amparo.fieldwork.forms.seen import SeenForm
from amparo.formats.codes import choices

LONGEST = 600


class SignForm(SeenForm):
    """She read it and was paid for it."""

    was_paid = forms.BooleanField(
        label=_("I was paid for this reading."),
        error_messages={"required": _("Without being paid nobody signs. If you were not, ask the coordinator first.")},
    )
    words = TextField(
        label=_("What you want its author to know"), required=False, max_length=LONGEST,
        help_text=_("It stands beside your signature. Your name does not."),
    )  # fmt: skip


class BackForm(forms.Form):
    """What has to be mended before somebody signs it."""

    back = TextField(
        label=_("What has to be mended, and where"), max_length=LONGEST,
        error_messages={"required": _("Say what has to be mended: without that its author cannot know.")},
    )  # fmt: skip


class HelpForm(SeenForm):
    """For what there has to be help where it is asked, and whether answers go locked."""

    needs = forms.MultipleChoiceField(
        label=_("Where it is asked there has to be help for"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: choices("need", get_language() or "es"),
        help_text=_("It is sent nowhere where the list of places knows no open door for each of these."),
    )  # fmt: skip
    is_sensitive = forms.BooleanField(
        label=_("The phone locks each answer before it leaves"), required=False,
        help_text=_("Then it opens only with the key of who leads the study, and cannot be answered on a page."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_bound_to: bool, **kwargs: Any) -> None:
        """``is_bound_to`` lock: what it asks leaves no choice."""
        super().__init__(*args, **kwargs)
        if is_bound_to:
            self.fields["is_sensitive"].disabled = True
            self.fields["is_sensitive"].initial = True
            self.fields["is_sensitive"].help_text = _("It asks for what can hurt her, so there is no choice here.")
