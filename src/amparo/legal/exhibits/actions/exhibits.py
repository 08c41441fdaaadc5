"""Taking in a piece of proof, looking at it, covering parts of a copy, handing it over. Each act is a link and a line.

A file comes from memory, is sealed to a key of its own that only the sealed body of the piece holds, and is never
changed: what is in it, the place and the time that a camera wrote too, is part of the proof. A copy with parts covered
is another piece, made anew, and names the one it was made of.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats import media
from amparo.formats.custody_chain.events import Mark, digest_of
from amparo.formats.custody_chain.slips import receipt_number
from amparo.legal.exhibits.actions.custody import CARE, add_link
from amparo.legal.exhibits.models import Exhibit
from amparo.legal.exhibits.policies import may_keep_pieces, may_look_at_pieces, may_take_in
from amparo.legal.exhibits.queries.exhibits import (
    BODY,
    PRIVILEGE,
    TEXT,
    OpenExhibit,
    exhibits_in,
    get_exhibit,
    matter_of,
)
from amparo.vault.actions.fields import write_fields
from amparo.vault.actions.letters import seal_file
from amparo.vault.actions.rings import keep_file
from amparo.vault.queries.files import opened_file

NOT_THE_SAME = _(
    "This is not what came in: its digest is another one. Do not use it. Keep the server as it is, and tell whoever "
    "looks after it."
)
COVERED = "[…]"
SAID = ("described", "got_from", "got_on", "got_where", "got_by")


@audited("exhibit.taken_in", using=CARE)
def take_in(
    matter: Any,
    *,
    kind: str,
    said: Mapping[str, str],
    child: str,
    by: Actor,
    data: bytes = b"",
    name: str = "",
    mime: str = "",
    elsewhere: str = "",
    again: str = "",
    privileged: bool = False,
    now: datetime | None = None,
) -> Exhibit:
    """Take a piece in: a file as it is, or an object that lies elsewhere.

    ``child`` is the answer to the question that comes before a file is chosen: with any other than no, nothing is
    taken in, and nothing is written of it. ``elsewhere`` is the digest of a file that is too large to be kept here.
    """
    moment = clock.minute(now)
    found = matter_of(by, matter.reference, held=True)
    may_take_in.check(by, found, kind, child, again, exhibits_in(by, found.matter))
    body = {"kind": kind, "at": moment.isoformat(), "of": "", **{code: said.get(code, "").strip() for code in SAID}}
    row = _keep(found.matter, body, data, name, mime, by)
    after = digest_of(data) if data else elsewhere
    reason = again.strip() if again.strip() else said.get("got_from", "")
    add_link(found.matter, row.reference, "acquired", by=by, now=moment, reason=reason, after=after)
    if data:
        add_link(found.matter, row.reference, "sealed", by=by, now=moment, before=after, after=after)
    if privileged:
        write_fields(by, found.matter.ring, row.reference, {PRIVILEGE: True}, {})
    return row


@unaudited("a part of an act, which is audited")
def _keep(matter: Any, body: dict[str, Any], data: bytes, name: str, mime: str, by: Actor) -> Exhibit:
    """The row of a piece, its sealed file and its sealed body."""
    row = Exhibit.objects.create(matter=matter.reference, ring=matter.ring)
    where = None
    if data:
        file, box = seal_file(data, reference=random_reference(), name=name, kind=mime, note="original")
        keep_file(matter.ring, file.reference, box)
        where = {"reference": file.reference, "seed": file.seed.hex(), "size": file.size}
    whole = {
        **body, "name": name[:200], "mime": mime, "size": len(data), "sha256": digest_of(data) if data else "",
        "file": where,
    }  # fmt: skip
    write_fields(by, matter.ring, row.reference, {BODY: whole}, {})
    return row


@audited("exhibit.opened", target="reference", using=CARE)
def open_piece(
    matter: Any, reference: str, *, by: Actor, why: str = "", copied: bool = False, now: datetime | None = None
) -> tuple[OpenExhibit, bytes]:
    """Open the file of a piece. It is looked at whether it is what came in; that somebody looked is in the chain."""
    found = matter_of(by, matter.reference, held=True)
    may_look_at_pieces.check(by, found)
    piece = get_exhibit(by, found.matter, reference)
    data = bytes_of(piece)
    what = "copied" if copied else "viewed"
    add_link(found.matter, reference, what, by=by, now=now, reason=why, before=piece.sha256, after=piece.sha256)
    return piece, data


@unaudited("a part of opening, which is audited")
def bytes_of(piece: OpenExhibit) -> bytes:
    """The bytes of a piece, exactly as they came in; else a refusal, and nothing is handed over."""
    try:
        _said, data = opened_file(piece.row.ring, piece.file)
    except ValueError as error:  # the envelope itself does not open any more
        raise Denied(NOT_THE_SAME) from error
    if digest_of(data) != piece.sha256 or len(data) != piece.body["size"]:
        raise Denied(NOT_THE_SAME)
    return data


@audited("exhibit.covered", using=CARE)
def cover_picture(
    matter: Any, reference: str, *, boxes: Sequence[tuple[int, int, int, int]], reason: str, by: Actor,
    now: datetime | None = None,
) -> Exhibit:  # fmt: skip
    """A copy of a picture with parts made black: made anew from pixels, and without what a camera wrote into it."""
    found, piece = _to_cover(matter, reference, by)
    made = media.cover(bytes_of(piece), boxes)
    return _keep_copy(found.matter, piece, made.data, made.type, reason, by, now)


@audited("exhibit.covered", using=CARE)
def cover_text(
    matter: Any, reference: str, *, passages: Sequence[str], reason: str, by: Actor, now: datetime | None = None
) -> Exhibit:
    """A copy of a text without some passages. How long each was does not show."""
    found, piece = _to_cover(matter, reference, by)
    text, wanted = bytes_of(piece).decode(), {each for each in passages if each.strip()}
    if not wanted or any(each not in text for each in wanted):
        raise Denied(_("One of these passages is not in the text. Copy it exactly as it stands there."))
    for each in sorted(wanted, key=len, reverse=True):
        text = text.replace(each, COVERED)
    return _keep_copy(found.matter, piece, text.encode(), TEXT, reason, by, now)


def _to_cover(matter: Any, reference: str, by: Actor) -> tuple[Any, OpenExhibit]:
    found = matter_of(by, matter.reference, held=True)
    may_keep_pieces.check(by, found)
    return found, get_exhibit(by, found.matter, reference)


def _keep_copy(
    matter: Any, piece: OpenExhibit, data: bytes, mime: str, reason: str, by: Actor, now: datetime | None
) -> Exhibit:
    moment = clock.minute(now)
    said = {code: piece.body[code] for code in ("kind", *SAID)}
    row = _keep(matter, {**said, "at": moment.isoformat(), "of": piece.reference}, data, "", mime, by)
    digest = digest_of(data)
    if piece.is_privileged:  # until somebody takes the mark off this copy, too
        write_fields(by, matter.ring, row.reference, {PRIVILEGE: True}, {})
    add_link(
        matter, row.reference, "redacted", by=by, now=moment, reason=reason, counterpart=piece.reference,
        before=piece.sha256, after=digest,
    )  # fmt: skip
    return row


@audited("exhibit.handed", target="reference", using=CARE)
def hand_over(
    matter: Any, reference: str, *, action: str, counterpart: str, reason: str, by: Actor, now: datetime | None = None
) -> Mark:
    """Write that a piece was handed over, given back, copied or destroyed outside of here; with a number for a slip."""
    found = matter_of(by, matter.reference, held=True)
    may_keep_pieces.check(by, found)
    piece = get_exhibit(by, found.matter, reference)
    if action not in HANDED:
        raise ValueError("no act that is written down by hand")
    return add_link(
        found.matter, reference, action, by=by, now=now or clock.now(), reason=reason, counterpart=counterpart,
        receipt=receipt_number(), before=piece.sha256, after="" if action == "destroyed" else piece.sha256,
    )  # fmt: skip


HANDED = ("transferred", "returned", "copied", "destroyed")


@audited("exhibit.privilege_set", target="reference", using=CARE)
def set_privilege(matter: Any, reference: str, *, privileged: bool, by: Actor) -> None:
    """Say whether a piece stays between her and her lawyer."""
    found = matter_of(by, matter.reference, held=True)
    may_keep_pieces.check(by, found)
    piece = get_exhibit(by, found.matter, reference)
    seen = {PRIVILEGE: piece.numbers.get(PRIVILEGE, 0)}
    write_fields(by, found.matter.ring, reference, {PRIVILEGE: privileged}, seen)
