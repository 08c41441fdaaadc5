"""Someone made sure: of a place, of a number."""

from datetime import date
from typing import Any

from amparo.commons.audit.actions import audited
from amparo.commons.directory.actions.projection import project
from amparo.commons.directory.models import Phone, Service
from amparo.commons.directory.policies import may_check

CARE = "default"
ROLE = "checker"  # what a page shows instead of a name


@audited("service.checked", target="service", using=CARE)
def check_service(service: Service, *, how: str, on: date, by: Any) -> None:
    """What the page says of this service holds."""
    may_check.check(by)
    _note(service, how, on)


@audited("service.closed", target="service", using=CARE)
def close_service(service: Service, *, how: str, on: date, by: Any) -> None:
    """It no longer exists: it stays on the list of the desk, and leaves every public page."""
    may_check.check(by)
    service.status = "defunct"
    _note(service, how, on)


@audited("phone.checked", target="phone", using=CARE)
def check_phone(phone: Phone, *, on: date, by: Any) -> None:
    """Somebody rang and they answered."""
    may_check.check(by)
    phone.checked_on = on
    phone.save(update_fields=["checked_on"])


@audited("phone.removed", target="service", using=CARE)
def remove_phone(service: Service, phone: Phone, *, by: Any) -> None:
    """The number is not theirs: nobody shall ring a stranger."""
    may_check.check(by)
    phone.delete()
    project([service.pk])


def _note(service: Service, how: str, on: date) -> None:
    """Keep the day, the role and the way; who it was stands in the trail only."""
    service.checked_on, service.checked_by_role, service.checked_how = on, ROLE, how
    service.save(update_fields=["checked_on", "checked_by_role", "checked_how", "status", "changed_at"])
    project([service.pk])
