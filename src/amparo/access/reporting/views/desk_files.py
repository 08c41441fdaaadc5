"""Files of a thread: handed over to be kept elsewhere, or made anew and shown.

A file is whatever somebody sent. As it is it only ever leaves as something to be kept, under a name and a type of ours.
What is shown on a page was made anew a moment ago, from pixels and sound only.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from amparo.access.reporting.actions import desk as actions
from amparo.access.reporting.queries import desk as queries
from amparo.commons.ui.views.files import handed_over


@require_GET
def letter_file(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One file, as it is to be kept, or with ``?ver=1`` made anew to be seen or heard."""
    thread = queries.get_thread(request.user, reference)
    said, data = actions.open_file(thread, reference=name, by=request.user)
    return handed_over(data, called=name[:4], kind=said.type, anew=bool(request.GET.get("ver")))
