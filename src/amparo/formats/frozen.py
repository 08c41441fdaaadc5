"""Results that can be made again: one canonical text, and its digest. Pure.

The same result is the same bytes, whoever makes it and whenever, as long as it is made of the same. Keys are in order,
there is no space, and a number keeps nine decimals: what two processors reckon differently lies far behind.
"""

import json
import math
from hashlib import sha256
from typing import Any

DECIMALS = 9


def canonical(body: Any) -> str:
    """The one text of this body.

    Raises
    ------
    ValueError : a number is not finite: nothing that is shown may be built on it.
    """
    return json.dumps(_plain(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of a canonical text."""
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Lists, texts and numbers; a float that is whole stays one (``1.0``), and there is no minus zero."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("A number is not finite.")
        return round(value, DECIMALS) + 0.0
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
