"""A folder for a court: made from the pieces that she lets go, with the chain and everything to check it by.

Locked to the key of whoever gets it, one lawyer takes it out. Without a lock, or to a body of the State, a second
person looks first. Everything is asked again at the moment at which it is written: nothing that a page sent stands
for her yes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied, Hidden
from amparo.commons.ui.views.files import TYPES
from amparo.formats.codes import by_code, label
from amparo.formats.custody_chain.events import digest_of
from amparo.formats.custody_chain.folder import Piece, folder, listed, zipped
from amparo.formats.custody_chain.slips import receipt_number
from amparo.formats.documents.text import plain, without_address
from amparo.legal.exhibits.actions.binding import bound
from amparo.legal.exhibits.actions.custody import CARE, add_link
from amparo.legal.exhibits.actions.exhibits import bytes_of
from amparo.legal.exhibits.models import AGREED, REFUSED, USED, Folder
from amparo.legal.exhibits.policies import (
    ANSWER_DAYS,
    TAKE_HOURS,
    may_be_used,
    may_keep_pieces,
    may_let_out,
    may_take_out,
)
from amparo.legal.exhibits.queries.custody import FOLDER, chain_of
from amparo.legal.exhibits.queries.days import stamps_of
from amparo.legal.exhibits.queries.exhibits import TEXT, OpenExhibit, exhibits_in, matter_of
from amparo.legal.exhibits.queries.folders import get_folder, seconds_of
from amparo.legal.representation.queries.state_agents import not_to
from amparo.vault.actions.letters import checked
from amparo.vault.actions.rings import shred_ring
from amparo.vault.actions.sending import lock_again, lock_note, seal_file_for
from amparo.vault.queries.readers import reader_of

HIS_BODY = _("This body is one of those that hurt her, or runs with them. Nothing of hers goes there.")
LOOKS_NO_MORE = _("Whoever agreed may not look at this any more. Ask again, and somebody else.")
TELLS_WHERE = _(
    "What was written beside one of these pieces tells where she lives, and he looks for her: it would go along. Leave "
    "that piece out."
)
TWO_LOOK = _("To a body of the State, or without a lock, a second person looks first. Choose who.")
ENDINGS = {**TYPES, TEXT: "txt"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to go out, to whom, and under which lock; ``runs``: who runs that body (list ``operator``)."""

    items: Sequence[str]
    to: str
    runs: str
    reason: str
    key: str = ""

    @property
    def needs_two(self) -> bool:
        """Does a second person look first? A body that nobody knows who runs counts as the State."""
        known = by_code("operator").get(self.runs)
        return not self.key or known is None or self.runs == "unknown" or bool(known.more["state"])


@dataclass(frozen=True, slots=True)
class Made:
    """The file, and what its paper slip says."""

    name: str
    data: bytes = field(repr=False)
    receipt: str
    count: int
    head: str


@audited("folder.asked", using=CARE)
def ask_for_folder(matter: Any, wanted: Wanted, *, second: Any, by: Actor, now: datetime) -> Folder:
    """Ask a second person to look. She sees how many pieces of which kinds, for whom and why, and no piece."""
    found, pieces = _checked(matter, wanted, by, now)
    if second.pk not in {each.pk for each in seconds_of(by, found.matter)}:
        raise Hidden
    note = {
        "items": sorted(set(wanted.items)), "kinds": sorted(each.kind for each in pieces), "to": wanted.to,
        "runs": wanted.runs, "reason": wanted.reason, "key": wanted.key, "answer": "",
    }  # fmt: skip
    own: Any = reader_of(by)
    ring, version, box = lock_note([own, second], note)
    until = clock.minute(now + timedelta(days=ANSWER_DAYS))
    return Folder.objects.create(
        matter=found.matter.reference, ring=ring, by=by.reference, second=second.user.reference, until=until,
        key_version=version, box=box,
    )  # fmt: skip


@audited("folder.agreed", target="reference", using=CARE)
def agree(reference: str, *, by: Actor, now: datetime) -> None:
    """The second person agrees: for a day whoever asked may take it."""
    found = get_folder(by, reference, held=True)
    may_let_out.check(by, found.row, found.by, now)
    found.row.state, found.row.until = AGREED, clock.minute(now + timedelta(hours=TAKE_HOURS))
    found.row.save(update_fields=["state", "until"])


@audited("folder.refused", target="reference", using=CARE)
def refuse(reference: str, *, why: str, by: Actor, now: datetime) -> None:
    """The second person does not agree, and says why."""
    found = get_folder(by, reference, held=True)
    may_let_out.check(by, found.row, found.by, now)
    found.row.state = REFUSED
    found.row.key_version, found.row.box = lock_again(found.row.ring, {**found.note, "answer": why})
    found.row.save(update_fields=["state", "key_version", "box"])


@unaudited("it is made before the act, and leaves only with it")
def bound_for(matter: Any, wanted: Wanted, *, by: Actor, now: datetime) -> dict[str, bytes]:
    """The pieces as one PDF, to be put into the folder; the same is asked of them as when it is written."""
    with transaction.atomic(using=CARE):
        _found, pieces = _checked(matter, wanted, by, now)
    return bound(pieces, by=by, now=now)


@unaudited("it is made before the act, and leaves only with it")
def bound_for_agreed(matter: Any, reference: str, *, by: Actor, now: datetime) -> dict[str, bytes]:
    """The same of a folder that a second person agreed to."""
    found = get_folder(by, reference)
    may_take_out.check(by, found.row, found.second, now)
    return bound_for(matter, _wanted_in(found.note), by=by, now=now)


@audited("folder.written", target="matter", using=CARE)
def write_folder(
    matter: Any, wanted: Wanted, *, by: Actor, now: datetime, beside: Mapping[str, bytes] | None = None
) -> Made:
    """The folder, locked to a key of somebody who is not of the State. ``beside``: what was bound of its pieces."""
    if wanted.needs_two:
        raise Denied(TWO_LOOK)
    return _written(matter, wanted, by, now, beside)


@audited("folder.taken", target="reference", using=CARE)
def take_folder(
    matter: Any, reference: str, *, by: Actor, now: datetime, beside: Mapping[str, bytes] | None = None
) -> Made:
    """The folder that a second person agreed to, once."""
    found = get_folder(by, reference, held=True)
    if found.row.matter != matter.reference:
        raise Hidden
    may_take_out.check(by, found.row, found.second, now)
    may = seconds_of(by, matter_of(by, matter.reference, held=True).matter)
    if found.row.second not in {each.user.reference for each in may}:
        raise Denied(LOOKS_NO_MORE)
    made = _written(matter, _wanted_in(found.note), by, now, beside)
    found.row.state = USED
    found.row.save(update_fields=["state"])
    return made


def _wanted_in(note: Mapping[str, Any]) -> Wanted:
    return Wanted(note["items"], note["to"], note["runs"], note["reason"], note["key"])


def _checked(matter: Any, wanted: Wanted, by: Actor, now: datetime) -> tuple[Any, list[OpenExhibit]]:
    """The matter and these pieces, each of which she lets go at this moment; else a refusal of the whole."""
    found = matter_of(by, matter.reference, held=True)
    may_keep_pieces.check(by, found)
    if wanted.runs in not_to(found) or wanted.runs not in by_code("operator"):
        raise Denied(HIS_BODY)
    known = {each.reference: each for each in exhibits_in(by, found.matter)}
    if not wanted.items or set(wanted.items) - set(known):
        raise Hidden
    pieces = [known[each] for each in sorted(set(wanted.items))]
    for each in pieces:
        may_be_used.check(by, each, now)
    if any(each.file is None for each in pieces):
        raise Denied(_("One of these is an object: it has no file to go out. Hand it over with a slip instead."))
    return found, pieces


def _written(matter: Any, wanted: Wanted, by: Actor, now: datetime, beside: Mapping[str, bytes] | None = None) -> Made:
    found, pieces = _checked(matter, wanted, by, now)
    held = found.matter
    going = [
        Piece(each.reference, ENDINGS.get(each.body["mime"], "bin"), bytes_of(each), _about(each), each.of)
        for each in pieces
    ]
    files, number = listed(going, beside or {}), receipt_number()
    for each in pieces:
        add_link(
            held, each.reference, "exported", by=by, now=now, reason=wanted.reason, counterpart=wanted.to,
            before=each.sha256, after=each.sha256,
        )  # fmt: skip
    mark = add_link(
        held, FOLDER, "exported", by=by, now=now, reason=wanted.reason, counterpart=wanted.to, receipt=number,
        after=digest_of(files["lista.txt"]),
    )  # fmt: skip
    chain = chain_of(by, held)
    if chain.findings:
        raise Denied(_("The chain of hands is not as it was. Nothing goes out before somebody has looked at why."))
    items = {each.reference for each in pieces} | {each.of for each in pieces if each.of}
    shown = {seq: chain.texts[seq] for seq, fact in chain.facts.items() if fact.item in items or seq == mark.count}
    if found.is_persecuted and any(_tells_where(found, text) for text in shown.values()):
        raise Denied(TELLS_WHERE)
    slips = [chain.slip(seq) for seq in shown if chain.facts[seq].receipt]
    whole = folder(files, chain.links, shown, mark=mark, slips=slips, stamps=stamps_of(by, held))
    data = zipped(whole)
    sealed = seal_file_for(checked(wanted.key), data) if wanted.key else data
    return Made(f"{number}.zip{'.age' if wanted.key else ''}", sealed, number, mark.count, mark.head)


def _tells_where(found: Any, fact: bytes) -> bool:
    text = fact.decode()
    return any(without_address(text, plain(each), "") != text for each in found.addresses)


def _about(piece: OpenExhibit) -> str:
    return label("exhibit_kind", piece.kind, "es")


@unaudited("it takes away what is long over")
def forget_folder(row: Folder) -> None:
    """Destroy the key of one that is over, and its row."""
    row.delete()
    shred_ring(row.ring)
