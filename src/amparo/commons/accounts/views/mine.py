"""Her own account: passphrase, second step, lost phone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.accounts import actions, queries
from amparo.commons.accounts.forms import MyPasswordForm, NumberForm, PassphraseForm, SecondPassphraseForm
from amparo.commons.accounts.policies import may_drop_step, may_have_second
from amparo.commons.ui.views import belongs_to


@require_GET
def my_account(request: HttpRequest) -> HttpResponse:
    """What belongs to her account, and what to do when her phone is gone."""
    return render(request, "accounts/mine.html", {"asked": queries.asked_of(request.user)})


@sensitive_post_parameters()
def my_password(request: HttpRequest) -> HttpResponse:
    """Her own passphrase, changed by her; she stays signed in here and nowhere else."""
    person: Any = request.user
    what = request.POST.get("what", "")
    if what:
        return second_passphrase(request, what)
    form = MyPasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        change(request, person, form)
        messages.success(request, _("Your passphrase is changed. Other devices where you had come in are out."))
        return redirect("desk")
    return passphrase_page(request, form, SecondPassphraseForm(person=person, prefix="second"))


def passphrase_page(request: HttpRequest, own: MyPasswordForm, second: SecondPassphraseForm) -> HttpResponse:
    """Both forms stand on one page, so that the history of the browser does not say which of them was used."""
    context = {"form": own, "second": second, "may_have_second": may_have_second.allows(request.user)}
    return render(request, "accounts/my_password.html", context)


def change(request: HttpRequest, person: Any, form: MyPasswordForm) -> None:
    """Keep the new one: of an empty desk that desk's, else her own, under which her key is sealed anew."""
    password = form.cleaned_data["password"]
    if person.is_empty_desk:
        actions.change_at_empty_desk(person, password=password, locks=form.tried.locks, by=person)
        update_session_auth_hash(request, person)
        return
    was_handed = person.must_choose
    if person.opened is None and not was_handed and form.tried.kek is not None:
        actions.open_key(request, person, form.tried.kek)  # her key had closed: what she typed just now opens it
    kek = actions.set_password(person, password=password, by=person)
    update_session_auth_hash(request, person)
    if was_handed and kek is not None:
        actions.open_key(request, person, kek)


def second_passphrase(request: HttpRequest, what: str) -> HttpResponse:
    """Choose the passphrase for when she is forced, or take it away."""
    person: Any = request.user
    may_have_second.check(person)
    form = SecondPassphraseForm(request.POST, person=person, prefix="second", drops=what == "drop")
    if not form.is_valid():
        return passphrase_page(request, MyPasswordForm(person=person), form)
    if what == "drop":
        actions.drop_second(person, by=person)
    else:
        data = form.cleaned_data
        actions.set_second(person, password=data["password"], locks=data["locks"], by=person)
    update_session_auth_hash(request, person)
    messages.success(request, _("Saved. Nothing of it shows anywhere."))
    return redirect("my_account")


@sensitive_post_parameters()
def second_step(request: HttpRequest) -> HttpResponse:
    """Her second step: an app or a sheet of paper, made with her passphrase, and counted once a number was shown."""
    person: Any = request.user
    what = request.POST.get("what", "")
    if what == "show":
        return show_number(request, person)
    form = PassphraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        if what in queries.KINDS:
            return step_page(request, person, actions.begin_step(person, kind=what))
        actions.drop_steps(person, by=person)
        messages.success(request, _("Your second step is gone. Your passphrase alone opens."))
        return redirect("my_account")
    context = {"form": form, "asked": queries.asked_of(person), "why_not_drop": may_drop_step.reason(person)}
    return render(request, "accounts/second_step.html", context)


def step_page(request: HttpRequest, person: Any, step: Any, refusal: str = "") -> HttpResponse:
    """A secret in the making: on the answer that made it, and again there where a number typed from it was wrong.

    The table keeps it sealed, and the page a mark of it, with which it is found once more.
    """
    secret = queries.secret_of(step)
    context: dict[str, Any] = {"kind": step.kind, "form": NumberForm(), "refusal": refusal}
    context["mark"] = queries.mark_of(step)
    if step.kind == queries.APP:
        parts = [secret[place : place + 4] for place in range(0, len(secret), 4)]
        context |= {"picture": queries.picture_of(person, secret), "secret": " ".join(parts)}
    else:
        context["numbers"] = queries.numbers_of(secret, queries.SHEET)
    return render(request, "accounts/fresh_step.html", context)


def show_number(request: HttpRequest, person: Any) -> HttpResponse:
    """The first number of the new one: now it counts."""
    kind = request.POST.get("kind", "")
    step = queries.step_in_making(person, kind) if kind in queries.KINDS else None
    if step is None:
        return redirect("second_step")
    place = queries.place_that_fits(step, request.POST.get("number", ""), now=clock.now())
    if place is None:
        refusal = _("This number does not open. Look at it again, or wait for the next one.")
        if constant_time_compare(request.POST.get("mark", ""), queries.mark_of(step)):
            return step_page(request, person, step, refusal)
        context = {"kind": kind, "form": NumberForm(), "refusal": refusal}
        return render(request, "accounts/fresh_step.html", context)
    actions.confirm_step(person, step=step, place=place, by=person)
    messages.success(request, _("Your second step is made. From now on it is asked of you when you come in."))
    return redirect("my_account")


@belongs_to("my_account")
def phone_lost(request: HttpRequest) -> HttpResponse:
    """One tap: every session of hers ends, here too, and all that she had open is locked."""
    person: Any = request.user
    actions.lose_phone(person, by=person)
    actions.went_out(request)
    return render(request, "accounts/closed.html")
