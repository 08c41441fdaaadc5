"""Files: opened with the key that only their message holds."""

from typing import Any

from amparo.commons.policy.policies import Hidden
from amparo.sealing.envelopes import open_sealed
from amparo.vault.models import SealedFile


def opened_file(ring: str, said: Any) -> tuple[Any, bytes]:
    """A file as it was; :class:`Hidden` where no message of this ring speaks of it."""
    row = SealedFile.objects.filter(ring=ring, reference=said.reference).first() if said else None
    if row is None:
        raise Hidden
    return said, open_sealed(bytes(row.box), said.seed)[: said.size]
