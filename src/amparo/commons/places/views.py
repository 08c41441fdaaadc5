"""Landmarks, zones and missing places: what the team knows of the ground."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.places import actions, queries
from amparo.commons.places.forms import FindForm, LandmarkForm, PlaceForm, ZoneForm
from amparo.commons.places.policies import may_keep_places
from amparo.commons.ui.views import belongs_to
from amparo.formats.codes import label as label_of

if TYPE_CHECKING:
    from amparo.commons.places.models import Place


@require_GET
def landmarks(request: HttpRequest) -> HttpResponse:
    """Look for a place; see the landmarks of a country and who told them."""
    form = FindForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    names = queries.country_names()
    country = request.GET.get("pais") or settings.HOME_COUNTRY
    country = country if country in names else next(iter(names))
    return render(
        request,
        "places/landmarks.html",
        {
            "form": form,
            "text": text,
            "rows": [_row(place) for place in queries.find_places(text).places],
            "countries": names.items(),
            "country": country,
            "marks": [_mark(mark) for mark in queries.terminals(country)],
            "why_not": may_keep_places.reason(request.user),
        },
    )


def landmark_add(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a landmark of a place."""
    may_keep_places.check(request.user)
    place = queries.get_place(code)
    form = LandmarkForm(request.POST or None, place=place, today=clock.today())
    if request.method == "POST" and form.is_valid():
        actions.add_landmark(place, by=request.user, **form.facts())
        messages.success(request, gettext("The landmark is entered. Thank you."))
        return redirect(_back_to(place))
    return render(request, "places/landmark_add.html", {"form": form, "row": _row(place)})


@belongs_to("landmarks")
def landmark_remove(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a landmark away."""
    mark = queries.get_landmark(reference)
    actions.remove_landmark(mark, by=request.user)
    messages.success(request, gettext("Taken away: %(name)s.") % {"name": mark.name})
    return redirect(_back_to(mark.place))


def zone(request: HttpRequest, code: str) -> HttpResponse:
    """Say what kind of ground a place is, or go back to what the figures say."""
    may_keep_places.check(request.user)
    place = queries.get_place(code)
    form = ZoneForm(request.POST or None, initial={"zone": place.zone_set})
    if request.method == "POST" and form.is_valid():
        actions.set_zone(place, form.cleaned_data["zone"], by=request.user)
        messages.success(request, gettext("Kept: what %(name)s is like.") % {"name": place.name})
        return redirect(_back_to(place))
    return render(request, "places/zone.html", {"form": form, "row": _row(place)})


def place_add(request: HttpRequest) -> HttpResponse:
    """Enter a place that the list lacks."""
    may_keep_places.check(request.user)
    form = PlaceForm(request.POST or None, initial={"name": request.GET.get("q", "")[:80]})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        lat, lon = typed["point"]
        place = actions.add_place(
            name=typed["name"],
            admin1=queries.get_unit(typed["unit"]),
            lat=lat,
            lon=lon,
            population=typed["population"],
            zone=typed["zone"],
            by=request.user,
        )
        messages.success(request, gettext("%(name)s is entered. Thank you.") % {"name": place.name})
        return redirect(_back_to(place))
    return render(request, "places/place_add.html", {"form": form})


def _row(place: "Place") -> dict[str, object]:
    """A place with its words."""
    language = get_language() or "es"
    return {
        "place": place,
        "label": queries.label(place),
        "zone": label_of("zone", place.zone, language),
        "marks": [_mark(mark) for mark in place.landmarks.all()],
    }


def _mark(mark: object) -> dict[str, object]:
    """A landmark with its words."""
    language = get_language() or "es"
    return {
        "mark": mark,
        "kind": label_of("landmark", getattr(mark, "kind", ""), language),
        "role": label_of("house_role", getattr(mark, "told_by_role", ""), language),
    }


def _back_to(place: "Place") -> str:
    """The page of landmarks, at this place."""
    where = {"q": f"{place.name}, {place.admin1.name}"[:80], "pais": place.admin1.country_id}
    return f"{reverse('landmarks')}?{urlencode(where)}"
