"""Letting out and taking down. Only the release door calls this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import record, unaudited
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import Actor
from amparo.formats.hsds.encode import canonical
from amparo.publications.models import Edition, Figure
from amparo.publications.queries import NOTHING, digest_of

EVIDENCE = "evidence"
RELEASED, TAKEN_DOWN = "edition.released", "edition.taken_down"
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A figure on its way out. Who names it in a table or a sentence names its reference."""

    label: tuple[str, ...]
    kind: str
    said: str
    reference: str = field(default_factory=random_reference)


@unaudited("it writes the trail itself, and first: whoever holds the end of the trail is the only one to release")
def release(lines: Iterable[Line], *, shown: Mapping[str, Any], released_on: date, by: Actor, **facts: str) -> Edition:
    """Write an edition with its figures, and close it with its digest.

    Parameters
    ----------
    lines : every figure of it, in its order.
    shown : tables and words as a reader gets them, each figure by its reference.
    facts : ``plan``, ``name``, ``codebook``, ``kind``, ``audience``, ``recipient``, ``agreement``, ``period``,
        ``ledger``.
    """
    with transaction.atomic(using=EVIDENCE):
        reference = random_reference()
        record(RELEASED, by=by, target=f"edition:{reference}", using=EVIDENCE)
        last = Edition.objects.order_by("-number").first()
        edition = Edition.objects.create(
            reference=reference,
            number=last.number + 1 if last else 1,
            previous=last.digest if last else NOTHING,
            shown=canonical(shown),
            released_on=released_on,
            **facts,
        )
        Figure.objects.bulk_create(
            (
                Figure(
                    edition=edition, reference=each.reference, place=place, label=canonical(list(each.label)),
                    kind=each.kind, said=each.said,
                )
                for place, each in enumerate(lines)
            ),
            batch_size=AT_ONCE,
        )  # fmt: skip
        edition.digest = digest_of(edition)
        edition.save(update_fields=["digest"])
    return edition


@unaudited("it writes the trail itself, in the same transaction")
def take_down(reference: str, *, why: str, on: date, by: Actor) -> Edition:
    """Take an edition away from every reader, at once. Its figures stay on the ledger: they were read."""
    with transaction.atomic(using=EVIDENCE):
        edition = Edition.objects.select_for_update().get(reference=reference)
        if not edition.is_down:
            record(TAKEN_DOWN, by=by, target=f"edition:{reference}", using=EVIDENCE)
            edition.is_down, edition.down_on, edition.down_why = True, on, why
            edition.save(update_fields=["is_down", "down_on", "down_why"])
    return edition
