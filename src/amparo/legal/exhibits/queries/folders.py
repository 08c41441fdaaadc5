"""Folders that somebody asks to take out, as the two see them who asked and who looks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.casework.policies.exports import may_look
from amparo.casework.queries.requests import seconds_for
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.policy.policies import Actor, Hidden
from amparo.legal.exhibits.models import Chain, Folder
from amparo.vault.actions.exclusion import facts_of, not_in_ledger, not_left_out
from amparo.vault.actions.sending import open_note
from amparo.vault.queries.opened import case_seeds, has_keys, opened_by
from amparo.vault.queries.readers import reader_of


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """What was asked: how many pieces of which kinds, for whom and why. What they are stands in the matter alone."""

    row: Folder
    note: Mapping[str, Any] = field(repr=False)
    by: Any = None
    second: Any = None

    def is_of(self, actor: Actor) -> bool:
        """Did she ask for it?"""
        return bool(self.row.by == actor.reference)


def get_folder(actor: Actor, reference: str, *, held: bool = False) -> OpenFolder:
    """One that she asked for, or is asked about; hidden for everybody else."""
    may_look.check(actor)
    rows = Folder.objects.select_for_update() if held else Folder.objects
    row = rows.filter(reference=reference).first()
    if row is None or actor.reference not in {row.by, row.second}:
        raise Hidden
    opened_by(actor)
    if not _may_know([row], actor):
        raise Hidden
    return _opened(actor, row)


def folders_of(actor: Actor, *, matter: str = "") -> list[OpenFolder]:
    """What she asked for and what she is asked about, the newest first; of one matter, where it is named."""
    opened_by(actor)
    rows = Folder.objects.filter(by=actor.reference) | Folder.objects.filter(second=actor.reference)
    rows = rows.filter(matter=matter) if matter else rows
    found = []
    for row in _may_know(rows.order_by("-until", "pk"), actor):
        try:
            found.append(_opened(actor, row))
        except Hidden:
            continue
    return found


def _may_know(rows: Iterable[Folder], actor: Actor) -> list[Folder]:
    """Those whose matter has a key and does not leave her out: she may have been asked before that was said."""
    asked, own = list(rows), reader_of(actor)
    chains = Chain.objects.filter(has_keys(), matter__in={each.matter for each in asked})
    locks = dict(chains.values_list("matter", "ring"))
    known = {matter for matter, ring in locks.items() if own and not_in_ledger([own], ring=ring)}
    return [each for each in asked if each.matter in known]


def _opened(actor: Actor, row: Folder) -> OpenFolder:
    people = {each.reference: each for each in accounts_of(references=[row.by, row.second])}
    note = open_note(actor, row.ring, row.key_version, row.box)
    return OpenFolder(row, note, people.get(row.by), people.get(row.second))


def seconds_of(actor: Actor, matter: Any) -> list[Any]:
    """Who may be asked to look: other hands than hers, and nobody who was left out of this matter."""
    facts = facts_of(matter, case_seeds(actor, matter.ring))
    return not_left_out(seconds_for(actor), facts, ring=matter.ring)
