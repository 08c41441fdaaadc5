"""Asking for a release: the request, and what the machine makes of it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons.accounts.policies import reference_of
from amparo.commons.audit.actions import audited, record, unaudited
from amparo.commons.policy.policies import Actor, Denied, Sentence
from amparo.doors.release.models import Request
from amparo.doors.release.policies import hands_of, may_ask, may_change, may_see_figures
from amparo.doors.release.policies.asking import why_no_sample, why_not_now
from amparo.doors.release.policies.states import after
from amparo.doors.release.queries.people import book_of_sample, digest_of, version_of
from amparo.doors.release.queries.requests import (
    earlier,
    recounted_by,
    reviewers,
    revisable_on,
    somebody_counts,
    standing,
    with_rows,
)
from amparo.doors.release.queries.words import default_words
from amparo.formats.hsds.encode import canonical
from amparo.formats.plans import BadPlan, Plan, plan
from amparo.information.risk_profiles.policies import quarter_of, samples_for, why_not_published
from amparo.information.risk_profiles.queries import get_result

EVIDENCE, TAKEN_BACK = "evidence", "taken_back"
TIME_LIMIT_S = 20.0  # of the solver, while somebody waits for the page
ASKED = gettext_lazy("Somebody asked for this one already. Look at it in the list.")
ENDED = ("counts", "edition", "cells", "report")  # of what does not leave nobody stays counted


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: a plan, a period, and for whom; of a sample the kept profile, whose quarter is the period."""

    plan: Plan
    period: str = ""
    recipient: str = ""
    agreement: str = ""
    revises: bool = False
    readers: tuple[str, ...] = ()  # paid reviewers whom the agreement names, where it is not for the public
    result: str = ""


@audited("release.asked", using=EVIDENCE)
def ask(asked: Asked, *, by: Actor, today: date) -> Request:
    """Begin a request for one period of a plan; ``Denied`` says why it cannot be published now, and what can."""
    one = asked.plan
    may_ask.check(by, one.kind, somebody_counts())
    before = earlier(one.code)
    period, refusal = _of_profile(asked, by) if one.kind == "sample" else (asked.period, _why_not(asked, today))
    if refusal is not None:
        raise Denied(refusal)
    if (one.audience != "public") != bool(asked.agreement) or (one.audience == "partner") != bool(asked.recipient):
        raise Denied(_("Say under which agreement they read it, and if it is one partner, which."))
    if not _named(asked):
        raise Denied(_("Say which paid reviewers the agreement lets read the words: at least one."))
    again = sum(each.period == period for each in before)
    name = f"{one.code}/{period}" + (f"/{again + 1}" if again else "")
    if Request.objects.filter(name=name).exclude(state__in=["refused", "failed", "withdrawn"]).exists():
        raise Denied(ASKED)
    try:
        with transaction.atomic(using=EVIDENCE):
            return Request.objects.create(
                plan=one.code, plan_digest=one.digest, period=period, name=name, revises=asked.revises,
                result=asked.result if one.kind == "sample" else "",
                audience=one.audience, recipient=asked.recipient, agreement=asked.agreement, checkers=one.checkers,
                readers=" ".join(sorted(asked.readers)), kind=one.kind,
                author=reference_of(by), author_hands=" ".join(sorted(hands_of(by))), asked_on=today,
            )  # fmt: skip
    except IntegrityError as error:  # at the same moment
        raise Denied(ASKED) from error


def _named(asked: Asked) -> bool:
    """Are readers named where it is not for the public, and only such as are paid to read; and nowhere else?"""
    if asked.plan.audience == "public":
        return not asked.readers
    return bool(asked.readers) and set(asked.readers) <= {reference for reference, _name in reviewers()}


def _why_not(asked: Asked, today: date) -> Sentence | None:
    """Why this period of counts cannot be asked for."""
    one, recounted = asked.plan, recounted_by(asked.plan)
    return why_not_now(
        one, asked.period, asked.revises, today=today, version=version_of(one), revisable=revisable_on(one),
        recounted=recounted.number if recounted else 0, before=earlier(one.code),
    )  # fmt: skip


def _of_profile(asked: Asked, by: Actor) -> tuple[str, Sentence | None]:
    """The quarter of the profile that is asked for, and why it cannot be published."""
    one, found = asked.plan, get_result(by, asked.result, kind="profile")
    if refusal := why_not_published(one, found.body):
        return "", refusal
    every = zip(found.recipe["rows"], found.body["samples"], strict=True)
    ours = samples_for(one, found.body)
    samples = [(rows, each["books"]) for rows, each in every if each in ours]
    book = book_of_sample(name for _rows, books in samples for name in books)
    return quarter_of(one, found.body), why_no_sample(one, book, [rows for rows, _books in samples], with_rows(one))


@unaudited("it writes the trail itself, with how it ended")
def protect(
    request: Request, *, by: Actor, today: date, time_limit_s: float = TIME_LIMIT_S, progress: Any = None
) -> Request:
    """Count, hide and attack. Whatever goes wrong, nothing can leave, and the request says why.

    The figures are made before the rows of this room are held: an attack takes its time, and others write meanwhile.
    """
    from amparo.methods.estimate import Refused  # numpy, and hundreds of its kind

    may_see_figures.check(by, request.kind)
    try:
        one = plan(request.plan)
        if one.digest != request.plan_digest:
            raise Denied(_("The plan was changed since this was asked for. Take it back and ask again."))
        made = _made(one, request, time_limit_s, progress)
    except Refused as error:
        return _ended(request, error.remarks[0].code, canonical([_said(each) for each in error.remarks]), by)
    except BadPlan:  # this one, or another one of the same codebook: they are attacked together
        return _ended(request, "bad_plan", "", by)
    words = canonical(default_words(one, request.period, json.loads(made.cells)))
    with transaction.atomic(using=EVIDENCE):
        held = hold(request)
        held.state = _step(held, "protect_own" if held.kind == "totals" else "protect")
        held.read_on, held.why = today, ""
        held.counts, held.edition, held.cells, held.report = made.counts, made.edition, made.cells, made.report
        held.digest, held.words, held.words_digest = made.digest, words, digest_of(words)
        held.save()
        record("release.protected", by=by, target=held, using=EVIDENCE)
    return held


def _made(one: Plan, request: Request, time_limit_s: float, progress: Any) -> Any:
    """The figures as they may leave: estimates out of a kept profile, or counts that were attacked."""
    if one.kind == "sample":
        from amparo.doors.release.queries.estimates import estimated

        return estimated(one, request.result)
    from amparo.doors.release.queries.known import past_for
    from amparo.doors.release.queries.protection import protected

    return protected(
        one, request.period, past_for(one), name=request.name, audience=request.audience, revises=request.revises,
        time_limit_s=time_limit_s, progress=progress,
    )  # fmt: skip


@unaudited("it holds a row for the act that called it")
def hold(request: Request) -> Request:
    """The request as it stands now; nobody else changes it until this act has ended."""
    return Request.objects.select_for_update().get(pk=request.pk)


@unaudited("a part of the act that has it made anew, which is in the trail")
def anew(held: Request, step: str, *, why: str = "") -> Request:
    """Nothing of what was made stands, and no yes to it."""
    held.says.all().delete()
    held.state, held.why = _step(held, step), why
    for name in (*ENDED, "digest", "words", "words_digest"):
        setattr(held, name, "")
    held.save()
    return held


@audited("release.withdrawn", target="request", using=EVIDENCE)
def withdraw(request: Request, *, by: Actor) -> Request:
    """The author takes it back. Who was counted for it is forgotten."""
    held = hold(request)
    may_change.check(by, standing(held))
    return close(held, "withdraw")


@unaudited("a part of the act that ends a request, which is in the trail")
def close(held: Request, step: str, *, why: str = "", remarks: str = "") -> Request:
    """End a request without a release. What the attack on a refused one tried stays: it has no count of anybody."""
    held.state = _step(held, step)
    for name in ENDED:
        if (step, name) != ("refuse", "report"):
            setattr(held, name, "")
    held.why, held.remarks = why[:24], remarks
    held.save()
    return held


def _ended(request: Request, why: str, remarks: str, by: Actor) -> Request:
    with transaction.atomic(using=EVIDENCE):
        held = close(hold(request), "fail", why=why, remarks=remarks)
        record("release.failed", by=by, target=held, using=EVIDENCE)
    return held


def _said(each: Any) -> list[Any]:
    return [each.code, each.text, {name: str(value) for name, value in each.values}]


def _step(held: Request, step: str) -> str:
    try:
        return after(held.state, step)
    except KeyError as error:
        raise Denied(_("Somebody did something with it meanwhile. Look at it again.")) from error
