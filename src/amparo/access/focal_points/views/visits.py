"""What a paid peer saw who went there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.access.focal_points import actions
from amparo.access.focal_points.forms.desk import VisitForm
from amparo.access.focal_points.policies import COORDINATOR, PEER, may_note_visit
from amparo.access.focal_points.queries import desk as queries
from amparo.commons import clock


def visit(request: HttpRequest, reference: str) -> HttpResponse:
    """Five questions, none of which has to be answered."""
    focal, today = queries.get_focal_point(request.user, reference), clock.today()
    may_note_visit.check(request.user)
    form = VisitForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        me: Any = request.user
        role = PEER if me.has_role(PEER) else COORDINATOR
        actions.note_visit(
            focal, on=form.cleaned_data["on"], saw=form.saw(), thanked=form.cleaned_data["thanked"], role=role,
            by=request.user, today=today,
        )  # fmt: skip
        messages.success(request, _("Written down. Thank you for going."))
        return redirect("focal_point", reference=reference)
    line = queries.line_of(focal, today)
    return render(request, "focal_points/visit.html", {"focal": focal, "line": line, "form": form})
