"""By what a filled form and its files are known again, without a word of what is in them.

Each is a digest under the number that the form bears on its phone: whoever has the tables alone makes none.
"""

import hashlib
import hmac


def mark_of(instance_id: str, what: str, data: bytes) -> str:
    """A digest that nobody makes without the number of the form; ``what``: ``name`` or ``file`` of a file, ``xml``."""
    return hmac.new(instance_id.encode(), what.encode() + b"\0" + data, hashlib.sha256).hexdigest()


def name_mark(instance_id: str, name: str) -> str:
    """Under what a file of this name came with this form."""
    return mark_of(instance_id, "name", name.encode())
