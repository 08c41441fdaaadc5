"""Figures of a study as its pages say them."""

from django import template

register = template.Library()


@register.filter
def share(value: float) -> str:
    """A share in whole points of percent."""
    return f"{round(100 * value)}"
