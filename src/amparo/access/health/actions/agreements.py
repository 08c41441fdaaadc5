"""Writing what a place promised, and that it does not any more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.access.health.models import Agreement
from amparo.access.health.policies import may_write
from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import NoLonger

CARE = "default"


@audited("agreement.signed", using=CARE)
def sign_agreement(service: Any, *, facts: Mapping[str, Any], by: Any) -> Agreement:
    """Write down one thing that was agreed."""
    may_write.check(by)
    if Agreement.objects.filter(service=service, what=facts["what"], until=None).exists():
        raise NoLonger(
            _("This was agreed with them already and still holds. End that one first, then write the new one.")
        )
    return Agreement.objects.create(service=service, **{name: facts[name] for name in ("what", "office", "since")})


@audited("agreement.ended", target="agreement", using=CARE)
def end_agreement(agreement: Agreement, *, on: date, by: Any) -> None:
    """It does not hold any more, from this day on."""
    may_write.check(by)
    if agreement.until is None:
        agreement.until = max(on, agreement.since)
        agreement.save(update_fields=["until"])
