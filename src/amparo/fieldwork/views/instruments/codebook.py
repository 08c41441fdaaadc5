"""A version: every question as it will be read, what becomes of its answer, and what is found in it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons.policy.policies import NoLonger
from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.forms.rules import RulesForm, asked
from amparo.fieldwork.forms.signing import HelpForm
from amparo.fieldwork.policies import may_change, may_withdraw, may_write
from amparo.fieldwork.queries import codebook, instruments, looked
from amparo.formats.answers import changes

PAGE, LANGUAGE = "hoja", "lengua"  # in the address: which page, and in which language the form is shown


def questionnaire(request: HttpRequest, reference: str) -> HttpResponse:
    """One page of the codebook. Whoever writes decides there; for everybody else it is told."""
    version = instruments.get_version(request.user, reference)
    reading = read(request, version)
    page = codebook.sheet_of(reading, whole(request.GET.get(PAGE)))
    form = rules_form(request, version, page)
    if request.method == "POST":
        may_write.check(request.user)
        if form.is_valid():
            answer = kept(request, version, page, form, reading.language)
            if answer is not None:
                return answer
    return render(request, "fieldwork/questionnaire.html", told(request, version, reading, page, form))


def read(request: HttpRequest, version: Any) -> codebook.Reading:
    """The form in the language that was chosen."""
    return codebook.reading_of(version, wanted=request.GET.get(LANGUAGE, ""), own=get_language() or "es")


def rules_form(request: HttpRequest, version: Any, page: codebook.Sheet) -> RulesForm:
    """The form of a page, with what stands there or is proposed."""
    questions = [asked(line.question, line.rule) for line in page.lines if line.has_rule]
    return RulesForm(
        request.POST or None, questions=questions, others=instruments_beside(version, page), seen=seen_of(version, page)
    )


def instruments_beside(version: Any, page: codebook.Sheet) -> dict[tuple[str, str], str]:
    """The names of the other pages."""
    return codebook.names_beside(version, page.lines)


def seen_of(version: Any, page: codebook.Sheet) -> str:
    """How the rules of a page stand."""
    return instruments.rules_digest(version, [line.question.path for line in page.lines if line.has_rule])


def kept(
    request: HttpRequest, version: Any, page: codebook.Sheet, form: RulesForm, language: str
) -> HttpResponse | None:
    """Keep a page and go on to the next one; or None, with the sentence on the form and all that was typed."""
    try:
        actions.map_questions(version, rules=form.rules(), seen=form.cleaned_data["seen"], by=request.user)
    except NoLonger as refusal:
        form.see(seen_of(version, page), refusal)
        return None
    undecided = codebook.row_of(version).undecided
    messages.success(
        request,
        _("Saved. %(n)s questions are not decided yet: they stay sealed.") % {"n": undecided}
        if undecided
        else _("Saved. Every question is decided."),
    )
    onward = min(page.number + 1, page.many)
    return redirect(f"{reverse('questionnaire', args=[version.reference])}?{PAGE}={onward}&{LANGUAGE}={language}")


def told(
    request: HttpRequest, version: Any, reading: codebook.Reading, page: codebook.Sheet, form: RulesForm
) -> dict[str, Any]:
    """What the page says."""
    by_path = {each.question.path: each for each in form.questions}
    is_conflict = bool(form.is_bound and form.non_field_errors())
    typed = form.rules() if is_conflict else {}
    entries = []
    for line in page.lines:
        each, path = by_path.get(line.question.path), line.question.path
        differs = path in typed and typed[path] != version.mapping.get(path)
        entries.append((line, form.pair(each) if each else [], differs))
    standing = instruments.standing_of(version)
    why_not = may_change.reason(request.user, version)
    return {
        "version": version, "reading": reading, "page": page, "form": form, "entries": entries, "standing": standing,
        "pages": range(1, page.many + 1), "why_not": why_not, "can_write": may_write.allows(request.user),
        "can_withdraw": may_withdraw.allows(request.user, version), "signature": instruments.signature_of(version),
        "row": codebook.row_of(version), "draft": instruments.draft_of(version), "before": instruments.before(version),
        "files": looked.missing_files(version), "has_files": bool(reading.form.media),
        "shows_fields": why_not is None or form.is_bound,  # what was typed stays, also where it comes too late
        "is_conflict": is_conflict,
    }  # fmt: skip


def whole(text: str | None) -> int:
    """A number of a page, or the first."""
    return int(text) if text and text.isdecimal() and len(text) < 5 else 1


@require_GET
def row(request: HttpRequest, reference: str) -> HttpResponse:
    """What one row of the evidence will hold."""
    version = instruments.get_version(request.user, reference)
    return render(request, "fieldwork/row.html", {"version": version, "row": codebook.row_of(version)})


def near(request: HttpRequest, reference: str) -> HttpResponse:
    """For what there has to be help where it is asked, and whether answers go locked."""
    may_write.check(request.user)
    version = instruments.get_version(request.user, reference)
    stands = {"seen": instruments.signed_digest(version), "needs": version.needs, "is_sensitive": version.is_sensitive}
    bound = bool(looked.sensitive_paths(version))
    form = HelpForm(request.POST or None, initial=stands, is_bound_to=bound)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_help(version, by=request.user, **form.cleaned_data)
        except NoLonger as refusal:
            form.see(instruments.signed_digest(version), refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("questionnaire", reference=reference)
    context = {"version": version, "form": form, "why_not": may_change.reason(request.user, version)}
    return render(request, "fieldwork/near.html", context)


@require_GET
def changed(request: HttpRequest, reference: str) -> HttpResponse:
    """What changed since the version before."""
    version = instruments.get_version(request.user, reference)
    other = instruments.before(version)
    context: dict[str, Any] = {"version": version, "other": other}
    if other is not None:
        now, was = actions.form_of_version(version), actions.form_of_version(other)
        context["changes"] = changes(was, other.mapping, now, version.mapping)
    return render(request, "fieldwork/changes.html", context)
