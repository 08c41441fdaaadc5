"""What a phone does when it closes a letter itself, for programs that stand in for one: the demo, tests, the benchmark.

The house never does this with a letter of somebody's: what she writes on a phone with a script is closed there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from amparo.commons.audit.actions import unaudited
from amparo.sealing.derivation import derive
from amparo.sealing.envelopes import seal
from amparo.sealing.keys import case_recipient, fresh_secret, recipient_of
from amparo.sealing.receipts import AGE, LOOKUP, derive_key
from amparo.sealing.words import folded
from amparo.vault.actions.letters import write_facts, write_message
from amparo.vault.models import Reader
from amparo.vault.queries.standing import house


@dataclass(frozen=True, slots=True)
class Closed:
    """A letter as it leaves a phone."""

    case: str
    wraps: dict[str, bytes]
    facts: bytes
    message: bytes
    lookup: bytes
    receipt: str

    def __repr__(self) -> str:
        return "Closed(…)"


@unaudited("it writes nothing")
def close_letter(
    text: str, readers: Iterable[Reader], facts: dict[str, Any], *, lookup: bytes, secret: bytes
) -> Closed:
    """Close a letter to these readers and to a receipt (its lookup and its secret)."""
    seed = fresh_secret()
    wraps = {each.reference: seal(seed, [each.recipient]) for each in readers}
    receipt = recipient_of(secret)
    case = case_recipient(seed)
    return Closed(
        case,
        wraps | {"receipt": seal(seed, [receipt])},
        seal(write_facts(facts), [case]),
        seal(write_message(text), [case]),
        lookup,
        receipt,
    )


@unaudited("it writes nothing")
def receipt_of_phone(words: tuple[str, ...]) -> tuple[bytes, bytes]:
    """The lookup and the secret of eight words, as her phone derives them; the house itself keeps neither."""
    key = derive_key(tuple(folded(word) for word in words), bytes(house().salt))
    return derive(key, LOOKUP), derive(key, AGE)


@unaudited("it writes nothing")
def some_receipt() -> tuple[bytes, bytes]:
    """A lookup and a secret that hang on no words: for measuring, where deriving is not what is measured."""
    return fresh_secret(), fresh_secret()
