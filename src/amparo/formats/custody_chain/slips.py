"""A slip of paper for whoever hands a piece over, and what it proves later. It names nobody.

It holds the number of the piece, the digest of its bytes, how many links the chain had and the digest of the last. So
whoever keeps the slip can show later that the chain was cut or written anew, with nothing but the slip.
"""

import secrets
from dataclasses import dataclass
from datetime import date

from amparo.formats.custody_chain.events import HEX64, NAME, RECEIPT, Mark, NotRead

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another on paper
SLIP = "amparo-slip 1"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed."""

    receipt: str
    item: str
    sha256: str  # of the piece; none where it is an object
    mark: Mark
    day: date

    @property
    def command(self) -> str:
        """What is typed beside the folder to hold this slip against its chain: the same in every language."""
        return f"sh verificar.sh {self.mark.count} {self.mark.head}"


def receipt_number() -> str:
    """A number for a slip that says nothing: 59 bits by chance, in three groups that can be read aloud."""
    letters = "".join(secrets.choice(LETTERS) for _each in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def slip_text(slip: Slip) -> bytes:
    """The slip as a text, for the folder that a court gets: the same figures as on the paper."""
    lines = {
        "receipt": slip.receipt, "item": slip.item, "sha256": slip.sha256 or "-", "count": str(slip.mark.count),
        "head": slip.mark.head, "day": slip.day.isoformat(),
    }  # fmt: skip
    return "".join([f"{SLIP}\n", *(f"{name} {value}\n" for name, value in lines.items())]).encode()


def read_slip(text: bytes) -> Slip:
    """A slip out of its text; :class:`NotRead` for anything else."""
    try:
        first, *rows, end = text.decode().split("\n")
        found = dict(row.split(" ") for row in rows)
        sha256 = "" if found["sha256"] == "-" else found["sha256"]
        mark = Mark(int(found["count"]), found["head"])
        slip = Slip(found["receipt"], found["item"], sha256, mark, date.fromisoformat(found["day"]))
    except (ValueError, KeyError) as error:
        raise NotRead("this is no slip") from error
    fits = RECEIPT.fullmatch(slip.receipt) and NAME.fullmatch(slip.item) and HEX64.fullmatch(mark.head)
    if first != SLIP or end or not fits or slip_text(slip) != text:
        raise NotRead("this is no slip")
    return slip
