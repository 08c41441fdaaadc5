"""The pieces of a matter, and one of them: its chain, her word, its file, and a slip for whoever hands it over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from amparo.commons import clock
from amparo.commons.ui.views import belongs_to, keeps_words
from amparo.commons.ui.views.files import HEADERS, handed_over
from amparo.legal.exhibits.actions import exhibits as actions
from amparo.legal.exhibits.actions.words import write_word
from amparo.legal.exhibits.forms.pieces import HandForm, WordForm
from amparo.legal.exhibits.policies import may_be_used, may_keep_pieces, may_look_at_pieces
from amparo.legal.exhibits.queries.custody import chain_of
from amparo.legal.exhibits.queries.exhibits import WORD, exhibits_in, get_exhibit
from amparo.legal.exhibits.queries.folders import folders_of
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.queries.matters import get_matter
from amparo.vault.actions.fields import Past

LIST, ONE = "matter_exhibits", "exhibit"


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written in words."""
    asked = {"limits": _("Her limits, in her words"), "counterpart": _("With whom"), "reason": _("Why")}
    return [(label, request.POST.get(name, "")) for name, label in asked.items()]


@require_GET
def pieces(request: HttpRequest, reference: str) -> HttpResponse:
    """Every piece of a matter, and whether its chain is as it was."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    may_look_at_pieces.check(request.user, found)
    now = clock.now()
    rows = [(each, may_be_used.reason(request.user, each, now)) for each in exhibits_in(request.user, found.matter)]
    context = {
        "open": found, "matter": found.matter, "rows": rows, "chain": chain_of(request.user, found.matter),
        "why_not": may_keep_pieces.reason(request.user, found),
        "folders": folders_of(request.user, matter=reference), "now": now,
    }  # fmt: skip
    return render(request, "exhibits/pieces.html", context)


@require_GET
def piece(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """One piece, with everything that was done with it."""
    return piece_page(request, reference, part)


def piece_page(request: HttpRequest, reference: str, part: str, status: int = 200, **sent: Any) -> HttpResponse:
    """The page, with a form that was not taken."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    may_look_at_pieces.check(request.user, found)
    shown, chain = get_exhibit(request.user, found.matter, part), chain_of(request.user, found.matter)
    moment = clock.now()
    copies = [each for each in exhibits_in(request.user, found.matter) if each.of == part]
    context = {
        "open": found, "matter": found.matter, "piece": shown, "chain": chain, "acts": chain.of(part),
        "copies": copies, "state": shown.word.state(moment),
        "frozen": may_be_used.reason(request.user, shown, moment),
        "why_not": may_keep_pieces.reason(request.user, found), "hand": HandForm(),
        "word": WordForm(initial={"seen": shown.numbers.get(WORD, 0)}), **sent,
    }  # fmt: skip
    return render(request, "exhibits/piece.html", context, status=status)


@require_GET
def file(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """The file: to be kept, exactly as it came in; or with ``?ver=1`` made anew to be seen. Either is in the chain."""
    matter, anew = get_matter(request.user, reference), bool(request.GET.get("ver"))
    shown, data = actions.open_piece(matter, part, by=request.user, copied=not anew)
    if anew and shown.is_text:
        return HttpResponse(data, content_type="text/plain; charset=utf-8", headers=HEADERS)
    return handed_over(data, called=part[:4], kind=shown.body["mime"], anew=anew)


@sensitive_post_parameters()
@keeps_words(words_in)
@belongs_to(ONE, "reference", "part")
def word(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Write what she says to its use."""
    matter, form = get_matter(request.user, reference), WordForm(request.POST)
    if not form.is_valid():
        return piece_page(request, reference, part, word=form)
    try:
        write_word(matter, part, by=request.user, **form.cleaned_data)
    except Past:
        return said_meanwhile(request, reference, part)
    messages.success(request, _("Written down. It counts from now on."))
    return redirect(ONE, reference, part)


def said_meanwhile(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Another word of hers stands there by now: the page as it is, with what was written."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    standing = get_exhibit(request.user, found.matter, part).numbers.get(WORD, 0)
    messages.error(request, _("Somebody wrote meanwhile what she says. Look at it, and ask her again if you need to."))
    again = WordForm({**request.POST.dict(), "seen": standing})
    return piece_page(request, reference, part, status=409, word=again)


@sensitive_post_parameters()
@keeps_words(words_in)
@belongs_to(ONE, "reference", "part")
def hand(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Write that it was handed over, given back, copied or destroyed; the answer is the slip to print."""
    matter, form = get_matter(request.user, reference), HandForm(request.POST)
    if not form.is_valid():
        return piece_page(request, reference, part, hand=form)
    mark = actions.hand_over(matter, part, by=request.user, **form.cleaned_data)
    return redirect("exhibit_slip", reference, part, mark.count)


@belongs_to(ONE, "reference", "part")
def privilege(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Say whether it stays between her and her lawyer."""
    matter = get_matter(request.user, reference)
    actions.set_privilege(matter, part, privileged=request.POST.get("privileged") == "yes", by=request.user)
    messages.success(request, _("Written down."))
    return redirect(ONE, reference, part)


@require_GET
def slip(request: HttpRequest, reference: str, part: str, number: int) -> HttpResponse:
    """A slip to print: the number of the piece, its digest, and where the chain stood. It names nobody."""
    found = open_matter(get_matter(request.user, reference), by=request.user)
    may_look_at_pieces.check(request.user, found)
    paper = chain_of(request.user, found.matter).slip(number)
    return render(request, "exhibits/slip.html", {"matter": found.matter, "slip": paper, "item": part})
