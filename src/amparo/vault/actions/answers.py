"""Answers of a study: sealed to its lock as they come, opened many at once by whoever leads it.

A form that was sealed on a phone has a key of its own. What opens it lies in the lock of the study too, so the server
alone opens neither.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pyrage.x25519 import Identity

from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.sealing.boxes import Unopenable as Unopenable  # the rooms above may not name sealing themselves
from amparo.sealing.derivation import derive
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.keys import case_identity, identity_of
from amparo.sealing.odk import SEALED as SEALED
from amparo.sealing.odk import FormKey as FormKey
from amparo.sealing.odk import make_keys, open_submission
from amparo.sealing.odk import read_key as read_key
from amparo.sealing.padding import TEXT_FLOOR, padded, unpadded
from amparo.vault.actions.rings import seal_to
from amparo.vault.actions.sending import lock_again, open_note
from amparo.vault.queries.opened import case_seed, case_seeds

type Opener = Callable[[int, Any], bytes]


@unaudited("a part of taking an answer, which leaves no row")
def seal_answer(ring: str, name: str, data: bytes) -> tuple[int, bytes]:
    """A form or a file with its name, filled up and sealed to a study: the version of its key, and the envelope."""
    head = json.dumps(name).encode()
    return seal_to(ring, padded(head + b"\n" + data, TEXT_FLOOR))


@unaudited("the act that opens them is audited")
def opener_of(by: Actor, ring: str) -> Opener:
    """What opens the envelopes of a study one after the other, with her key; :class:`Hidden` where it is not hers."""
    seeds = case_seeds(by, ring)
    if not seeds:
        raise Hidden
    identities: dict[int, Identity] = {version: identity_of(case_identity(seed)) for version, seed in seeds.items()}

    def open_one(version: int, box: Any) -> bytes:
        if version not in identities:
            raise Unopenable("this version of the key is not hers")
        return open_sealed(bytes(box), identities[version])

    return open_one


@unaudited("it changes nothing")
def secret_of_numbers(by: Actor, ring: str) -> UUID:
    """Under what answers that came without a number are numbered, with her key; :class:`Hidden` where it is not hers.

    It hangs on the first key of the study and never changes: the same answers get the same number whoever brings them.
    Without that key nobody tries out on the digests of this house what somebody may have answered.
    """
    return UUID(bytes=derive(case_seed(by, ring, 1), "amparo/study/v1/numbers", 16))


@unaudited("it changes nothing")
def named_answer(opened: bytes) -> tuple[str, bytes]:
    """The name and the bytes of what :func:`seal_answer` sealed."""
    head, _line, data = unpadded(opened).partition(b"\n")
    return str(json.loads(head)), data


@unaudited("a part of sending a questionnaire into the field, which is audited")
def new_form_key(ring: str) -> tuple[str, int, bytes]:
    """A key for one form: its public half as the form says it, and its private half sealed to the study."""
    private, public = make_keys()
    return public, *lock_again(ring, {"pem": private.decode("ascii")})


@unaudited("the act that opens it is audited")
def open_form_key(by: Actor, ring: str, version: int, box: Any) -> bytes:
    """The private half, with her key; ``read_key`` reads it once for all the forms that were sealed to it."""
    return str(open_note(by, ring, version, box)["pem"]).encode("ascii")


@unaudited("the act that opens it is audited")
def open_from_phone(
    private: FormKey, *, key: bytes, instance_id: str, xml_file: str, media: Sequence[str], files: Mapping[str, bytes]
) -> tuple[bytes, dict[str, bytes]]:
    """A form that was sealed on a phone, and its files; :class:`Unopenable` where this is not its key."""
    return open_submission(private, key=key, instance_id=instance_id, xml_file=xml_file, media=media, files=files)
