"""The house as granian serves it, with every request noted in a file: what a test of Back has to know.

``AMPARO_TEST_ONE_HOP`` makes a house that leaves through one answer only. It is the control: there Back must be
seen to bring the page from memory, or the test of the real way out would prove nothing.

A file beside the ledger, ``.later``, says by how many seconds the stamps of this house believe it to be later.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from amparo.commons.ui import queries
from amparo.commons.ui.views import CLEAR
from amparo.config.paths import WORDS
from amparo.config.wsgi import application as house

LEDGER = os.environ["AMPARO_TEST_LEDGER"]
ONE_HOP = os.environ.get("AMPARO_TEST_ONE_HOP", "")
LATER = Path(LEDGER).with_suffix(".later")


def later() -> float:
    """The time, moved on by as much as the file says."""
    return time.time() + (float(LATER.read_text(encoding="utf-8")) if LATER.exists() else 0)


queries.time = SimpleNamespace(time=later)  # type: ignore[assignment]


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
