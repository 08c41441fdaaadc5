"""A very big house for a benchmark: a big one, copied by the database itself with every door moved a little."""

from typing import Any

FRESH = {"uid": "lower(hex(randomblob(16)))", "reference": "lower(hex(randomblob(8)))"}
MOVED = {"lat": "lat + (abs(random()) % 4001 - 2000) / 1e5", "lon": "lon + (abs(random()) % 4001 - 2000) / 1e5"}
AT_ITS_DOOR = {
    name: f"(SELECT l.{name} FROM directory_serviceatlocation a JOIN directory_location l ON l.id = a.location_id"
    " WHERE a.id = at_location_id + :step)"
    for name in ("lat", "lon")
}
# Each table after those it names; what it names lies ``step`` further, as its own key does.
TABLES: dict[str, dict[str, str]] = {
    "service": FRESH,
    "location": FRESH | MOVED,
    "serviceatlocation": FRESH | {"service_id": "service_id + :step", "location_id": "location_id + :step"},
    "searchrow": AT_ITS_DOOR | {"service_id": "service_id + :step", "at_location_id": "at_location_id + :step"},
}


def multiply(times: int) -> None:
    """Copy all services ``times - 1`` times, on SQLite; keys are random and far apart, so a small step is free."""
    from django.db import connections, transaction

    with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM directory_{table}")
        for step in range(1, times):
            for table, other in TABLES.items():
                copy(cursor, table, {"id": "id + :step"} | other, step)
        for table in TABLES:
            cursor.execute(f"DROP TABLE first_{table}")


def copy(cursor: Any, table: str, other: dict[str, str], step: int) -> None:
    """One more of each row, with other values in some columns."""
    cursor.execute(f"SELECT * FROM directory_{table} LIMIT 0")
    columns = [column[0] for column in cursor.description]
    values = ", ".join(other.get(name, f'"{name}"') for name in columns).replace(":step", str(step))
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(f"INSERT INTO directory_{table} ({names}) SELECT {values} FROM first_{table}")
