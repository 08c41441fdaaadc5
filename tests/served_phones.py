"""The house as granian serves it to phones in tests, where a request may ask for a mishap.

``X-Plant: log`` writes the address where a log would stand, ``file`` leaves a file in the temporary folder, ``die`` and
``abort`` end the process when all is done and nothing is answered yet, ``break`` raises an error with everything in
hand, and ``full`` makes the disk look full. No house of anybody has this.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from typing import Any
from unittest.mock import patch

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]

from amparo.commons import room  # noqa: E402
from amparo.config.wsgi import application as house  # noqa: E402
from amparo.doors.intake.actions import taking  # noqa: E402

ENDS = {"die": signal.SIGKILL, "abort": signal.SIGABRT}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The house, and what was asked for beside it."""
    planted = environ.get("HTTP_X_PLANT", "")
    if planted == "log":
        print(environ["PATH_INFO"], file=sys.stderr, flush=True)
    if planted == "file":
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(environ["PATH_INFO"].encode())
    if planted == "full":
        with patch.object(room, "FOR_FILES", 10**18):
            return list(house(environ, start_response))
    if planted == "break":
        with patch.object(taking, "receive", broken):
            return list(house(environ, start_response))
    answer = house(environ, start_response)
    if planted in ENDS:
        list(answer)
        os.kill(os.getpid(), ENDS[planted])
        time.sleep(60)  # another thread may have to be woken for it
    return answer


def broken(deployment: Any, sent: Any, **more: Any) -> Any:
    """What nobody foresaw, with an answer and its number in hand."""
    raise RuntimeError(f"planted: {sent.xml!r} {more['form'].instance_id}")
