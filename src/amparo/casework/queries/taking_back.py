"""What she may take back on her own page. The list of it is sealed to her words, and bears the seal of the house.

Without a key nobody tells a permission from a task or a note. So her page brings the list along, and the seal says that
the house made it, for this very case: with it she ends her permissions and nothing else, and the row that counts her
goes with the one by which she is counted, whatever else her page says.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare

from amparo.casework.queries.partners import PARTNER_KIND
from amparo.casework.queries.parts import ENGAGED
from amparo.casework.queries.permissions import Permission

COUNTED = "share_nonidentifiable_stats"  # of the list consent_kind
HANGS = (COUNTED, PARTNER_KIND)  # her row hangs on these
ALL = "all"  # instead of one permission
MOST_PASSED = 10  # slices on the list
MOST_COUNTED = 8  # of those that count her; where there are more, her row goes with whatever she takes back
MOST = 150  # permissions on the list: with them it still fits beside what she sees


@dataclass(frozen=True, slots=True)
class Takes:
    """The permissions that she may take back, by opaque name; and what drops the row by which she is counted."""

    parts: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()  # those of them because of which she is counted, here or by a partner
    token: str = field(default="", repr=False)
    passed: tuple[tuple[str, str], ...] = ()  # by permission, what a focal point reads because of it

    def slices(self, parts: Sequence[str]) -> list[str]:
        """What nobody reads any more, where these are taken back."""
        return [each for permission, each in self.passed if permission in parts]

    def chosen(self, reference: str) -> tuple[str, ...]:
        """Which she means: one, or all."""
        return self.parts if reference == ALL else tuple(each for each in self.parts if each == reference)

    def drops(self, parts: Sequence[str]) -> str:
        """What drops her row, where these are taken back; nothing where they do not count her."""
        hangs = set(self.counted) & set(parts) or (parts and ALL in self.counted)
        return self.token if hangs else ""


def takes_of(case: Any, given: Sequence[Permission], token: str, passed: Sequence[tuple[str, str]] = ()) -> str:
    """The list for her page. To end that we go with her she closes her case, so that is not on it."""
    mine = [each for each in given if each.kind != ENGAGED][:MOST]
    hang = [each.part.reference for each in mine if each.kind in HANGS]
    counted = "".join(hang) if len(hang) <= MOST_COUNTED else ALL
    slices = "".join(permission + each for permission, each in passed[:MOST_PASSED])
    said = ".".join(["".join(each.part.reference for each in mine), counted, token, slices])
    return _seal(case).sign(said)


def read_takes(case: Any, said: str) -> Takes:
    """The list, as her page brings it back; empty where the house did not make it, or made it for another case.

    The newest one counts also where the house has had another secret since: what she takes back waits for nobody.
    """
    try:
        is_newest = constant_time_compare(digest_of_list(said), case.her_takes)
        told = said.rpartition(":")[0] if is_newest else _seal(case).unsign(said)
        parts, counted, token, slices = f"{told}.".split(".")[:4] if told.count(".") == 2 else told.split(".")
    except (BadSignature, ValueError):
        return Takes()
    passed = tuple((slices[at : at + 16], slices[at + 16 : at + 32]) for at in range(0, len(slices), 32))
    return Takes(_names(parts), _names(counted), token, passed)


def _names(said: str) -> tuple[str, ...]:
    """Opaque names, one after the other."""
    return tuple(said[at : at + 16] for at in range(0, len(said), 16))


def digest_of_list(said: str) -> str:
    """What the house keeps of the newest list, without the seal: by it nobody finds out what is on it."""
    return hashlib.sha256(said.rpartition(":")[0].encode()).hexdigest()


def _seal(case: Any) -> Signer:
    return Signer(salt=f"taking back {case.reference}")
