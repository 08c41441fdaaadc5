"""The word of another house for own totals: what it would see is sealed to its key, and its answer proves itself.

The tokens of its yes and its no lie in the file alone. Here stand their digests, so nobody of this house, whatever she
reads or copies, can say the word of the other one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.actions import audited, record, unaudited
from amparo.commons.policy.policies import Actor, check
from amparo.doors.exchange.policies import is_in_force
from amparo.doors.exchange.queries.partnerships import agreement_of_code
from amparo.doors.release.actions.asking import close, hold
from amparo.doors.release.models import CHECK, AskedOutside, Request, Say
from amparo.doors.release.policies.outside import may_ask_outside, may_ask_them, may_hear
from amparo.doors.release.policies.states import after
from amparo.doors.release.queries.outside import as_sent, partner_as_ruled
from amparo.doors.release.queries.requests import standing
from amparo.formats.passing.documents import BadFile, mark_of
from amparo.formats.passing.totals import (
    MOST_DAYS,
    NO,
    YES,
    Answer,
    digest_of_token,
    filled_up,
    fresh_token,
    is_token,
    read_answer,
    signs_in,
)
from amparo.vault.actions.passing import seal_passing

EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Made:
    """The file that somebody carries, and what stays of it here."""

    asked: AskedOutside
    data: bytes


@audited("release.asked_outside", target="request", using=EVIDENCE)
def ask_outside(request: Request, partnership: Any, *, by: Actor, today: date) -> Made:
    """Make the file for the other house. One that was made before and has no answer counts no more."""
    held = hold(request)
    stands = standing(held)
    may_ask_outside.check(by, stands)
    may_ask_them.check(by, stands, partner_as_ruled(partnership, today))
    until = min(today + timedelta(days=MOST_DAYS), partnership.ends)
    yes, no = fresh_token(), fresh_token()
    team = filled_up({signs_in(each.sign_in_name, yes) for each in accounts_of(at_work=True)})
    told = as_sent(held, partnership, until=until, yes=yes, no=no, team=team)
    data = seal_passing(partnership.recipient, told.as_file())
    held.asked_outside.filter(said="").delete()
    asked = AskedOutside.objects.create(
        request=held, partner=partnership.code, house=partnership.receiver, digest=held.digest,
        words_digest=held.words_digest, looked_at=told.looked_at, yes=digest_of_token(yes), no=digest_of_token(no),
        mark=mark_of(data), asked_on=today, until=until,
    )  # fmt: skip
    return Made(asked, data)


@unaudited("it writes the trail itself, with what was said")
def hear(request: Request, data: bytes, *, by: Actor, today: date) -> Request:
    """Bring the answer in; :class:`BadFile` where it is not the one that is waited for, and nothing is done.

    A yes makes the totals ready to leave, a no ends the request with its reason.
    """
    with transaction.atomic(using=EVIDENCE):
        held = hold(request)
        check(may_hear, by, standing(held))
        answer = read_answer(data)
        asked = _asked(held, answer, by, today)
        AskedOutside.objects.filter(pk=asked.pk).update(said=answer.said, said_on=today)
        record(f"release.said_{answer.said}_outside", by=by, target=held, using=EVIDENCE)
        if answer.said == NO:
            return close(held, "refuse", why=answer.why)
        Say.objects.create(
            request=held, kind=CHECK, who=asked.partner, outside=True, digest=asked.digest, on=today, hands=""
        )
        held.state = after(held.state, "word")
        held.save(update_fields=["state"])
    return held


def _asked(held: Request, answer: Answer, by: Actor, today: date) -> AskedOutside:
    """What this answers: by the token that was sealed into it alone, and of exactly what would leave now."""
    every = list(held.asked_outside.filter(partner=answer.code))
    named = [each for each in every if is_token(answer.token, each.yes if answer.said == YES else each.no)]
    if not named or answer.name != held.name:
        raise BadFile("other_word")
    (asked,) = named
    if asked.said:
        raise BadFile("said_before")
    agreed = agreement_of_code(asked.partner)  # whoever ended it may have done so because their key is in other hands
    if today > asked.until or agreed is None or not is_in_force.allows(by, agreed, today):
        raise BadFile("word_over")
    same = (asked.digest, asked.words_digest) == (held.digest, held.words_digest)
    if not same or answer.looked_at != asked.looked_at:
        raise BadFile("other_bytes")
    return asked
