"""The page that whoever leads a study opens each morning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.doors.intake.queries.watching import Settling, Watch, watch
from amparo.fieldwork.policies import may_write
from amparo.fieldwork.queries.studies import get_study
from amparo.formats.charts import bars, lines


@require_GET
def monitor(request: HttpRequest, reference: str) -> HttpResponse:
    """How a study goes."""
    may_write.check(request.user)
    study = get_study(request.user, reference)
    found = watch(request.user, study, clock.today())
    context = {
        "study": study, "watch": found, "waves": _waves(found),
        "settling": [(each, _picture(each, place)) for place, each in enumerate(found.settling)],
    }  # fmt: skip
    return render(request, "intake/monitor.html", context)


def _waves(found: Watch) -> str:
    """A picture of how many came in each wave."""
    if found.chains is None:
        return ""
    rows = [(_("Wave %(n)s") % {"n": number}, many) for number, many in enumerate(found.chains.waves)]
    said = _("How many people came in each wave. The table below has the same figures.")
    return bars(_("People by wave"), said, rows, name="waves")


def _picture(each: Settling, place: int) -> str:
    """A picture of how the shares of one question moved."""
    said = _("Shares as people came in, wave by wave. The table below has the last ones.")
    return lines(each.name, said, each.lines, name=f"line{place}", along=_("waves"))
