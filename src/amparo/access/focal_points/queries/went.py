"""How it went with those whom the house sent to the office of a focal point: of whole months, from the fifth on."""

from datetime import date
from typing import Any

from amparo.commons.directory.queries.outcomes import Happened, happened_at_body


def went_at(focal: Any, today: date) -> Happened:
    """Of all places of her body together. Without one, nothing is known."""
    body = focal.team.organisation if focal.team else None
    return happened_at_body(body.reference, today=today) if body else Happened("", "", enough=False)
