"""Keeping a result. It is written once; the same recipe again is the same result, or a fault that is said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from amparo.commons.audit.actions import audited
from amparo.formats.frozen import canonical, digest
from amparo.information.risk_profiles.models import Result

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
            "made_at": now or timezone.now(), "by": str(getattr(by, "reference", by)),
        },
    )  # fmt: skip
    if row.digest != digest(text):
        raise Differs(f"{kind} {row.reference}")
    return row
