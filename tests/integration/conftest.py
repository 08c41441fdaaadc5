"""For tests that ask a house as its people do."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True, scope="module")
def no_row_is_held_outside() -> Iterator[None]:
    """As with real pages on PostgreSQL: a row is held in a transaction of the house, and that of a test is none.

    It holds for a whole module, so that a house that is laid once for its tests is laid under the same rule.
    """
    from django.db import connections
    from django.db.models import QuerySet
    from django.db.transaction import TransactionManagementError

    fetch = QuerySet._fetch_all

    def held_within(rows: Any) -> None:
        blocks = connections[rows.db].atomic_blocks
        if rows.query.select_for_update and all(getattr(each, "_from_testcase", False) for each in blocks):
            raise TransactionManagementError("A row is held outside of a transaction.")
        fetch(rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", held_within)
        yield
