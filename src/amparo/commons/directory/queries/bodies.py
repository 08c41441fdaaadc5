"""What another room may ask about an organisation of the list."""

from typing import Any

from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.queries.desk import GONE


def is_closed(organisation: Any) -> bool:
    """Does the list say of everything that it ran that it no longer exists? Of one without a place it says nothing."""
    run = Service.objects.filter(organisation=organisation)
    return run.exists() and not run.exclude(status__in=GONE).exists()


def names_here() -> list[tuple[str, str]]:
    """The organisations of the list, by name, each with its opaque name: to choose one of them."""
    return [(each.reference, each.name) for each in Organisation.objects.order_by("name")]
