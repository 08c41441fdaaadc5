"""Letting out: one last attack on what will be written, and then everything in one transaction, or nothing."""

import json
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from amparo.commons import clock
from amparo.commons.accounts.policies import reference_of
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.doors.deidentify.queries import rows_now
from amparo.doors.release.actions.asking import TAKEN_BACK, TIME_LIMIT_S, anew, close, hold
from amparo.doors.release.models import Request
from amparo.doors.release.policies import may_release
from amparo.doors.release.policies.states import after
from amparo.doors.release.queries.known import words_given
from amparo.doors.release.queries.people import (
    came_since,
    counted_today,
    digest_of,
    read_counts,
    took_back,
    version_of,
)
from amparo.doors.release.queries.requests import standing
from amparo.doors.release.queries.shown import leaving
from amparo.doors.release.queries.words import default_words
from amparo.evidence.queries import builds
from amparo.formats.hsds.encode import canonical
from amparo.formats.plan_periods import period_of
from amparo.formats.plans import BadPlan, Plan, plan
from amparo.publications import actions as publications
from amparo.publications import queries as published

EVIDENCE = "evidence"


@unaudited("what it does is in the trail: the release, or that it failed")
def let_out(request: Request, *, by: Actor, today: date, time_limit_s: float = TIME_LIMIT_S) -> Request:
    """Release a request, or say why nothing was released.

    The attack is on the texts that will be written, with what was published until then. It may take its time, so it
    comes before the rows are held; then, with the rows held, both are compared with what was attacked. Where anybody
    wrote anything meanwhile nothing is released.

    Last of all it is compared with who allows it now. Where somebody took her permission back since she was counted,
    nobody says who: every yes is dropped, and the request is counted again once the build of the next night brought
    all that changed, with whom else it changed.
    """
    request = Request.objects.get(pk=request.pk)  # as it stands now
    may_release.check(by, standing(request), today)
    before = _stands()
    seen = _content(request)
    if wrong := _wrong(request, time_limit_s):
        return _failed(request, wrong, by=by)
    stands = builds()
    if _took_back(request, today):
        return _recount(request, by=by)
    return _write(request, before=before, seen=(*seen, stands), by=_as_she_is_now(by), today=today)


def _stands() -> tuple[str, int]:
    """With what in hand it is attacked: everything that left, and every word to the totals of a partner."""
    return published.head(), words_given()


def _as_she_is_now(by: Actor) -> Actor:
    """Read anew: her role or her account may have been taken from her while the attack went on."""
    return next(iter(accounts_of(references={reference_of(by)})), by)


def _took_back(request: Request, today: date) -> bool:
    """Is anybody counted in it who would not be counted now? Estimates are made once more out of today's rows.

    Rows lapse with their quarter, whoever still allows it, until her case is opened again. So rows of another quarter
    say nothing of who took her permission back: then who was counted stays counted.
    """
    from amparo.doors.release.queries.known import past_for  # numpy, and hundreds of its kind

    one = plan(request.plan)
    read_in = period_of(request.read_on, "quarter") if request.read_on else ""
    if one.kind == "sample" or read_in != period_of(today, "quarter"):
        return False
    past, until = past_for(one), request.period if one.time else ""
    here = counted_today(one, version_of(one), request.period, instead=rows_now(clock.at(today, 12)))
    now = came_since(here, past.counted, past.ledger.editions, until=until)
    return took_back(read_counts(request.counts), now, past.ledger.editions, revises=request.revises)


@audited("release.recounted", target="request", using=EVIDENCE)
def _recount(request: Request, *, by: Actor) -> Request:
    return anew(hold(request), "recount", why=TAKEN_BACK)


def _content(request: Request) -> tuple[Any, ...]:
    """Everything of a request that is written, and what was said yes to."""
    return (request.counts, request.edition, request.cells, request.words, request.digest, request.words_digest)


def _wrong(request: Request, time_limit_s: float) -> str:
    """Why what is kept may not leave: a code of the list ``release_failure``; nothing where it may."""
    try:
        one = plan(request.plan)
    except BadPlan:
        return "bad_plan"
    if one.digest != request.plan_digest:
        return "plan_changed"
    if digest_of(request.counts, request.edition, request.cells, request.report) != request.digest:
        return "figures_changed"
    if digest_of(request.words) != request.words_digest:
        return "words_changed"
    if one.kind == "totals" and not _words_of_the_plan(one, request):
        return "words_changed"
    return _wrong_estimates(one, request) if one.kind == "sample" else _wrong_counts(one, request, time_limit_s)


def _wrong_estimates(one: Plan, request: Request) -> str:
    """They are made once more, of the profile and of today's rows: what leaves is that, letter for letter."""
    from amparo.doors.release.queries.estimates import estimated  # numpy, and hundreds of its kind
    from amparo.methods.estimate import Refused

    try:
        made = estimated(one, request.result)
    except Refused as error:
        return error.remarks[0].code
    if made.report != request.report:
        return "other_counts"
    return "" if made.digest == request.digest else "figures_differ"


def _wrong_counts(one: Plan, request: Request, time_limit_s: float) -> str:
    """The rules anew for every cell, and every attacker on the ledger as it would stand."""
    from amparo.doors.release.queries.known import past_for
    from amparo.doors.release.queries.protection import attacked_again
    from amparo.methods.estimate import Refused
    from amparo.publications.queries.ledgers import ledger

    before = ledger(one.codebook, one.kind)
    if not _agrees(request, before):
        return "figures_differ"
    if json.loads(request.report)["editions"] != [each.name for each in before.editions]:
        return "other_counts"  # who came since that one is counted in it, and would be counted twice
    try:
        found = attacked_again(
            one,
            request.period,
            past_for(one),
            counts=request.counts,
            edition=request.edition,
            time_limit_s=time_limit_s,
        )
    except Refused as error:
        return error.remarks[0].code
    except BadPlan:  # another one of the same codebook
        return "bad_plan"
    return found[0] if found else ""


def _words_of_the_plan(one: Any, request: Request) -> bool:
    """Of own totals nobody of the house writes a word."""
    return request.words == canonical(default_words(one, request.period, json.loads(request.cells)))


def _agrees(request: Request, past: Any) -> bool:
    """Do the cells that readers get say what the ledger says, and nothing of what it hides?"""
    (told,) = json.loads(request.edition)
    figures = {tuple(each["label"]): each["low"] for each in told["figures"] if each["of"] is None}
    before = {figure.label: figure.low for edition in past.editions for figure in edition.figures if figure.of is None}
    return all(
        value == figures.get(tuple(label)) and stands in (None, before.get(tuple(label)))
        for label, value, _reasons, stands in json.loads(request.cells)
    )


@audited("release.failed", target="request", using=EVIDENCE)
def _failed(request: Request, why: str, *, by: Actor) -> Request:
    return close(hold(request), "fail", why=why)


@audited("release.let_out", target="request", using=EVIDENCE)
def _write(request: Request, *, before: tuple[str, int], seen: tuple[Any, ...], by: Actor, today: date) -> Request:
    """Everything that was attacked, as it was attacked; with the row held, so that it is released once."""
    held = hold(request)
    may_release.check(by, standing(held), today)
    if _stands() != before or (*_content(held), builds()) != seen:
        raise Denied(_("Somebody released or changed something meanwhile, so nothing was released. Press again."))
    one = plan(held.plan)
    lines, shown = leaving(one, held, today)
    sample = one.kind == "sample"
    facts: dict[str, Any] = {
        "plan": held.plan, "name": held.name, "kind": one.kind,
        "codebook": json.loads(held.counts)["book"] if sample else f"{one.codebook}/{version_of(one)}",
        "audience": held.audience, "recipient": held.recipient, "agreement": held.agreement, "period": held.period,
        "ledger": "" if sample else canonical(json.loads(held.edition)),
    }  # fmt: skip
    edition = publications.release(lines, shown=shown, released_on=today, by=by, **facts)
    if (edition.previous, words_given()) != before:  # the release holds the end of the trail: nobody gives a word now
        raise Denied(_("Somebody released or changed something meanwhile, so nothing was released. Press again."))
    held.state, held.released = after(held.state, "release"), edition.reference
    held.save(update_fields=["state", "released"])
    return held
