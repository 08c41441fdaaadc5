"""Whoever leaves hands all her cases to a colleague, in two steps, and goes on where it stopped."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.casework.actions.handing import Handed, hand_cases
from amparo.casework.policies.areas import may_let_in
from amparo.casework.policies.cases import may_accompany
from amparo.casework.policies.handing import may_hand
from amparo.casework.queries.load import why_enough
from amparo.commons import clock
from amparo.commons.policy.policies import Locked
from amparo.vault.forms import ReaderForm
from amparo.vault.queries.desk import keys_that_count, name_of

LIST = "cases"
ROUNDS = 20  # of a hundred cases each, at one press: some seconds


def hand(request: HttpRequest) -> HttpResponse:
    """To whom; then whether she is sure; then as many as one press does, and the same page for the rest."""
    may_accompany.check(request.user)
    may_let_in.check(request.user)
    if getattr(request.user, "opened", None) is None:
        raise Locked
    sent = request.POST if request.method == "POST" else None
    form = ReaderForm(sent, what="hand", offered=colleagues(request.user))
    if sent is None or not form.is_valid():
        return render(request, "casework/hand.html", {"form": form})
    reader, context = form.chosen, {"form": form, "reader": form.chosen, "name": name_of(form.chosen)}
    may_hand.check(request.user, reader)
    if not request.POST.get("sure"):
        enough = why_enough(request.user, reader, request.user.pk, today=clock.today())
        return render(request, "casework/hand.html", context | {"step": "sure", "enough": enough})
    done = rounds(reader, request.user)
    if done.waiting:
        return render(request, "casework/hand.html", context | {"step": "more", "done": done})
    say(request, done, context["name"])
    return redirect(LIST)


def colleagues(actor: Any) -> list[Any]:
    """Everybody else whose key counts."""
    return [each for each in keys_that_count() if each.user_id != actor.pk]


def rounds(reader: Any, by: Any) -> Handed:
    """As much as one press does: each round is whole by itself, so a cut loses nothing."""
    given, done = 0, hand_cases(reader, by=by)
    for _round in range(ROUNDS - 1):
        given += done.given
        if not done.waiting:
            return Handed(given, done.kept_back, 0)
        done = hand_cases(reader, by=by)
    return Handed(given + done.given, done.kept_back, done.waiting)


def say(request: HttpRequest, done: Handed, name: str) -> None:
    """What became of them."""
    messages.success(request, _("Handed over to %(name)s: %(n)s.") % {"name": name, "n": done.given})
    if done.kept_back:
        messages.warning(
            request,
            _(
                "%(n)s of yours she does not read: she was left out of them, or the person did not say that we may go "
                "with her. Look at each of those, and share it with somebody else, or ask her."
            )
            % {"n": done.kept_back},
        )
