"""After an old backup was put back: whatever was destroyed since is destroyed again, before anybody can open it."""

from django.db import transaction

from amparo.commons.audit.actions import unaudited
from amparo.vault.actions.alike import hide
from amparo.vault.actions.burning import CARE, cut_the_log
from amparo.vault.actions.ledger import (
    SOMEBODY,
    destroyed_rings,
    left_digest,
    left_digests,
    not_yet_destroyed,
    write_back,
)
from amparo.vault.actions.rings import forget_ring, take_out
from amparo.vault.models import CaseKey, Wrap


@unaudited("it destroys again what was destroyed, after a restore")
def replay_ledger() -> int:
    """Destroy again whatever an old backup brought back; how many rings that were. Called before the house opens.

    Who was taken out of a ring since is taken out again, too; and what leaves out somebody is found by nobody else.
    What the clock destroyed a few days ago stays: the copy wins over it.
    """
    here = set(CaseKey.objects.values_list("ring", flat=True))
    write_back(not_yet_destroyed() & here)
    back = sorted(destroyed_rings() & here)
    for ring in back:
        with transaction.atomic(using=CARE):
            forget_ring(ring)
    left = left_digests()
    pairs = set(Wrap.every.values_list("case_key__ring", "reader__reference")) if left else set()
    again = [pair for pair in sorted(pairs) if left_digest(*pair) in left]
    for pair in again:
        take_out(*pair)
    if left:
        hide(
            ring for ring in set(CaseKey.objects.values_list("ring", flat=True)) if left_digest(ring, SOMEBODY) in left
        )
    if back or again:
        cut_the_log()
    return len(back)
