"""The list of profiles, one profile, one indicator, and the figures as a file."""

import csv
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.jobs.queries import jobs_of
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views.files import CSV, to_save
from amparo.formats.codes import label
from amparo.information.risk_profiles.policies import may_analyse, may_ask_to_publish, plan_for
from amparo.information.risk_profiles.queries import METHOD, get_result, results, told
from amparo.information.risk_profiles.queries.came import came, came_with
from amparo.information.risk_profiles.queries.mapped import maps_of
from amparo.information.risk_profiles.queries.studies import studies
from amparo.information.risk_profiles.views.asking import KINDS

HEADS = ("indicator", "field", "kind", "zone", "place", "group", "value", "low", "high", "people", "reasons")


@require_GET
def profiles(request: HttpRequest) -> HttpResponse:
    """What was made, what is under way, and a button for a new one."""
    may_analyse.check(request.user)
    found = [(each, told.territories(each.body)) for each in results(request.user, "profile", most=20)]
    context = {
        "profiles": found,
        "jobs": [each for each in jobs_of(list(KINDS), now=clock.now()) if each.state != "done"][:5],
        "studies": len(studies(request.user)),
    }  # fmt: skip
    return render(request, "risk_profiles/profiles.html", context)


@require_GET
def profile(request: HttpRequest, reference: str, kind: str = "") -> HttpResponse:
    """One kind of one profile: what to be careful about first, then the forest with its table beside it."""
    may_analyse.check(request.user)
    found = get_result(request.user, reference, kind="profile")
    kinds = told.kinds_in(found.body)
    if kind and kind not in kinds:
        raise Hidden
    here = kind or (kinds[0] if kinds else "")
    items = told.items(found.body, here)
    context = {
        "profile": found, "kinds": kinds, "kind": here, "items": items, "names": told.territories(found.body),
        "picture": told.picture(_("Of every 100, by territory"), items, name="f") if items else "",
        "careful": told.careful(found.body), "empty": told.empty_zones(found.body),
        "recruitment": told.recruitment(found.body), "how": told.drawn_how(found.body), "plan": plan_for(found.body),
        "why_not_published": may_ask_to_publish.reason(request.user, found.body),
        "came": came(request.user), "is_older": found.recipe["method"] != METHOD,
    }  # fmt: skip
    return render(request, "risk_profiles/profile.html", context)


@require_GET
def indicator(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """One indicator: each group in each territory, what differs, and how much rides on the size of the population."""
    may_analyse.check(request.user)
    found = get_result(request.user, reference, kind="profile")
    asked = next((each for each in found.body["indicators"] if each["code"] == code), None)
    if asked is None:
        raise Hidden
    groups = [(_("Everybody"), told.item_of(found.body, asked))]
    for group in told.GROUPS:
        groups.append((label("gender_group", group, request.LANGUAGE_CODE), told.item_of(found.body, asked, group)))
    rows = [told.Item(code, "", name, item.cells) for name, item in groups]
    context = {
        "profile": found, "item": groups[0][1], "asked": asked, "groups": groups, "question": told.question_of(asked),
        "maps": maps_of(found.body, asked), "came": came_with(request.user, asked),
        "picture": told.picture(groups[0][1].name, rows, name="f"),
        "between": [each for each in told.differences(found.body) if each.code == code],
        "within": [each for each in told.differences(found.body, where="groups") if each.code == code],
    }  # fmt: skip
    return render(request, "risk_profiles/indicator.html", context)


@require_GET
def table(request: HttpRequest, reference: str) -> HttpResponse:
    """Every share in codes. What is not shown has reasons in place of numbers."""
    may_analyse.check(request.user)
    found = get_result(request.user, reference, kind="profile")
    known = {each["code"]: each for each in found.body["indicators"]}
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for one in found.body["samples"]:
        for each in one["shares"]:
            asked = known[each["indicator"]]
            numbers = (f"{each[key]:.4f}" if each.get(key) is not None else "" for key in ("value", "low", "high"))
            writer.writerow([asked["code"], asked["field"], asked["kind"], one["zone"], one["place"], each["group"],
                             *numbers, "–".join(str(n) for n in each["n"] if n is not None),
                             " ".join(said["code"] for said in each["remarks"])])  # fmt: skip
    return to_save(out.getvalue(), f"perfil-{found.digest[:8]}.csv", CSV)
