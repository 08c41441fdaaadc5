"""How the key log reads on a page."""

from django import template
from django.utils.translation import gettext

from amparo.vault.queries.readers import person_by_reference

register = template.Library()


@register.filter
def key_act(act: str) -> str:
    """What happened to a key, in a word."""
    said = {
        "made": gettext("made"),
        "confirmed": gettext("confirmed"),
        "retired": gettext("taken away"),
        "recovered": gettext("got back what the sheets open"),
        "opened": gettext("the house takes messages"),
        "closed": gettext("the house takes no new messages"),
    }
    return said.get(act, act)


@register.filter
def who_said(by: str) -> str:
    """Who said so: the name she uses, or that it was the server."""
    person = person_by_reference(by.rpartition(":")[2]) if by.startswith("user:") else None
    return str(person.name_used) if person else gettext("the server")
