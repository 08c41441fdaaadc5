"""The made-up town, laid out once for the tests of a folder and taken back at the end, out of both databases."""

import contextlib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from amparo.commons.places.actions import load_places

DEMO = {
    "DEMO": True,
    "HOME_COUNTRY": "EC",
    "HOME_PLACE": "",
    "STORAGES": {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
}


@contextlib.contextmanager
def laid_out(blocker: Any, data: Path, language: str = "es") -> Iterator[str]:
    """What the terminal said, in this language, for as long as the town is there."""
    with blocker.unblock(), override_settings(**DEMO, DATA=data), taken_back():
        load_places()
        said = StringIO()
        with translation.override(language):
            call_command("demo_town", stdout=said)
        yield said.getvalue()


@contextlib.contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written in this block goes out of both databases at its end."""
    with transaction.atomic(using="default"), transaction.atomic(using="evidence"):
        yield
        for room in ("default", "evidence"):
            transaction.set_rollback(True, using=room)
