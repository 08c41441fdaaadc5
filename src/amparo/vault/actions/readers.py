"""Who reads: confirmed by a second person, tied to what she says, taken away in one act."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Denied
from amparo.sealing.keys import checked_recipient
from amparo.vault.actions.burning import CARE, burn
from amparo.vault.actions.key_log import note_key
from amparo.vault.actions.rings import leave_ring
from amparo.vault.models import ACTIVE, OUTSIDE, PROPOSED, RETIRED, House, Reader, StaffKey, Unlock, Wrap
from amparo.vault.policies import may_confirm_reader, may_keep_keys, may_retire_reader, may_tie_reader
from amparo.vault.queries.readers import maker_of
from amparo.vault.queries.standing import missing

PROCESSES = frozenset({"house.setup", "house.server"})


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
    if by not in PROCESSES:
        may_confirm_reader.check(by, reader, maker_of(reader))
    if reader.state != PROPOSED or seen != _fingerprint(reader):
        raise ChangedKey
    reader.state = ACTIVE
    reader.save(update_fields=["state"])
    note_key("confirmed", reader, by=by, on=on or _today())


@audited("key.outside", using=CARE)
def add_outside_reader(*, recipient: str, organisation: str, by: Any, on: date | None = None) -> Reader:
    """A reader outside who keeps her own age key and has no account here; she waits for a second person."""
    if by not in PROCESSES:
        may_keep_keys.check(by)
    recipient = checked_recipient(recipient.strip())
    if Reader.objects.filter(recipient=recipient).exists():
        raise KnownKey
    reader = Reader.objects.create(kind=OUTSIDE, recipient=recipient, organisation=organisation, since=on or _today())
    note_key("made", reader, by=by, on=on or _today())
    return reader


@audited("key.tied", target="reader", using=CARE)
def tie_reader(reader: Reader, *, ties: list[str], organisation: str = "", by: Any) -> None:
    """With which bodies she has to do, by her own word: letters about them do not reach her."""
    if by not in PROCESSES:
        may_tie_reader.check(by, reader)
    reader.ties, reader.organisation = " ".join(sorted(set(ties))), organisation or reader.organisation
    reader.save(update_fields=["ties", "organisation"])


@audited("key.retired", target="reader", using=CARE)
def retire_reader(reader: Reader, *, by: Any, on: date | None = None) -> None:
    """Take a key away: its wraps go everywhere, and nothing that comes later is sealed to it."""
    if by not in PROCESSES:
        may_retire_reader.check(by, reader)
    take_from_everything(reader)
    reader.state = RETIRED
    reader.save(update_fields=["state"])
    if reader.user_id:  # with her next sign-in comes another key, which waits for a second person
        Unlock.objects.filter(user_id=reader.user_id).delete()
        StaffKey.objects.filter(reader=reader).delete()
    note_key("retired", reader, by=by, on=on or _today())


@unaudited("the act that causes it is audited")
def take_from_everything(reader: Reader) -> None:
    """Every ring that is wrapped to this reader is turned without it."""
    rings = list(Wrap.objects.filter(reader=reader).values_list("case_key__ring", flat=True).distinct())
    with transaction.atomic(using=CARE):
        for ring in rings:
            leave_ring(ring, reader)
    burn()


@audited("channel.opened", using=CARE)
def open_channel(*, by: Any, on: date | None = None) -> House:
    """From today this house takes letters: everything it needs is there."""
    from amparo.vault.queries.standing import house

    if by not in PROCESSES:
        may_keep_keys.check(by)
    left = missing()
    if left:
        raise Denied(left[0])
    row = house()
    row.opened_on = on or _today()
    row.save(update_fields=["opened_on"])
    note_key("opened", None, by=by, on=row.opened_on)
    return row


@audited("channel.closed", using=CARE)
def close_channel(*, by: Any, on: date | None = None) -> House:
    """No new letters from now on; whoever has words can still come back."""
    from amparo.vault.queries.standing import house

    if by not in PROCESSES:
        may_keep_keys.check(by)
    row = house()
    row.opened_on = None
    row.save(update_fields=["opened_on"])
    note_key("closed", None, by=by, on=on or _today())
    return row


def _fingerprint(reader: Reader) -> str:
    from amparo.sealing.keys import fingerprint

    return fingerprint(reader.recipient)


def _today() -> date:
    return datetime.now(UTC).date()
