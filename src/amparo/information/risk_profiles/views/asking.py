"""Asking for a profile, watching it being made, and making one again to compare its bytes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from amparo.commons import clock
from amparo.commons.jobs.queries import job
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to
from amparo.information.risk_profiles import actions
from amparo.information.risk_profiles.forms import ProfileForm
from amparo.information.risk_profiles.policies import may_analyse
from amparo.information.risk_profiles.queries import get_result
from amparo.information.risk_profiles.queries.studies import studies

KINDS = ("profile", "profile_again")
LOOKS_AGAIN = "5"  # seconds


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Which studies, which quarter, how many people. A POST asks for the work and shows how far it is."""
    may_analyse.check(request.user)
    form = ProfileForm(request.POST if request.method == "POST" else None, found=studies(request.user))
    if form.is_bound and form.is_valid():
        today = clock.today()
        quarter = f"{today.year}-Q{(today.month + 2) // 3}"
        found = actions.ask_for_profile("profile", form.arguments(quarter), by=request.user, now=clock.now())
        return redirect("profile_run", found.reference)
    return render(request, "risk_profiles/ask.html", {"form": form})


@require_GET
def run(request: HttpRequest, reference: str) -> HttpResponse:
    """How far it is, in words and percent. While it goes on the page looks again by itself."""
    may_analyse.check(request.user)
    found = job(reference, now=clock.now())
    if found is None or found.kind not in KINDS:
        raise Hidden
    answer = render(request, "risk_profiles/run.html", {"job": found})
    if found.is_live:
        answer["Refresh"] = LOOKS_AGAIN
    return answer


@belongs_to("profile", "reference")
def again(request: HttpRequest, reference: str) -> HttpResponse:
    """Make it again and compare."""
    may_analyse.check(request.user)
    found = get_result(request.user, reference, kind="profile")
    asked = {"reference": found.reference}
    job_asked = actions.ask_for_profile("profile_again", asked, by=request.user, now=clock.now())
    return redirect("profile_run", job_asked.reference)
