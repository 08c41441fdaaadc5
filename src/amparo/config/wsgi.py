"""The way in for the server."""

import contextlib
import ctypes
import os
import resource
from collections.abc import Callable, Iterable
from typing import Any

PR_SET_DUMPABLE = 4  # of prctl(2)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")

from django.core.wsgi import get_wsgi_application

# A crash must not write what was in memory to the disk. And nothing that runs under the same name reads that memory: a
# file that broke the process which cleans it could, on a system with neither Landlock nor a name space for everybody.
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
with contextlib.suppress(AttributeError):  # a developer's computer may have no such call
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
CHUNKED_LIMIT = 2_400_000  # bytes
_django = get_wsgi_application()

from amparo.doors.intake.uploads import MOST_READ  # after Django stands


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, with chunked requests readable: they bring no length, and Django would read them as empty."""
    if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        is_form = environ.get("PATH_INFO", "").endswith("/submission")
        environ["CONTENT_LENGTH"] = str(MOST_READ if is_form else CHUNKED_LIMIT)
    return _django(environ, start_response)
