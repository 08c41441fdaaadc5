"""What people say of places: counts, and someone who weighs them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons.directory.actions.feedback import accept_feedback, dismiss_feedback
from amparo.commons.directory.policies import may_moderate
from amparo.commons.directory.queries import desk as queries
from amparo.commons.ui.views import belongs_to


@require_GET
def feedback(request: HttpRequest) -> HttpResponse:
    """What nobody weighed yet."""
    return render(
        request,
        "directory/desk_feedback.html",
        {
            "said": queries.feedback_for(request.user),
            "why_not": may_moderate.reason(request.user),
        },
    )


@belongs_to("desk_feedback")
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Count these answers, or leave them out."""
    service, code = queries.get_service(request.user, reference), request.POST.get("code", "")
    if request.POST.get("verdict") == "accept":
        accept_feedback(service, code=code, by=request.user)
        messages.success(request, _("Counted: %(name)s.") % {"name": service.name})
    else:
        dismiss_feedback(service, code=code, by=request.user)
        messages.success(request, _("Left out: %(name)s.") % {"name": service.name})
    return redirect("desk_feedback")
