"""The ways to help: what she needs first, what happened only if she wants, and the steps."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from amparo.access.pathways.actions import check_line, sign_line
from amparo.access.pathways.forms import CheckLineForm, Told, told
from amparo.access.pathways.policies import may_check_line, may_sign_as_counsel, may_sign_as_reviewer
from amparo.access.pathways.queries.audio import recording
from amparo.access.pathways.queries.card import card_places
from amparo.access.pathways.queries.desk import Waiting, find_line, packs, waiting
from amparo.access.pathways.queries.lawyer import clocks_of, lawyer_page
from amparo.access.pathways.queries.route import YOUNG, Route, build, talk_lines
from amparo.commons import clock
from amparo.commons.accounts.queries import signs_for
from amparo.commons.directory.forms.asking import left_out
from amparo.commons.directory.queries.whereabouts import Whereabouts, countries, whereabouts
from amparo.commons.directory.views.asking import which_place
from amparo.commons.policy.policies import Hidden, public_post
from amparo.commons.ui.queries import carried
from amparo.formats.codes import by_code, choices
from amparo.formats.elapsed import UNKNOWN
from amparo.formats.lawyer import LawLine, law_language, matter_of_route, matters, parts
from amparo.formats.pathways import situations


@public_post
def help_now(request: HttpRequest) -> HttpResponse:
    """The first question, and the only one that is asked: what do you need first?"""
    doors = choices("need_door", get_language() or "es")
    return render(request, "pathways/help.html", {"doors": doors, "carried": carried(request, "n")})


@public_post
def happened(request: HttpRequest) -> HttpResponse:
    """What happened, only if she wants; each answer opens its route."""
    listed = [each for each in situations().values() if each.code != "under_18"]
    return render(request, "pathways/happened.html", {"situations": listed, "carried": carried(request, "n")})


@public_post
def route(request: HttpRequest) -> HttpResponse:
    """The steps, in order, with the time there is and who runs what."""
    if request.method != "POST":
        return redirect("help")
    return route_page(request, request.POST.get("n", ""))


@public_post
def young(request: HttpRequest) -> HttpResponse:
    """For someone under eighteen: first of all who will know and who will not."""
    return route_page(request, "under_18")


def route_page(request: HttpRequest, situation: str) -> HttpResponse:
    """The page of one situation."""
    here, now = whereabouts(request.POST), clock.now()
    said = told({**request.POST.dict(), "n": situation}, now=now, country=here.country)
    if not said.situation:
        return redirect("help")
    if here.choices:
        return which_place(request, here, target="route", none_of_these="route")
    page = build_route(said, now)
    language = get_language() or "es"
    context = {
        "route": page,
        "said": said,
        "here": here,
        "talk_lines": talk_lines(page),
        "all_open": request.POST.get("o") == "1",
        "when": choices("when", language),
        "typed": said.when if said.when not in by_code("when") and said.elapsed != UNKNOWN else "",
        "who": choices("perpetrator_class", language),
        "countries": countries(),
        "carried": route_fields(request, said, here),
        "excluded": sorted(page.excluded - {"unknown"}),
    }
    return render(request, "pathways/route.html", context)


def build_route(said: Told, now: datetime) -> Route:
    """The route of what she said."""
    return build(
        said.situation,
        country=said.country,
        today=clock.day(now),
        who=said.who,
        elapsed=said.elapsed,
        consulates=said.consulates,
    )


def route_fields(request: HttpRequest, said: Told, here: Whereabouts) -> list[tuple[str, str]]:
    """What the buttons of a route hand on, besides the questions that stand on the page itself."""
    asked = situations()[said.situation]
    when = "" if asked.asks_when else said.when
    own = [("n", said.situation), ("w", when), ("c", "1" if said.consulates else "")]
    if not asked.asks_who:
        own.append(("q", said.who))
    rest = carried(request, "n", "w", "q", "c", "l", "b", "s", "d")
    return [pair for pair in [*own, *here.carried, *rest] if pair[1]]


@public_post
def card(request: HttpRequest) -> HttpResponse:
    """A card to print or to copy by hand: where to go, and where to go if they say no. Not why."""
    if request.method != "POST":
        return redirect("help")
    here, now = whereabouts(request.POST), clock.now()
    said = told(request.POST, now=now, country=here.country)
    context = {
        "places": card_places(said, here, now=now, not_these=left_out(request.POST)),
        "carried": [*carried(request, "l", "b", "s"), *here.carried],
    }
    return render(request, "pathways/card.html", context)


@public_post
def lawyer(request: HttpRequest) -> HttpResponse:
    """What a lawyer can do for her: by what she brings, and in her country. What she brings stands in no address."""
    here, today = whereabouts(request.POST), clock.today()
    said = told(request.POST, now=clock.now(), country=here.country)
    code = request.POST.get("y") or matter_of_route(said.situation)
    context = {
        "matters": matters().values(), "said": said, "is_young": said.situation == YOUNG, "countries": countries(),
        "parts": parts().values(), "carried": [*carried(request, "d", "l", "b", "s"), *here.carried],
    }  # fmt: skip
    if request.method == "POST" and code in matters():
        who = {"who": said.who, "situation": said.situation}
        context["page"] = lawyer_page(code, country=said.country, today=today, **who)
        context["is_translated"] = law_language(said.country) not in {"", get_language()}
        return render(request, "pathways/lawyer_for.html", context)
    return render(request, "pathways/lawyer.html", context)


def audio(request: HttpRequest, name: str) -> FileResponse:
    """A recorded step, in the voice of someone of the house."""
    path = recording(name)
    if path is None:
        raise Hidden
    return FileResponse(path.open("rb"), content_type="audio/ogg" if path.suffix == ".ogg" else "audio/mpeg")


def lines(request: HttpRequest) -> HttpResponse:
    """The desk of the routes: which lines wait for a check, a signature, a rule."""
    country = request.GET.get("d", settings.HOME_COUNTRY).upper()
    context = {
        "waiting": waiting(country, today=clock.today()),
        "country": country,
        "packs": packs(get_language() or "es"),
    }
    return render(request, "pathways/lines.html", context)


def line(request: HttpRequest, line_id: str) -> HttpResponse:
    """One line: what it says, where we have it from, and what is missing."""
    found = find_line(line_id, today=clock.today())
    if found is None:
        raise Hidden
    form = CheckLineForm(request.POST if request.POST.get("act") == "check" else None)
    was_read = request.POST.get("digest") == found.item.digest
    if request.method == "POST" and was_read and save_line(request, found, form):
        return redirect("line", line_id=found.id)
    if request.method == "POST" and not was_read:
        form = CheckLineForm()
    return line_page(request, found, form, has_changed=request.method == "POST" and not was_read)


def line_page(request: HttpRequest, found: Waiting, form: CheckLineForm, *, has_changed: bool) -> HttpResponse:
    """The page of a line, with a sentence where its text changed after it was read."""
    may_sign = may_sign_as_counsel if found.by_counsel else may_sign_as_reviewer
    context = {
        "each": found,
        "form": form,
        "has_changed": has_changed,
        "clocks": clocks_of(found.item, clock.today()) if isinstance(found.item, LawLine) else [],
        "signs_for": signs_for(request.user, "reviewer") if found.kind == "step" else [],
        "check_refusal": may_check_line.reason(request.user, found.id, found.item.digest),
        "sign_refusal": may_sign.reason(request.user, found.id, found.item.digest),
    }
    return render(request, "pathways/line.html", context, status=409 if has_changed else 200)


def save_line(request: HttpRequest, found: Waiting, form: CheckLineForm) -> bool:
    """Keep a check or a signature of the text that was read; False where something is still to be said."""
    today, digest, act = clock.today(), found.item.digest, request.POST.get("act")
    if act == "sign" and found.kind != "line":
        role = "counsel" if found.by_counsel else "reviewer"
        sign_line(found.id, digest=digest, role=role, today=today, by=request.user)
        messages.success(request, gettext("Signed. Thank you."))
        return True
    if act == "check" and not found.by_counsel and form.is_valid():
        holds = form.cleaned_data["holds"] == "yes"
        check_line(found.id, digest=digest, how=form.cleaned_data["how"], holds=holds, today=today, by=request.user)
        messages.success(
            request,
            gettext("Written down: it holds. Thank you.")
            if holds
            else gettext("Written down: it is wrong, and no page shows it."),
        )
        return True
    return False
