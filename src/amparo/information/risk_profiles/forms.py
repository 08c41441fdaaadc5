"""Asking for a profile, and writing down what changes because of it."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.information.risk_profiles.queries.studies import Study, called_apart

MOST, MOST_SEED, LONGEST_SOURCE = 10_000_000, 2**31, 160
REPLICATES = 1000
SIZES = ("low", "middle", "high")


class ProfileForm(forms.Form):
    """Which studies, which quarter, and how many people there may be where each was asked."""

    sources = forms.MultipleChoiceField(
        label=_("Which studies"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one study.")},
    )  # fmt: skip
    period = forms.ChoiceField(label=_("When it was asked"), required=False)
    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_SEED)

    def __init__(self, *args: Any, found: Sequence[Study], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found, self.called = found, called_apart(found)
        fields: Any = self.fields
        fields["sources"].choices = list(self.called.items())
        quarters = sorted({quarter for each in found for quarter in each.periods}, reverse=True)
        fields["period"].choices = [("", _("All that was brought in")), *((each, each) for each in quarters)]
        fields["seed"].initial = secrets.randbelow(MOST_SEED)
        for each in found:
            for name in SIZES:
                self.fields[f"{name}_{each.source}"] = forms.IntegerField(min_value=1, max_value=MOST, required=False)
            self.fields[f"from_{each.source}"] = forms.CharField(
                label=_("From where that is known"), max_length=LONGEST_SOURCE, required=False,
                help_text=_("Which count or study, and of which year. Never the name of a person."),
            )  # fmt: skip

    def rows(self) -> list[tuple[str, list[Any], Any]]:
        """Each study with its three numbers, and from where they are known."""
        return [(self.called[each.source], [self[f"{name}_{each.source}"] for name in SIZES],
                 self[f"from_{each.source}"])
                for each in self.found]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """All three numbers of a study, in order, with their source; or none."""
        said = super().clean() or {}
        sizes: dict[str, list[int]] = {}
        known: dict[str, str] = {}
        for each in self.found:
            given = [said[key] for name in SIZES if said.get(key := f"{name}_{each.source}") is not None]
            if given and (len(given) < len(SIZES) or given != sorted(given)):
                raise forms.ValidationError(
                    _("Of “%(study)s” write all three numbers, from the smallest to the largest, or leave all empty."),
                    params={"study": self.called[each.source]},
                )
            if given and not said.get(f"from_{each.source}"):
                self.add_error(f"from_{each.source}", _("Say from where these numbers are known."))
            elif given and each.source in said.get("sources", []):
                sizes[each.source], known[each.source] = given, said[f"from_{each.source}"]
        return said | {"populations": sizes, "size_sources": known}

    def arguments(self, quarter: str) -> dict[str, Any]:
        """What the job is asked with. ``quarter``: in which it is asked; later answers come from a wrong clock."""
        said = self.cleaned_data
        return {
            "sources": sorted(said["sources"]), "period": said["period"], "populations": said["populations"],
            "size_sources": said["size_sources"], "seed": said["seed"], "replicates": REPLICATES, "quarter": quarter,
        }  # fmt: skip


class NoteForm(forms.Form):
    """What is done there, what will change, who looks after it, until when."""

    done = forms.CharField(
        label=_("What is done there today"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of places and work, never of a person."),
    )  # fmt: skip
    change = forms.CharField(
        label=_("What will change"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing will change is an answer too: say why."),
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Who looks after it"))
    until = forms.DateField(label=_("Until when"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["owner"].choices = [("", "—"), *people]
