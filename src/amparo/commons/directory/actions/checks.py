"""Someone made sure: of a place, of a number."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import audited, unaudited
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
def close_service(service: Service, *, how: str, on: date, seen: datetime | None, by: Any) -> None:
    """What the page of the moment ``seen`` says no longer exists: it stays at the desk, and leaves the public pages."""
    may_check.check(by)
    _same(service, seen)
    service.status = "defunct"
    _note(service, how, on)


@unaudited("it calls audited actions, one for each number that was rung")
def note_phones(service: Service, found: Mapping[str, bool], *, on: date, seen: datetime | None, by: Any) -> None:
    """What was found for the numbers of the page of the moment ``seen``: theirs, or not theirs."""
    may_check.check(by)
    with transaction.atomic(using=CARE):
        _same(service, seen)
        numbers = {str(phone.uid): phone for phone in service.phones.all()}
        for uid, is_theirs in found.items():
            if is_theirs:
                check_phone(numbers[uid], on=on, by=by)
            else:
                remove_phone(service, numbers[uid], by=by)


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
    service.save(update_fields=["changed_at"])  # whoever has the page open read out a number that is gone
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
