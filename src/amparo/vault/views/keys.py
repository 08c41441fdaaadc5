"""Keys: who reads, which keys wait for a second person, and whether letters may come."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amparo.commons.accounts.backends import check_open
from amparo.commons.ui.views import belongs_to
from amparo.vault.actions import readers as actions
from amparo.vault.actions.key_log import first_broken_entry, unlogged_keys
from amparo.vault.forms import OutsideForm, TiesForm
from amparo.vault.policies import may_keep_keys, may_retire_reader, may_see_keys
from amparo.vault.queries import desk as queries
from amparo.vault.queries.readers import reader_of


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Who reads and what is missing; for a reader from outside, what is hers."""
    may_see_keys.check(request.user)
    page = queries.keys_page(request.user)
    ties = sorted(page.mine.reader.tied_to) if page.mine else []
    context = {
        "page": page,
        "why_not": may_keep_keys.reason(request.user),
        "ties": TiesForm(initial={"ties": ties}) if page.mine else None,
        "outside": OutsideForm(),
    }
    return render(request, "vault/keys.html", context)


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Every change of a key, and whether a line is missing."""
    may_see_keys.check(request.user)
    context = {"lines": queries.last_lines(), "broken": first_broken_entry(), "strangers": unlogged_keys()}
    return render(request, "vault/keys_log.html", context)


@belongs_to("keys")
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """A second person compared the key aloud: it counts from now on."""
    reader = queries.get_key(request.user, reference)
    try:
        actions.confirm_reader(reader, by=request.user, seen=request.POST.get("seen", ""))
    except actions.ChangedKey:
        sentence = _("This key changed while you were reading. Look at it again, and compare it again.")
        return render(request, "ui/refused_staff.html", {"sentence": sentence}, status=409)
    messages.success(request, _("The key counts. From now on messages or cases can be opened to it, as her role says."))
    return redirect("keys")


@belongs_to("keys")
def retire(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a key away, in two steps."""
    reader = queries.get_key(request.user, reference)
    check_open(may_retire_reader, request.user, reader)
    if not request.POST.get("sure"):
        return render(request, "vault/key_sure.html", {"reader": reader, "name": queries.name_of(reader)})
    actions.retire_reader(reader, by=request.user)
    messages.success(request, _("The key is taken away. It opens nothing any more."))
    return redirect("keys")


@belongs_to("keys")
def ties(request: HttpRequest) -> HttpResponse:
    """With whom she has to do, by her own word."""
    form: Any = TiesForm(request.POST)
    own = reader_of(request.user)
    if own is not None and form.is_valid():
        actions.tie_reader(own, ties=form.cleaned_data["ties"], by=request.user)
        messages.success(request, _("Written down. Messages about them are not locked to you."))
    return redirect("keys")


def outside(request: HttpRequest) -> HttpResponse:
    """Somebody outside who keeps a key of her own."""
    check_open(may_keep_keys, request.user)
    form = OutsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_outside_reader(by=request.user, **form.cleaned_data)
        except actions.KnownKey:
            form.add_error("recipient", _("This key is here already."))
        else:
            messages.success(request, _("Her key waits. Another person compares it with her and confirms it."))
            return redirect("keys")
    return render(request, "vault/outside.html", {"form": form})


@belongs_to("keys")
def channel(request: HttpRequest) -> HttpResponse:
    """Open the house for letters, or close it for new ones."""
    if request.POST.get("do") == "close":
        actions.close_channel(by=request.user)
        messages.success(request, _("No new messages come. Whoever has her words can still come back."))
    else:
        actions.open_channel(by=request.user)
        messages.success(request, _("From now on the first page takes messages."))
    return redirect("keys")
