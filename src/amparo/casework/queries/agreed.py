"""What the house agreed with a place: told by the room that keeps the agreements, which stands above cases."""

from collections.abc import Callable, Sequence
from datetime import datetime

type Source = Callable[[Sequence[str], str, datetime], dict[str, str]]
sources: list[Source] = []


def agreed_at(services: Sequence[str], need: str, now: datetime) -> dict[str, str]:
    """By the reference of a service what was agreed there for this need, as a finished piece of a page."""
    return {service: text for source in sources for service, text in source(services, need, now).items()}
