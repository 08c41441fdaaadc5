"""From a message to a case: the same three minutes, with whoever was left out of the message left out of the case."""

import functools

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from amparo.access.reporting.actions import desk as actions
from amparo.access.reporting.queries import desk as queries
from amparo.casework.views.cases import begin_page, words_in
from amparo.commons.ui.views import keeps_words


@sensitive_post_parameters()
@keeps_words(words_in)
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a case out of a thread."""
    thread = queries.get_thread(request.user, reference)
    begun = functools.partial(actions.begin_case, thread)
    return begin_page(request, begun, back=reverse("desk_letter", args=[reference]), from_message=True)
