"""The legal side of a case, for whoever goes with her: ask a lawyer, and see where it stands. Never the file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions.cases import open_case
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries.cases import get_case
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import keeps_words
from amparo.legal.representation.actions.asking import ask_lawyer
from amparo.legal.representation.forms import AskForm
from amparo.legal.representation.policies import may_see_status
from amparo.legal.representation.queries.of_case import lawyers_for, statuses_in


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words."""
    return [(str(AskForm.base_fields[name].label), request.POST.get(name, "")) for name in ("other", "other_phone")]


@sensitive_post_parameters()
@keeps_words(words_in)
def lawyer(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a lawyer out of a case, or see where it stands."""
    case = get_case(request.user, reference)
    may_see_status.check(request.user)
    found = open_case(case, by=request.user)
    form = AskForm(request.POST if request.method == "POST" else None, offered=lawyers_for(request.user, found))
    refusal = may_write_more.reason(request.user, found.case, found.she_stopped)
    if request.method == "POST" and not refusal and form.is_valid():
        said = form.cleaned_data
        other = {"party_name": said["other"], "party_phone": said["other_phone"]}
        asked = {"kind": said["kind"], "country": said["country"], "other": other}
        try:
            ask_lawyer(found, reader=form.chosen, by=request.user, **asked)
        except Denied as denied:
            refusal = denied.sentence
        else:
            messages.success(request, _("Asked. She looks first whether there is a conflict."))
            return redirect("case_lawyer", reference)
    context = {"case": found.case, "open": found, "form": form, "statuses": statuses_in(found), "why_not": refusal}
    return render(
        request, "representation/from_case.html", context, status=403 if request.method == "POST" and refusal else 200
    )
