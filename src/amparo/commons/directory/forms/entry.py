"""The page that writes a service: its facts, its phones, its hours; one form in sections."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.forms.fields import CoordinatesField, NameField, TextField
from amparo.commons.directory.forms.lines import Hours, Phones, kept_lines
from amparo.commons.directory.models.service import PUBLIC, REDUCED
from amparo.commons.directory.policies import TELLING, highest_tier, may_open_to_more, may_stand_with
from amparo.commons.places.queries import find_places, label, tiny_names
from amparo.formats.codes import choices, codes
from amparo.formats.exactness import exact_spot

AS_WRITTEN = "-"  # a town that is not on the list of places, kept in the words it was written in
STATUSES = [
    ("active", _("It is open")),
    ("temporarily closed", _("Closed for a while")),
    ("inactive", _("Not working now")),
    ("defunct", _("It no longer exists")),
]
# Two sections in two columns each; on a phone the first column stands above the second.
WHAT = (
    ("name", "summary", "description", "alert", "language", "status", "languages"),
    ("needs", "welcome", "commitments"),
)
WAY_IN = (
    ("papers", "cost", "cost_note", "access_modes", "minimum_age", "maximum_age", "answers_within_hours"),
    ("how_to_ask", "they_ask", "must_tell", "eligibility"),
)
TIERS = [
    ("0", _("Everybody, with its address")),
    ("1", _("Everybody, with the town and the phone only. No street, no point, no hours")),
    ("2", _("Only the people who work in this house")),
    ("3", _("Only the coordinator, for now")),
]
SEEN = _("Everybody means anybody with a phone: the street, the map point, the hours and the numbers, word for word.")


def several(text: Any, hint: Any = "", *, required: bool = False) -> forms.MultipleChoiceField:
    """A group of boxes."""
    return forms.MultipleChoiceField(label=text, help_text=hint, required=required, widget=forms.CheckboxSelectMultiple)


def one(text: Any, hint: Any = "", **kwargs: Any) -> forms.ChoiceField:
    """A choice of one."""
    return forms.ChoiceField(label=text, help_text=hint, **kwargs)


def number(text: Any, hint: Any = "", *, most: int) -> forms.IntegerField:
    """A small whole number, or nothing."""
    return forms.IntegerField(
        label=text,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )


class ServiceForm(forms.Form):
    """What a service says of itself, in the order somebody asks on the phone."""

    organisation_name = NameField(
        label=_("Who runs it"),
        max_length=200,
        help_text=_("The organisation or the office. If it is on the list already, its place joins it."),
    )
    operator = one(
        _("What kind of body it is"), _("She may fear some of them. If you are not sure, choose that it is not known.")
    )
    shares_with = several(_("Whom it tells what it hears"), _("Bodies it must, or is said to, tell things to."))
    website = forms.URLField(
        label=_("Its page"),
        required=False,
        max_length=300,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )

    name = NameField(label=_("Name of the place or service"), max_length=200)
    summary = NameField(
        label=_("In one line, what one gets there"),
        max_length=300,
        required=False,
        help_text=_("In daily words, for her: “They see you today, without papers.”"),
    )
    description = TextField(label=_("More about it"), required=False)
    language = one(_("Language you write this in"), choices=settings.LANGUAGES)
    status = one(_("Does it work today?"), choices=STATUSES)

    needs = several(_("What it is for"), required=True)
    welcome = several(_("Whom it says it welcomes"), _("Only what they told you. An empty box means: not known."))
    commitments = several(_("What they promise"), _("Mark what they said to you in person, on the phone or on paper."))
    languages = several(_("Languages they speak"))

    papers = one(_("Papers they ask for"))
    cost = one(_("What it costs"))
    cost_note = NameField(label=_("More about the cost"), max_length=200, required=False)
    access_modes = several(_("How one gets in"))
    how_to_ask = TextField(label=_("How to ask, step by step"), required=False)
    they_ask = TextField(label=_("What they ask when she arrives"), required=False)
    must_tell = TextField(
        label=_("Whom they must tell, and when"),
        required=False,
        help_text=_("If they told you. If nobody knows, leave it empty: the page says that it is not known."),
    )
    eligibility = TextField(label=_("For whom it is, and for whom it is not"), required=False)
    minimum_age = number(_("From which age"), most=120)
    maximum_age = number(_("Up to which age"), most=120)
    answers_within_hours = number(_("In how many hours they promise to answer"), most=2000)
    alert = TextField(
        label=_("Something to know before going"),
        required=False,
        help_text=_("It stands first on its page: “Closed in January.”"),
    )

    at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=16)
    place = NameField(
        label=_("Town or neighbourhood"),
        required=False,
        max_length=160,
        help_text=_("Write its name. Leave it empty for a phone line or a service without a door."),
    )
    place_code = forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect)
    street = NameField(label=_("Street and number, or how to recognise it"), required=False, max_length=300)
    coordinates = CoordinatesField(
        label=_("Point on the map"),
        required=False,
        max_length=60,
        help_text=_("Latitude and longitude, as a map shows them: 0.8119, -77.7173"),
    )
    as_people_go = NameField(
        label=_("How people get there"),
        required=False,
        max_length=200,
        help_text=_("If someone told you: “By boat, half a day.”"),
    )
    accessibility = several(_("What makes it easier to use"))
    housed_with = several(
        _("Who else is in the same building or yard"),
        _("A police post in the hospital, migration at the terminal. She who fears them is not sent there."),
    )

    tier = forms.ChoiceField(label=_("Who may see this place"), choices=TIERS, widget=forms.RadioSelect)
    changed_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, language = actor, get_language() or "es"
        lists = {
            "operator": "operator",
            "needs": "need",
            "welcome": "welcome",
            "commitments": "commitment",
            "languages": "language",
            "papers": "papers",
            "cost": "cost",
            "access_modes": "access_mode",
            "accessibility": "accessibility",
        }
        for field, list_name in lists.items():
            self._offer(field, choices(list_name, language))
        bodies = [(code.code, code.label(language)) for code in codes("operator") if code.code != "unknown"]
        self._offer("shares_with", bodies)
        self._offer("housed_with", bodies)
        self._offer_tiers(actor)
        self._offer("place_code", self._known_place())

    def _offer(self, field: str, pairs: Any) -> None:
        self.fields[field].choices = pairs  # type: ignore[attr-defined]

    def _offer_tiers(self, actor: Any) -> None:
        """The tiers she sees herself; towards the public only where the rule lets her, else with its sentence."""
        now = int(self.initial["tier"]) if self.initial.get("changed_at") else PUBLIC
        seen = [pair for pair in TIERS if int(pair[0]) <= highest_tier(actor)]
        self._offer("tier", [pair for pair in seen if may_open_to_more.allows(actor, now, int(pair[0]))])
        refusal = may_open_to_more.reason(actor, now, PUBLIC)
        self.fields["tier"].help_text = format_lazy("{seen} {refusal}", seen=SEEN, refusal=refusal or "").strip()

    def _known_place(self) -> list[tuple[str, str]]:
        """The place that was chosen before; while its name stays, it need not be chosen again."""
        code = self.initial.get("place_code")
        return [(code, str(self.initial.get("place", "")))] if code else []

    def clean(self) -> dict[str, Any]:
        self._settle_place()
        self._refuse_exact()
        lowest, highest = self.cleaned_data.get("minimum_age"), self.cleaned_data.get("maximum_age")
        if lowest is not None and highest is not None and highest < lowest:
            self.add_error("maximum_age", _("This age is below the first one."))
        return self.cleaned_data

    def _settle_place(self) -> None:
        """From a name to one place: the only one found, the one she chose, or the name as she wrote it."""
        text, chosen = self.cleaned_data.get("place", ""), self.data.get(self.add_prefix("place_code"), "")
        self.errors.pop("place_code", None)
        self.cleaned_data["place_code"] = ""
        if not text or chosen == AS_WRITTEN:
            return
        before = self.initial.get("place_code", "")
        if before and text == self.initial.get("place") and chosen in {"", before}:
            self.cleaned_data["place_code"] = before
            return
        found = find_places(text).places
        named = {place.code: label(place) for place in found}
        self._offer("place_code", [*named.items(), (AS_WRITTEN, _("None of these: keep the name as I wrote it"))])
        if chosen in named:
            self.cleaned_data["place_code"] = chosen
        elif len(named) == 1 and text.casefold() in next(iter(named.values())).casefold():
            self.cleaned_data["place_code"] = next(iter(named))
        elif named:
            self.add_error("place_code", _("More than one place could be meant. Choose one."))
        else:
            self.add_error(
                "place_code", _("The list has no place with this name. Write a bigger one near it, or keep it.")
            )

    def _refuse_exact(self) -> None:
        """Where the address is not public, no text says it; the sentence stands at the text that does."""
        if self.cleaned_data.get("tier") in {None, "", str(PUBLIC)}:
            return
        tier = int(self.cleaned_data["tier"])
        refusal = may_stand_with.reason(self.actor, tier, self.cleaned_data.get("housed_with", []))
        if refusal:
            self.add_error("housed_with", str(refusal))
        for field in set(TELLING) & set(self.fields):
            if field == "place" and self.cleaned_data.get("place_code"):
                continue  # the name of a place on the list
            refuse_spot(self, field, self.cleaned_data)


def refuse_spot(form: forms.Form, field: str, facts: dict[str, Any]) -> None:
    """The sentence for a text that says the address, at the field that it stands in."""
    villages = tiny_names(code__in=[facts.get("place_code") or ""]) if facts["tier"] == str(REDUCED) else ()
    spot = exact_spot(form.cleaned_data.get(field) or "", villages)
    if spot:
        sentence = _("The address of this place is not public, and this text says it: “%(spot)s”. Take it out.")
        form.add_error(field, ValidationError(sentence, params={"spot": spot}))


class Entry:
    """The three parts of the page, filled from what is known or from what was typed."""

    def __init__(self, data: QueryDict | None, *, known: dict[str, Any], actor: Any) -> None:
        self.facts = ServiceForm(data, initial=known["facts"], actor=actor)
        self.phones = Phones(data, initial=known["phones"], prefix="phones")
        self.hours = Hours(data, initial=known["hours"], prefix="hours")

    def is_valid(self) -> bool:
        """Are all three well-formed? Each is asked, so that every sentence shows at once."""
        is_valid = all([self.facts.is_valid(), self.phones.is_valid(), self.hours.is_valid()])
        facts = getattr(self.facts, "cleaned_data", {})  # none where nothing at all was sent
        if facts.get("tier") not in {None, "", str(PUBLIC)}:
            for line in self.phones.forms:
                refuse_spot(line, "hours", facts)
        return is_valid and not any(line.errors for line in self.phones.forms)

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        return {
            "typed": self.facts.cleaned_data,
            "phones": kept_lines(self.phones),
            "hours": kept_lines(self.hours),
        }

    @property
    def has_wrong(self) -> bool:
        """Is there a sentence anywhere?"""
        return any(True for _ in self.wrong())

    @property
    def what(self) -> list[list[BoundField]]:
        """The fields of the section "what", in its columns."""
        return [[self.facts[name] for name in column] for column in WHAT]

    @property
    def way_in(self) -> list[list[BoundField]]:
        """The fields of the section "how one gets in", in its columns."""
        return [[self.facts[name] for name in column] for column in WAY_IN]

    def wrong(self) -> Iterator[tuple[str, BoundField]]:
        """The fields with a sentence, in the order of the page, each with the line it stands in."""
        parts: list[tuple[str, forms.Form]] = [("", self.facts)]
        parts += [(gettext("Hours, line %(n)s") % {"n": n}, form) for n, form in enumerate(self.hours.forms, 1)]
        parts += [(gettext("Phone %(n)s") % {"n": n}, form) for n, form in enumerate(self.phones.forms, 1)]
        for line, form in parts:
            yield from ((line, field) for field in form if field.errors)
