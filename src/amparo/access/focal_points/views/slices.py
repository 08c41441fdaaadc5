"""What somebody allowed a focal point to read, and her answer: two taps, with any browser."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.access.focal_points.forms.slices import AnswerForm
from amparo.access.focal_points.queries.portal import own
from amparo.casework.actions import slices as actions
from amparo.casework.policies.referrals import SAID_YES
from amparo.commons.policy.policies import Denied


@sensitive_post_parameters()
def portal_slice(request: HttpRequest, reference: str) -> HttpResponse:
    """One of hers: what she reads, and what she may answer."""
    own(request.user)
    found = actions.open_slice(reference, by=request.user)
    if request.method != "POST":
        return render(request, "focal_points/slice.html", {"passed": found, "form": AnswerForm()})
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_slice(reference, to=form.cleaned_data["to"], said=form.said(), by=request.user)
        except Denied as denied:
            form.add_error(None, str(denied.sentence))
    if form.errors:
        return render(request, "focal_points/slice.html", {"passed": found, "form": form}, status=409)
    messages.success(request, _("Thank you. Whoever goes with her reads your answer."))
    if form.cleaned_data["to"] in SAID_YES:  # what to call her stands there now
        return redirect("portal_slice", reference)
    return redirect("portal")
