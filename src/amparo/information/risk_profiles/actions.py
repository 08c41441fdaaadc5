"""Keeping a result. It is written once; the same recipe again is the same result, or a fault that is said."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from amparo.commons import clock
from amparo.commons.audit.actions import audited
from amparo.commons.jobs.actions import enqueue
from amparo.commons.policy.policies import Actor
from amparo.formats.frozen import canonical, digest
from amparo.information.risk_profiles.models import Note, Result
from amparo.information.risk_profiles.policies import may_analyse

EVIDENCE = "evidence"


class Differs(ValueError):
    """The same recipe gave other bytes than before: neither may be trusted until somebody knows why."""


@audited("result.kept", using=EVIDENCE)
def keep_result(
    kind: str, subject: str, *, recipe: Mapping[str, Any], body: Mapping[str, Any], by: Any, now: datetime | None = None
) -> Result:
    """Keep a result under its recipe, or find the one that is kept already.

    Raises
    ------
    Differs : where another result is kept under this recipe.
    """
    made_of, text = canonical(recipe), canonical(body)
    row, _is_new = Result.objects.get_or_create(
        kind=kind, recipe_digest=digest(made_of),
        defaults={
            "subject": subject, "recipe": made_of, "body": text, "digest": digest(text),
            "made_at": now or clock.now(), "by": str(getattr(by, "reference", by)),
        },
    )  # fmt: skip
    if row.digest != digest(text):
        raise Differs(f"{kind} {row.reference}")
    return row


@audited("profile.asked", target="asked", using=EVIDENCE)
def ask_for_profile(asked: str, arguments: Mapping[str, Any], *, by: Actor, now: datetime) -> Any:
    """Ask that a profile be made (``profile``), or made again and compared (``profile_again``)."""
    may_analyse.check(by)
    return enqueue(asked, arguments, by=by, now=now)


@audited("adaptation.noted", using=EVIDENCE)
def write_note(
    indicator: str, zone: str, *, done: str, change: str, owner: str, until: date, result: str, by: Actor, on: date
) -> Note:
    """Write down what is done there and what will change. What was written before stays, behind it."""
    may_analyse.check(by)
    last = Note.objects.filter(indicator=indicator, zone=zone).order_by("-number").first()
    return Note.objects.create(
        indicator=indicator, zone=zone, number=last.number + 1 if last else 1, done=done, change=change, owner=owner,
        until=until, on=on, by=by.reference, result=result,
    )  # fmt: skip
