"""The keys of the team: made with the first own passphrase, opened at sign-in, gone with a lost passphrase.

``accounts`` knows passphrases and no keys; it calls this keeper at each moment that matters (``accounts.backends``).
"""

import secrets
from datetime import datetime
from typing import Any

from amparo.commons import clock
from amparo.commons.accounts.backends import Goes, Keeper, ShutKey
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.access import SEALED, readable
from amparo.sealing.boxes import Unopenable, lock, unlock
from amparo.sealing.keys import fresh_secret, recipient_of
from amparo.vault.actions.burning import OF_STAFF, burn
from amparo.vault.actions.key_log import note_key
from amparo.vault.actions.readers import end_key
from amparo.vault.models import ACTIVE, OUTSIDE, PROPOSED, STAFF, Reader, StaffKey, Unlock
from amparo.vault.policies import ANSWERING, HOLDING, READING, is_outside
from amparo.vault.queries.opened import ABSOLUTE, IDLE, Opened, opened_of, whose_unlock
from amparo.vault.queries.readers import reader_of
from amparo.vault.queries.standing import sheets_in_force


@unaudited("it changes nothing")
def whose_key(user: Actor, version: int) -> str:
    """What the box of a staff key is bound to."""
    return f"staff:{user.pk}:{version}"


class StaffKeys(Keeper):
    """What happens to keys when accounts change. Every method runs in the transaction of whoever calls it."""

    def came_half(self, request: Any, user: Any, kek: bytes, *, now: datetime | None = None) -> None:
        """The passphrase is right: her seed waits in an unlock, which opens nothing until she is signed in."""
        if user.must_choose:
            return  # somebody else knows this passphrase: nothing is ever sealed under it
        now = clock.minute(now)
        sweep_unlocks(now)
        seed = open_or_make_key(user, kek, now)
        handle, secret = secrets.token_hex(16), secrets.token_bytes(32)
        Unlock.objects.create(
            handle=handle, user=user, box=lock(secret, seed, whose_unlock(user, handle)), opened_at=now, seen_at=now
        )
        request.new_unlock = handle + secret.hex()

    def is_shut(self, user: Any) -> bool:
        """Has she a key, and did this browser not open it, or was it put away?"""
        return getattr(user, "opened", None) is None and StaffKey.objects.filter(user_id=user.pk).exists()

    def goes_with(self, user: Any) -> Goes | None:
        """Her key, where it counts. Nothing here says what is sealed to it: who asks may have been left out of that."""
        own = reader_of(user)
        return Goes(sheets_in_force() is not None) if own is not None and own.state == ACTIVE else None

    def opened(self, user: Any, raw: str, *, now: datetime | None = None) -> Opened | None:
        """What her cookie opens now; she is seen, to the minute."""
        now = clock.minute(now)
        found = opened_of(user, raw, now=now)
        if found is not None and found.seen_at is not None and found.seen_at < now:
            Unlock.objects.filter(handle=found.handle, seen_at__lt=now).update(seen_at=now)
        return found

    def changed_password(self, user: Any, kek: bytes, opened: Opened | None) -> None:
        """Her own change: the same seed under the new passphrase; every other session of hers is locked."""
        key = StaffKey.objects.select_for_update().filter(user=user).first()
        if key is None:
            open_or_make_key(user, kek, clock.minute())
            return
        if opened is None:
            self.lost_password(user)
            open_or_make_key(user, kek, clock.minute())
            return
        key.version += 1
        key.box = lock(kek, opened.seed, whose_key(user, key.version))
        key.save(update_fields=["version", "box"])
        Unlock.objects.filter(user=user).exclude(handle=opened.handle).delete()
        burn(OF_STAFF)  # what the old passphrase opened

    def lost_password(self, user: Any) -> None:
        """Another person handed her a passphrase: what was sealed to her old key she cannot open any more."""
        key = StaffKey.objects.filter(user=user).select_related("reader").first()
        Unlock.objects.filter(user=user).delete()
        if key is not None:
            key.delete()
            end_key(key.reader, by="house.passphrase", on=clock.today())

    def went(self, user: Any, raw: str) -> None:
        """She signed out here."""
        Unlock.objects.filter(user=user, handle=raw[:32]).delete()
        burn(OF_STAFF)

    def closed(self, user: Any) -> None:
        """Her account is closed."""
        self.lost_password(user)

    def lost_role(self, user: Any, role: str) -> None:
        """She reads no letters any more, or accompanies nobody: nothing that comes is sealed to her, and what she
        read opens no more.

        A later sign-in makes her another key, which counts for nothing until a second person confirms it.
        """
        key = StaffKey.objects.filter(user=user).select_related("reader").first()
        is_last = any(role in each and not user.has_role(*each) for each in (READING, HOLDING, ANSWERING))
        if is_last and key is not None and (key.reader.state == ACTIVE or key.reader.wraps.exists()):
            Unlock.objects.filter(user=user).delete()
            key.delete()
            end_key(key.reader, by="house.role", on=clock.today())

    def got_role(self, user: Any, role: str) -> None:
        """Where she reads more by it than before, her key waits again: one person alone lets nobody read.

        What is sealed to it stays, and opens again once a second person has confirmed it.
        """
        before = user.role_codes - {role}
        if readable(before) & SEALED >= readable({role}) & SEALED:
            return
        reader = Reader.objects.filter(user=user, state=ACTIVE).first()
        if reader is not None:
            reader.state = PROPOSED
            reader.save(update_fields=["state"])
            note_key("waits", reader, by="house.role", on=clock.today())

    def lock_person(self, user: Any) -> None:
        """Her phone is lost: whatever it had open is locked."""
        Unlock.objects.filter(user=user).delete()
        burn(OF_STAFF)

    def lock_all(self) -> None:
        """Panic: one statement, and nobody of the house has anything open; also not whoever takes disk and phone."""
        Unlock.objects.all().delete()
        burn(OF_STAFF)


@unaudited("a key is made or opened by coming in; the key log has the first")
def open_or_make_key(user: Any, kek: bytes, now: datetime) -> bytes:
    """Her seed; made where she has none."""
    key = StaffKey.objects.filter(user=user).first()
    if key is not None:
        try:
            return unlock(kek, bytes(key.box), whose_key(user, key.version))
        except Unopenable as error:
            raise ShutKey(user) from error
    seed = fresh_secret()
    kind = OUTSIDE if is_outside(user) else STAFF
    reader = Reader.objects.create(kind=kind, recipient=recipient_of(seed), user=user, since=clock.day(now))
    StaffKey.objects.create(user=user, reader=reader, box=lock(kek, seed, whose_key(user, 1)))
    note_key("made", reader, by=user, on=clock.day(now))
    return seed


@unaudited("it deletes what opens nothing any more")
def sweep_unlocks(now: datetime) -> None:
    """Take away unlocks that are over."""
    Unlock.objects.filter(seen_at__lt=now - IDLE).delete()
    Unlock.objects.filter(opened_at__lt=now - ABSOLUTE).delete()
