"""How an act of the chain is told on a page."""

from typing import Any

from django import template

from amparo.commons.accounts.queries import accounts_of
from amparo.legal.exhibits.queries.custody import FOLDER

register = template.Library()


@register.simple_tag
def who(actor: str) -> str:
    """The name used of whoever acted, as far as she is here; else the opaque name, as it stands in the chain."""
    _kind, _colon, reference = actor.partition(":")
    found = accounts_of(references=[reference]) if reference else []
    return str(found[0].name_used) if found else actor


@register.filter
def folders_out(chain: Any) -> list[Any]:
    """The acts that made a folder for a court."""
    found: list[Any] = chain.of(FOLDER)
    return found
