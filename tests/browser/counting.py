"""The house as granian serves it, with every request noted in a file: what a test of Back has to know.

``AMPARO_TEST_ONE_HOP`` makes a house that leaves through one answer only. It is the control: there Back must be
seen to bring the page from memory, or the test of the real way out would prove nothing.

A file beside the ledger, ``.later``, says by how many seconds the stamps of this house believe it to be later, and
``.waited`` the same for its tickets.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.apps import apps

from amparo.commons import clock
from amparo.commons.ui import queries
from amparo.commons.ui.views import CLEAR
from amparo.config.paths import WORDS
from amparo.config.wsgi import application as house

LEDGER = os.environ["AMPARO_TEST_LEDGER"]
ONE_HOP = os.environ.get("AMPARO_TEST_ONE_HOP", "")


def moved_on(file: Path) -> SimpleNamespace:
    """A clock for one module, moved on by as many seconds as a file says."""
    return SimpleNamespace(
        seconds=lambda: clock.seconds() + (float(file.read_text(encoding="utf-8")) if file.exists() else 0)
    )


queries.clock = moved_on(Path(LEDGER).with_suffix(".later"))  # type: ignore[assignment]
if apps.is_installed("amparo.access.reporting"):
    from amparo.access.reporting.queries import tickets

    tickets.clock = moved_on(Path(LEDGER).with_suffix(".waited"))  # type: ignore[assignment]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Note method and path, then answer as the house does."""
    path = environ["PATH_INFO"]
    with open(LEDGER, "a", encoding="utf-8") as ledger:
        ledger.write(f"{environ['REQUEST_METHOD']} {path}\n")
    if ONE_HOP and path == f"/{WORDS['leave']}":
        fields = [("Clear-Site-Data", CLEAR), ("Location", ONE_HOP), ("Cache-Control", "no-store")]
        start_response("303 See Other", fields)
        return [b""]
    return house(environ, start_response)
