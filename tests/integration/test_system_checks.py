"""What Django itself finds wrong in the project is a fault of ``./amparo check``."""

from typing import Any

import pytest

from amparo.config.check import what_django_finds


@pytest.mark.django_db(databases=["default", "evidence"])
def test_what_django_finds_is_a_fault_of_the_check(settings: Any) -> None:
    assert what_django_finds(False) == []
    settings.LANGUAGE_CODE = "xx"
    assert ["(translation.E004)" in fault for fault in what_django_finds(False)] == [True]
