"""Keeping the search projection true: rebuilt inside the transaction that writes, for the services it touched."""

from collections.abc import Iterable

from django.db import connections, transaction
from django.db.models import Exists, OuterRef

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.bulk import add_rows
from amparo.commons.directory.models import SearchRow, SearchState, Service, ServiceAtLocation
from amparo.commons.directory.models.service import PARTNERS, REDUCED
from amparo.commons.directory.queries.projection import lists_digest, public_services, rows_of

BATCH = 500  # services at once, so that memory stays small


@unaudited("the projection follows what an audited action wrote")
def project(service_ids: Iterable[int]) -> None:
    """Rebuild the search rows of these services."""
    ids = list(service_ids)
    with transaction.atomic(using="default"):
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            _hide_beside_bodies(some)
            SearchRow.objects.filter(service__in=some).delete()
            add_rows(rows_of(public_services(some)))


def _hide_beside_bodies(ids: list[int]) -> None:
    """A place without its address goes to the people of the house where its door has come to share a building.

    Its page could not say so, and a search that leaves that body out would: what goes missing is in its building. And
    who fears that body must not be sent there. ``may_stand_with`` refuses it where it is written; it comes about by a
    door that two services share, or by another door of the same service.
    """
    shared = ServiceAtLocation.objects.filter(service=OuterRef("pk")).exclude(location__housed_with=[])
    beside = Service.objects.filter(Exists(shared), pk__in=ids, tier=REDUCED)
    beside.update(tier=PARTNERS, changed_at=clock.now())


@unaudited("the projection follows what audited actions wrote")
def project_all() -> int:
    """Rebuild every row, and remember of which code lists it was made; the number of services."""
    ids = list(Service.objects.order_by().values_list("pk", flat=True))
    with transaction.atomic(using="default"):
        project(ids)
        SearchState.objects.all().delete()
        SearchState.objects.create(digest=lists_digest())
    return len(ids)


@unaudited("it counts rows, for the planner of the database")
def learn_sizes() -> None:
    """Let SQLite count the tables that have grown, so that it chooses the right index; PostgreSQL does that itself.

    Without it a search among 100,000 services takes twice as long.
    """
    if connections["default"].vendor == "sqlite":
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")  # https://sqlite.org/pragma.html#pragma_optimize
