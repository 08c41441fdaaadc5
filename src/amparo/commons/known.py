"""The mark on a browser in which somebody of the team came in: a place at the sign-in is kept for it.

Whoever guesses passphrases fills the places for everybody; a browser with a mark has one of its own. The mark names
nobody and is the same for all browsers of a day. It is sent to the page for signing in and to no other, and ends after
thirty days, when everything is locked, and when a phone is lost. It opens nothing and saves no step.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

from amparo.commons import clock

DAYS = 30
NAME = "known_browsers"  # the file with the key of all marks, beside the databases and in no backup


def mark() -> str:
    """A mark of today; empty where its key can be neither read nor made."""
    key = _key() or _new_key()
    return _mark_of(key, clock.today().toordinal()) if key else ""


def is_mark(said: str) -> bool:
    """Is this a mark that counts?"""
    number = said.partition(".")[0]
    if not number.isascii() or not number.isdigit() or len(number) > 7:
        return False
    key, day = _key(), int(number)
    fresh = 0 <= clock.today().toordinal() - day <= DAYS
    return bool(key) and fresh and hmac.compare_digest(_mark_of(key, day).encode(), said.encode())


def forget_all() -> None:
    """From now on no mark counts that was given; where the disk lets nothing go, they go on keeping a place."""
    with contextlib.suppress(OSError):
        _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.DATA) / NAME


def _key() -> bytes:
    try:
        return _file().read_bytes()
    except OSError:
        return b""


def _new_key() -> bytes:
    """The key, made where there is none; another process may be quicker, then it is that one."""
    made = secrets.token_bytes(32)
    unfinished = _file().with_name(f"{NAME}.{os.getpid()}.part")
    try:
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(made)
        os.link(unfinished, _file())
    except FileExistsError:
        return _key()
    except OSError:
        return b""
    finally:
        unfinished.unlink(missing_ok=True)
    return made


def _mark_of(key: bytes, day: int) -> str:
    return f"{day}.{hmac.new(key, f'amparo/known/v1 {day}'.encode(), hashlib.sha256).hexdigest()}"
