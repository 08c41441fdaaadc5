"""What was agreed with a place, for the page of somebody who is sent there: cases show it and know nothing of it."""

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string

from amparo.access.health.queries.channels import said_of_many


def agreed_for(services: Sequence[str], need: str, now: datetime) -> dict[str, str]:
    """Hours, who receives her and what she says at the door, of each of these places where something holds now."""
    said = said_of_many(services, [need], now)
    return {name: render_to_string("health/_said.html", {"said": each, "now": now}) for name, each in said.items()}
