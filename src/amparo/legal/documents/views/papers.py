"""Papers at the desk: choosing a template, filling it in, and looking at it as it will be."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.casework.forms.young import RevealForm
from amparo.commons import clock
from amparo.commons.ui.views import keeps_words
from amparo.formats.documents.finished import forms_here
from amparo.formats.documents.templates import fields, fitting
from amparo.legal.documents import actions, queries
from amparo.legal.documents.forms import PREFIX, BeginForm, PaperForm
from amparo.legal.documents.policies import may_bring_name, may_hand_out, may_read_papers, may_write_paper
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.queries.matters import OpenMatter, get_matter
from amparo.vault.actions.fields import Past

PAGE = "matter_document"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in a paper, each under its label."""
    language = get_language() or "es"
    rows = [(each.label(language), request.POST.get(PREFIX + each.code, "")) for each in fields().values()]
    return [*rows, (str(_("Exhibits, one on each line")), request.POST.get("exhibits", ""))]


def why_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Why she looks."""
    return [(str(_("In words that she may read")), request.POST.get("words", ""))]


def opened_for(request: HttpRequest, reference: str) -> OpenMatter:
    """The matter, opened, once no conflict stands in the way."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    may_read_papers.check(request.user, found.is_clear)
    return found


@require_GET
def papers(request: HttpRequest, reference: str) -> HttpResponse:
    """The papers there are, and the templates that fit first."""
    found = opened_for(request, reference)
    rows = fitting(found.kind, found.country)
    fits = [each for each in rows if found.kind in each.matters and each.country in ("", found.country)]
    context = {
        "matter": found.matter, "open": found, "papers": queries.papers_in(found), "fits": fits,
        "others": [each for each in rows if each not in fits], "can_bind": "pdf" in forms_here(),
        "why_not_write": may_write_paper.reason(request.user, found.matter, found.is_clear),
    }  # fmt: skip
    return render(request, "documents/papers.html", context)


def begin(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """What a template rests on, and beginning a paper of it."""
    found, chosen = opened_for(request, reference), queries.get_template(kind)
    may_write_paper.check(request.user, found.matter, found.is_clear)
    form = BeginForm(request.POST if request.method == "POST" else None, template=chosen)
    if request.method != "POST" or not form.is_valid():
        context = {"matter": found.matter, "open": found, "template": chosen, "form": form}
        return render(request, "documents/begin.html", context)
    made = actions.begin_paper(
        found.matter, template=chosen, by=request.user, today=clock.today(), **form.cleaned_data
    )  # fmt: skip
    messages.success(request, _("Begun. What the matter knows stands there; write the rest."))
    return redirect("matter_document_write", reference, made.reference)


@require_GET
def paper(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """A paper as it will be, what is missing, and the ways to take it along."""
    found = opened_for(request, reference)
    one = queries.paper_in(found, part)
    told = queries.told_in(found, one)
    context = {
        "matter": found.matter, "open": found, "paper": one, "document": queries.document_of(found, one),
        "told": [fields()[code].label(get_language() or "es") if code in fields() else _("Exhibits") for code in told],
        "forms": forms_here(), "why_not_out": may_hand_out.reason(request.user, found.is_clear, told),
        "why_not_write": may_write_paper.reason(request.user, found.matter, found.is_clear),
    }  # fmt: skip
    return render(request, "documents/paper.html", context)


@sensitive_post_parameters()
@keeps_words(words_in)
def write(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Fill it in."""
    found = opened_for(request, reference)
    one = queries.paper_in(found, part)
    may_write_paper.check(request.user, found.matter, found.is_clear)
    sent = request.POST if request.method == "POST" else None
    form = PaperForm(sent, paper=one, is_persecuted=found.is_persecuted)
    if sent is None or not form.is_valid():
        return write_page(request, found, one, form)
    try:
        actions.write_paper(found.matter, reference=part, by=request.user, **form.said())
    except Past:
        again = {**sent.dict(), "number": str(one.part.number)}
        form = PaperForm(again, paper=one, is_persecuted=found.is_persecuted)
        return write_page(request, found, one, form, meanwhile=True, status=409)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference, part)


def write_page(
    request: HttpRequest, found: OpenMatter, one: queries.Paper, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page that asks; where somebody wrote meanwhile, what she wrote stays on it."""
    case, has_name = queries.name_on_papers(request.user, found)
    context = {
        "matter": found.matter, "open": found, "paper": one, "form": form,
        "asks_name": any(each.code == "client_legal_name" for each in one.template.fields),
        "why_not_name": may_bring_name.reason(request.user, case is not None, has_name), **more,
    }  # fmt: skip
    return render(request, "documents/write.html", context, status=status)


@sensitive_post_parameters()
@keeps_words(why_in)
def name(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Bring the name on her papers into this one, for a reason that she may read."""
    found = opened_for(request, reference)
    one = queries.paper_in(found, part)
    may_write_paper.check(request.user, found.matter, found.is_clear)
    case, has_name = queries.name_on_papers(request.user, found)
    why_not = may_bring_name.reason(request.user, case is not None, has_name)
    form = RevealForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or why_not or not form.is_valid():
        context = {"matter": found.matter, "open": found, "paper": one, "form": form, "why_not": why_not}
        return render(request, "documents/name.html", context)
    actions.bring_name(
        found.matter, reference=part, number=one.part.number, by=request.user, **form.cleaned_data
    )  # fmt: skip
    messages.success(request, _("It stands in the paper now. She can read that you looked, and why."))
    return redirect("matter_document_write", reference, part)
