"""The list of focal points, one of them, where nobody answers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.access.focal_points import actions
from amparo.access.focal_points.forms.desk import FactsForm
from amparo.access.focal_points.forms.fields import Hours, initial_hours, spans
from amparo.access.focal_points.policies import may_accredit, may_check, may_end, may_look_after, may_note_visit
from amparo.access.focal_points.queries import desk as queries
from amparo.access.focal_points.queries.gaps import gaps_for
from amparo.access.focal_points.queries.state import recheck_on
from amparo.access.focal_points.queries.visits import figures_of, visits_for
from amparo.access.focal_points.queries.went import went_at
from amparo.commons import clock
from amparo.commons.accounts.backends import check_open
from amparo.commons.places.queries import country_names
from amparo.commons.policy.policies import Denied
from amparo.commons.ui.views import belongs_to
from amparo.formats.opening import from_text


@require_GET
def focal_points(request: HttpRequest) -> HttpResponse:
    """Everybody on the list, and how fresh it is."""
    context = {"lines": queries.lines_for(request.user), "why_not": may_look_after.reason(request.user)}
    return render(request, "focal_points/focal_points.html", context)


@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """Where nobody answers, and the nearest thing to do."""
    names = country_names()
    country = request.GET.get("pais") or settings.HOME_COUNTRY
    country = country if country in names else next(iter(names))
    context = {
        "gaps": gaps_for(request.user, country),
        "countries": names.items(),
        "country": country,
        "why_not": may_look_after.reason(request.user),
    }
    return render(request, "focal_points/gaps.html", context)


@require_GET
def focal_point(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them: what the list says, how fresh it is, and what there is to do."""
    focal, today, me = queries.get_focal_point(request.user, reference), clock.today(), request.user
    seen = visits_for(me, focal)
    context: dict[str, Any] = {
        "focal": focal,
        "line": queries.line_of(focal, today),
        "spans": from_text(focal.hours),
        "again_on": recheck_on(focal.checked_on) if focal.checked_on else None,
        "is_away": focal.away_until is not None and today <= focal.away_until,
        "visits": seen,
        "figures": figures_of(seen),
        "went": went_at(focal, today),
        "why_not": may_look_after.reason(me),
        "why_not_accredit": may_accredit.reason(me, focal),
        "why_not_check": may_check.reason(me, focal, today, today),
        "why_not_end": may_end.reason(me, focal),
        "why_not_visit": may_note_visit.reason(me),
    }
    return render(request, "focal_points/focal_point.html", context)


def change(request: HttpRequest, reference: str) -> HttpResponse:
    """What she answers for, where and when, and who stands in for her."""
    focal = queries.get_focal_point(request.user, reference)
    may_look_after.check(request.user)
    deputies = queries.possible_deputies(focal)
    form = FactsForm(request.POST or None, today=clock.today(), deputies=deputies, initial=known(focal))
    hours = Hours(request.POST or None, prefix="h", initial=initial_hours(from_text(focal.hours)))
    refusal: Any = ""
    if request.method == "POST" and form.is_valid() and hours.is_valid():
        facts = form.facts() | {"hours": spans(hours)}
        try:
            actions.change(
                focal, place=form.cleaned_data["place"], deputy=form.deputy(), facts=facts, by=request.user
            )  # fmt: skip
        except Denied as denied:
            refusal = denied.sentence
        else:
            messages.success(request, _("Saved."))
            return redirect("focal_point", reference=reference)
    context = {"focal": focal, "form": form, "hours": hours, "refusal": refusal}
    return render(request, "focal_points/change.html", context)


def known(focal: Any) -> dict[str, Any]:
    """What the list says of her, as the form writes it."""
    trained = {f"t_{each.code}": each.on for each in focal.trainings.all()}
    written = f"{focal.place.name}, {focal.place.admin1.name}"
    deputy = focal.deputy.reference if focal.deputy else ""
    return {
        "place": written, "competences": focal.competences, "languages": focal.languages, "deputy": deputy, **trained,
    }  # fmt: skip


@belongs_to("focal_point", "reference")
def accredit(request: HttpRequest, reference: str) -> HttpResponse:
    """From today something may be referred to her."""
    focal = queries.get_focal_point(request.user, reference)
    actions.accredit(focal, by=request.user, on=clock.today())
    messages.success(request, _("She is accredited. In 90 days somebody makes sure again."))
    return redirect("focal_point", reference=reference)


@belongs_to("focal_point", "reference")
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """One tap: somebody made sure today that all of this holds."""
    focal, today = queries.get_focal_point(request.user, reference), clock.today()
    actions.check_again(focal, by=request.user, on=today, today=today)
    messages.success(request, _("Written down: it holds today. Thank you."))
    return redirect("focal_point", reference=reference)


@belongs_to("focal_point", "reference")
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """She is no longer there; asked once more before her account is closed."""
    focal = queries.get_focal_point(request.user, reference)
    check_open(may_end, request.user, focal)
    if not request.POST.get("sure"):
        line = queries.line_of(focal, clock.today())
        return render(request, "focal_points/end.html", {"focal": focal, "line": line})
    actions.end(focal, by=request.user, on=clock.today())
    messages.success(request, _("She is no longer on the list, and her account is closed."))
    return redirect("focal_points")
