"""A conversation about force and deceit, at the desk. "There are no signs" is one press, and nobody gets a name."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases, parts, screens
from amparo.casework.forms.screens import SecondForm
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.screens import may_look_again, may_screen
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries.cases import get_case
from amparo.casework.queries.parts import first_of
from amparo.casework.queries.screens import SCREEN, answers_mark, heard
from amparo.casework.views.blocks import more_block
from amparo.casework.views.parts import first_form, part_of, section_of, told_in, words_of, write_section
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.vault.actions.fields import Past

PAGE = "case_screen"
FIRST = ("before", "hers", "signs")  # what only helps to understand is asked apart, on its page


@sensitive_post_parameters()
@keeps_words(words_of(SCREEN))
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """What she told, or in one press that there is nothing to mark."""
    case = get_case(request.user, reference)
    may_change.check(request.user, case)
    may_screen.check(request.user, case)
    opened = cases.open_case(case, by=request.user)
    may_write_more.check(request.user, case, opened.she_stopped)
    form, groups = first_form(request, SCREEN, FIRST, young=opened.is_young)
    if request.method == "POST" and form.is_valid():
        answers = {code: each for code, each in form.answers().items() if each.is_there}
        made = screens.add_screen(case, answers=answers, by=request.user)
        messages.success(request, _("Written down."))
        return redirect(PAGE, reference, made.reference)
    context = {"case": case, "name": opened.name, "young": opened.is_young, "form": form, "groups": groups}
    return render(request, "casework/screen_new.html", context)


def screen(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """What she told, and whether another conversation may be offered."""
    return screen_page(request, get_case(request.user, reference), part)


def screen_page(request: HttpRequest, case: Any, part: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Its page, with the form of the second person as it was sent."""
    opened, found = part_of(request, case, SCREEN, part)
    more |= more_block(request.user, opened)
    context = {
        "case": case,
        "name": opened.name,
        "young": opened.is_young,
        "heard": heard(found),
        "sections": told_in(SCREEN, found),
        "second": SecondForm(),
        "standing": answers_mark(found),
        "why_not_write": may_screen.reason(request.user, case),
        "why_not_look": more["why_not_more"] or may_look_again.reason(request.user, case, first_of(found)),
        **more,
    }
    return render(request, "casework/screen.html", context, status=status)


@sensitive_post_parameters()
@keeps_words(words_of(SCREEN))
def write(request: HttpRequest, reference: str, part: str, section: str) -> HttpResponse:
    """One section of it. Where somebody wrote the same meanwhile, both stand on the page, and nothing is lost."""
    case, asked = get_case(request.user, reference), section_of(SCREEN, section)
    may_change.check(request.user, case)
    may_screen.check(request.user, case)
    return write_section(request, case, asked, kind=SCREEN, part=part, change=screens.change_screen, led=PAGE)


def words_of_second(request: HttpRequest) -> list[tuple[str, str]]:
    """What the second person noticed."""
    return [(str(_("What you noticed")), request.POST.get("words", ""))]


@belongs_to(PAGE, "reference", "part")
@sensitive_post_parameters()
@keeps_words(words_of_second)
def look_again(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """The second person's look."""
    case = get_case(request.user, reference)
    opened, _found = part_of(request, case, SCREEN, part)
    may_write_more.check(request.user, case, opened.she_stopped)
    form = SecondForm(request.POST)
    if not form.is_valid():
        return screen_page(request, case, part, second=form)
    said = form.cleaned_data
    agrees = said["agrees"] == "yes"
    try:
        screens.look_again(case, reference=part, agrees=agrees, words=said["words"], seen=said["seen"], by=request.user)
    except Past:
        return screen_page(request, case, part, second=form, past=True, status=409)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference, part)


@belongs_to(PAGE, "reference", "part")
def end(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """It was written by mistake, or it was not a mistake after all."""
    case = get_case(request.user, reference)
    may_screen.check(request.user, case)
    _opened, found = part_of(request, case, SCREEN, part)
    parts.end_part(case, reference=found.reference, ended=not found.is_over, by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference, part)
