"""While something is sealed to a key, that key is not taken away: the one waits for the other.

Each writer of wraps calls :func:`hold_keys` in its transaction before it looks at the state of a reader, and whoever
takes a key away calls it ``alone`` before the state changes. So a wrap is either there before the key goes, where the
sweep finds it, or its writer sees that the key is gone. Writers do not wait for each other.

SQLite lets one transaction write at a time, from its first statement on (``transaction_mode``): nothing is to do there.
"""

from collections.abc import Iterable

from django.db import connections
from django.db.transaction import TransactionManagementError

from amparo.commons.audit.actions import unaudited
from amparo.vault.actions.burning import CARE
from amparo.vault.models import RETIRED, Reader

KEYS = 0x616D7061_726F0001  # the number of this lock in PostgreSQL, the same in every process


@unaudited("it changes nothing")
def hold_keys(*, alone: bool = False) -> None:
    """Until the transaction ends, no key is taken away; ``alone``: wait for every writer of wraps, and let none begin.

    PostgreSQL serves these locks in the order in which they were asked for: a flood of letters does not keep a key
    from being taken away.

    Raises
    ------
    TransactionManagementError : outside a transaction, where it would hold nothing.
    """
    connection = connections[CARE]
    if not connection.in_atomic_block:
        raise TransactionManagementError("keys are held within a transaction")
    if connection.vendor == "postgresql":
        kind = "" if alone else "_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{kind}(%s)", [KEYS])


@unaudited("it changes nothing")
def in_force(readers: Iterable[Reader]) -> list[Reader]:
    """Those of these readers whose keys were not taken away, which stays so until the caller's transaction ends."""
    named = {reader.pk: reader for reader in readers}
    hold_keys()
    gone = set(Reader.objects.filter(pk__in=list(named), state=RETIRED).values_list("pk", flat=True))
    return [reader for pk, reader in named.items() if pk not in gone]
