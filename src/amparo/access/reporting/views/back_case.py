"""What was agreed with her: her permissions, who opened her case, the summary, her name and how to reach her."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from amparo.access.reporting.forms.back import CaseForm
from amparo.access.reporting.queries.hers import NOTHING_TAKEN
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.access.reporting.views.back import Came, answered, copy_in
from amparo.casework.actions import hers as actions
from amparo.casework.queries.her_doors import door_named, next_for
from amparo.casework.queries.hers import Hers, hers_of
from amparo.casework.queries.taking_back import ALL, read_takes
from amparo.commons import clock
from amparo.commons.policy.policies import public_post

LARGEST_BLOCK = 22_000  # bytes of all that may stand there, whatever it is
STEP = 8_192
SAID_NO = "REF"  # of the list service_outcome: until somebody of the house opens her case, on the page after her tap


@public_post
def back_case(request: HttpRequest) -> HttpResponse:
    """What was agreed, or that nothing is yet: in the same number of bytes. What she does there happens at once."""
    return answered(request, lambda came: case_page(request, came, did(request, came)))


def did(request: HttpRequest, came: Came) -> str:
    """Do what a button of this page said, and answer with the sentence about it; nothing where she only looks."""
    found, what = hers_of(came.page.found.ring), request.POST.get("do", "")
    if found.case is None or not what:
        return ""
    kind, _, reference = what.partition(":")
    if kind == "take":
        count = actions.take_back(found.case, reference, takes=str(copy_in(came)["takes"]))
        return taken(reference) if count else str(NOTHING_TAKEN)
    if kind == "yes":
        if not actions.say(found.case, {"yes": reference}):
            return gettext("You changed it many times today. Write us a message instead.")
        return gettext("Good: these words may travel, where you allowed it.")
    if kind == "refused":
        return turned_away(found, copy_in(came), reference)
    if kind == "say":
        return said(request, found.case)
    if kind == "close" and request.POST.get("sure") == "1" and closed(came, found):
        return gettext("Your case is closed. You may come back on any day.")
    return ""


def closed(came: Came, found: Hers) -> bool:
    """She closes her case, and what was passed on of it goes."""
    return actions.close_hers(found.case, takes=str(copy_in(came)["takes"]))


def turned_away(found: Hers, copy: dict[str, Any], said: str) -> str:
    """A door turned her away: it is sealed to her case at once, and what they said comes after, if she wants."""
    reference, _, code = said.partition(":")
    if door_named(copy, reference) is None or not actions.say(found.case, {"refused": [reference, code]}):
        return gettext("This door is over already, or you changed it many times today. Write us a message instead.")
    if code:
        return gettext("Thank you. It is written down as you said it.")
    return gettext("That should not have happened. Here is the next one. You need not explain anything.")


def taken(reference: str) -> str:
    """That it lets nothing through any more, one or all."""
    if reference == ALL:
        return gettext("All of it is taken back. From now on none of it lets anything through.")
    return gettext("Taken back. From now on it lets nothing through.")


def left_of(found: Hers, copy: dict[str, Any]) -> dict[str, int]:
    """How many permissions she may still take back, and how many of them do not stand on the page."""
    parts = read_takes(found.case, str(copy["takes"])).parts if found.case else ()
    left = [each for each in parts if each not in found.taken]
    shown = {each.get("ref") for each in copy["permissions"] if isinstance(each, dict)}
    return {"left": len(left), "more": sum(each not in shown for each in left)}


def why_kept(found: Hers, copy: dict[str, Any]) -> list[str]:
    """Why two people keep it, as codes: of what holds it today."""
    said = copy["held"] if isinstance(copy["held"], dict) else {}
    return sorted({str(said[each]) for each in found.holds if each in said})


def said(request: HttpRequest, case: Any) -> str:
    """Her name or how to reach her, as she wants it from now on."""
    form = CaseForm(request.POST)
    if not form.is_valid() or not form.changes():
        return gettext("Nothing was changed. Write what you want to change.")
    if not actions.say(case, form.changes()):
        return gettext("You changed it many times today. Write us a message instead.")
    return gettext("Changed. Until somebody reads it, nobody calls you.")


def doors_of(request: HttpRequest, copy: dict[str, Any]) -> dict[str, Any]:
    """Her doors, and where she was just turned away, the next ones."""
    kind, _, reference = request.POST.get("do", "").partition(":")
    door = door_named(copy, reference.partition(":")[0]) if kind == "refused" else None
    places = next_for(copy, door, now=clock.now()) if door else []
    doors = [each for each in copy["doors"] if isinstance(each, dict)] if isinstance(copy["doors"], list) else []
    said = [{**each, "out": SAID_NO} if door and each.get("ref") == door["ref"] else each for each in doors]
    return {"doors": said, "turned": door, "places": places}


def case_page(request: HttpRequest, came: Came, done: str) -> HttpResponse:
    """The page; what stands in it is a block of its own, so that the page is as long without it."""
    found = hers_of(came.page.found.ring)
    copy = copy_in(came)
    sure = request.POST.get("do") == "close" and request.POST.get("sure") != "1"
    context = {"came": came, "found": found, "copy": copy, "done": done, "sure": sure, "ticket": new_ticket()}
    context |= left_of(found, copy) | {"kept_because": why_kept(found, copy)} | doors_of(request, copy)
    context["readers"] = [(each.role, copy["why"].get(each.who, "")) for each in found.readers]
    context["form"] = CaseForm(initial={**copy, "ways": copy.get("ways", [])})
    block = render_to_string("reporting/_case.html", context, request)
    response = render(request, "reporting/case.html", {**context, "agreed": block})
    without = len(response.content) - len(block.encode())
    response.least_steps = -(-(without + LARGEST_BLOCK) // STEP)  # type: ignore[attr-defined]
    return response
