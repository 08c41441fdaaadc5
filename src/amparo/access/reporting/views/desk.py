"""Threads at the desk: what waits, one thread, and what can be done with it."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.access.reporting.actions import desk as actions
from amparo.access.reporting.forms.desk import AnswerForm, NoteForm, PhoneForm
from amparo.access.reporting.policies import may_read_letters
from amparo.access.reporting.queries import desk as queries
from amparo.access.reporting.queries import lists
from amparo.access.reporting.queries.telling import gives_away
from amparo.casework.queries.load import why_enough
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden
from amparo.commons.ui.views import belongs_to, keeps_words, page_of
from amparo.vault.actions.index import TooOften
from amparo.vault.forms import ReaderForm
from amparo.vault.queries.desk import name_of

type Sent = dict[str, forms.Form]

PAGE, LIST = "desk_letter", "desk_letters"


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """What waits for an answer. No number stands here: who was left out of a thread must not miss it."""
    may_read_letters.check(request.user)
    if name := request.GET.get("lista"):
        context: dict[str, Any] = {"list": lists.one_list(request.user, name, number=page_of(request))}
        return render(request, "reporting/desk_list.html", context)
    context = {**lists.today(request.user), "form": PhoneForm()}
    return render(request, "reporting/desk_letters.html", context)


@sensitive_post_parameters()
@belongs_to(LIST)
def find(request: HttpRequest) -> HttpResponse:
    """The threads in which a phone number stands. The number travels in the body, and is kept nowhere."""
    may_read_letters.check(request.user)
    form = PhoneForm(request.POST)
    found = None
    if form.is_valid():
        try:
            found = actions.find_by_phone(by=request.user, text=form.cleaned_data["phone"])
        except TooOften:
            form.add_error("phone", _("You looked for many numbers in this hour. Wait a little, and go on."))
    return render(request, "reporting/desk_found.html", {"form": form, "found": found})


@require_GET
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """One thread, opened with her key; that she opened it is in the trail, to the hour."""
    thread = queries.get_thread(request.user, reference)
    return thread_page(request, thread, sees=request.GET.get("ver", ""))


def thread_page(
    request: HttpRequest, thread: Any, *, seen: int | None = None, sent: Sent | None = None, **more: Any
) -> HttpResponse:
    """The page of a thread, with a form as it was sent where it was not taken.

    ``seen`` is the last message that she had read when she wrote; without it, the last one that stands on this page.
    """
    found = actions.open_thread(thread, by=request.user)
    last = found.messages[-1][0].number if found.messages else 0
    context = {
        "open": found,
        "thread": found.thread,
        "last": last if seen is None else seen,
        "rights": queries.rights_of(request.user, found),
        "wrong": first_wrong((sent or {}).values()),
        **forms_of(request, found),
        **(sent or {}),
        **more,
    }
    return render(request, "reporting/desk_letter.html", context, status=409 if more.get("is_past") else 200)


def forms_of(request: HttpRequest, found: queries.OpenThread) -> Sent:
    """What can be sent from the page of a thread."""
    own = [each for each in found.readers if each.user]
    return {
        "answer": AnswerForm(person=request.user),
        "note": NoteForm(),
        "assign": ReaderForm(what="assign", offered=own, nobody=_("Nobody yet")),
        "share": ReaderForm(what="share", offered=found.others),
        "exclude": ReaderForm(what="exclude", offered=queries.colleagues(request.user, found)),
    }


def first_wrong(sent: Iterable[forms.Form]) -> Any:
    """The first field that was not taken: the top of a long page leads to it, and the keyboard stands in it."""
    for form in sent:
        for field in form.visible_fields():
            if field.errors:
                field.field.widget.attrs["autofocus"] = True
                return field
    return None


def text_in(field: str) -> Callable[[HttpRequest], list[tuple[str, str]]]:
    """What she wrote in this field."""
    return lambda request: [(_("What you wrote"), request.POST.get(field, ""))]


@sensitive_post_parameters()
@belongs_to(PAGE, "reference")
@keeps_words(text_in("text"))
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer her. Where she wrote meanwhile, her new message is shown, and the answer stays in its field.

    Where something in it could give somebody away, the page asks once, and the answer stays there too.
    """
    thread = queries.get_thread(request.user, reference)
    form = AnswerForm(request.POST, person=request.user)
    if not form.is_valid():
        return thread_page(request, thread, sent={"answer": form})
    asks = [] if request.POST.get("sure") else gives_away(form.cleaned_data["text"], request.user)
    if asks:
        return thread_page(request, thread, sent={"answer": form}, asks=asks, seen=form.cleaned_data["seen"])
    try:
        actions.answer(thread, by=request.user, **form.cleaned_data)
    except actions.Changed:
        return thread_page(request, thread, sent={"answer": form}, is_past=True)
    messages.success(request, _("Your answer waits for her. She finds it with her words."))
    return redirect(PAGE, reference)


@sensitive_post_parameters()
@belongs_to(PAGE, "reference")
@keeps_words(text_in("note"))
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """A word to colleagues."""
    thread = queries.get_thread(request.user, reference)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.note(thread, text=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("Your note is there, for those who read this too."))
        return redirect(PAGE, reference)
    return thread_page(request, thread, sent={"note": form})


@belongs_to(PAGE, "reference")
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whose it is."""
    thread = queries.get_thread(request.user, reference)
    form = ReaderForm(request.POST, what="assign", offered=queries.people_reading(thread), nobody="-")
    if not form.is_valid():
        raise Hidden
    enough = why_enough(request.user, form.chosen, thread.owner_id, today=clock.today())
    if enough and not request.POST.get("sure"):
        return sure(request, thread, "assign", reader=form.chosen, name=name_of(form.chosen), enough=enough)
    actions.assign(thread, to=form.chosen.user if form.chosen else None, by=request.user)
    messages.success(request, _("Written down."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Let one more reader in, in two steps: what she has read she knows. Nobody who was left out."""
    thread = queries.get_thread(request.user, reference)
    form = ReaderForm(request.POST, what="share", offered=queries.could_be_asked(thread))
    if not form.is_valid():
        return not_chosen(request, thread, {"share": form})
    if not request.POST.get("sure"):
        queries.check_share(request.user, thread, form.chosen)
        return sure(request, thread, "share", reader=form.chosen, name=name_of(form.chosen))
    actions.share(thread, reader=form.chosen, by=request.user)
    messages.success(request, _("From now on %(name)s reads this too.") % {"name": name_of(form.chosen)})
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def exclude(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a colleague out of a thread, in two steps: it cannot be undone."""
    thread = queries.get_thread(request.user, reference)
    form = ReaderForm(request.POST, what="exclude", offered=queries.people_reading(thread))
    if not form.is_valid():
        return not_chosen(request, thread, {"exclude": form})
    if form.chosen.user == request.user:
        raise Hidden
    if not request.POST.get("sure"):
        return sure(request, thread, "exclude", reader=form.chosen, name=name_of(form.chosen))
    actions.exclude(thread, reader=form.chosen, by=request.user)
    messages.success(request, _("%(name)s does not read this any more.") % {"name": name_of(form.chosen)})
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def recuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Step back from a thread, in two steps: she does not come back to it."""
    thread = queries.get_thread(request.user, reference)
    if not request.POST.get("sure"):
        return sure(request, thread, "recuse")
    actions.recuse(thread, by=request.user)
    messages.success(request, _("You stepped back. Others go on reading."))
    return redirect(LIST)


@belongs_to(PAGE, "reference")
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a thread, or take it up again."""
    thread = queries.get_thread(request.user, reference)
    if request.POST.get("do") == "reopen":
        actions.reopen(thread, by=request.user)
        messages.success(request, _("It is open again."))
    else:
        actions.close(thread, by=request.user)
        messages.success(request, _("Closed. If she writes again, it opens by itself."))
    return redirect(PAGE, reference)


@belongs_to(PAGE, "reference")
def destroy(request: HttpRequest, reference: str) -> HttpResponse:
    """Destroy a thread before its day, in two steps."""
    thread = queries.get_thread(request.user, reference)
    if not request.POST.get("sure"):
        return sure(request, thread, "destroy")
    actions.destroy(thread.reference, by=request.user)
    messages.success(request, _("It is destroyed. Nobody opens it any more, she neither."))
    return redirect(LIST)


def not_chosen(request: HttpRequest, thread: Any, sent: Sent) -> HttpResponse:
    """Nobody was chosen: the page says so. Whoever is not offered here does not exist."""
    if any(form.data.get("reader") for form in sent.values()):
        raise Hidden
    return thread_page(request, thread, sent=sent)


def sure(request: HttpRequest, thread: Any, what: str, **more: Any) -> HttpResponse:
    """What will happen, before it does."""
    return render(request, "reporting/desk_sure.html", {"thread": thread, "what": what, **more})
