"""One more colleague is let into a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.casework.actions import cases as actions
from amparo.casework.forms.letting_in import LettingInForm
from amparo.casework.policies.areas import areas_of_reader, may_let_in
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.letting_in import may_give_on
from amparo.casework.policies.young import SHARE_OUTSIDE
from amparo.casework.queries import cases as queries
from amparo.casework.queries.reading import reads_until
from amparo.casework.views.beginning import PAGE
from amparo.casework.views.cases import lacks_yes, sure
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.vault.forms import ReaderForm
from amparo.vault.policies import OUTSIDE
from amparo.vault.queries.desk import name_of


def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Let one more colleague in, with a reason, in two steps: what she has read she knows. Nobody who was left out."""
    found, now = queries.get_case(request.user, reference), clock.now()
    may_let_in.check(request.user)
    may_give_on.check(request.user, reads_until(request.user, found))
    may_change.check(request.user, found)
    offered = queries.may_be_let_in(request.user, found)
    sent = request.POST if request.method == "POST" else None
    form, why = ReaderForm(sent, what="share", offered=offered, roles=True), LettingInForm(sent, auto_id="let_%s")
    if not form.is_valid() and form.data.get("reader"):
        raise Hidden
    if not form.is_valid() or not why.is_valid():
        young = queries.opened(request.user, found).is_young
        return render(request, "casework/share.html", {"case": found, "form": form, "why": why, "young": young})
    reader, name = form.chosen, name_of(form.chosen)
    if reader.kind == OUTSIDE and lacks_yes(request, found, SHARE_OUTSIDE, reader.reference):
        return redirect("case_yes_ask_about", reference, SHARE_OUTSIDE, reader.reference)
    if not request.POST.get("sure"):
        return sure(request, found, "share", letting_in=why, reader=reader, name=name, reads=areas_of_reader(reader))
    actions.share(found, reader=reader, answers=why.answers(), until=why.moment(now), by=request.user, now=now)
    messages.success(request, _("From now on %(name)s reads this too.") % {"name": name})
    return redirect(PAGE, reference)
