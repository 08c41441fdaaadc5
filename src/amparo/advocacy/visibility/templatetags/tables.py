"""What a table of released figures needs beyond the figures themselves."""

from collections.abc import Sequence

from django import template

from amparo.advocacy.visibility.queries import folding

register = template.Library()
register.filter(folding.all_hidden)  # such a row says it once


@register.filter
def at(heads: Sequence[str], place: int) -> str:
    """The head above a cell."""
    return heads[place]
