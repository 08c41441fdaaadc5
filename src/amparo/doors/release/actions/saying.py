"""What people say to a request: yes to its figures, yes to its words, no, and that an edition comes down."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from amparo.commons.accounts.policies import reference_of
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied, check
from amparo.doors.release.actions.asking import anew, close, hold
from amparo.doors.release.models import CHECK, READ, Request, Say
from amparo.doors.release.policies import (
    READER,
    hands_of,
    has_its_checks,
    has_its_reads,
    may_change,
    may_check,
    may_read_words,
    may_refuse,
    may_reword,
    may_take_down,
)
from amparo.doors.release.policies.states import DRAFT, FIRST, READY, WORDS, after
from amparo.doors.release.queries.people import digest_of
from amparo.doors.release.queries.requests import standing
from amparo.doors.release.queries.words import faults
from amparo.formats.codes import by_code
from amparo.formats.hsds.encode import canonical
from amparo.formats.plans import plan
from amparo.publications import actions as publications

EVIDENCE = "evidence"


@audited("release.checked", target="request", using=EVIDENCE)
def say_yes(request: Request, *, digest: str, by: Actor, today: date) -> Request:
    """One more checker says yes to the figures that she saw, which are those of this digest."""
    held = hold(request)
    may_check.check(by, standing(held))
    if digest != held.digest:
        raise Denied(_("The figures are other ones now. Look at them again."))
    Say.objects.create(request=held, kind=CHECK, digest=held.digest, on=today, **_said_by(by))
    if has_its_checks(standing(held)):
        held.state = WORDS
    elif held.state == FIRST:
        held.state = after(held.state, "check")
    held.save(update_fields=["state"])
    return held


def _said_by(by: Actor) -> dict[str, str]:
    """Who says it, and through whose hands she came in."""
    return {"who": reference_of(by), "hands": " ".join(sorted(hands_of(by)))}


@audited("release.refused", target="request", using=EVIDENCE)
def refuse(request: Request, *, why: str, by: Actor) -> Request:
    """A checker says no, with a reason. Who was counted for it is forgotten; what the attack tried stays to be read."""
    held = hold(request)
    may_refuse.check(by, standing(held))
    if why not in by_code("release_refusal"):
        raise Denied(_("Choose the reason. The author has to know what to change."))
    return close(held, "refuse", why=why)


@audited("release.reworded", target="request", using=EVIDENCE)
def reword(request: Request, words: Sequence[Mapping[str, str]], *, by: Actor) -> Request:
    """The author writes the words; who read them before reads them again."""
    held = hold(request)
    may_reword.check(by, standing(held))
    if faults(plan(held.plan), held.period, words, json.loads(held.cells)):
        raise Denied(_("In a sentence there is a typed number, or a figure that is not shown."))
    held.words = canonical([dict(each) for each in words])
    held.words_digest = digest_of(held.words)
    held.author_hands = " ".join(sorted({*held.author_hands.split(), *hands_of(by)}))
    if held.state == READY:
        held.state = after(held.state, "reword")
    held.save(update_fields=["words", "words_digest", "author_hands", "state"])
    return held


@audited("release.read", target="request", using=EVIDENCE)
def say_words_are_right(request: Request, *, digest: str, by: Actor, today: date) -> Request:
    """One of two people says that the words are right: those that she read, which are those of this digest."""
    held = hold(request)
    may_read_words.check(by, standing(held))
    if digest != held.words_digest:
        raise Denied(_("The words are other ones now. Read them again."))
    Say.objects.filter(request=held, kind=READ, who=reference_of(by)).delete()  # hers to words of before
    Say.objects.create(
        request=held, kind=READ, paid=by.has_role(READER), digest=held.words_digest, on=today, **_said_by(by)
    )
    if has_its_reads(standing(held)):
        held.state = after(held.state, "read")
        held.save(update_fields=["state"])
    return held


@audited("release.begun_again", target="request", using=EVIDENCE)
def begin_again(request: Request, *, by: Actor) -> Request:
    """The author has the figures made anew, because another edition came out since; every yes is asked for again."""
    held = hold(request)
    may_change.check(by, standing(held))
    if held.state == DRAFT:
        raise Denied(_("The figures are not made yet."))
    held.author_hands = " ".join(sorted({*held.author_hands.split(), *hands_of(by)}))
    return anew(held, "again")


@unaudited("the room that it is taken from writes the trail")
def take_down(edition: str, *, why: str, by: Actor, today: date) -> None:
    """Take an edition away from every reader, at once."""
    check(may_take_down, by)
    if why not in by_code("take_down"):
        raise Denied(_("Choose the reason. Whoever cited it has to know."))
    publications.take_down(edition, why=why, on=today, by=by)
