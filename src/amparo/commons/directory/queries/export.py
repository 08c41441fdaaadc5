"""What of the directory may be handed out as a file.

Only what is public, or public without its address; and only what somebody confirmed or whose source says of which
day it is: the profile asks for that day, and a list without one looks newer than it is.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from amparo.commons.directory.models import Service
from amparo.commons.directory.models.service import PUBLIC, REDUCED
from amparo.commons.directory.queries.exchange import service_record, with_all, with_shown_parents
from amparo.formats.hsds import Dataset, publishable

BATCH = 500
DATED = Q(checked_on__isnull=False) | Q(source__as_of__isnull=False)


def exported(*, highest_tier: int = REDUCED) -> Dataset:
    """The public services up to a tier, each as it may be written, in the order of their identifiers."""
    kept = (publishable(service_record(service)) for service in in_batches(highest_tier))
    return Dataset(services=tuple(with_shown_parents(record for record in kept if record)))


def in_batches(highest_tier: int) -> Iterator[Any]:
    """The services, a few hundred at a time."""
    found = with_all(Service.objects.filter(DATED, tier__lte=min(highest_tier, REDUCED), tier__gte=PUBLIC))
    yield from found.order_by("uid").iterator(chunk_size=BATCH)


def undated() -> int:
    """How many public services nobody ever confirmed and no source dates: they stay in the house."""
    return Service.objects.filter(tier__in=(PUBLIC, REDUCED)).exclude(DATED).count()
