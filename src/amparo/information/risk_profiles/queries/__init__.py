"""Results as pages read them: they are never made while somebody waits for a page."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.frozen import canonical, digest
from amparo.information.risk_profiles.models import Result
from amparo.information.risk_profiles.policies import may_analyse

METHOD = "risk_profiles 3"  # of profiles: another way to reckon is another version


@dataclass(frozen=True, slots=True)
class Kept:
    """A result, read. What stands in it belongs to everybody who reads it: nobody changes it."""

    reference: str
    kind: str
    subject: str
    recipe: Any
    body: Any
    digest: str
    made_at: datetime
    by: str


class Broken(ValueError):
    """The bytes of a result are no longer those of its digest."""


def get_result(actor: Actor, reference: str, *, kind: str) -> Kept:
    """One result; for whoever may not analyse there is none."""
    if not may_analyse.allows(actor):
        raise Hidden
    row = Result.objects.filter(reference=reference, kind=kind).first()
    if row is None:
        raise Hidden
    return _kept(row)


def results(actor: Actor, kind: str, *, subject: str = "", most: int = 50) -> list[Kept]:
    """The newest results of a kind, of one subject or of all; none for whoever may not analyse."""
    if not may_analyse.allows(actor):
        return []
    rows = Result.objects.filter(kind=kind, **({"subject": subject} if subject else {}))
    return [_kept(row) for row in rows.order_by("-made_at", "-pk")[:most]]


def latest(actor: Actor, kind: str, *, subject: str = "") -> Kept | None:
    """The newest result of a kind, or None."""
    return next(iter(results(actor, kind, subject=subject, most=1)), None)


def subject_of(sources: Iterable[str]) -> str:
    """What these studies together are called: the same, in whichever order."""
    return digest(canonical(sorted(sources)))[:16]


def kept(reference: str, kind: str) -> Kept | None:
    """A result as the executor and the terminal find it: whoever asked them was asked who she is before."""
    row = Result.objects.filter(reference=reference, kind=kind).first()
    return _kept(row) if row is not None else None


def of_recipe(kind: str, recipe: Any) -> str:
    """The reference of the result that is kept under this recipe; nothing where none is."""
    found = Result.objects.filter(kind=kind, recipe_digest=digest(canonical(recipe))).first()
    return found.reference if found is not None else ""


def _kept(row: Result) -> Kept:
    return Kept(
        row.reference, row.kind, row.subject, json.loads(row.recipe), _read(row.body, row.digest), row.digest,
        row.made_at, row.by,
    )  # fmt: skip


@lru_cache(maxsize=16)
def _read(body: str, said: str) -> Any:
    """The body, where its bytes are those of its digest. :class:`Broken`: somebody changed it in the database."""
    if digest(body) != said:
        raise Broken(said)
    return json.loads(body)
