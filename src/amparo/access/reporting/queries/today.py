"""What the first page of the desk says of letters: whether one waits for an answer of hers today, and no number.

The first page of the desk belongs to the directory, which may not look up to this room; so it is handed on as a context
processor, and asked only where a page shows it.
"""

from typing import Any

from django.http import HttpRequest

from amparo.access.reporting.queries.desk import is_due


def for_her(request: HttpRequest) -> dict[str, Any]:
    """``for_her`` in every template: yes or no, once it is asked."""
    return {"for_her": lambda: is_due(request.user)}
