"""What is left of a case that was destroyed: a certificate, sealed to whoever read it."""

from datetime import date
from typing import Any

from amparo.casework.models import Case, Certificate
from amparo.casework.queries.reading import reading_of
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.vault.actions.sending import lock_note
from amparo.vault.queries.opened import opened_by

CARE = "default"


@unaudited("a part of destroying, which is audited")
def certify(case: Case, *, why: str, by: Any, on: date) -> Any:
    """The certificate of a case that goes now; None where nobody reads it any more. No name of hers is in it."""
    readers = reading_of(case).for_good
    if not readers:
        return None
    by_whom = getattr(by, "reference", "")
    days = {name: str(getattr(case, name) or "") for name in ("opened_on", "closed_on", "keep_until")}
    note = {"case": case.reference, "why": why, "by": by_whom, "on": on.isoformat(), **days}
    ring, _version, box = lock_note(readers, note)
    return Certificate.objects.create(ring=ring, on=on, box=box)


@audited("certificates.read", target="by", using=CARE)
def read_certificates(*, by: Actor) -> list[Any]:
    """The certificates of what she read, opened."""
    from amparo.casework.queries.certificates import certificates_for

    opened_by(by)
    return certificates_for(by)
