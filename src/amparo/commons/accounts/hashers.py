"""What is kept of a passphrase, and how it is compared: one derivation for a sign-in, whoever tries.

In the database stands ``amparo1$<salt>$<check>``. The check is a digest of one half of what hangs on the passphrase;
the other half, ``kek``, seals her key and stands nowhere. So the salt of an account is never changed behind her back:
her key would be lost. Beside it every account has a second check of the same form. It belongs to the passphrase that
she gives away when somebody forces her, or to nothing at all: whoever holds a dump cannot tell which.
"""

import hashlib
import hmac
import secrets
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher, get_hasher, identify_hasher
from django.utils.crypto import salted_hmac

from amparo.formats.slow_work import Full, in_line
from amparo.sealing.passphrases import LANES, MEMORY, PASSES, derive_staff

# A derivation takes 64 MiB and a seventh of a second, on purpose. Two at a time in a process, and one that waits:
# whatever else is slow meanwhile, a thread remains for a woman who looks for a place to sleep (formats.slow_work).
AT_THE_DOOR = BoundedSemaphore(2)
WAITING = BoundedSemaphore(1)
LONGEST_WAIT = 2.0  # seconds
# Beside them one place, and one to wait, for browsers in which somebody of the team came in before (commons.known):
# whoever guesses fills all others. It is no place of ``slow_work``: its thread is kept.
KEPT, KEPT_WAITING = BoundedSemaphore(1), BoundedSemaphore(1)
is_known: ContextVar[bool] = ContextVar("is_known", default=False)

NO, OWN, SECOND, SECOND_LOCKS = "", "own", "second", "second, and lock"  # what a passphrase turned out to be
OLD = "old"  # hers, as an older house kept it


class Busy(Exception):
    """Too many come in at once."""


@contextmanager
def at_the_door(longest: float | None = None) -> Iterator[None]:
    """One of the two places at the door, or :class:`Busy`: memory has a bound, and so has the waiting.

    For a known browser (:func:`known`) first the place that is kept.
    """
    with ExitStack() as place:
        if is_known.get() and KEPT_WAITING.acquire(blocking=False):
            try:
                came = KEPT.acquire(timeout=LONGEST_WAIT if longest is None else longest)
            finally:
                KEPT_WAITING.release()
            if not came:
                raise Busy
            place.callback(KEPT.release)
            yield
            return
        try:
            place.enter_context(in_line(AT_THE_DOOR, WAITING, LONGEST_WAIT if longest is None else longest))
        except Full:
            raise Busy from None
        yield


@contextmanager
def known(yes: bool = True) -> Iterator[None]:
    """What is derived inside may take the place that is kept for browsers of the team."""
    before = is_known.set(yes)
    try:
        yield
    finally:
        is_known.reset(before)


class Amparo1(BasePasswordHasher):
    """The hasher of the house, as Django wants one."""

    algorithm = "amparo1"
    passes, memory, lanes = PASSES, MEMORY, LANES

    def derive(self, password: str, salt: str) -> tuple[bytes, bytes]:
        """``(auth, kek)``, at the door."""
        with at_the_door():
            return derive_staff(password, salt.encode(), passes=self.passes, memory=self.memory, lanes=self.lanes)

    def encode(self, password: str, salt: str) -> str:
        """What the database keeps of this passphrase."""
        return self.pack(salt, check_of(self.derive(password, salt)[0]))

    def pack(self, salt: str, check: str) -> str:
        """The three parts in one text."""
        return f"{self.algorithm}${salt}${check}"

    def decode(self, encoded: str) -> dict[str, Any]:
        """The three parts."""
        algorithm, salt, check = encoded.split("$")
        return {"algorithm": algorithm, "salt": salt, "check": check}

    def verify(self, password: str, encoded: str) -> bool:
        """Is it hers?"""
        return hmac.compare_digest(self.encode(password, self.decode(encoded)["salt"]), encoded)

    def must_update(self, encoded: str) -> bool:
        """Never: a new salt would lose her key. A passphrase that she changes herself keeps its salt too."""
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to even out: nothing is ever updated."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a passphrase turned out to be, and the key that hangs on it where it is her own."""

    what: str = NO
    kek: bytes | None = None
    nobodys: str = ""  # the check that stands in the place of her own, once a second one has locked the account

    @property
    def is_second(self) -> bool:
        """Is it the one for when she is forced?"""
        return self.what in {SECOND, SECOND_LOCKS}

    @property
    def is_own(self) -> bool:
        """Is it her own?"""
        return self.what in {OWN, OLD}

    @property
    def locks(self) -> bool:
        """Does coming in by it lock the account?"""
        return self.what == SECOND_LOCKS

    def __repr__(self) -> str:
        return "Tried(…)"


def check_of(auth: bytes, *, locks: bool = False) -> str:
    """What is kept of ``auth``. One that locks the account has another, so that no column has to say so."""
    return b64encode(hashlib.sha256(auth + b"lock" if locks else auth).digest()).decode()


def random_check() -> str:
    """A check that belongs to no passphrase, and looks like any."""
    return b64encode(secrets.token_bytes(32)).decode()


def is_ours(encoded: str) -> bool:
    """Is it kept as this house keeps it, so that a second check can stand beside it?"""
    return encoded.startswith(f"{Amparo1.algorithm}$")


def fresh(password: str, *, salt: str = "") -> tuple[str, bytes]:
    """What the database keeps of a passphrase, and the key that hangs on it."""
    hasher: Any = get_hasher()
    salt = salt or hasher.salt()
    auth, kek = hasher.derive(password, salt)
    return hasher.pack(salt, check_of(auth)), kek


def again(password: str, encoded: str) -> tuple[str, bytes]:
    """Her new passphrase under the salt of her account, so that her second one goes on working."""
    return fresh(password, salt=str(identify_hasher(encoded).decode(encoded)["salt"]) if is_ours(encoded) else "")


def second_check(password: str, encoded: str, *, locks: bool) -> tuple[str, str]:
    """The check of a second passphrase, under the salt of the account: one derivation tries both.

    Beside it the check that takes the place of her own where the second one locks.
    """
    hasher: Any = get_hasher()
    auth = hasher.derive(password, hasher.decode(encoded)["salt"])[0]
    return check_of(auth, locks=locks), nobodys_check(auth)


def with_check(encoded: str, check: str) -> str:
    """The same account with another check under its salt."""
    hasher: Any = get_hasher()
    return str(hasher.pack(hasher.decode(encoded)["salt"], check))


def nobodys_check(auth: bytes) -> str:
    """A check that no passphrase has, the same whenever the same second passphrase is typed."""
    return b64encode(hashlib.sha256(auth + b"nobody").digest()).decode()


def old_hasher(encoded: str) -> Any:
    """The hasher of an older house that made this digest, or None."""
    try:
        found = identify_hasher(encoded)
    except ValueError:
        return None
    return None if isinstance(found, Amparo1) else found


def try_passphrase(password: str, encoded: str = "", other: str = "") -> Tried:
    """What this passphrase is for an account, after one derivation, also where there is no such account.

    Of a house from before, an old digest is one run of its own kind; that it is of another length shows until she has
    come in once.
    """
    old = old_hasher(encoded)
    if old is not None:
        with at_the_door():
            return Tried(OLD if old.verify(password, encoded) else NO)
    hasher: Any = get_hasher()
    parts = hasher.decode(encoded) if is_ours(encoded) else {"salt": hasher.salt(), "check": random_check()}
    auth, kek = hasher.derive(password, parts["salt"])
    own = hmac.compare_digest(check_of(auth), parts["check"])
    second = hmac.compare_digest(check_of(auth), other)
    locks = hmac.compare_digest(check_of(auth, locks=True), other)
    if own:
        return Tried(OWN, kek)
    return Tried(SECOND if second else SECOND_LOCKS if locks else NO, nobodys=nobodys_check(auth))


def key_of_steps() -> bytes:
    """The key of the house that seals the secrets of second steps: a dump of the database alone shows none."""
    return salted_hmac("amparo.second_step", "amparo/second/v1", algorithm="sha256").digest()
