"""Coming in and going out, a lost phone, and the one button that locks the house."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest

from amparo.commons import known, lockdown, room
from amparo.commons.accounts import backends, hashers
from amparo.commons.accounts.actions.passphrases import CARE, keep_as_ours, lock_silently
from amparo.commons.accounts.models import User
from amparo.commons.accounts.policies import may_end_sessions, may_lock_house
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import SERVER, check

# What else of hers ends when her phone is lost: said by the rooms above that keep it, within the same transaction.
also_lost: list[Callable[..., None]] = []


@unaudited("nobody keeps when somebody came in")
def came_half(request: HttpRequest, entry: backends.Entry, *, password: str) -> None:
    """Her passphrase is right. Her key waits in an unlock that opens nothing until she is signed in.

    At an empty desk no key is there; the browser gets a cookie of the same form, so that it looks alike.
    """
    person, kek = entry.person, entry.tried.kek
    finish_locking()
    with transaction.atomic(using=CARE):
        if request.user.is_authenticated:
            backends.keeper.went(request.user, backends.unlock_of(request))
        request.session.flush()  # nothing of whoever sat here before
        if entry.tried.what == hashers.OLD:
            kek = keep_as_ours(person, password=password)
        if entry.tried.locks:
            lock_silently(person, nobodys=entry.tried.nobodys)
        if person.is_empty_desk:
            if backends.keeper.keeps:
                request.new_unlock = secrets.token_hex(16) + secrets.token_hex(32)  # type: ignore[attr-defined]
        elif kek is not None and not person.must_choose:
            backends.keeper.came_half(request, person, kek)


@audited("key.shut", target="user", using=CARE)
def note_shut_key(user: User, *, by: object) -> None:
    """Her passphrase was right and her key did not open: whoever looks at the trail has to know, and nobody else."""


@unaudited("choosing the passphrase is the act, and it is audited")
def open_key(request: Any, person: User, kek: bytes) -> None:
    """Her key is open here from now on; where she chose her first own passphrase, it is made."""
    with transaction.atomic(using=CARE):
        backends.keeper.came_half(request, person, kek)
        backends.keeper.came_in(request, person)
        person.opened = backends.keeper.opened(person, getattr(request, "new_unlock", None) or "")


@unaudited("nobody keeps when somebody came in")
def came_in(request: HttpRequest, person: User) -> None:
    """She is who she says: a session of her own begins, under a new name. Sets ``request.new_mark``."""
    is_empty = person.is_empty_desk
    request.session.flush()
    with transaction.atomic(using=CARE):
        login(request, person, backend=backends.PATH)
        if is_empty:
            request.session["empty"] = True
        else:
            backends.keeper.came_in(request, person)
    request.new_mark = known.mark()  # type: ignore[attr-defined]


@unaudited("nobody keeps when somebody went")
def went_out(request: Any) -> None:
    """The session ends here, and what she had open here is locked."""
    with transaction.atomic(using=CARE):
        if request.user.is_authenticated:
            backends.keeper.went(request.user, backends.unlock_of(request))
        logout(request)
    request.new_unlock = ""


@unaudited("what it does in the database is audited")
def lock_house(*, by: object) -> None:
    """Nobody of the team has anything open any more. Sessions stay; what is sealed wants the passphrase again.

    The flag counts from the first moment and needs no disk. It stays where the database cannot be written, and whoever
    signs in next, once it can, finishes what is missing (``finish_locking``).
    """
    check(may_lock_house, by)
    lockdown.put_on()
    known.forget_all()
    room.let_go_of_ballast()
    # From the server nobody knows whose device was taken, so all sessions end.
    _lock_all(ends_sessions=not isinstance(by, User), by=by)


@unaudited("what it does in the database is audited")
def finish_locking() -> None:
    """Delete what was open when everything was locked and nothing could be written."""
    if lockdown.is_on():
        _lock_all(ends_sessions=False, by=SERVER)


@unaudited("what it does in the database is audited")
def _lock_all(*, ends_sessions: bool, by: object) -> None:
    try:
        _delete_what_is_open(ends_sessions=ends_sessions, by=by)
    except BaseException:
        lockdown.put_on()  # also where another process took it away, which had locked before
        raise
    lockdown.take_off()


@audited("house.locked", using=CARE)
def _delete_what_is_open(*, ends_sessions: bool, by: object) -> None:
    backends.keeper.lock_all()
    if ends_sessions:
        for person in User.objects.filter(is_active=True):
            User.objects.filter(pk=person.pk).update(session_stamp=random_reference())


@audited("user.phone_lost", target="user", using=CARE)
def lose_phone(user: User, *, by: object) -> None:
    """All her sessions end at their next request, and all that she had open is locked."""
    check(may_end_sessions, by, user)
    user.session_stamp = random_reference()
    user.save(update_fields=["session_stamp"])
    backends.keeper.lock_person(user)
    known.forget_all()  # the mark on that phone has no name: all go
    for each in also_lost:
        each(user, by=by)
