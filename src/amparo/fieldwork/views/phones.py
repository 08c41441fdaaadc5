"""Phones of a study: given, with the square that is shown once; given a new word; lost, in one press."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.commons import clock
from amparo.commons.ui.views import belongs_to
from amparo.fieldwork.actions import phones as actions
from amparo.fieldwork.forms.people import PhoneForm
from amparo.fieldwork.policies import may_give_phone
from amparo.fieldwork.queries import figures, leading
from amparo.fieldwork.queries.setting_up import SetUp, in_words, set_up, who_could_carry
from amparo.fieldwork.queries.studies import get_study
from amparo.fieldwork.views.plans import hers
from amparo.fieldwork.views.studies import head_of


def phones(request: HttpRequest, reference: str) -> HttpResponse:
    """Which there are, and giving one."""
    if request.method != "POST":
        return phones_page(request, get_study(request.user, reference))
    found = hers(request, reference)
    form, today = PhoneForm(request.POST, people=who_could_carry(found)), clock.today()
    if not form.is_valid():
        return phones_page(request, found, form)
    person, label = form.chosen, form.cleaned_data["label"]
    device, token = actions.give_phone(found, person=person, label=label, by=request.user, on=today, with_password=True)
    return once(request, device, token)


def phones_page(request: HttpRequest, study: Any, form: Any = None) -> HttpResponse:
    """The list, and the form where one may be given."""
    given = figures.phones_with_state(study, on=clock.today())
    context = head_of(request, study) | {"phones": given, "me": request.user}
    people = who_could_carry(study) if not context["why_not"] else []
    context["form"] = form or PhoneForm(people=people)
    context["why_not_give"] = context["why_not"] or may_give_phone.reason(request.user, study, request.user)
    return render(request, "fieldwork/phones.html", context)


def once(request: HttpRequest, device: Any, token: str) -> HttpResponse:
    """The page that is shown once: the square, the same in words, the steps, and what it does not protect."""
    made: SetUp = set_up(device, token, address=address_of(request))
    context = head_of(request, device.study) | {"device": device, "made": made, "words": in_words(made)}
    return render(request, "fieldwork/phone_once.html", context)


def address_of(request: HttpRequest) -> str:
    """Where phones find this house."""
    scheme = "https" if settings.SECURE else request.scheme
    return f"{scheme}://{request.get_host()}/{settings.PATHS['phones']}"


@belongs_to("study_phones", "reference")
def renew(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Another word for the same phone: the one before is worth nothing from now on."""
    found = hers(request, reference)
    device = leading.get_phone(found, part)
    return once(request, device, actions.renew_phone(device, by=request.user, on=clock.today()))


@belongs_to("study_phones", "reference")
def lost(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It is gone: at its next request it is refused."""
    found = get_study(request.user, reference)
    actions.lose_phone(leading.get_phone(found, part), by=request.user)
    messages.success(request, _("From this moment that phone neither sends nor fetches anything."))
    return redirect("study_phones", reference)
