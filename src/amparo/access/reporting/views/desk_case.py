"""From a message to a case: the same three minutes, with whoever was left out of the message left out of the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.access.reporting.actions import desk as actions
from amparo.access.reporting.queries import desk as queries
from amparo.casework.views import first_form, keeps_words


@sensitive_post_parameters()
@keeps_words
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a case out of a thread."""
    thread = queries.get_thread(request.user, reference)
    form = first_form(request)
    if request.method == "POST" and form.is_valid():
        answers = {code: each for code, each in form.answers().items() if each.is_there}
        made = actions.begin_case(thread, answers=answers, by=request.user)
        messages.success(request, _("The case is open. Ask the rest when she wants."))
        return redirect("case", made.reference)
    return render(request, "casework/begin.html", {"form": form, "thread": thread})
