"""The desk of deadlines: the rules by country, one rule with a day to try, and a calendar with the house's days."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.templatetags.ui import day_text
from amparo.commons.ui.views import belongs_to
from amparo.formats.deadlines.calendars import FIRST, LAST, OutOfReach
from amparo.formats.deadlines.counting import Computed
from amparo.formats.deadlines.national import told
from amparo.formats.deadlines.words import Told, explained
from amparo.legal.deadlines import actions, queries
from amparo.legal.deadlines.forms import OUT_OF_REACH, CheckForm, DayForm, TryForm
from amparo.legal.deadlines.policies import may_change_day, may_check_rule, may_look
from amparo.legal.deadlines.queries import Line


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of a country, and how each stands."""
    may_look.check(request.user)
    offered = queries.countries(get_language() or "es")
    asked = request.GET.get("d", settings.HOME_COUNTRY).upper()
    country = asked if asked in dict(offered) else offered[0][0]
    found = queries.lines(request.user, country, today=clock.today())
    return render(request, "deadlines/rules.html", {"lines": found, "country": country, "countries": offered})


def rule(request: HttpRequest, law: str) -> HttpResponse:
    """One rule: what pages say of it, who checked it, and a day to try."""
    found = queries.line(request.user, law, today=clock.today())
    act = request.POST.get("act", "")
    trying = TryForm(request.POST if act == "try" else None, places=queries.places_of(found.rule.calendar))
    checking = CheckForm(request.POST if act == "check" else None, today=clock.today())
    if act == "check" and checking.is_valid():
        return check(request, found, checking)
    if act == "back":
        actions.take_back(law, today=clock.today(), by=request.user)
        messages.success(request, _("Taken back. From now on the pages say that nobody has checked it."))
        return redirect("law_rule", law)
    tried = tried_out(found, trying) if act == "try" and trying.is_valid() else None
    return rule_page(request, found, trying, checking, tried)


def check(request: HttpRequest, found: Line, form: CheckForm) -> HttpResponse:
    """Keep a check of the text that was read."""
    given = {"digest": request.POST.get("digest", ""), "review_by": form.cleaned_data["review_by"]}
    try:
        actions.check_rule(found.rule.code, today=clock.today(), by=request.user, **given)
    except actions.Changed:
        trying = TryForm(None, places=queries.places_of(found.rule.calendar))
        return rule_page(request, found, trying, form, None, has_changed=True)
    messages.success(request, _("Written down: it holds. Thank you."))
    return redirect("law_rule", found.rule.code)


def rule_page(
    request: HttpRequest, found: Line, trying: TryForm, checking: CheckForm, tried: Any, *, has_changed: bool = False
) -> HttpResponse:
    """The page of a rule, with what was tried."""
    context = {
        "each": found, "rule": found.rule, "trying": trying, "checking": checking, "tried": tried,
        "has_changed": has_changed, "why_not": may_check_rule.reason(request.user, found.rule),
    }  # fmt: skip
    return render(request, "deadlines/rule.html", context, status=409 if has_changed else 200)


def tried_out(found: Line, form: TryForm) -> tuple[Computed, list[Told]] | None:
    """What comes out, and its sentences; nothing where it would end beyond the calendars."""
    said, today = form.cleaned_data, clock.today()
    try:
        computed = queries.compute(found.rule.code, said["when"], today=today, place=said.get("place", ""))
    except OutOfReach:
        form.add_error("when", OUT_OF_REACH)
        return None
    words = explained(computed, get_language() or "es", today=today, day=lambda day, _language: day_text(day))
    return computed, words


def calendar(request: HttpRequest, country: str) -> HttpResponse:
    """The days of a year on which nobody works in a country, and what the house says of them."""
    year = year_in(request.GET.get("y", ""))
    found = queries.days_of(request.user, country, year)
    form = DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"is_off": form.cleaned_data["is_off"] == "yes"}
        actions.say_day(calendar=country, today=clock.today(), by=request.user, **said)
        messages.success(request, _("Written down. Every date of this country is counted again."))
        return redirect("law_calendar", country)
    context = {
        "days": found, "code": country, "year": year, "form": form, "why_not": may_change_day.reason(request.user),
        "saturday": told()[country], "around": [each for each in (year - 1, year + 1) if is_reached(each)],
    }  # fmt: skip
    return render(request, "deadlines/calendar.html", context)


def year_in(text: str) -> int:
    """The year that was asked for, where a calendar reaches it; otherwise this one."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if is_reached(year) else clock.today().year


def is_reached(year: int) -> bool:
    """Do the calendars reach this year?"""
    return FIRST.year <= year <= LAST.year


@belongs_to("law_calendar", "country")
def end_day(request: HttpRequest, country: str, reference: str) -> HttpResponse:
    """The house does not say that of a day any more."""
    found = queries.get_day(request.user, reference)
    if found.calendar != country:
        raise Hidden
    actions.end_day(found, today=clock.today(), by=request.user)
    messages.success(request, _("Taken back. Every date of this country is counted again."))
    return redirect("law_calendar", country)
