"""Files that go from one house to another: sealed to the key of an agreement, opened by whoever holds that key.

The key is that of a lock like any other, so it can be opened to a second colleague, and goes from whoever leaves. The
envelope is filled up: its size says to the nearest eighth how much is in it, and of little nothing.
"""

from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.sealing.boxes import OtherKey as OtherKey  # the rooms above may not name sealing themselves
from amparo.sealing.boxes import Unopenable as Unopenable
from amparo.sealing.envelopes import looks_sealed, seal
from amparo.sealing.keys import checked_recipient, fresh_secret, recipient_of
from amparo.sealing.padding import FILE_FLOOR, padded, unpadded
from amparo.vault.actions.rings import open_envelope
from amparo.vault.queries.opened import case_seeds, newest_key


@unaudited("the door that sends it says so itself")
def seal_passing(recipient: str, data: bytes) -> bytes:
    """A file for the key of an agreement; nobody of this house opens it afterwards."""
    return seal(padded(data, FILE_FLOOR), [checked_recipient(recipient)])


@unaudited("the door that takes it in says so itself")
def open_passing(by: Actor, ring: str, envelope: bytes) -> bytes:
    """What is in it, with her key; :class:`Hidden` where the lock is not hers.

    Raises
    ------
    OtherKey : where it was sealed to another key than any of this lock.
    Unopenable : where it is cut, or was changed.
    """
    seeds = case_seeds(by, ring)
    if not seeds:
        raise Hidden
    if not looks_sealed(envelope):
        raise Unopenable("this is no envelope")
    for version in sorted(seeds, reverse=True):
        try:
            return unpadded(open_envelope(seeds[version], envelope))
        except OtherKey:
            continue
        except ValueError as error:
            raise Unopenable("it is not whole") from error
    raise OtherKey("no key of this lock opens it")


@unaudited("it changes nothing")
def key_of_nobody() -> str:
    """A key that nothing opens, because its secret is forgotten: where a made-up house would have its own."""
    return recipient_of(fresh_secret())


@unaudited("it changes nothing")
def key_of_ring(ring: str) -> str:
    """The key to which one seals for a lock today: another one once somebody who held it left."""
    return str(newest_key(ring).recipient)
