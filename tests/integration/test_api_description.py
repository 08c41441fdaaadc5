"""The interface against its own description: whatever it says may be asked is answered as it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from tests.examples import examples
from tests.integration.test_finding import make

pytestmark = pytest.mark.django_db(databases=["default"])
PLAIN = {"Accept-Encoding": "identity"}  # called without HTTP there is nobody who unpacks
BOUNDED = settings(
    max_examples=examples(20), deadline=None, phases=[Phase.explicit, Phase.generate], database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@contextmanager
def one_connection() -> Iterator[None]:
    """A served request ends its connection; here the transaction of the test lives in it, and it must stay."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def test_every_operation_is_as_described(places_small: dict[str, Any]) -> None:
    make("pública", places_small["tulcan"], needs=("food", "papers"), papers="none", cost="free")
    make("reducida", places_small["tulcan"], tier=1)
    make("secreta", places_small["tulcan"], tier=2)
    raw = Client().get("/hsds/openapi.json").json() | {"servers": [{"url": "/hsds"}]}
    schema = schemathesis.openapi.from_dict(raw)
    application = get_wsgi_application()
    checked = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @BOUNDED
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate(app=application, base_url="http://localhost/hsds", headers=PLAIN)

        with one_connection():
            ask()
        checked.append(operation.label)
    assert len(checked) == 13
