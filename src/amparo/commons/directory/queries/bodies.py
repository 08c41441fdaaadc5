"""What another room may ask about an organisation of the list."""

from typing import Any

from amparo.commons.directory.models import Service
from amparo.commons.directory.queries.desk import GONE


def is_closed(organisation: Any) -> bool:
    """Does the list say of everything that it ran that it no longer exists? Of one without a place it says nothing."""
    run = Service.objects.filter(organisation=organisation)
    return run.exists() and not run.exclude(status__in=GONE).exists()
