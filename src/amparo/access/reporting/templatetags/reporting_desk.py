"""How files and readers are called at the desk."""

from django import template
from django.utils.translation import gettext

from amparo.vault.queries.desk import name_of

register = template.Library()
register.filter("reader_name", name_of)
PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


@register.filter
def is_sound(kind: str) -> bool:
    """Is it said to be a voice note?"""
    return kind.startswith("audio/")


@register.filter
def can_be_shown(kind: str) -> bool:
    """Can it be made anew and shown on the page?"""
    return kind in PHOTOS or is_sound(kind)


@register.filter
def file_kind(kind: str) -> str:
    """What a file is, by what its message says; never the name that somebody gave it."""
    if kind in PHOTOS:
        return gettext("A photo")
    if is_sound(kind):
        return gettext("A voice note")
    return gettext("A document") if kind == "application/pdf" else gettext("A file")
