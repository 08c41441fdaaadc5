"""What is done with a coupon in the hand: somebody came with it, she gives others on, one was lost, she is thanked.

A code is posted, and stands on the page that answers. What was typed and is refused stays as it was typed.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from amparo.commons import clock
from amparo.commons.policy.policies import Denied, NoLonger
from amparo.fieldwork.actions import coupons as actions
from amparo.fieldwork.forms.coupons import CodeForm, GiveForm, RedeemForm, ReplaceForm
from amparo.fieldwork.policies import may_carry, may_lead_this
from amparo.fieldwork.policies.coupons import NotTaken, stands
from amparo.fieldwork.queries import coupons as queries
from amparo.fieldwork.queries.leading import is_hers
from amparo.fieldwork.queries.plans import eligible_of
from amparo.fieldwork.queries.studies import get_study

BEGINS = "begin"  # the button of another page that brings a code along


def posted(request: HttpRequest) -> Any:
    """What was sent to be done; nothing where the page is only opened with a code on it."""
    return request.POST if request.method == "POST" and BEGINS not in request.POST else None


@sensitive_post_parameters()
def redeem(request: HttpRequest, reference: str) -> HttpResponse:
    """Who may take part, asked first; then her code; then what comes next."""
    may_carry.check(request.user)
    study = get_study(request.user, reference)
    form = redeem_form(request, study, str(request.POST.get("refused", "")))
    if request.method == "POST" and form.is_valid():
        if not form.may_take_part:
            return render(request, "fieldwork/coupons_not_asked.html", {"study": study})
        code = form.cleaned_data["code"]
        try:
            coupon = actions.redeem(study, code=code, by=request.user, on=clock.today(), **form.ways())
        except NotTaken as refusal:
            form = refused_form(request, study, code, refusal)
        else:
            return render(request, "fieldwork/coupons_redeemed.html", {"study": study, "coupon": coupon, "code": code})
    return render(request, "fieldwork/coupons_redeem.html", {"study": study, "form": form})


def redeem_form(request: HttpRequest, study: Any, refused: str) -> RedeemForm:
    """The form; ``refused`` is where the coupon stood when it was refused before."""
    leads = may_lead_this.allows(request.user, is_hers(request.user, study))
    return RedeemForm(request.POST or None, questions=eligible_of(study), refused=refused, may_be_late=leads)


def refused_form(request: HttpRequest, study: Any, code: str, refusal: NotTaken) -> RedeemForm:
    """The same once more, with why, and with the other way in where there is one."""
    try:
        state = stands(queries.find(study, code), clock.today())
    except NoLonger:
        state = ""
    form = redeem_form(request, study, state)
    form.is_valid()
    form.add_error(refusal.field, str(refusal.sentence))
    return form


@sensitive_post_parameters()
def give(request: HttpRequest, reference: str) -> HttpResponse:
    """Her own code, then those from the drawer; or, by who leads the study, such as begin a chain."""
    may_carry.check(request.user)
    study, as_seed = get_study(request.user, reference), bool(request.POST.get("seed"))
    why_not = may_lead_this.reason(request.user, is_hers(request.user, study))
    if as_seed and why_not:
        raise Denied(why_not)
    form = give_form(request, study, as_seed)
    context = {"study": study, "form": form, "as_seed": as_seed, "why_not_write": why_not}
    if posted(request) is not None and form.is_valid():
        codes, fields = form.codes()
        giver = form.cleaned_data.get("giver", "")
        try:
            given = actions.give_several(study, codes=codes, giver=giver, by=request.user, on=clock.today())
        except NotTaken as refusal:
            place = refusal.field.removeprefix("code")
            form.add_error(fields[int(place) - 1] if place.isdigit() else refusal.field, str(refusal.sentence))
        else:
            return render(request, "fieldwork/coupons_given.html", context | {"given": given})
    return render(request, "fieldwork/coupons_give.html", context)


def give_form(request: HttpRequest, study: Any, as_seed: bool) -> GiveForm:
    """The form, with her own code on it where another page brought that along."""
    many, brought = 3 if as_seed else max(1, study.coupons_each), {"giver": request.POST.get("code", "")}
    return GiveForm(posted(request), many=many, as_seed=as_seed, initial=brought)


@sensitive_post_parameters()
def replace(request: HttpRequest, reference: str) -> HttpResponse:
    """One was lost, and another takes its place."""
    may_carry.check(request.user)
    study = get_study(request.user, reference)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"number": form.cleaned_data["number"][0]}
        try:
            other = actions.replace(study, by=request.user, on=clock.today(), **said)
        except NotTaken as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            context = {"study": study, "given": [other], "instead": said["number"]}
            return render(request, "fieldwork/coupons_given.html", context)
    return render(request, "fieldwork/coupons_replace.html", {"study": study, "form": form})


@sensitive_post_parameters()
def thank(request: HttpRequest, reference: str) -> HttpResponse:
    """What is owed to whoever shows this coupon; one press gives it."""
    may_carry.check(request.user)
    study = get_study(request.user, reference)
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {"study": study, "form": form}
    if request.method == "POST" and form.is_valid():
        code, today = form.cleaned_data["code"], clock.today()
        try:
            if request.POST.get("give"):
                context["thanked"] = actions.thank(study, code=code, by=request.user, on=today)
            context["account"] = queries.account_of(request.user, study, code, on=today)
            context["code"] = code
        except NoLonger as refusal:
            form.add_error("code", str(refusal.sentence))
    return render(request, "fieldwork/coupons_thank.html", context)
