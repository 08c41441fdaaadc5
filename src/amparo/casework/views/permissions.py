"""What she allows, asked one thing at a time; and the summary that may travel once she said yes to its words."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import permissions as actions
from amparo.casework.forms.permissions import PermissionForm
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.hers import may_be_shown
from amparo.casework.policies.referrals import REFERRAL
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries import cases as queries
from amparo.casework.queries.parts import one_of
from amparo.casework.queries.permissions import (
    KIND,
    SUMMARY,
    Permission,
    consent_of,
    is_for_house,
    kinds_asked,
    permission_for,
)
from amparo.casework.queries.referrals import SHARE, Referral, permission_of
from amparo.casework.views.beginning import PAGE
from amparo.casework.views.parts import words_of
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.formats.case_questions import Answer, questions
from amparo.formats.codes import by_code, label
from amparo.formats.consent.permission import HOUSE
from amparo.vault.actions.fields import Past


@sensitive_post_parameters()
@keeps_words(words_of(KIND))
def permission(request: HttpRequest, reference: str, kind: str, part: str = "") -> HttpResponse:
    """One permission: what she says to it, now. Where somebody wrote it meanwhile, the page says so and asks again."""
    found = queries.get_case(request.user, reference)
    if kind not in kinds_asked() and not part:  # what she once said can be taken back whatever is asked today
        raise Hidden
    may_change.check(request.user, found)
    may_write_part.check(request.user, KIND, {})
    opened = case_actions.open_case(found, by=request.user)
    door = door_asked(request, opened, kind)
    standing = permission_of(opened.parts, door.door) if door and not part else standing_of(opened, kind, part)
    asked, beside = forms_of(request, kind, standing, young=opened.is_young, door=door)
    if request.method != "POST" or not (asked.is_valid() and beside.is_valid()):
        return permission_page(request, opened, kind, standing, (asked, beside))
    answers = {code: each for code, each in beside.answers().items() if each.is_there}
    try:
        actions.write_permission(found, said=asked.said(answers), by=request.user)
    except Past:
        opened = case_actions.open_case(found, by=request.user)
        now = permission_of(opened.parts, door.door) if door and not part else standing_of(opened, kind, part)
        return permission_page(request, opened, kind, now, (asked, beside), status=409)
    messages.success(request, _("Written down. What she says now is what counts."))
    return redirect("case_referral", reference, door.reference) if door else redirect(PAGE, reference)


def door_asked(request: HttpRequest, opened: queries.OpenCase, kind: str) -> Referral | None:
    """The referral because of which she is asked, where the page was opened from there."""
    about = request.GET.get("a", "")
    return Referral(one_of(opened.parts, about, REFERRAL)) if about and kind == SHARE else None


def standing_of(opened: queries.OpenCase, kind: str, part: str) -> Permission | None:
    """What she said of this before: of the house, or of the one whose permission this page is about."""
    if not part:
        return permission_for(opened.parts, kind, HOUSE) if is_for_house(kind) else None
    known = one_of(opened.parts, part, KIND)
    if known.more["kind"] != kind:
        raise Hidden
    return Permission(known, consent_of(known), known.more["name"])


def forms_of(
    request: HttpRequest, kind: str, standing: Permission | None, *, young: bool, door: Referral | None = None
) -> tuple[PermissionForm, QuestionsForm]:
    """What a machine must be able to check, and what is noted beside it."""
    sent = request.POST if request.method == "POST" else None
    known = dict(standing.part.answers) if standing else {}
    beside = QuestionsForm(sent, questions=questions(KIND).values(), answers=known, young=young)
    whom = {"name": door.door.organisation, "who": door.door.operator} if door and standing is None else None
    return PermissionForm(sent, kind=kind, standing=standing, initial=whom), beside


def permission_page(
    request: HttpRequest, opened: queries.OpenCase, kind: str, standing: Permission | None, forms: Any,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of one permission."""
    asked, beside = forms
    language, row = get_language() or "es", by_code("consent_kind")[kind]
    context = {
        "case": opened.case,
        "young": opened.is_young,
        "kind": label("consent_kind", kind, language),
        "aloud": row.more.get("aloud", {}).get(language) or label("consent_scope", row.more["parent"], language),
        "standing": standing,
        "state": standing.state(clock.now()) if standing else "",
        "form": asked,
        "beside": beside,
        "past": status == 409,
    }
    return render(request, "casework/permission.html", context, status=status)


@sensitive_post_parameters()
@keeps_words(words_of(SUMMARY))
def summary(request: HttpRequest, reference: str) -> HttpResponse:
    """The summary that may travel."""
    found = queries.get_case(request.user, reference)
    may_change.check(request.user, found)
    may_write_part.check(request.user, SUMMARY, {})
    if request.method != "POST":
        return summary_page(request, found)
    opened = case_actions.open_case(found, by=request.user)
    form = QuestionsForm(request.POST, questions=questions(SUMMARY).values(), young=opened.is_young)
    if not form.is_valid():
        return summary_page(request, found, form=form)
    said = form.answers()["summary_text"]
    if (refusal := may_be_shown.reason(str(said.value or ""))) is not None:
        form.add_error("summary_text", str(refusal))
        return summary_page(request, found, form=form)
    try:
        actions.write_summary(found, text=said, was=form.digests(), by=request.user)
    except Past:
        return summary_page(request, found, hers=said, status=409)
    messages.success(request, _("Written down. It travels once she has read or heard it and says yes."))
    return redirect(PAGE, reference)


def summary_page(
    request: HttpRequest, found: Any, *, form: Any = None, hers: Answer | None = None, status: int = 200
) -> HttpResponse:
    """The page of the summary; ``hers`` is what this worker wrote over what stands there now."""
    opened = case_actions.open_case(found, by=request.user)
    may_write_more.check(request.user, found, opened.she_stopped)
    known = next(iter(opened.of_kind(SUMMARY)), None)
    standing = dict(known.answers) if known else {}
    shown = {**standing, "summary_text": hers} if hers else standing
    asked = questions(SUMMARY).values()
    fresh = QuestionsForm(questions=asked, answers=shown, standing=standing, young=opened.is_young)
    theirs = standing if hers else {}
    context = {"case": found, "form": form or fresh, "theirs": theirs, "known": known, "young": opened.is_young}
    return render(request, "casework/summary.html", context, status=status)


@belongs_to(PAGE, "reference")
def summary_yes(request: HttpRequest, reference: str) -> HttpResponse:
    """She read it, or heard it, and says that these words may travel."""
    found, how = queries.get_case(request.user, reference), request.POST.get("how", "")
    may_write_part.check(request.user, SUMMARY, {})
    if how not in by_code("approved_how"):
        raise Hidden
    try:
        actions.approve_summary(
            found,
            reference=request.POST.get("part", ""),
            digest=request.POST.get("digest", ""),
            how=how,
            by=request.user,
        )
    except Past:
        messages.warning(request, _("The words changed meanwhile. Read them to her once more."))
        return redirect(PAGE, reference)
    messages.success(request, _("Written down: these words may travel, where she allows it."))
    return redirect(PAGE, reference)
