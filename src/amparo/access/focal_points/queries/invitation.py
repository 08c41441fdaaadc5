"""How she knows that it is this house, and the house that it is she: three words, which nobody keeps.

They are worked out of the key of the house and the number of her invitation. A copy of the database shows none; the
coordinator's page says them until she is accredited. Another invitation is another phrase.
"""

from functools import cache
from typing import Any

from django.utils.crypto import salted_hmac

from amparo.formats.codes import CONTENT

WORDS = 3  # of a list of 1,024: one in about a thousand million is guessed
BITS = 10


@cache
def _list(language: str) -> tuple[str, ...]:
    """The words of the house in a language; none of them could hurt."""
    path = CONTENT / "words" / f"{language}.txt"
    name = path if path.is_file() else CONTENT / "words" / "es.txt"
    return tuple(name.read_text(encoding="utf-8").split())


def phrase_of(focal: Any) -> tuple[str, ...]:
    """The three words of her invitation, in the language of her desk."""
    language = focal.user.language if focal.user else "es"
    told = salted_hmac("amparo.focal_points.phrase", f"{focal.reference}:{focal.invitation}", algorithm="sha256")
    number, known = int.from_bytes(told.digest()[:8]), _list(language)
    return tuple(known[number >> BITS * place & (1 << BITS) - 1] for place in range(WORDS))
