"""What becomes of each answer, for the questions of one page: one choice each, and a name in the row."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.fieldwork.forms.seen import SeenForm
from amparo.fieldwork.templatetags.asking import way_said
from amparo.formats.answers import Way, way_of, ways
from amparo.formats.answers.faults import name_faults
from amparo.formats.coding import CODED, SEALED, part_of
from amparo.formats.openrosa.forms import Question

MOST_LISTS = 6  # that are offered for one question: the closest
LONGEST_VARIABLE = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the page: what becomes of its answer as it stands (or as it is proposed), and what could."""

    question: Question
    rule: Mapping[str, Any]
    ways: Mapping[str, Way]

    @property
    def id(self) -> str:
        """How its fields are called: by its path, so that they are its own also where questions moved meanwhile."""
        return "q" + hashlib.sha256(self.question.path.encode()).hexdigest()[:10]


def asked(question: Question, rule: Mapping[str, Any]) -> Asked:
    """A question with all that is offered for it; what stands there now always is."""
    now = way_of(rule)
    offered: dict[str, Way] = {}
    lists = 0
    for way in ways(question):
        lists += bool(way.list)
        if not way.list or lists <= MOST_LISTS or way.key == now.key:
            offered[way.key] = way
    return Asked(question, rule, offered | {now.key: now})


class RulesForm(SeenForm):
    """The rules of a page. ``others`` are those of all other pages: a name stands in a row once."""

    def __init__(
        self, data: Any, *, questions: Sequence[Asked], others: Mapping[tuple[str, str], str], seen: str
    ) -> None:
        super().__init__(data, initial={"seen": seen}, auto_id="%s")
        self.questions, self.others = questions, others
        language = get_language() or "es"
        for each in questions:
            self.fields[f"{each.id}w"] = forms.ChoiceField(
                label=_("What becomes of the answer"), initial=way_of(each.rule).key,
                choices=[(key, way_said(way, each.question, language)) for key, way in each.ways.items()],
                error_messages={"invalid_choice": _("This is not possible for this question. Choose again.")},
            )  # fmt: skip
            if any(way.do == CODED for way in each.ways.values()):
                self.fields[f"{each.id}v"] = forms.CharField(
                    label=_("Its name in the row, where it is counted"), required=False, strip=True,
                    initial=each.rule.get("variable", each.question.name.lower()[:LONGEST_VARIABLE]),
                    widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "spellcheck": "false"}),
                )  # fmt: skip

    def pair(self, each: Asked) -> list[Any]:
        """The fields of a question."""
        return [self[name] for name in (f"{each.id}w", f"{each.id}v") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        taken = dict(self.others)
        language = get_language() or "es"
        for each in self.questions:
            way = each.ways.get(typed.get(f"{each.id}w", ""))
            if way is None or way.do != CODED:
                continue
            name = typed.get(f"{each.id}v", "")
            for fault in name_faults(each.question, name):
                self.add_error(f"{each.id}v", fault.sentence(language))
            other = taken.setdefault((part_of(each.question), name), each.question.name)
            if other != each.question.name:
                self.add_error(
                    f"{each.id}v",
                    _("“%(name)s” is the name of %(other)s already. Each answer has its own.")
                    % {"name": name, "other": other},
                )
        return typed

    def rules(self) -> dict[str, dict[str, Any]]:
        """What was chosen, by path. What stays as it was keeps the very words of its rule."""
        found = {}
        for each in self.questions:
            way = each.ways[self.cleaned_data.get(f"{each.id}w") or SEALED]
            rule = way.rule(self.cleaned_data.get(f"{each.id}v", ""))
            same = way.key == way_of(each.rule).key and rule.get("variable") == each.rule.get("variable")
            found[each.question.path] = dict(each.rule) if same else rule
        return found
