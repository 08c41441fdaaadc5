"""The figures of a study as a file: estimates, intervals and reasons, and nothing that was answered."""

import csv
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views.files import CSV, to_save
from amparo.information.exposure.policies import may_read
from amparo.information.exposure.queries.studies import get_study

HEADS = ("figure", "part", "asked", "by", "code", "state", "value", "low", "high", "people", "reasons")


@require_GET
def table(request: HttpRequest, reference: str) -> HttpResponse:
    """Every figure of a study, in codes. What cannot be told has reasons in place of numbers."""
    may_read.check(request.user)
    found = get_study(request.user, reference, now=clock.now())
    if found.kept is None:
        raise Hidden
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for item in found.kept.body["items"]:
        for each in item["figures"]:
            numbers = (f"{each[key]:.2f}" if key in each else "" for key in ("value", "low", "high"))
            why = " ".join(reason["code"] for reason in each["why"])
            writer.writerow(
                [item["code"], item["part"], item["way"], each["by"], each["code"], each["state"], *numbers,
                 "–".join(map(str, each["n"])), why]
            )  # fmt: skip
    return to_save(out.getvalue(), f"presiones-{found.kept.digest[:8]}.csv", CSV)
