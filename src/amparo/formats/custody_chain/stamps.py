"""The word of an authority of time about the list of a day (RFC 3161): asked for, and believed or not. No network.

What is asked holds the digest of the list and a random number; who carries it to the authority, and the answer back,
is no matter of this module. An answer is believed against certificates that the house keeps, as they were valid at the
moment that the answer names; nothing is fetched.

The package ``rfc3161-client`` (extra ``legal``) is loaded when it is needed: a house without it has no stamps.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

LARGEST_ANSWER = 64_000  # bytes; one with a long chain of certificates has some ten thousand


class NoStamp(ValueError):
    """This is no word about this list: ``why`` is a code of the list ``stamp_fault``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an authority, as it goes out, and the number that its answer has to bear."""

    request: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an authority said."""

    at: datetime


def asked(day: bytes) -> Asked:
    """The question about a list: its SHA-256 and a random number, and nothing else."""
    package = _package()
    made: Any = (
        package.TimestampRequestBuilder()
        .data(day)
        .hash_algorithm(package.HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .build()
    )
    return Asked(made.as_bytes(), made.nonce)


def believed(day: bytes, answer: bytes, authority: bytes, *, nonce: int | None = None) -> Stamp:
    """What an answer says of a list, if it is one, and of this authority.

    Parameters
    ----------
    authority : certificates as PEM. Those that sign themselves are trusted, the others lie between.
    nonce : the number of the question, where it is still known.

    Raises
    ------
    NoStamp : where it is about something else, or of somebody else, or of a certificate that was over by then.
    """
    package = _package()
    roots, between = _certificates(authority)
    if not roots or not answer or len(answer) > LARGEST_ANSWER:
        raise NoStamp("unreadable" if roots else "no_authority")
    try:
        said: Any = package.decode_timestamp_response(answer)
        imprint = said.tst_info.message_imprint
        at = said.tst_info.gen_time.astimezone(UTC)
    except Exception as error:  # whatever a parser makes of bytes of a stranger
        raise NoStamp("unreadable") from error
    if imprint.message != hashlib.sha256(day).digest():
        raise NoStamp("other_list")
    if nonce is not None and said.tst_info.nonce != nonce:
        raise NoStamp("other_question")
    try:
        package.VerifierBuilder(roots=roots, intermediates=between).build().verify(said, imprint.message)
    except Exception as error:
        over = any(not each.not_valid_before_utc <= at <= each.not_valid_after_utc for each in _all_of(said, roots))
        raise NoStamp("over" if over else "other_authority") from error
    return Stamp(at)


def _all_of(said: Any, roots: Sequence[Any]) -> list[Any]:
    from cryptography.x509 import load_der_x509_certificate

    return [*(load_der_x509_certificate(each) for each in said.signed_data.certificates), *roots]


def _certificates(authority: bytes) -> tuple[list[Any], list[Any]]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        known = load_pem_x509_certificates(authority)
    except ValueError:
        return [], []
    roots = [each for each in known if each.issuer == each.subject]
    return roots, [each for each in known if each not in roots]


def _package() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise NoStamp("not_installed") from error
    return rfc3161_client
