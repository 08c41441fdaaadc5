"""Finding again what is sealed: a keyed digest of a phone or a document, under a key that is sealed itself.

Without the key all phone numbers of a country are tried in minutes; so it is never in a file or an environment, but
wrapped to the readers like any case seed.
"""

import hashlib
import hmac
import re
from itertools import accumulate

from amparo.sealing.derivation import derive

LABEL = "amparo/index/v1/"
DIGITS = re.compile(r"(?<![\w])\+?\d[\d \-().]{5,60}\d")
LONGEST_NUMBER = 15  # figures, with the country (ITU E.164)
NATIONAL = 8  # the last figures of a number, the same with and without what stands before it


def token(index_key: bytes, kind: str, text: str) -> str:
    """The blind token of a text of one kind, 128 bits, hexadecimal."""
    return hmac.new(derive(index_key, LABEL + kind), text.encode(), hashlib.sha256).hexdigest()[:32]


def phones_in(text: str) -> set[str]:
    """The phone numbers that stand in a text, each by its last eight figures.

    Where one stands directly after another, nobody knows where the second begins: then every eight figures that end
    at a gap count.
    """
    found: set[str] = set()
    for run in DIGITS.findall(text):
        groups = [_figures(group) for group in re.split(r"[ \-().+]+", run)]
        whole = "".join(groups)
        ends = [len(whole)] if len(whole) <= LONGEST_NUMBER else accumulate(map(len, groups))
        found |= {whole[end - NATIONAL : end] for end in ends if end >= NATIONAL}
    return found


def _figures(text: str) -> str:
    """Its figures as ours, also where they were typed in another script."""
    return "".join(str(int(each)) for each in text if each.isdecimal())
