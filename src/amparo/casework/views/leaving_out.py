"""She says that somebody must not read her case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.casework.actions import leaving_out as actions
from amparo.casework.policies.areas import may_ask_her
from amparo.casework.policies.letting_in import may_give_on
from amparo.casework.queries import cases as queries
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.casework.queries.reading import reads_until
from amparo.casework.views.beginning import PAGE
from amparo.casework.views.cases import sure
from amparo.commons.policy.policies import Hidden
from amparo.vault.forms import ReaderForm
from amparo.vault.queries.desk import name_of


def leave_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave somebody out of a case, in two steps: it cannot be undone."""
    found = queries.get_case(request.user, reference)
    may_ask_her.check(request.user)
    may_give_on.check(request.user, reads_until(request.user, found))
    sent = request.POST if request.method == "POST" else None
    form = ReaderForm(sent, what="leave_out", offered=may_be_left_out(request.user, found))
    if not form.is_valid():
        if form.data.get("reader"):
            raise Hidden
        young = queries.opened(request.user, found).is_young
        return render(request, "casework/leave_out.html", {"case": found, "form": form, "young": young})
    name = name_of(form.chosen)
    if not request.POST.get("sure"):
        return sure(request, found, "leave_out", reader=form.chosen, name=name)
    actions.leave_out(found, somebody=form.chosen, by=request.user)
    messages.success(request, _("%(name)s finds nothing of this case any more.") % {"name": name})
    return redirect(PAGE, reference)
