"""Telling somebody without her yes, at the desk: one asks, another answers, and she is told."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amparo.casework.actions import cases, notices
from amparo.casework.forms.notices import NoticeForm
from amparo.casework.forms.questions import QuestionsForm
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.notices import HER_WORDS, NOTICE
from amparo.casework.policies.stopping import may_write_more
from amparo.casework.queries.cases import get_case
from amparo.casework.queries.incidents import not_to
from amparo.casework.queries.notices import notices_in
from amparo.casework.views.parts import part_of, words_of
from amparo.commons.ui.views import keeps_words
from amparo.formats.case_questions import by_section
from amparo.vault.actions.fields import Past

CASE, PAGE = "case", "case_notice"


def writing_in(request: HttpRequest, reference: str) -> Any:
    """A case of hers in which she writes this; what came of it also where it is over: she is told all the same."""
    case = get_case(request.user, reference)
    may_write_part.check(request.user, NOTICE, {})
    return case


@sensitive_post_parameters()
@keeps_words(words_of(NOTICE))
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a second person whether it has to be told."""
    case = writing_in(request, reference)
    may_change.check(request.user, case)
    opened = cases.open_case(case, by=request.user)
    sent, section = request.POST if request.method == "POST" else None, by_section(NOTICE)["notice"]
    form = NoticeForm(sent, questions=section.questions, young=opened.is_young)
    if request.method != "POST" or not form.is_valid():
        context = {"case": case, "name": opened.name, "young": opened.is_young, "form": form, "section": section}
        return render(request, "casework/notice_new.html", {**context, "not_to": not_to(opened.parts)})
    notices.ask_to_tell(case, answers=form.answers(), by=request.user)
    messages.success(request, _("Asked for. Another person who reads this case finds it on its page."))
    return redirect(CASE, reference)


@sensitive_post_parameters()
@keeps_words(words_of(NOTICE))
def notice(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """What was asked for; the answer of a second person, or what came of it."""
    case = writing_in(request, reference)
    opened, found = part_of(request, case, NOTICE, part)
    (shown,) = (each for each in notices_in(request.user, opened) if each.part.reference == part)
    form = form_of(shown, request, opened)
    if request.method != "POST" or not form.is_valid():
        return notice_page(request, opened, shown, form)
    try:
        write(request, case, found, form)
    except Past as past:
        opened, found = part_of(request, case, NOTICE, part)
        (shown,) = (each for each in notices_in(request.user, opened) if each.part.reference == part)
        form = form_of(shown, request, opened, hers=form.changed())
        return notice_page(request, opened, shown, form, past=past.names)
    messages.success(request, _("Written down."))
    return redirect(CASE, reference)


def form_of(shown: Any, request: HttpRequest, opened: Any, *, hers: Any = None) -> QuestionsForm:
    """What is asked on its page: the answer of a second person, or what came of it.

    Where no more of her is written, what she said is not asked; what was typed meanwhile is refused and comes back.
    """
    is_sent = request.method == "POST"
    section = "answer" if (request.POST.get("say") if is_sent else shown.waits) else "told"
    asked, standing = by_section(NOTICE)[section].questions, shown.part.answers
    if not is_sent and not may_write_more.allows(request.user, opened.case, opened.she_stopped):
        asked = tuple(each for each in asked if each.code != HER_WORDS)
    sent = request.POST if is_sent and hers is None else None
    return QuestionsForm(sent, questions=asked, answers={**standing, **(hers or {})}, standing=standing,
                         young=opened.is_young)  # fmt: skip


def write(request: HttpRequest, case: Any, found: Any, form: QuestionsForm) -> None:
    """The answer that was pressed, or what came of it."""
    say, which = request.POST.get("say"), {"reference": found.reference, "by": request.user}
    if say:
        notices.answer_notice(case, yes=say == "yes", answers=form.answers(), **which)
    else:
        notices.write_told(case, answers=form.changed(), was=form.digests(), **which)


def notice_page(request: HttpRequest, opened: Any, shown: Any, form: Any, *, past: Any = ()) -> HttpResponse:
    """Its page. Where two wrote the same, both stand there."""
    sections, answers = by_section(NOTICE), shown.part.answers
    context = {
        "case": opened.case,
        "name": opened.name,
        "young": opened.is_young,
        "notice": shown,
        "asked": [(each, answers[each.code]) for each in sections["notice"].questions if each.code in answers],
        "form": form,
        "theirs": {code: answers.get(code) for code in past},
        "not_to": not_to(opened.parts),
    }
    return render(request, "casework/notice.html", context, status=409 if past else 200)
