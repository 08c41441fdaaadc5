"""Doors for her at the desk: looked for, chosen, told, followed until something came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import referrals as actions
from amparo.casework.actions import slices
from amparo.casework.actions.taking_back import take_back as take_end_back
from amparo.casework.forms.referrals import DoorForm, LookForm, PassForm, SeenForm, StepForm, TellForm
from amparo.casework.policies.referrals import REFERRAL, SAID_YES, may_agree, may_attempt, may_refer, may_take_back
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.policies.young import REFERRAL as TELL
from amparo.casework.policies.young import needs_second_yes
from amparo.casework.queries import cases as queries
from amparo.casework.queries.agreed import agreed_at
from amparo.casework.queries.doors import doors_for, next_doors
from amparo.casework.queries.her_doors import listed
from amparo.casework.queries.parts import first_of, one_of
from amparo.casework.queries.receivers import receivers_at
from amparo.casework.queries.referral_board import board_of, words_for
from amparo.casework.queries.referrals import FIRST, TOLD, Referral, permission_of, told_at_door
from amparo.casework.views.transfer import shown
from amparo.commons import clock
from amparo.commons.directory.actions.missing import count_missing
from amparo.commons.directory.queries.missing import UNAVAILABLE
from amparo.commons.directory.queries.whereabouts import unit_around, whereabouts
from amparo.commons.policy.policies import Denied, Hidden
from amparo.commons.ui.views import belongs_to, keeps_words, page_of
from amparo.formats.case_questions import questions
from amparo.vault.actions.fields import Past

PAGE = "case_referral"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words, each under its question."""
    asked, language = questions(REFERRAL), get_language() or "es"
    return [(asked[code].label(language), request.POST.get(code, "")) for code in ("ref_words", "ref_step_words")]


@sensitive_post_parameters()
@keeps_words(words_in)
def look(request: HttpRequest, reference: str) -> HttpResponse:
    """Look for a door for one need; the second time one of those on the page is chosen."""
    found = queries.get_case(request.user, reference)
    may_refer.check(request.user, found)
    opened = case_actions.open_case(found, by=request.user)
    may_write_more.check(request.user, found, opened.she_stopped)
    need = opened.answers.get("need_first")
    form = LookForm(request.POST or None, initial={"need": need.value if need else ""})
    context = {"case": found, "open": opened, "form": form, "young": opened.is_young}
    if request.method != "POST" or not form.is_valid():
        return render(request, "casework/referral_look.html", context)
    here = whereabouts(request.POST)
    if here.choices or here.not_found:
        return render(request, "casework/referral_look.html", context | {"here": here})
    if request.POST.get("missing"):
        return say_missing(request, found, form.cleaned_data["need"], here)
    return choose(request, found, opened, form, here)


def choose(request: HttpRequest, found: Any, opened: Any, form: LookForm, here: Any) -> HttpResponse:
    """The doors that there are, the best first; and one of them, where she chose it."""
    now = clock.now()
    there = doors_for(request.user, opened, form.ask(here), now=now)
    need, hits = form.cleaned_data["need"], [*there.hits, *there.lines]
    wants = "door" in request.POST or "way" in request.POST
    doors = DoorForm(request.POST if wants else None, doors=[(each.reference, each.name) for each in hits])
    status = 200
    if wants and doors.is_valid():
        said = doors.cleaned_data
        try:
            part = actions.refer(
                found, service=said["door"], need=need, way=said["way"], answers=doors.answers(), by=request.user
            )
            messages.success(request, _("It is written down. Here is what comes next."))
            return redirect(PAGE, found.reference, part.reference)
        except Denied as denied:
            doors.add_error("door", str(denied.sentence))
            status = 409
    context = {"case": found, "open": opened, "form": form, "doors": doors, "there": there, "hits": hits, "here": here,
               "need": need, "young": opened.is_young,
               "agreed": agreed_at([each.reference for each in hits], need, now)}  # fmt: skip
    return render(request, "casework/referral_doors.html", context, status=status)


def say_missing(request: HttpRequest, found: Any, need: str, here: Any) -> HttpResponse:
    """There is no door for this here: counted by the part of the country, without a person."""
    if count_missing(unit_around(here), need=need, outcome=UNAVAILABLE, today=clock.today()):
        messages.success(request, _("Counted. Look again near a bigger town, or ask a colleague whom they know."))
    else:
        messages.warning(request, _("Write near which town, so that it can be counted."))
    return redirect("case_referral_new", found.reference)


@require_GET
def referral(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One door: where it leads, what is told there, what happened so far, and what comes next."""
    return referral_page(request, queries.get_case(request.user, reference), part)


def referral_page(request: HttpRequest, found: Any, part: str, *, status: int = 200, **sent: Any) -> HttpResponse:
    """The page of a referral, with a form as it was sent where it was not taken."""
    opened = case_actions.open_case(found, by=request.user)
    one = Referral(one_of(opened.parts, part, REFERRAL), opened.case, opened.name)
    permission, now = permission_of(opened.parts, one.door), clock.now()
    given = permission is not None and permission.is_given(now)
    allowed = permission.consent.scope.content if permission and given else frozenset()
    context = {
        "case": opened.case, "open": opened, "one": one, "young": opened.is_young,
        "service": listed(one.door.service, now), "agreed": agreed_at([one.door.service], one.need, now),
        "permission": permission, "given": given,
        "goes": shown(told_at_door(opened, may_tell_now(one, allowed))), "step": StepForm(referral=one),
        "tell": TellForm(referral=one, allowed=may_tell_now(one, allowed)),
        "passing": PassForm(
            referral=one, allowed=allowed, receivers=receivers_at(request.user, opened, one, now=now) if given else ()
        ),
        "why_not_write": (why_not := may_refer.reason(request.user, opened.case)),
        "nexts": () if why_not else next_doors(request.user, opened, one, now=now),
        "why_not_back": may_take_back.reason(request.user, opened.case, one),
        "why_not_agree": may_agree.reason(request.user, one, first_of(one.part)),
        "why_not_ask": may_attempt.reason(request.user, opened.case, one, clock.day(now)), **sent,
    }  # fmt: skip
    return render(request, "casework/referral.html", context, status=status)


def may_tell_now(one: Referral, allowed: frozenset[str]) -> frozenset[str]:
    """What she allowed, they do not know yet, and may be told as it stands: who she is only once they said yes."""
    return (allowed & TOLD if one.state in SAID_YES else allowed & FIRST) - one.told


@belongs_to(PAGE, "reference", "part")
@sensitive_post_parameters()
@keeps_words(words_in)
def step(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Write what happened there."""
    found, one = one_referral(request, reference, part)
    form = StepForm(request.POST, referral=one)

    def act(said: Any) -> None:
        actions.step(found, reference=part, to=said["to"], answers=form.said(), seen=said["seen_part"], by=request.user)

    return _sent(request, found, part, "step", form, "to", act, _("Written down."))


@belongs_to(PAGE, "reference", "part")
def tell(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Note what of hers was told there."""
    found, one = one_referral(request, reference, part)
    opened = case_actions.open_case(found, by=request.user)
    if first := _second_yes_first(opened, one):
        return first
    form = TellForm(request.POST, referral=one, allowed=_allowed(opened, one))

    def act(said: Any) -> None:
        actions.tell(found, reference=part, content=said["content"], seen=said["seen_part"], by=request.user)

    return _sent(request, found, part, "tell", form, "content", act, _("Written down. Tell them this and no more."))


@belongs_to(PAGE, "reference", "part")
def pass_on(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Seal what she allowed to a focal point of that body."""
    found, one = one_referral(request, reference, part)
    opened = case_actions.open_case(found, by=request.user)
    if first := _second_yes_first(opened, one):
        return first
    able = receivers_at(request.user, opened, one, now=clock.now())
    form = PassForm(request.POST, referral=one, allowed=_allowed(opened, one), receivers=able)

    def act(said: Any) -> None:
        slices.pass_on(
            found, reference=part, to=said["to"], content=said["content"], seen=said["seen_part"], by=request.user
        )

    told = _("It is sealed to her. What she answers stands here when the case is opened next.")
    return _sent(request, found, part, "passing", form, "content", act, told)


def _allowed(opened: Any, one: Referral) -> frozenset[str]:
    """What stands in her permission for these very ones; whether it holds now, the act asks."""
    permission = permission_of(opened.parts, one.door)
    return permission.consent.scope.content if permission else frozenset()


def _second_yes_first(opened: Any, one: Referral) -> HttpResponse | None:
    """Where she is under 18: the page on which a second yes is asked for, while there is none."""
    permission = permission_of(opened.parts, one.door)
    if permission and needs_second_yes(opened, TELL, permission.part.reference, on=clock.today()):
        return redirect("case_yes_ask_about", opened.case.reference, TELL, permission.part.reference)
    return None


def _sent(
    request: HttpRequest,
    found: Any,
    part: str,
    name: str,
    form: Any,
    field: str,
    act: Callable[[Any], None],
    told: str,
) -> HttpResponse:
    """A form of the page was sent: done, or the page again with what is missing, why not, or what changed meanwhile."""
    if not form.is_valid():
        return referral_page(request, found, part, **{name: form})
    try:
        act(form.cleaned_data)
    except Denied as denied:
        form.add_error(field, str(denied.sentence))
        return referral_page(request, found, part, status=409, **{name: form})
    except Past:
        return past_page(request, found, part, **{name: form})
    messages.success(request, told)
    return redirect(PAGE, found.reference, part)


@belongs_to(PAGE, "reference", "part")
def agree(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Another person says that this may be told to a State body."""
    return _say(request, reference, part, actions.agree, _("Written down: two people agree."))


@belongs_to(PAGE, "reference", "part")
def attempt(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Somebody asked, and there was no answer."""
    return _say(request, reference, part, actions.attempt, _("Written down. Ask again in two days."))


@belongs_to(PAGE, "reference", "part")
def take_back(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """What came of it was written down wrongly."""
    return _say(
        request, reference, part, take_end_back, _("It is under way again, and no count keeps what stood there.")
    )


def _say(request: HttpRequest, reference: str, part: str, act: Any, told: str) -> HttpResponse:
    """An act of one button."""
    found, _found = one_referral(request, reference, part)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Hidden
    try:
        act(found, reference=part, seen=form.cleaned_data["seen_part"], by=request.user)
    except Denied as denied:
        messages.warning(request, str(denied.sentence))
        return redirect(PAGE, reference, part)
    except Past:
        return past_page(request, found, part)
    messages.success(request, told)
    return redirect(PAGE, reference, part)


def one_referral(request: HttpRequest, reference: str, part: str) -> tuple[Any, Referral]:
    """A case of hers in which she writes, and one referral in it."""
    found = queries.get_case(request.user, reference)
    may_refer.check(request.user, found)
    return found, actions.get_referral(found, part, by=request.user)


def past_page(request: HttpRequest, found: Any, part: str, **sent: Any) -> HttpResponse:
    """Somebody wrote another step meanwhile: the page as it stands now, with what she wrote."""
    return referral_page(request, found, part, past=True, status=409, **sent)


@require_GET
def paper(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """The slip she takes along: the place, the hour, a code, and nothing of hers."""
    found = queries.get_case(request.user, reference)
    opened = case_actions.open_case(found, by=request.user)
    one = Referral(one_of(opened.parts, part, REFERRAL), found)
    context = {"case": found, "one": one, "service": listed(one.door.service, clock.now())}
    return render(request, "casework/referral_paper.html", context)


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """What is under way, and what came of those that she made."""
    after, number = request.GET.get("d", "")[:40], page_of(request)
    words, more = ([], False) if after else words_for(request.user, number)
    context = {"board": board_of(request.user, after=after), "words": words, "more": number + 1 if more else 0}
    return render(request, "casework/referrals.html", context | {"today": clock.today()})
