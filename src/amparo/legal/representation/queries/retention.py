"""Until when a legal matter is kept after it was closed, and which are due."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from amparo.formats import retention
from amparo.legal.representation.models import Matter
from amparo.legal.representation.queries.matters import OpenMatter
from amparo.vault.queries.opened import has_keys


def kept_until(found: OpenMatter, on: date) -> date:
    """Until when a matter that is closed on this day is kept: as long as a case of its country."""
    country = found.country or settings.HOME_COUNTRY
    kept = retention.keep(on, country=country, since=found.matter.opened_on, own=settings.RETENTION_FILE)
    return kept.until


def how_many() -> int:
    """How many there are, open and closed, whoever reads them: asked before a house is emptied."""
    return Matter.objects.count()


def due_to_go(on: date) -> Any:
    """Closed matters whose time is over, and those that a backup brought back without keys."""
    return Matter.objects.filter(Q(keep_until__lt=on) | ~has_keys())


def is_due(matter: Matter, on: date) -> bool:
    """Is its time over still, at the moment at which it is destroyed?"""
    return bool(due_to_go(on).filter(pk=matter.pk).exists())
