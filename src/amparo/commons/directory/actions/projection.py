"""Storing the search projection: always inside the transaction of whoever writes."""

from collections.abc import Iterable

from django.db import transaction

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.models import SearchRow, SearchState, Service
from amparo.commons.directory.queries.projection import is_current, lists_digest, public_services, rows_of

BATCH = 500  # services at once, so that memory stays small


@unaudited("it repeats what an audited action has just written")
def project(service_ids: Iterable[int]) -> None:
    """Rebuild the search rows of these services; whoever calls has a transaction open."""
    ids = list(service_ids)
    SearchRow.objects.filter(service_id__in=ids).delete()
    for start in range(0, len(ids), BATCH):
        SearchRow.objects.bulk_create(rows_of(public_services(ids[start : start + BATCH])), batch_size=BATCH)


@unaudited("it repeats what audited actions wrote")
def project_all() -> bool:
    """Rebuild every row where the code lists changed since the last time; True where that was needed."""
    if is_current():
        return False
    with transaction.atomic(using="default"):
        project(Service.objects.values_list("pk", flat=True))
        SearchState.objects.all().delete()
        SearchState.objects.create(digest=lists_digest())
    return True
