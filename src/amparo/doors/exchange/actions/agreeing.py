"""An agreement with another house: drawn up by whoever will receive, read in by the other, confirmed by two in each.

Its mark is over everything that was agreed, with the key. In each house one person writes it down and another one hears
the mark on a telephone and types it: a key that somebody put in on the way has another mark.
"""

from datetime import date
from typing import Any

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.policy.policies import Actor
from amparo.doors.exchange.models import IN_FORCE, Partnership
from amparo.doors.exchange.policies import AnotherInForce, HereAlready, may_confirm, may_draw, may_send, may_take
from amparo.doors.exchange.queries.partnerships import book_today, other_with
from amparo.formats.passing.agreements import Agreement, fits, fresh_code, read_agreement, variables_of
from amparo.formats.passing.documents import BadFile, same_mark
from amparo.vault.actions.archives import NotAKey, named_key
from amparo.vault.actions.passing import key_of_ring
from amparo.vault.actions.rings import begin_ring, share_ring
from amparo.vault.queries.readers import reader_of, sheets_in_force

CARE = "default"


@audited("agreement.drawn", using=CARE)
def draw(
    *, by: Actor, sender: str, receiver: str, purpose: str, variables: list[str], begins: date, ends: date,
    sender_role: str, receiver_role: str,
) -> Partnership:  # fmt: skip
    """Draw up an agreement about rows that will come. Its key is that of a lock of its own: hers, and the sheets'."""
    own = reader_of(by)
    may_draw.check(by, own)
    assert own is not None
    book = book_today()
    ring, _seed = begin_ring([own, *sheets_in_force()])
    made = Agreement(
        fresh_code(), sender, receiver, purpose, book.reference, book.digest, tuple(sorted(variables)), begins, ends,
        sender_role, receiver_role, key_of_ring(ring),
    )  # fmt: skip
    if not fits(made) or not set(variables) <= set(variables_of(book)):
        raise ValueError("variables of the codebook of today, and days within a year")
    return _kept(made, ring=ring, by=by)


@audited("agreement.read_in", using=CARE)
def read_in(data: bytes, *, by: Actor) -> Partnership:
    """Keep the agreement that the other house drew up; :class:`BadFile` where it is none that can be kept here."""
    may_send.check(by)
    return _kept(looked_at(data), ring="", by=by)


@unaudited("it changes nothing")
def looked_at(data: bytes) -> Agreement:
    """What stands in the file of an agreement, where rows of this house could go by it."""
    found = read_agreement(data)
    book = codebook_of(found.codebook)
    if book is None or book.digest != found.digest or not set(found.variables) <= set(variables_of(book)):
        raise BadFile("other_book")
    try:
        named_key(found.recipient)
    except NotAKey as error:
        raise BadFile("not_a_file") from error
    return found


def _kept(agreed: Agreement, *, ring: str, by: Any) -> Partnership:
    if Partnership.objects.filter(code=agreed.code).exists():
        raise HereAlready
    said: dict[str, Any] = {name: getattr(agreed, name) for name in agreed.__slots__}
    said["variables"] = list(agreed.variables)
    return Partnership.objects.create(
        sends=not ring, ring=ring, drawn_by=by if getattr(by, "pk", None) else None, **said
    )


@audited("agreement.confirmed", target="found", using=CARE)
def confirm(found: Partnership, *, heard: str, by: Actor) -> None:
    """A second person typed the mark as the other house read it aloud: from now on it is in force.

    :class:`BadFile` where it is another mark; nothing of this agreement is used then.
    """
    row = Partnership.objects.select_for_update().get(pk=found.pk)
    may_confirm.check(by, row)
    if not same_mark(heard, row.mark):
        raise BadFile("other_agreed")
    if other_with(row.partner, sends=row.sends) is not None:
        raise AnotherInForce
    row.state, row.confirmed_by = IN_FORCE, by if getattr(by, "pk", None) else None
    row.save(update_fields=["state", "confirmed_by"])


@audited("agreement.shared", target="found", using=CARE)
def let_open(found: Partnership, *, who: Any, by: Actor) -> None:
    """Another one who counts opens what comes, too."""
    may_take.check(by)
    reader = reader_of(who)
    may_draw.check(who, reader)
    assert reader is not None
    share_ring(found.ring, reader, by=by)
