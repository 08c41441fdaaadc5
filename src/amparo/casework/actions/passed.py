"""What was passed on to focal points goes: with its keys, so that for her who read it, it never was."""

from collections.abc import Iterable

from amparo.casework.models import Slice
from amparo.commons.audit.actions import unaudited
from amparo.vault.actions.rings import shred_ring


@unaudited("a part of an act, of hers or of the house")
def forget_slices(references: Iterable[str]) -> None:
    """What focal points read of hers goes with its keys."""
    for row in Slice.objects.filter(reference__in=list(references)):
        lock = row.ring
        row.delete()
        shred_ring(lock)
