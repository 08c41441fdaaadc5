"""What a place promised: writing it down, and that it ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amparo.access.health.actions.agreements import end_agreement, sign_agreement
from amparo.access.health.forms import AgreementForm
from amparo.access.health.policies import may_write
from amparo.access.health.queries import agreements, desk
from amparo.access.health.views.channels import channel_page
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden, NoLonger
from amparo.commons.ui.views import belongs_to


@belongs_to("health_channel", "reference")
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down one thing that they promised."""
    may_write.check(request.user)
    found = desk.get_channel(request.user, reference)
    form = AgreementForm(request.POST, today=clock.today())
    if not form.is_valid():
        return channel_page(request, found, agreement_form=form)
    try:
        sign_agreement(found.service, facts=form.cleaned_data, by=request.user)
    except NoLonger as error:
        form.add_error("what", str(error.sentence))
        return channel_page(request, found, agreement_form=form)
    messages.success(request, _("Written down what they agreed to."))
    return redirect("health_channel", reference=reference)


@belongs_to("health_channel", "reference")
def end(request: HttpRequest, reference: str, agreement: str) -> HttpResponse:
    """It does not hold any more."""
    may_write.check(request.user)
    found = desk.get_channel(request.user, reference)
    held = agreements.get_agreement(agreement)
    if held.service_id != found.service_id:
        raise Hidden
    end_agreement(held, on=clock.today(), by=request.user)
    messages.success(request, _("Written down that it does not hold any more."))
    return redirect("health_channel", reference=reference)
