"""Coming in, going out, and the one button that locks the house."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from amparo.commons import clock, known, lockdown
from amparo.commons.accounts import actions, backends, hashers, queries
from amparo.commons.accounts.forms import NumberForm, SignInForm
from amparo.commons.ui.views import belongs_to

WAITS = 300  # seconds for the second step, then the passphrase again
TRIES = 5


@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """One sentence for every refusal, after the same work, whether the name exists or not."""
    if "number" in request.POST:
        return second(request)
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with hashers.known(known.is_mark(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""))):
            entry = backends.try_to_enter(form.cleaned_data["sign_in_name"], form.cleaned_data["password"])
        if entry is not None:
            actions.came_half(request, entry, password=form.cleaned_data["password"])
            return after_passphrase(request, entry.person, wanted)
    refusal = _("This name and this passphrase do not go together. Try again.") if request.method == "POST" else ""
    return entrance(request, form, wanted, refusal)


def entrance(request: HttpRequest, form: SignInForm, wanted: str, refusal: str = "") -> HttpResponse:
    """The page with name and passphrase. Who follows a link from elsewhere may have come in already: her browser
    does not say so to a page that another site asked for."""
    from_elsewhere = request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site"
    ours = queries.is_our_page(wanted)
    context = {
        "form": form,
        "next": wanted,
        "refusal": refusal,
        "continue_to": wanted if from_elsewhere and ours else "",
    }
    return render(request, "accounts/sign_in.html", context)


def after_passphrase(request: HttpRequest, person: Any, wanted: str) -> HttpResponse:
    """In, or first the second step. Until that she is nobody: her session knows who waits, and nothing else."""
    if queries.asked_of(person) is None:
        actions.came_in(request, person)
        return redirect(queries.page_after_signing_in(person, wanted))
    request.session["waiting"] = {
        "who": person.pk,
        "proof": person.get_session_auth_hash(),
        "empty": person.is_empty_desk,
        "until": clock.now().timestamp() + WAITS,
        "tries": TRIES,
        "next": wanted,
    }
    return number_page(request, person)


def number_page(request: HttpRequest, person: Any, refusal: str = "") -> HttpResponse:
    """The page with the number."""
    context = {"form": NumberForm(), "asked": queries.asked_of(person), "refusal": refusal}
    return render(request, "accounts/number.html", context)


def second(request: HttpRequest) -> HttpResponse:
    """The second step: five tries within five minutes, then the passphrase again."""
    waiting: dict[str, Any] = request.session.get("waiting") or {}
    person = queries.person_waiting(waiting, now=clock.now())
    if person is None:
        return from_the_beginning(request, waiting)
    if request.POST.get("lost"):
        return lost_at_the_door(request, person)
    if not actions.take_number(person, request.POST["number"], now=clock.now()):
        request.session["waiting"] = waiting | {"tries": waiting["tries"] - 1}
        if waiting["tries"] <= 1:
            return from_the_beginning(request, waiting)
        return number_page(request, person, _("This number does not open. Look at it again, or wait for the next one."))
    actions.came_in(request, person)
    left = queries.left_on_sheet(person)
    if left is not None and left <= queries.FEW:
        said = ngettext("Your sheet has one number left.", "Your sheet has %(n)s numbers left.", left) % {"n": left}
        messages.success(request, said + " " + _("Make another one."))
    return redirect(queries.page_after_signing_in(person, waiting["next"]))


def from_the_beginning(request: HttpRequest, waiting: dict[str, Any]) -> HttpResponse:
    """The passphrase again."""
    request.session.flush()
    refusal = _("That took too long, or it was wrong too often. Begin again.")
    return entrance(request, SignInForm(), waiting.get("next", ""), refusal)


def lost_at_the_door(request: HttpRequest, person: Any) -> HttpResponse:
    """Her passphrase is right and her numbers are gone: all that she has open closes, and she asks for a sheet."""
    actions.lose_phone(person, by=person)
    request.session.flush()
    request.new_unlock = ""  # type: ignore[attr-defined]
    return render(request, "accounts/closed.html")


def busy(request: HttpRequest) -> HttpResponse:
    """Too many try to come in at once. It says nothing of anybody, and the public pages go on answering."""
    answer = render(request, "accounts/busy.html", status=503)
    answer["Retry-After"] = "10"
    return answer


def locked(request: HttpRequest) -> HttpResponse:
    """She is here and her key is not open: it ended, or her browser did not send its half along."""
    was_sent = bool(backends.unlock_of(request))
    here = request.get_full_path() if request.method == "GET" else ""
    context = {"form": SignInForm(), "next": here, "continue_to": "" if was_sent else here}
    return render(request, "accounts/locked.html", context, status=403)


def shut(request: HttpRequest, person: Any) -> HttpResponse:
    """Her passphrase is right and her key does not open: she did nothing wrong, and reads whom to ask."""
    actions.note_shut_key(person, by="house.door")
    return render(request, "accounts/shut.html", status=403)


@belongs_to("desk")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session at once."""
    actions.went_out(request)
    return redirect("sign_in")


@belongs_to("desk")
def lock(request: HttpRequest) -> HttpResponse:
    """One button, without a question: nobody of the team has anything open, and who pressed it is out.

    Where the database cannot be written, the flag holds; this browser then forgets both of its cookies.
    """
    try:
        actions.lock_house(by=request.user)
        actions.went_out(request)
    except DatabaseError:
        if not lockdown.is_on():
            raise
        request.session.modified = False
        answer = render(request, "accounts/locked_all.html")
        for name in (settings.SESSION_COOKIE_NAME, settings.UNLOCK_COOKIE_NAME):
            answer.delete_cookie(name, samesite="Strict")
        return answer
    return redirect("sign_in")
