"""Bringing a questionnaire: a new one from a sheet, the next sheet, the next version, and the sheet back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons.policy.policies import NoLonger
from amparo.commons.ui.views import belongs_to
from amparo.commons.ui.views.files import to_save
from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.forms.bringing import LibraryForm, NewForm, SheetForm
from amparo.fieldwork.forms.made import INTERVIEW, Made, NotMade, made_of, sheet_of
from amparo.fieldwork.policies import may_write
from amparo.fieldwork.queries.instruments import draft_of, get_version, last_of, signed_digest
from amparo.formats.instruments import Instrument as Plan
from amparo.formats.instruments.mapping import mapping_of
from amparo.formats.openrosa.forms import read_form

MOST_NOTES = 4  # strange things of a sheet that are told on the next page


def new(request: HttpRequest) -> HttpResponse:
    """A questionnaire from a sheet. Where something is wrong nothing of it is kept."""
    may_write.check(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = NewForm(*sent, meta=request.META)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = made_of(
                form.sheet, form.name, key=typed["key"], number=1, kind=typed["kind"], language=get_language() or "es"
            )
            # Whoever asks face to face asks in words that no list knows: locked, until its author says that none hurts.
            version = actions.begin_questionnaire(
                made.brought, key=typed["key"], kind=typed["kind"], is_sensitive=typed["kind"] == INTERVIEW,
                by=request.user,
            )  # fmt: skip
        except NotMade as wrong:
            form.refuse(wrong.sentence)
        except NoLonger as refusal:
            form.add_error("key", str(refusal))
        else:
            return written(request, version, made)
    return render(request, "fieldwork/new.html", {"form": form})


def begin_from(request: HttpRequest, plan: Plan, form: LibraryForm) -> HttpResponse | None:
    """A questionnaire out of the library: what becomes of its answers, and what it needs, come with it."""
    typed, language = form.cleaned_data, get_language() or "es"
    try:
        data, name = sheet_of(plan, form.chosen)
        made = made_of(data, name, key=typed["key"], number=1, kind=typed["kind"], language=language)
        version = actions.begin_questionnaire(
            made.brought, key=typed["key"], kind=typed["kind"], library=plan.name, needs=plan.needs,
            mapping=mapping_of(plan, read_form(made.brought.xform)), is_sensitive=plan.is_sensitive, by=request.user,
        )  # fmt: skip
    except NotMade as wrong:
        form.add_error(None, wrong.sentence)
    except NoLonger as refusal:
        form.add_error("key", str(refusal))
    else:
        return written(request, version, made)
    return None


def written(request: HttpRequest, version: Any, made: Made) -> HttpResponse:
    """On to the version, with what is strange about its sheet."""
    messages.success(request, _("The form is made. Now say what becomes of each answer."))
    language = get_language() or "es"
    for note in made.notes[:MOST_NOTES]:
        messages.info(request, note.sentence(language))
    if len(made.notes) > MOST_NOTES:
        messages.info(request, _("The sheet has %(n)s more odd things.") % {"n": len(made.notes) - MOST_NOTES})
    return redirect("questionnaire", reference=version.reference)


def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """Another sheet: for the draft, or, where the last version was signed, as the next one."""
    may_write.check(request.user)
    version = get_version(request.user, reference)
    last = last_of(version)
    seen = {"seen": signed_digest(last)}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SheetForm(*sent, meta=request.META, initial=seen)
    if request.method == "POST" and form.is_valid():
        answer = rewritten(request, form, version)
        if answer is not None:
            return answer
    return render(request, "fieldwork/another_sheet.html", {"form": form, "version": version, "last": last})


def rewritten(request: HttpRequest, form: SheetForm, version: Any) -> HttpResponse | None:
    """The version that was written, or None with the fault on the form."""
    held = version.instrument
    try:
        made = made_of(
            form.sheet, form.name, key=held.key, number=actions.next_number(held), kind=held.kind,
            language=get_language() or "es",
        )  # fmt: skip
        row = actions.write_version(held, made.brought, by=request.user, seen=form.cleaned_data["seen"])
    except NotMade as wrong:
        form.refuse(wrong.sentence)
    except NoLonger as refusal:
        form.see(signed_digest(last_of(version)), refusal)
    else:
        return written(request, row, made)
    return None


@belongs_to("questionnaire", "reference")
def next_version(request: HttpRequest, reference: str) -> HttpResponse:
    """The next version, out of the same sheet: its rules come with it. Where there is a draft already, on to that."""
    may_write.check(request.user)
    version = get_version(request.user, reference)
    found = draft_of(version)
    if found is None:
        held, language = version.instrument, get_language() or "es"
        try:
            made = made_of(
                bytes(version.sheet), version.sheet_name, key=held.key, number=actions.next_number(held),
                kind=held.kind, language=language,
            )  # fmt: skip
        except NotMade as wrong:
            messages.warning(request, wrong.sentence)
            return redirect("questionnaire", reference=reference)
        rules, needs = version.mapping, version.needs
        found = actions.write_version(held, made.brought, mapping=rules, needs=needs, by=request.user)
        messages.success(request, _("This is the next version. What becomes of each answer was taken over."))
    return redirect("questionnaire", reference=found.reference)


@require_GET
def download(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet as its author brought it."""
    version = get_version(request.user, reference)
    return to_save(bytes(version.sheet), version.sheet_name)
