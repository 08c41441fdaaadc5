"""The list of studies, one study, one figure, what differs; and asking for the figures. No page shows one answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.formats.charts import Span, spans
from amparo.information.exposure import actions
from amparo.information.exposure.forms import SizesForm
from amparo.information.exposure.policies import may_read
from amparo.information.exposure.queries import differences, figures
from amparo.information.exposure.queries.studies import get_study, studies


@require_GET
def pressures(request: HttpRequest) -> HttpResponse:
    """Every study, and how much of it can be told."""
    may_read.check(request.user)
    context = {
        "studies": studies(request.user, now=clock.now()), "clear": differences.clear(request.user),
        "is_compared": bool(differences.pairs(request.user)),
    }  # fmt: skip
    return render(request, "exposure/pressures.html", context)


@require_http_methods(["GET", "POST"])
def study(request: HttpRequest, reference: str) -> HttpResponse:
    """One study: warnings first, then threats, effects and capacities apart. A POST asks for its figures."""
    may_read.check(request.user)
    found = get_study(request.user, reference, now=clock.now())
    form = SizesForm(request.POST if request.method == "POST" else None, initial=_sizes(found))
    if form.is_bound and form.is_valid():
        actions.ask_to_reckon(reference, sizes=form.cleaned_data["sizes"], by=request.user)
        return redirect("pressures_study", reference=reference)
    context = {
        "study": found, "form": form, "remarks": figures.remarks_of(found),
        "sections": [(each, _picture(each)) for each in figures.sections(found)],
    }  # fmt: skip
    return render(request, "exposure/study.html", context)


@require_GET
def figure(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """One figure: of everybody, of each group and quarter, how it was asked, and what was looked at."""
    may_read.check(request.user)
    found = get_study(request.user, reference, now=clock.now())
    told = next((each for each in figures.items_of(found) if each.item.code == code), None)
    if told is None:
        raise Hidden
    rows = [each.span for each in (told.all, *told.parts)]
    context = {"study": found, "told": told, "picture": spans(told.name, _said(), rows, name="parts")}
    return render(request, "exposure/figure.html", context)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """What differs between kinds of places."""
    may_read.check(request.user)
    return render(request, "exposure/compare.html", {"pairs": differences.pairs(request.user)})


def _sizes(found: Any) -> dict[str, Any]:
    """The numbers with which it was reckoned last."""
    sizes = found.kept.body["sizes"] if found.kept else []
    return {name: int(size) for name, size in zip(("low", "middle", "high"), sizes, strict=False)}


def _picture(section: figures.Section) -> str:
    """Every figure of a section of everybody."""
    rows = [Span(each.name, each.all.span.value, each.all.span.low, each.all.span.high) for each in section.items]
    return spans(_("Of every 100"), _said(), rows, name=section.code)


def _said() -> str:
    """How such a picture is read."""
    return _(
        "A point is the estimate, the line its interval of 95 %. Hatched: not told. The table has the same figures."
    )
