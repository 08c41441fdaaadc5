"""A door turned her away: said in one tap at the desk, and the nearest next ones stand on the page that comes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import referrals as actions
from amparo.casework.forms.referrals import SeenForm
from amparo.casework.queries.doors import next_doors
from amparo.casework.queries.referrals import DONE
from amparo.casework.views.referrals import PAGE, one_referral, past_page
from amparo.commons import clock
from amparo.commons.policy.policies import Denied, Hidden
from amparo.commons.ui.views import belongs_to
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code
from amparo.vault.actions.fields import Past


@belongs_to(PAGE, "reference", "part")
def turned_away(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It is over, with what they said there; which outcome that is, the list of refusals says."""
    found, _one = one_referral(request, reference, part)
    refusal, form = by_code("refusal").get(request.POST.get("refusal", "")), SeenForm(request.POST)
    if refusal is None or not form.is_valid():
        raise Hidden
    said = {"ref_outcome": Answer(str(refusal.more["outcome"])), "ref_refusal": Answer(refusal.code)}
    try:
        actions.step(found, reference=part, to=DONE, answers=said, seen=form.cleaned_data["seen_part"], by=request.user)
    except Denied as denied:
        messages.warning(request, str(denied.sentence))
    except Past:
        return past_page(request, found, part)
    else:
        messages.success(request, _("Written down. These are the next ones."))
    return redirect(PAGE, reference, part)


@belongs_to(PAGE, "reference", "part")
def take_next(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One of the next ones, in one tap: she gets there in the same way, as soon, and with whom she wanted."""
    found, one = one_referral(request, reference, part)
    opened, wanted = case_actions.open_case(found, by=request.user), request.POST.get("door", "")
    offered = {service.reference: need for need, service in next_doors(request.user, opened, one, now=clock.now())}
    if wanted not in offered:
        messages.warning(request, _("This one is not offered any more. Here is how it stands now."))
        return redirect(PAGE, reference, part)
    kept: dict[str, Any] = {
        code: one.part.answers[code] for code in ("ref_urgency", "ref_with") if code in one.part.answers
    }
    need, by = offered[wanted], request.user
    try:
        made = actions.refer(found, service=wanted, need=need, way=one.way, answers=kept, by=by)
    except Denied as denied:
        messages.warning(request, str(denied.sentence))
        return redirect(PAGE, reference, part)
    messages.success(request, _("It is written down. Here is what comes next."))
    return redirect(PAGE, reference, made.reference)
