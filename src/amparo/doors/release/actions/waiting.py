"""Small plans are hidden and attacked while somebody waits for the page; large ones beside the pages."""

from datetime import date
from math import prod

from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.actions import unaudited
from amparo.commons.jobs.actions import enqueue
from amparo.commons.policy.policies import Actor
from amparo.doors.release.actions.asking import TAKEN_BACK, protect
from amparo.doors.release.actions.letting_out import let_out
from amparo.doors.release.models import Request
from amparo.doors.release.policies import may_release
from amparo.doors.release.policies.states import DRAFT
from amparo.doors.release.queries.requests import standing
from amparo.formats.plans import plan, world

ATTACK, RELEASE = "release_attack", "release"
MOST_CELLS = 5000  # finest cells of a plan that somebody waits for; a place has as many as it turns out to have
MOST_PLACES = 30


@unaudited("it reads a plan")
def takes_long(code: str) -> bool:
    """Has a plan so many finest cells that nobody should wait for the page?"""
    every = world(plan(code).codebook)
    return prod(len(each.leaves) or MOST_PLACES for each in every) > MOST_CELLS


@unaudited("what it does, or the job that is asked for, is in the trail")
def protect_or_wait(request: Request, *, by: Actor, today: date) -> Request:
    """Hide and attack now, or ask that it be done."""
    if not takes_long(request.plan):
        return protect(request, by=by, today=today)
    enqueue(ATTACK, {"request": request.reference}, by=by)
    return request


@unaudited("what it does, or the job that is asked for, is in the trail")
def let_out_or_wait(request: Request, *, by: Actor, today: date) -> Request:
    """Let out now, or ask that it be done: who may not is told at once."""
    if not takes_long(request.plan):
        return let_out(request, by=by, today=today)
    may_release.check(by, standing(request), today)
    enqueue(RELEASE, {"request": request.reference}, by=by)
    return request


@unaudited("each job that is asked for is in the trail when it is done")
def count_again() -> int:
    """Have every request counted again out of which somebody took her permission back; how many. Once a night."""
    waiting = {each.reference: each for each in Request.objects.filter(state=DRAFT, why=TAKEN_BACK)}
    authors = {each.reference: each for each in accounts_of(references={each.author for each in waiting.values()})}
    asked = [(name, authors[each.author]) for name, each in waiting.items() if each.author in authors]
    for name, author in asked:
        enqueue(ATTACK, {"request": name}, by=author)
    return len(asked)
