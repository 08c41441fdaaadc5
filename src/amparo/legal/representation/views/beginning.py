"""Beginning a matter: of what kind it is and who the sides are. What happened is asked later, and not here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.forms.questions import QuestionsForm
from amparo.commons.ui.views import keeps_words
from amparo.formats.case_questions import MATTER, Answer, by_section
from amparo.legal.representation.actions.matters import begin_matter
from amparo.legal.representation.forms import SideForm
from amparo.legal.representation.policies import may_represent
from amparo.legal.representation.queries.matters import why_not_begin

SIDES = (("ella", "client"), ("otra", "opposing"))  # the name of the fields on the page, and the role


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words."""
    names = ["matter_called", *(f"{side}-{name}" for side, _role in SIDES for name in SideForm.base_fields)]
    return [(str(_("Who the sides are")), request.POST.get(name, "")) for name in names]


@sensitive_post_parameters()
@keeps_words(words_in)
def begin(request: HttpRequest) -> HttpResponse:
    """Of what kind it is, in which country, and who the sides are."""
    may_represent.check(request.user)
    why, sent = why_not_begin(request.user), request.POST if request.method == "POST" else None
    form = QuestionsForm(sent, questions=by_section(MATTER)["about"].questions)
    sides = {role: SideForm(sent, prefix=name) for name, role in SIDES}
    whole = all([form.is_valid(), *(each.is_valid() for each in sides.values())]) if sent is not None else False
    if why or not whole:
        context = {"form": form, "section": by_section(MATTER)["about"], "sides": sides, "why_not": why, "theirs": {}}
        return render(request, "representation/begin.html", context)
    answers = {code: each for code, each in form.answers().items() if each.is_there}
    made = begin_matter(answers=answers, sides=said_sides(sides, answers), by=request.user)
    messages.success(request, _("Begun. Look now whether there is a conflict."))
    return redirect("matter", made.reference)


def said_sides(sides: dict[str, SideForm], answers: dict[str, Answer]) -> list[dict[str, Answer]]:
    """Who the sides are, as answers; of her at least what she wants to be called."""
    found = []
    for role, form in sides.items():
        said: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value}
        if role == "client" and "party_name" not in said and "matter_called" in answers:
            said["party_name"] = answers["matter_called"].value
        if said:
            found.append({"party_role": Answer(role), **{name: Answer(value) for name, value in said.items()}})
    return found
