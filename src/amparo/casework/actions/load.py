"""Somebody of the team says how she is: locked to the house, and to nobody outside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from amparo.casework.actions.holding import CARE
from amparo.casework.models import Carried
from amparo.casework.policies.cases import may_accompany
from amparo.casework.queries.load import CARD, Card, cards_for, with_keys
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, checked_all
from amparo.vault.actions import rings
from amparo.vault.actions.fields import write_fields
from amparo.vault.queries.fields import fields_of_each
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.readers import reader_of


@audited("load.written", target="by", using=CARE)
def write_card(*, answers: Mapping[str, Answer], by: Actor, today: date) -> None:
    """What she says of her load and her rest. Whoever has a key in the house today can read it; she alone writes it."""
    may_accompany.check(by)
    said = {code: each.as_data() for code, each in checked_all(answers, CARD).items() if each.is_there}
    row = _row(by)
    kept = fields_of_each(by, {row.reference: row.ring}, [CARD])[row.reference].get(CARD)
    body = {"on": today.isoformat(), "answers": said}
    write_fields(by, row.ring, row.reference, {CARD: body}, {CARD: kept.number if kept else 0})


@unaudited("it changes nothing")
def own_card(by: Actor, *, today: date) -> Card:
    """What she said last."""
    return cards_for(by, today=today).get(by.pk, Card())


def _row(by: Actor) -> Any:
    """Her row, wrapped to everybody who has a key in the house today; a new one where her key does not open it."""
    row = Carried.objects.filter(user=by).first()
    if row is not None and case_seeds(by, row.ring):
        for reader in (reader_of(each) for each in with_keys()):
            if reader is not None:
                rings.share_ring(row.ring, reader, by=by)
        return row
    if row is not None:
        rings.shred_ring(row.ring)
        row.delete()
    readers = {reader.pk: reader for reader in map(reader_of, [by, *with_keys()]) if reader is not None}
    ring, _seed = rings.begin_ring(readers.values())
    return Carried.objects.create(user=by, ring=ring)
