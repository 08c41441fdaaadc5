"""The sheets of paper: made and shown once, confirmed by each holder, tried out, used on the day a key is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.crypto import constant_time_compare

from amparo.commons import clock
from amparo.commons.accounts.backends import check_open
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Denied
from amparo.sealing import shares
from amparo.sealing.keys import fresh_secret, recipient_of
from amparo.vault.actions.burning import CARE
from amparo.vault.actions.key_log import note_key
from amparo.vault.actions.readers import retire_reader
from amparo.vault.actions.rings import wrap_seeds
from amparo.vault.models import ACTIVE, PROPOSED, RECOVERY, RETIRED, Reader, Recovery, Share, Wrap
from amparo.vault.policies import may_confirm_sheet, may_confirm_sheets, may_keep_keys
from amparo.vault.queries.opened import unwrapped
from amparo.vault.queries.readers import maker_of
from amparo.vault.queries.standing import reads, why_not_ready

# Before something is wrapped to a reader out of the sheets, each room that locks things here is asked whether that
# reader was left out of it. The vault cannot know: what a ring locks is the business of the room above.
# A room says None of a ring that locks nothing of its own; what no room knows is wrapped to nobody.
type MayRead = Callable[[str, dict[int, bytes], Reader], bool | None]
asked_before: list[MayRead] = []


class WrongSheet(Exception):
    """This is not the sheet it should be."""


class WrongSheets(Exception):
    """These sheets do not open this house. ``kind``: ``few``, ``mixed``, ``unread``, ``other``."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@unaudited("the audited act beneath it has no sheets in it")
def make_sheets(
    *, plan: str, holders: list[tuple[Any, str]], by: Any, on: date | None = None
) -> tuple[Recovery, list[str]]:
    """Make the identity of the house and its sheets. They are in this answer and nowhere else.

    Parameters
    ----------
    plan : ``2-3`` or ``3-5``
    holders : for each sheet the colleague who keeps it (or None) and how she is called on the list
    """
    check_open(may_keep_keys, by)
    secret = fresh_secret()
    sheets = shares.split(secret, plan)
    if len(holders) != len(sheets):
        raise ValueError("a holder for each sheet")
    return _keep_set(
        recipient_of(secret), plan=plan, holders=holders, sheets=sheets, by=by, on=on or clock.today()
    ), sheets


@audited("sheets.made", using=CARE)
def _keep_set(
    recipient: str, *, plan: str, holders: list[tuple[Any, str]], sheets: list[str], by: Any, on: date
) -> Recovery:
    """Keep who has which sheet; an earlier set that was never finished is put away."""
    for unfinished in Reader.objects.filter(kind=RECOVERY, state=PROPOSED):
        unfinished.state = RETIRED
        unfinished.save(update_fields=["state"])
    threshold, count = shares.PLANS[plan]
    reader = Reader.objects.create(kind=RECOVERY, recipient=recipient, since=on)
    made = Recovery.objects.create(reader=reader, threshold=threshold, count=count)
    Share.objects.bulk_create(
        Share(recovery=made, number=number, held_by=user, holder=name, check_of=shares.check_of(sheet))
        for number, ((user, name), sheet) in enumerate(zip(holders, sheets, strict=True), 1)
    )
    note_key("made", reader, by=by, on=on)
    return made


@audited("sheet.confirmed", target="share", using=CARE)
def confirm_sheet(share: Share, *, sheet: str, by: Any, on: date | None = None) -> None:
    """Its holder typed her sheet, so that it is known to be readable; what she typed is forgotten at once."""
    check_open(may_confirm_sheet, by, share)
    if not constant_time_compare(shares.check_of(sheet), share.check_of):
        raise WrongSheet
    share.confirmed_on = on or clock.today()
    share.save(update_fields=["confirmed_on"])


@audited("sheets.rehearsed", target="recovery", using=CARE)
def rehearse(recovery: Recovery, *, sheets: list[str], by: Any, on: date | None = None) -> None:
    """Put enough sheets together and see that they are the key of this house; nothing is opened."""
    check_open(may_keep_keys, by)
    secret_of(recovery, sheets)
    recovery.rehearsed_on = on or clock.today()
    recovery.save(update_fields=["rehearsed_on"])


@audited("sheets.confirmed", target="recovery", using=CARE)
def confirm_sheets(recovery: Recovery, *, by: Any, on: date | None = None) -> None:
    """A second person says that these are the sheets: new letters are sealed to them too; an older set retires.

    Only sheets that everybody read and that went together once: with the older set goes what it opened.
    """
    check_open(may_confirm_sheets, by, maker_of(recovery.reader))
    reader = Reader.objects.select_for_update().get(pk=recovery.reader_id)
    if reader.state == RETIRED:
        raise WrongSheets("retired")
    if why_not := why_not_ready(recovery):
        raise Denied(why_not)
    for old in Reader.objects.filter(kind=RECOVERY, state=ACTIVE).exclude(pk=recovery.reader_id):
        retire_reader(old, by=by, on=on)
    reader.state = ACTIVE
    reader.save(update_fields=["state"])
    note_key("confirmed", reader, by=by, on=on or clock.today())


@unaudited("it opens nothing and changes nothing")
def look_at(recovery: Recovery, *, sheets: list[str], by: Any) -> None:
    """Do these sheets go together? :class:`WrongSheets` where not, before anybody is asked whether she is sure."""
    check_open(may_keep_keys, by)
    secret_of(recovery, sheets)


@audited("sheets.used", target="reader", using=CARE)
def recover(recovery: Recovery, *, sheets: list[str], reader: Reader, by: Any) -> int:
    """With enough sheets, wrap everything they open to a confirmed key; how many rings that were.

    Every room in ``asked_before`` is asked for every ring, with its seeds: whoever was left out of a thread stays out
    of it, under a new key as well. A wrap that somebody's browser made wrongly keeps nothing else from being opened.
    """
    check_open(may_keep_keys, by)
    if reader.state != ACTIVE or not reads(reader):
        raise ValueError("only a confirmed key of somebody who reads messages gets everything")
    secret = secret_of(recovery, sheets)
    boxes: dict[str, list[tuple[int, bytes]]] = {}
    for wrap in Wrap.objects.filter(reader=recovery.reader).select_related("case_key"):
        boxes.setdefault(wrap.case_key.ring, []).append((wrap.case_key.version, bytes(wrap.box)))
    given = 0
    for ring, rows in boxes.items():
        seeds = unwrapped(rows, secret)
        if seeds and {may_read(ring, seeds, reader) for may_read in asked_before} - {None} == {True}:
            wrap_seeds(ring, seeds, reader)
            given += 1
    note_key("recovered", reader, by=by, on=clock.today())
    return given


@unaudited("a part of using the sheets, which is audited")
def secret_of(recovery: Recovery, sheets: list[str]) -> bytes:
    """The secret of the house out of enough sheets, or :class:`WrongSheets`; a set that was put away opens nothing."""
    if recovery.reader.state == RETIRED:
        raise WrongSheets("retired")
    try:
        secret = shares.combine(sheets)
    except shares.NotShares as error:
        raise WrongSheets(error.kind) from error
    if recipient_of(secret) != recovery.reader.recipient:
        raise WrongSheets("other")
    return secret
