"""Bringing on what may be counted, with her key; and the end of a study, with or without what was counted of it."""

import math
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.commons.ui.views import belongs_to
from amparo.doors.intake.actions import ending
from amparo.doors.intake.actions.door import Built, build
from amparo.doors.intake.policies import FEWEST, FEWEST_NEW, may_open
from amparo.fieldwork.policies import may_destroy
from amparo.fieldwork.queries import figures, leading
from amparo.fieldwork.queries.studies import get_study
from amparo.fieldwork.views.studies import head_of
from amparo.vault.queries.opened import opened_by

MANY = 5_000  # forms that go through within ten seconds; for more the page says before how long it takes
A_MINUTE = 15_000  # forms, on a computer that does other things too


def door(request: HttpRequest, reference: str) -> HttpResponse:
    """What would go on, and, when she presses, what did."""
    may_open.check(request.user)
    study = leading.get_hers(request.user, reference)
    if request.method != "POST":
        return door_page(request, study)
    opened_by(request.user)
    return door_page(request, study, build(study, by=request.user))


def door_page(request: HttpRequest, study: Any, built: Built | None = None) -> HttpResponse:
    """How many there are, and, of a build, what it came to."""
    now = figures.figures_of(study)
    context = head_of(request, study) | {
        "figures": now, "built": built, "many": now.here + now.kept,
        "minutes": math.ceil((now.here + now.kept) / A_MINUTE) if now.here + now.kept > MANY else 0,
        "last": figures.last_build(study), "fewest": FEWEST, "fewest_new": FEWEST_NEW,
        "reasons": sorted(built.reasons.items()) if built is not None else [],  # a template takes "items" for a reason
    }  # fmt: skip
    return render(request, "intake/door.html", context)


@belongs_to("study", "reference")
def destroy(request: HttpRequest, reference: str) -> HttpResponse:
    """Destroy a study, in two steps; the second asks whether what was counted goes too."""
    study = get_study(request.user, reference)
    context = head_of(request, study)
    may_destroy.check(request.user, context["is_hers"], study.state)
    if not request.POST.get("sure"):
        return render(request, "intake/destroy.html", context | {"figures": figures.figures_of(study)})
    opened_by(request.user)
    ending.destroy(study, by=request.user, rows_too=request.POST.get("rows") == "too")
    messages.success(request, _("It is destroyed. Nobody opens its answers any more."))
    return redirect("studies")
