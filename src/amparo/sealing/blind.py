"""Finding again what is sealed: a keyed digest of a phone, a name or a document, under a key that is sealed itself.

Without the key all phone numbers of a country are tried in minutes; so it is never in a file or an environment, but
wrapped to the readers like any case seed.
"""

import hashlib
import hmac
import re
import secrets
from itertools import accumulate

from amparo.sealing.derivation import derive

LABEL = "amparo/index/v1/"
DIGITS = re.compile(r"(?<![\w])\+?\d[\d \-().]{5,60}\d")
LONGEST_NUMBER = 15  # figures, with the country (ITU E.164)
NATIONAL = 8  # the last figures of a number, the same with and without what stands before it
TOKEN = 32  # hexadecimal figures
SHORTEST_DOCUMENT, LONGEST_DOCUMENT = 5, 20  # figures at least, signs at most
# A name of an account somewhere: with @ before it or in it, or after the address of a site that has accounts.
HANDLE = re.compile(
    r"(?:@|(?:t|wa|instagram|facebook|fb|tiktok)\.(?:me|com)/@?)([\w.\-]{2,60})|([\w.\-+]{1,60}@[\w.\-]{3,60})"
)


def token(index_key: bytes, kind: str, text: str) -> str:
    """The blind token of a text of one kind, 128 bits, hexadecimal."""
    return hmac.new(derive(index_key, LABEL + kind), text.encode(), hashlib.sha256).hexdigest()[:32]


def key_of_places(index_key: bytes, kind: str, text: str) -> bytes:
    """What the tokens of a text hang on, where several things may have the same text."""
    return hmac.digest(derive(index_key, LABEL + "place/" + kind), text.encode(), "sha256")


def tokens_of_places(own: bytes, places: range) -> list[str]:
    """The tokens of a text at so many places: whoever is the first with this text takes one, the next another.

    So no two tokens are ever the same, and of two that lie side by side nobody can tell without the key whether they
    are of one text, of two, or drawn by chance.
    """
    return [hmac.digest(own, str(place).encode(), "sha256").hex()[:TOKEN] for place in places]


def decoy() -> str:
    """A token of nothing, drawn by chance: without the key it cannot be told from one, and nobody ever asks for it."""
    return secrets.token_hex(TOKEN // 2)


def handles_in(text: str) -> set[str]:
    """The names of accounts that stand in a text, and addresses of mail, in small letters."""
    found = {one or other for one, other in HANDLE.findall(text.casefold())}
    return {each.strip(".-") for each in found} - {""}


def documents_in(text: str) -> set[str]:
    """The number of a document that stands alone in a text: letters and figures, without what is written between."""
    bare = "".join(each for each in text.casefold() if each.isalnum())
    return {bare} if len(bare) <= LONGEST_DOCUMENT and len(_figures(bare)) >= SHORTEST_DOCUMENT else set()


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
