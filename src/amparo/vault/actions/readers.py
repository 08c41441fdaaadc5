"""Who reads: confirmed by a second person, tied to what she says, taken away in one act."""

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from amparo.commons import clock
from amparo.commons.accounts.backends import check_open
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Denied, check
from amparo.sealing.keys import checked_recipient
from amparo.vault.actions.burning import CARE
from amparo.vault.actions.holding import hold_keys
from amparo.vault.actions.key_log import note_key
from amparo.vault.actions.rings import sweep_retired
from amparo.vault.models import ACTIVE, OUTSIDE, PROPOSED, RETIRED, House, Reader, StaffKey, Unlock
from amparo.vault.policies import may_confirm_reader, may_keep_keys, may_retire_reader, may_tie_reader
from amparo.vault.queries.readers import maker_of, waits_itself
from amparo.vault.queries.standing import house, missing


class ChangedKey(Exception):
    """The key that was read on the page is another by now."""


class KnownKey(Exception):
    """Somebody has this key already, or had it."""


@audited("key.confirmed", target="reader", using=CARE)
def confirm_reader(reader: Reader, *, by: Any, seen: str, on: date | None = None) -> None:
    """A second person says that this key is hers: from now on letters are sealed to it.

    ``seen`` is the fingerprint that stood on the page and was compared aloud.
    """
    reader = Reader.objects.select_for_update().get(pk=reader.pk)
    check_open(may_confirm_reader, by, reader, maker_of(reader), waits_itself(by))
    if reader.state != PROPOSED or seen != reader.fingerprint:
        raise ChangedKey
    reader.state = ACTIVE
    reader.save(update_fields=["state"])
    note_key("confirmed", reader, by=by, on=on or clock.today())


@audited("key.outside", using=CARE)
def add_outside_reader(*, recipient: str, organisation: str, by: Any, on: date | None = None) -> Reader:
    """A reader outside who keeps her own age key and has no account here; she waits for a second person."""
    check_open(may_keep_keys, by)
    recipient = checked_recipient(recipient.strip())
    if Reader.objects.filter(recipient=recipient).exists():
        raise KnownKey
    reader = Reader.objects.create(
        kind=OUTSIDE, recipient=recipient, organisation=organisation, since=on or clock.today()
    )
    note_key("made", reader, by=by, on=on or clock.today())
    return reader


@audited("key.tied", target="reader", using=CARE)
def tie_reader(reader: Reader, *, ties: list[str], organisation: str = "", by: Any) -> None:
    """With which bodies she has to do, by her own word: letters about them do not reach her."""
    check_open(may_tie_reader, by, reader)
    reader.ties, reader.organisation = " ".join(sorted(set(ties))), organisation or reader.organisation
    reader.save(update_fields=["ties", "organisation"])


@audited("key.retired", target="reader", using=CARE)
def retire_reader(reader: Reader, *, by: Any, on: date | None = None) -> None:
    """Take a key away: from the commit on it counts for nothing, and then its wraps go everywhere."""
    check_open(may_retire_reader, by, reader)
    if reader.user_id:  # with her next sign-in comes another key, which waits for a second person
        Unlock.objects.filter(user_id=reader.user_id).delete()
        StaffKey.objects.filter(reader=reader).delete()
    end_key(reader, by=by, on=on or clock.today())


@unaudited("the act that causes it is audited; the key log names it")
def end_key(reader: Reader, *, by: object, on: date) -> None:
    """A key that is not used any more: what comes later is not sealed to it, and its wraps go everywhere.

    Retired first, in the caller's transaction alone, which is short: until it is committed the key goes on reading,
    and what arrives goes on being sealed to it. The wraps, which may be tens of thousands, go after that.
    """
    hold_keys(alone=True)
    reader.state = RETIRED
    reader.save(update_fields=["state"])
    note_key("retired", reader, by=by, on=on)
    # Where it fails the key is gone all the same, and the night sweeps.
    transaction.on_commit(partial(sweep_retired, reader), using=CARE, robust=True)


@audited("channel.opened", using=CARE)
def open_channel(*, by: Any, on: date | None = None) -> House:
    """From today this house takes letters: everything it needs is there."""
    check_open(may_keep_keys, by)
    left = missing()
    if left:
        raise Denied(left[0])
    row = house()
    row.opened_on = on or clock.today()
    row.save(update_fields=["opened_on"])
    note_key("opened", None, by=by, on=row.opened_on)
    return row


@audited("channel.closed", using=CARE)
def close_channel(*, by: Any, on: date | None = None) -> House:
    """No new letters from now on; whoever has words can still come back. On a bad day nobody is asked for her key."""
    check(may_keep_keys, by)
    row = house()
    row.opened_on = None
    row.save(update_fields=["opened_on"])
    note_key("closed", None, by=by, on=on or clock.today())
    return row
