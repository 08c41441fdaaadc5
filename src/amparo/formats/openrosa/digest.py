"""Digest authentication as old clients of OpenRosa speak it: RFC 7616 with MD5 and ``qop=auth``. Pure.

It is offered where a client knows no address with a token. What it protects is the password on the way; behind TLS
nothing more is needed, and the password is 160 random bits.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from urllib.parse import unquote

_PAIR = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.){0,3000})"|([^\s,"]{1,3000}))')


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client says in answer to a challenge."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    qop: str = ""
    nc: str = ""
    cnonce: str = ""


def challenge(realm: str, nonce: str, *, is_stale: bool = False) -> str:
    """What the server asks for."""
    stale = ", stale=true" if is_stale else ""
    return f'Digest realm="{realm}", nonce="{nonce}", qop="auth", algorithm=MD5{stale}'


def read_answer(header: str) -> Answer | None:
    """The answer in a header ``Authorization``; None where it is none of digest."""
    kind, _blank, rest = header.partition(" ")
    if kind.lower() != "digest" or len(rest) > 4000 or "\0" in rest:
        return None
    said = {name.lower(): quoted or plain for name, quoted, plain in _PAIR.findall(rest)}
    if not {"username", "realm", "nonce", "uri", "response"} <= set(said):
        return None
    return Answer(**{name: said[name] for name in Answer.__slots__ if name in said})


def is_proven(answer: Answer, *, ha1: str, method: str, realm: str) -> bool:
    """Does whoever says this know the password of which ``ha1`` is the digest? For which address: :func:`is_for`."""
    if answer.realm != realm or not ha1 or answer.qop not in ("", "auth"):
        return False
    if answer.qop and not (answer.nc and answer.cnonce):
        return False
    ha2 = _md5(f"{method}:{answer.uri}")
    middle = f"{answer.nonce}:{answer.nc}:{answer.cnonce}:{answer.qop}" if answer.qop else answer.nonce
    wanted = _md5(f"{ha1}:{middle}:{ha2}").encode()
    return hmac.compare_digest(wanted, answer.response.lower().encode("utf-8", "replace"))


def is_for(answer: Answer, *, path: str, query: str) -> bool:
    """Is this said for the address that was asked? ``path`` is the one that was decoded, ``query`` as it came.

    Clients write one and the same path in several ways (``foto%20(1).jpg``), so paths are compared as they are meant.
    """
    uri = answer.uri
    if "://" in uri.partition("?")[0]:  # some write the whole address
        uri = "/" + uri.partition("://")[2].partition("/")[2]
    said_path, _mark, said_query = uri.partition("?")
    return unquote(said_path) == path and said_query == query


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
