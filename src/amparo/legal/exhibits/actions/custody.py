"""Adding to the chain of hands: one link for each act, in the transaction of the act itself."""

import secrets
from datetime import datetime
from typing import Any

from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.custody_chain.events import Fact, Mark, digest_of, next_link, read_link
from amparo.legal.exhibits.models import Chain, CustodyEvent
from amparo.vault.actions.sending import lock_again

CARE = "default"


@unaudited("a part of an act, which is audited")
def add_link(
    matter: Any,
    item: str,
    action: str,
    *,
    by: Actor,
    now: datetime | None = None,
    reason: str = "",
    counterpart: str = "",
    receipt: str = "",
    before: str = "",
    after: str = "",
) -> Mark:
    """Write an act into the chain of a matter, sealed to its readers; the mark that the chain has then."""
    Chain.objects.get_or_create(matter=matter.reference, defaults={"ring": matter.ring})
    chain = Chain.objects.select_for_update().get(matter=matter.reference)
    fact = Fact(
        1, item, now or clock.now(), opaque(by), action, secrets.token_hex(16), reason, counterpart, receipt,
        before, after,
    )  # fmt: skip
    link, body, mark = next_link(Mark(chain.count, chain.head) if chain.count else None, fact)
    version, box = lock_again(chain.ring, {"fact": body.decode()})
    read = read_link(link)
    CustodyEvent.objects.create(
        chain=chain, seq=read.seq, fact=digest_of(body), previous=read.previous, digest=mark.head,
        key_version=version, box=box,
    )  # fmt: skip
    chain.count, chain.head = mark.count, mark.head
    chain.save(update_fields=["count", "head"])
    return mark
