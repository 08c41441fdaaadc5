"""The way in for the server."""

import os
import resource
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")

from django.core.wsgi import get_wsgi_application

# A crash must not write what was in memory to the disk.
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
CHUNKED_LIMIT = 2_400_000  # bytes
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, with chunked requests readable: they bring no length, and Django would read them as empty."""
    if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        environ["CONTENT_LENGTH"] = str(CHUNKED_LIMIT)
    return _django(environ, start_response)
