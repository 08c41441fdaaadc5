"""What staff type to come in, and what the coordinator types about who works here."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.commons.accounts import hashers
from amparo.commons.accounts.models import Team
from amparo.commons.accounts.queries import find_organisation, is_name_taken
from amparo.formats.access import FOCAL_POINT
from amparo.formats.codes import choices

SIGN_IN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
LONGEST_PASSWORD = 200  # characters: a longer one only makes the server work


def plain_name(text: str) -> str:
    """A name people read: one line, without tags."""
    if re.search(r"[<>]", text):
        raise ValidationError(_("Write the name alone, without < or >."))
    return " ".join(text.split())


class SignInForm(forms.Form):
    """Name and password; the page never says which of them was wrong."""

    sign_in_name = forms.CharField(
        label=_("Your name to come in"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "class": "short", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Your passphrase"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_sign_in_name(self) -> str:
        return str(self.cleaned_data["sign_in_name"]).lower()


class OpenAccountForm(forms.Form):
    """A new colleague: how she is called here and what she types to come in. Nothing else about her is asked."""

    name_used = forms.CharField(
        label=_("The name she uses"),
        help_text=_("Colleagues see it. It need not be the one on her papers."),
        max_length=60,
    )
    sign_in_name = forms.CharField(
        label=_("Name to come in"),
        help_text=_("Small letters, figures, dots. Not a mail address, not a phone."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "class": "short", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of her desk"), choices=settings.LANGUAGES)

    def clean_name_used(self) -> str:
        return plain_name(self.cleaned_data["name_used"])

    def clean_sign_in_name(self) -> str:
        name = str(self.cleaned_data["sign_in_name"]).lower()
        if not SIGN_IN_NAME.fullmatch(name):
            raise ValidationError(_("Use small letters without accents, figures, dots or hyphens: ana.r"))
        if is_name_taken(name):
            raise ValidationError(_("Somebody has this name to come in, or had it. Choose another."))
        return name


class TeamForm(forms.Form):
    """A team, under a name of its own, and the organisation it belongs to."""

    name = forms.CharField(label=_("Name of the team"), max_length=80)
    organisation = forms.CharField(
        label=_("Its organisation"),
        help_text=_("As the list of places writes it. A reviewer signs in its name. It may stay empty."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_name(self) -> str:
        name = plain_name(self.cleaned_data["name"])
        if Team.has_namesake(name, besides=self.team):
            raise ValidationError(_("There is a team of this name already. Choose another name."))
        return name

    def clean_organisation(self) -> Any:
        name = plain_name(self.cleaned_data["organisation"])
        if not name:
            return None
        found = find_organisation(name)
        if found is None:
            raise ValidationError(_("The list of places has no such organisation, or has it twice. Look at its name."))
        return found


class RolesForm(forms.Form):
    """The roles of one person in one team. That of a focal point is given by inviting her; here she only keeps it."""

    roles = forms.MultipleChoiceField(
        label=_("What she does in this team"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, team: Team, initial: Any = None) -> None:
        super().__init__(data, prefix=team.reference, initial=initial)
        self.team = team
        self.fields["roles"].label = team.name
        held = (initial or {}).get("roles", ())
        offered = choices("house_role", get_language() or "es")
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            each for each in offered if each[0] != FOCAL_POINT or FOCAL_POINT in held
        ]


def passphrase_field(label: Any, *, kept_as: str = "current-password", hint: Any = "") -> forms.CharField:
    """A field for a passphrase; ``kept_as`` says whether a browser may fill it in, keep it, or neither."""
    shown = forms.PasswordInput(attrs={"autocomplete": kept_as})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST_PASSWORD, strip=False, widget=shown)


def the_same(typed: dict[str, Any]) -> str:
    """A new passphrase, written twice."""
    if typed["again"] != typed.get("password", typed["again"]):
        raise ValidationError(_("The two are not the same. Write the new one again."))
    return str(typed["again"])


class PassphraseForm(forms.Form):
    """Her passphrase once more, before something that a borrowed session may not do."""

    current = passphrase_field(_("The passphrase you have now"))

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.tried = hashers.Tried()

    def clean_current(self) -> str:
        self.tried = self.person.try_passphrase(self.cleaned_data["current"])
        if not self.person.came_by(self.tried):
            raise ValidationError(_("This is not the passphrase you have now."))
        return str(self.cleaned_data["current"])


class MyPasswordForm(PassphraseForm):
    """Her own passphrase, changed by her."""

    password = passphrase_field(
        _("The new one"),
        kept_as="new-password",
        hint=_("Twelve letters or more. Four words that have nothing to do with each other are good."),
    )
    again = passphrase_field(_("The new one, once more"), kept_as="new-password")

    def clean_password(self) -> str:
        text = str(self.cleaned_data["password"])
        if text == self.cleaned_data.get("current"):
            raise ValidationError(_("This is the one you have now. Choose another."))
        validate_password(text, self.person)
        # Tried at an empty desk too, where it changes nothing: how long the page takes must not tell the two apart.
        is_second = self.person.try_passphrase(text).is_second
        if is_second and not self.person.is_empty_desk:
            raise ValidationError(_("This is the one for when you are forced. Choose another."))
        return text

    def clean_again(self) -> str:
        return the_same(self.cleaned_data)


class SecondPassphraseForm(PassphraseForm):
    """The passphrase for when she is forced: it shows an empty desk."""

    password = passphrase_field(
        _("The one for when you are forced"),
        kept_as="off",  # a browser that keeps it would show that there is one
        hint=_("Twelve letters or more. One that you can say when you are afraid, and not like your own."),
    )
    again = passphrase_field(_("The same, once more"), kept_as="off")
    locks = forms.BooleanField(
        label=_("It also locks my account, without a word"),
        help_text=_(
            "Your own passphrase stops working, and what you have open elsewhere closes. To work again you need a new "
            "passphrase from another coordinator, and your key begins anew."
        ),
        required=False,
    )

    def __init__(self, *args: Any, drops: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if drops:  # taking it away wants her own passphrase only
            self.fields["password"].required = self.fields["again"].required = False
        self.drops = drops

    def clean_password(self) -> str:
        text = str(self.cleaned_data["password"])
        if self.drops:
            return ""
        if text == self.cleaned_data.get("current"):
            raise ValidationError(_("This is your own. The one for when you are forced must be another."))
        validate_password(text, self.person)
        return text

    def clean_again(self) -> str:
        return "" if self.drops else the_same(self.cleaned_data)


class NumberForm(forms.Form):
    """The six figures of an app or of a sheet."""

    number = forms.CharField(
        label=_("Number of six figures"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}),
    )
