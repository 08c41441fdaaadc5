"""Which table may point at which. Imports cannot see a foreign key that is written as a string; this can."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from amparo.commons.audit.models import Act
from amparo.config.database_router import EVIDENCE

COMMONS = {"accounts", "audit", "codebooks", "directory", "nightly", "places", "policy", "ui"}
CARE_STRANDS = {
    "pathways", "reporting", "focal_points", "alternative_care", "health", "circles",
    "deadlines", "representation", "exhibits", "custody", "evictions", "oversight",
}  # fmt: skip
# A room, its apps, and the rooms it may point at besides itself. Whoever is not in a room fails.
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "django": ({"contenttypes", "auth", "sessions"}, set()),
    "commons": (COMMONS, {"django"}),
    "vault": ({"vault"}, {"commons"}),
    "casework": ({"casework", "fieldwork", "intake", "deidentify", "exchange"}, {"commons", "vault"}),
    "care strands": (CARE_STRANDS, {"commons", "vault", "casework"}),
    "evidence": (set(EVIDENCE), set()),  # the other database: no key leaves it
}
# Within a room these still stand apart: one strand never points at another, and in commons only downwards.
APART = {"care strands", "evidence"}
IN_COMMONS = {"accounts": {"directory", "places"}, "directory": {"places"}, "nightly": {"accounts"}}


def room_of(label: str) -> str:
    """The room of an app, or none."""
    return next((room for room, (labels, _may) in ROOMS.items() if label in labels), "")


def forbidden_relations(all_models: list[Any]) -> list[str]:
    """Foreign keys, one to one and many to many, that go where they may not."""
    faults = []
    for model in all_models:
        label = model._meta.app_label
        if not room_of(label):
            faults.append(f"{label} stands in no room")
            continue
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.remote_field is None:
                continue
            other = field.remote_field.model._meta.app_label
            here, there = room_of(label), room_of(other)
            may = there in ROOMS[here][1] or (here == there and (label == other or here not in APART))
            if here == there == "commons" and label != other:
                may = other in IN_COMMONS.get(label, set())
            if not may:
                faults.append(f"{label}.{model.__name__}.{field.name} points at {other}")
    return faults


def fake(label: str, **pointing_at: str) -> Any:
    """A table with foreign keys to these apps."""
    fields = [
        SimpleNamespace(
            name=name, remote_field=SimpleNamespace(model=SimpleNamespace(_meta=SimpleNamespace(app_label=to)))
        )
        for name, to in pointing_at.items()
    ]
    meta = SimpleNamespace(app_label=label, local_fields=fields, local_many_to_many=[])
    return type("Thing", (), {"_meta": meta})


def test_every_relation_goes_where_it_may() -> None:
    every = apps.get_models(include_auto_created=True)
    assert len(every) >= 25
    assert forbidden_relations(every) == []


@pytest.mark.parametrize(("table", "fault"), [
    (fake("attic"), "attic stands in no room"),
    (fake("evidence", case="casework"), "evidence.Thing.case points at casework"),
    (fake("evidence", place="places"), "evidence.Thing.place points at places"),
    (fake("directory", case="casework"), "directory.Thing.case points at casework"),
    (fake("places", service="directory"), "places.Thing.service points at directory"),
    (fake("audit", actor="accounts"), "audit.Thing.actor points at accounts"),
    (fake("pathways", other="custody"), "pathways.Thing.other points at custody"),
    (fake("visibility", release="publications"), "visibility.Thing.release points at publications"),
    (fake("casework", figure="evidence"), "casework.Thing.figure points at evidence"),
])  # fmt: skip
def test_a_relation_through_a_wall_is_seen(table: Any, fault: str) -> None:
    assert forbidden_relations([table]) == [fault]


def test_an_allowed_relation_is_not_called_a_fault() -> None:
    assert forbidden_relations([fake("casework", opened_by="accounts", key="vault", itself="casework")]) == []


def test_the_trail_points_at_nobody() -> None:
    assert not [field for field in Act._meta.get_fields() if field.is_relation]


def test_tables_of_the_house_have_random_ids_or_a_code() -> None:
    """A sequential id says how many came before, and in which order."""
    from amparo.commons.policy.models import RandomIdField

    for model in apps.get_models():
        if model._meta.app_config.name.startswith("amparo."):
            key = model._meta.pk
            assert isinstance(key, RandomIdField) or key.name == "code", model


@pytest.mark.django_db
def test_ids_say_nothing_of_order() -> None:
    """Also the hidden row number of SQLite: for another kind of key it would count upwards beside it."""
    from amparo.commons.accounts.actions import SETUP, make_team

    made = [make_team(name=f"team {number}", by=SETUP).pk for number in range(40)]
    assert made != sorted(made)
    assert all(0 < key < 2**62 for key in made)
    connection = connections["default"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid, id FROM accounts_team")
            assert all(row == key for row, key in cursor.fetchall())


def test_no_model_is_fetched_by_name() -> None:
    """The other way around a wall; ruff refuses it, test_names.py shows that it does."""
    for path in Path(__file__).resolve().parents[2].glob("src/amparo/**/*.py"):
        if "migrations" not in path.parts:
            assert "apps.get_model(" not in path.read_text(encoding="utf-8"), path
