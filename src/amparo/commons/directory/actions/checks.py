"""Someone made sure: of a place, of a number."""

from datetime import date, datetime
from typing import Any

from amparo.commons.audit.actions import audited
from amparo.commons.directory.actions.projection import project
from amparo.commons.directory.actions.services import Conflict
from amparo.commons.directory.models import Phone, Service
from amparo.commons.directory.policies import may_check

CARE = "default"
ROLE = "checker"  # what a page shows instead of a name


@audited("service.checked", target="service", using=CARE)
def check_service(
    service: Service, *, how: str, on: date, seen: datetime | None, differs: bool = False, by: Any
) -> None:
    """What the page of the moment ``seen`` says of this service holds, or it exists and something ``differs``."""
    may_check.check(by)
    _same(service, seen)
    service.changed_since_check = differs
    service.phones.update(new_since_check=False)
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
    phone.checked_on, phone.new_since_check = on, False
    phone.save(update_fields=["checked_on", "new_since_check"])


@audited("phone.removed", target="service", using=CARE)
def remove_phone(service: Service, phone: Phone, *, by: Any) -> None:
    """The number is not theirs: nobody shall ring a stranger."""
    may_check.check(by)
    phone.delete()
    project([service.pk])


def _same(service: Service, seen: datetime | None) -> None:
    """Refuse where somebody wrote this service after the page was read out."""
    current = Service.objects.select_for_update().get(pk=service.pk)
    if seen != current.changed_at:
        raise Conflict


def _note(service: Service, how: str, on: date) -> None:
    """Keep the day, the role and the way; who it was stands in the trail only."""
    service.checked_on, service.checked_by_role, service.checked_how = on, ROLE, how
    service.save(
        update_fields=["checked_on", "checked_by_role", "checked_how", "changed_since_check", "status", "changed_at"]
    )
    project([service.pk])
