"""One town for every test of this folder. Each test puts back what it wrote, and the town itself goes at the end."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="package")
def told(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[str]:
    """What an English terminal said when the town was laid out."""
    from tests.made_up_town import laid_out  # models, which are there once Django has begun

    with laid_out(django_db_blocker, tmp_path_factory.mktemp("house"), "en") as said:
        yield said
