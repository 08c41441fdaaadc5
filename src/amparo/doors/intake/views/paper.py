"""A short form that she answers by herself, page by page, without a script, a cookie or a name.

What she says stands in hidden fields of answers to POST and nowhere else. The ticket of the first page is used up when
she sends or puts the form down. Each page bears another one: out of the history of a phone a page shows what it held
for an hour, and one that lies open takes what she says for a day.
"""

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.access.reporting.actions.tallies import end_ticket
from amparo.access.reporting.forms.letter import CUT_SENTENCE
from amparo.access.reporting.queries.letter import duties
from amparo.access.reporting.queries.tickets import KEPT, LIFE, SOON, WAIT, NoTicket, age_of, is_used, new_ticket
from amparo.access.reporting.views.letter import busy
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden, public_post
from amparo.doors.intake.actions.drafts import forget_draft, ring_in
from amparo.doors.intake.actions.sending import send_hers
from amparo.doors.intake.forms.phones import NotSent
from amparo.doors.intake.forms.sheet import NotBegun, Sheet, begin, read_sheet, sealed
from amparo.doors.intake.forms.turning import Turn, said_no, turned
from amparo.doors.intake.views import putting_down
from amparo.doors.intake.views.showing import language_now, other_languages, page_context, spoken
from amparo.fieldwork.queries.paper import begun_on_web, blank_of, on_web, told_of, who_opens
from amparo.formats.openrosa.filling import wrong_answers


class Again(Exception):
    """The same page once more, with all she said: a sentence says why."""

    def __init__(self, sentence: Any, *, status: int = 200) -> None:
        super().__init__("again")
        self.sentence, self.status = sentence, status


class Over(Exception):
    """This page shows nothing any more. ``why``: used old no."""

    def __init__(self, why: str, *, status: int) -> None:
        super().__init__(why)
        self.why, self.status = why, status


def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """What it is, who reads it, how long it takes, and that she can stop; before anything is asked."""
    deployment = on_web(reference)
    if deployment is None:
        raise Hidden
    language = language_now()
    told, now = told_of(deployment, language), clock.now()
    context = {
        "told": told, "action": action_of(deployment), "begun": sealed(begin(now), reference), "ticket": new_ticket(),
        "page_ticket": new_ticket(),
        "duties": duties(deployment.study.place[:2]), "opens": who_opens(deployment.study),
        "others": other_languages(told.languages, request.path, language),
        **spoken(blank_of(deployment).form.default_language if language not in told.languages else language, language),
    }  # fmt: skip
    return render(request, "intake/paper.html", context)


def action_of(deployment: Any) -> str:
    """Where the pages of a form are sent."""
    return reverse("paper_page", args=[deployment.reference])


@public_post
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """The next page, or whatever she wants of this one."""
    deployment = begun_on_web(reference)
    if deployment is None:
        raise Hidden
    if request.method != "POST":
        return redirect("paper", reference)
    try:
        sheet = read_sheet(request.POST, reference)
        check_tickets(sheet)
    except NotBegun:
        return over(request, deployment, Over("old", status=410))
    except Over as ended:
        return over(request, deployment, ended)
    return answered(request, deployment, sheet)


def check_tickets(sheet: Sheet) -> None:
    """Was the form sent or kept before, or does this page come out of a history? Its own ticket ends here."""
    if sheet.ticket and is_used(sheet.ticket):
        raise Over("used", status=409)
    if not sheet.page_ticket:
        return  # the line was cut: ``done`` gives everything back
    try:
        age_of(sheet.ticket, life=KEPT)
        age_of(sheet.page_ticket, life=SOON if is_again(sheet.page_ticket) else LIFE)
    except NoTicket as error:
        raise Over("old", status=410) from error


def is_again(page_ticket: str) -> bool:
    """Did this page come before? A database that is too busy to note it costs her nothing."""
    try:
        return not end_ticket(page_ticket, clock.today())
    except OperationalError:
        return False


def answered(request: HttpRequest, deployment: Any, sheet: Sheet) -> HttpResponse:
    """Put in what she typed, and go where she goes. Whatever is refused, all she said is on the answer."""
    turn = turned(deployment, sheet, request.POST, now=clock.now(), language=language_now())
    try:
        return done(request, deployment, turn)
    except Again as again:
        stays = turned(deployment, turn.sheet.staying(), request.POST, now=clock.now(), language=language_now())
        return show(request, deployment, stays, again)
    except Over as ended:
        return over(request, deployment, ended)


def done(request: HttpRequest, deployment: Any, turn: Turn) -> HttpResponse:
    """What she wants: the next page, to send, or to put it down."""
    if not turn.sheet.page_ticket:
        raise Again(CUT_SENTENCE)
    match turn.sheet.does:
        case "send":
            return send(request, deployment, turn)
        case "later" | "keep":
            return later(request, deployment, turn)
    is_no = turn.page is None and said_no(turn.filling, deployment.version.mapping)
    if is_no or turn.sheet.does == "drop":
        drop(turn.sheet)
    return show(request, deployment, turn)


def drop(sheet: Sheet) -> None:
    """She said no, or sends nothing: this form ends, and what she had put down goes."""
    end_ticket(sheet.ticket, clock.today())
    forget_draft(ring_in(sheet.draft))
    raise Over("no", status=200)


def show(request: HttpRequest, deployment: Any, turn: Turn, again: Again | None = None) -> HttpResponse:
    """A page of the form, or all she said."""
    context = page_context(request, deployment, turn, action=action_of(deployment), sentence=again and again.sentence)
    context |= {"ticket": turn.sheet.ticket or new_ticket(), "page_ticket": new_ticket()}
    response = render(request, "intake/paper_page.html", context, status=again.status if again else 200)
    return busy(response) if response.status_code == 503 else response


def send(request: HttpRequest, deployment: Any, turn: Turn) -> HttpResponse:
    """Everything that may refuse comes before anything is taken."""
    wait_a_little(turn)
    if wrong_answers(turn.filling):
        raise Again(_("Something is still to be looked at. Press “Change” beside it."))
    try:
        sheet, now = turn.sheet, clock.now()
        send_hers(deployment, turn.filling, ticket=sheet.ticket, draft=sheet.draft, now=now)
    except NoTicket as error:
        raise Over("used", status=409) from error
    except NotSent as error:
        raise Again(error.sentence(language_now()), status=error.status) from error
    return render(request, "intake/paper_thanks.html")


def wait_a_little(turn: Turn) -> None:
    """Who sends in less than twenty seconds is asked to press again: a program that floods would be so quick."""
    if age_of(turn.sheet.ticket, life=KEPT) < WAIT:
        raise Again(_("That was quick. Wait twenty seconds and press again. All you said is still here."))


def later(request: HttpRequest, deployment: Any, turn: Turn) -> HttpResponse:
    """Put it down for another day, under eight words."""
    wait_a_little(turn)
    try:
        return putting_down.put_down(request, deployment, turn, action=action_of(deployment))
    except NoTicket as error:
        raise Over("used", status=409) from error
    except putting_down.NotKept as error:
        raise Again(error.sentence, status=error.status) from error


def over(request: HttpRequest, deployment: Any, ended: Over) -> HttpResponse:
    """Nothing of what she said stands here any more."""
    context = {"why": ended.why, "reference": deployment.reference if on_web(deployment.reference) else ""}
    return render(request, "intake/paper_over.html", context, status=ended.status)
