"""What a table of released figures needs beyond the figures themselves."""

from collections.abc import Sequence

from django import template

from amparo.publications.queries import Row

register = template.Library()


@register.filter
def all_hidden(row: Row) -> bool:
    """Is nothing of this row shown? Then it is said once."""
    return all(figure.kind == "hidden" for figure in row.figures)


@register.filter
def at(heads: Sequence[str], place: int) -> str:
    """The head above a cell."""
    return heads[place]
