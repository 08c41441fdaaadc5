"""An address that a calendar asks for her due days: made, shown once, ended. It shows a neutral word and a day."""

import hashlib
import secrets

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.legal.representation.models import Feed
from amparo.legal.representation.policies import may_feed
from amparo.legal.representation.queries.feeds import feeds_of

CARE = "default"
BYTES = 24  # of the word in the address: 192 bits, which nobody guesses


@audited("feed.made", target="by", using=CARE)
def make_feed(*, by: Actor) -> str:
    """A new address; the word in it, which is shown once and not kept."""
    may_feed.check(by, feeds_of(by))
    word = secrets.token_urlsafe(BYTES)
    Feed.objects.create(user=by, check_of=digest_of(word), made_on=clock.today())
    return word


@audited("feed.ended", target="by", using=CARE)
def end_feed(reference: str, *, by: Actor) -> None:
    """From now on the address answers nobody."""
    Feed.objects.filter(user=by, reference=reference).delete()


@unaudited("a backup was put back, and what was ended since would answer again")
def forget_feeds() -> None:
    """Every address goes. Each lawyer makes her own anew."""
    Feed.objects.all().delete()


@unaudited("it changes nothing")
def digest_of(word: str) -> str:
    """What is kept of the word in an address."""
    return hashlib.sha256(word.encode()).hexdigest()
