"""Keeping the search projection true: rebuilt inside the transaction that writes, for the services it touched."""

from collections.abc import Iterable

from django.db import transaction

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.actions.bulk import add_rows
from amparo.commons.directory.models import SearchRow, SearchState, Service
from amparo.commons.directory.queries.projection import lists_digest, public_services, rows_of

BATCH = 500  # services at once, so that memory stays small


@unaudited("the projection follows what an audited action wrote")
def project(service_ids: Iterable[int]) -> None:
    """Rebuild the search rows of these services."""
    ids = list(service_ids)
    with transaction.atomic(using="default"):
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            SearchRow.objects.filter(service__in=some).delete()
            add_rows(rows_of(public_services(some)))


@unaudited("the projection follows what audited actions wrote")
def project_all() -> int:
    """Rebuild every row, and remember of which code lists it was made; the number of services."""
    ids = list(Service.objects.order_by().values_list("pk", flat=True))
    with transaction.atomic(using="default"):
        project(ids)
        SearchState.objects.all().delete()
        SearchState.objects.create(digest=lists_digest())
    return len(ids)
