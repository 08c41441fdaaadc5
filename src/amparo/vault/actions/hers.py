"""What she sees of her case: sealed to her eight words alone. Nobody of the house opens it, and it opens nothing else.

The words do not open the case itself. Whoever finds them on a paper sees what she may see, and not what she told.
"""

from amparo.commons.audit.actions import unaudited
from amparo.sealing.envelopes import open_sealed, seal
from amparo.sealing.padding import padded, unpadded
from amparo.vault.models import ACTIVE, RECEIPT, Reader

FLOOR = 8_192  # bytes: as large as the longest that may stand there, so that its size says nothing
LONGEST = FLOOR - 4
SMALL = 256  # bytes: what she opens only to show that she has her words


@unaudited("a part of opening a case, which is audited")
def words_of_ring(ring: str) -> Reader | None:
    """The words that open a thread, as a reader; None where she has none."""
    return Reader.objects.filter(kind=RECEIPT, state=ACTIVE, wraps__case_key__ring=ring).first() if ring else None


@unaudited("a part of opening a case, which is audited")
def seal_for_words(words: Reader, data: bytes) -> bytes:
    """Seal something to her words. ``ValueError`` where it is longer than all of them are."""
    if len(data) > LONGEST:
        raise ValueError("too long for her page")
    return seal(padded(data, FLOOR), [words.recipient])


@unaudited("it changes nothing")
def seal_small(words: Reader, text: str) -> bytes:
    """A short text for whoever has these words, always in as many bytes."""
    return seal(padded(text.encode(), SMALL), [words.recipient])


@unaudited("her own act leaves no row that names her")
def opened_with_words(box: bytes, secret: bytes) -> bytes | None:
    """What is sealed to her words; None where other words sealed it, or it is none of ours."""
    try:
        return unpadded(open_sealed(box, secret))
    except ValueError:
        return None


@unaudited("her own act leaves no row that names her")
def sealed_anew(box: bytes, secret: bytes, recipient: str) -> bytes | None:
    """The same for her new words."""
    data = opened_with_words(box, secret)
    return None if data is None else seal(padded(data, FLOOR), [recipient])
