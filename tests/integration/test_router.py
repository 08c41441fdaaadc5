"""Two rooms, two databases: what belongs to one is not in the other, and nothing ties them."""

import contextlib
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction

from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.directory.models import Organisation, Service
from amparo.config.database_router import BOTH, EVIDENCE, TwoRooms

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
router = TwoRooms()


def model_of(label: str) -> Any:
    """Something with the label of an app that may not exist yet."""
    return type("Model", (), {"_meta": SimpleNamespace(app_label=label)})


def tables(alias: str) -> set[str]:
    """The tables of a database, without Django's own notes."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor)) - {"django_migrations"}


def test_people_are_in_care_and_only_the_trail_is_in_both() -> None:
    assert {"accounts_user", "directory_service", "places_place", "django_session", "audit_act"} <= tables("default")
    if not {app.label for app in apps.get_app_configs()} & EVIDENCE:
        assert tables("evidence") == {"audit_act", "audit_head"}


def test_no_table_stands_in_both_but_the_trail() -> None:
    assert tables("default") & tables("evidence") == {"audit_act", "audit_head"}


@pytest.mark.parametrize("label", ["accounts", "directory", "places", "pathways", "vault", "casework", "fieldwork"])
def test_care(label: str) -> None:
    assert router.db_for_read(model_of(label)) == router.db_for_write(model_of(label)) == "default"
    assert router.allow_migrate("default", label)
    assert not router.allow_migrate("evidence", label)


@pytest.mark.parametrize("label", ["evidence", "publications", "release", "risk_profiles", "exposure", "visibility"])
def test_evidence(label: str) -> None:
    assert router.db_for_read(model_of(label)) == router.db_for_write(model_of(label)) == "evidence"
    assert router.allow_migrate("evidence", label)
    assert not router.allow_migrate("default", label)


def test_the_trail_goes_where_the_writer_says() -> None:
    assert {"audit"} == BOTH
    assert router.db_for_write(Act) is None
    assert router.allow_migrate("default", "audit")
    assert router.allow_migrate("evidence", "audit")


def test_nothing_ties_a_person_to_a_figure() -> None:
    assert router.allow_relation(Service(), Organisation())
    assert not router.allow_relation(User(), model_of("evidence")())
    assert not router.allow_relation(model_of("vault")(), model_of("publications")())


def test_a_failure_in_one_room_undoes_nothing_in_the_other() -> None:
    from amparo.commons.audit.actions import record

    with transaction.atomic(using="default"):
        record("thing.seen", by="test", target=None, using="default")
        with contextlib.suppress(RuntimeError), transaction.atomic(using="evidence"):
            record("thing.coded", by="test", target=None, using="evidence")
            raise RuntimeError
    assert Act.objects.using("default").count() == 1
    assert Act.objects.using("evidence").count() == 0
