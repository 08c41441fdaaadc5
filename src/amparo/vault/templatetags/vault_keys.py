"""How the key log reads on a page."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def key_act(act: str) -> str:
    """What happened to a key, in a word."""
    said = {
        "made": gettext("made"),
        "confirmed": gettext("confirmed"),
        "waits": gettext("waits again for a second person: it reads more than before"),
        "retired": gettext("taken away"),
        "recovered": gettext("got back what the sheets open"),
        "opened": gettext("the house takes messages"),
        "closed": gettext("the house takes no new messages"),
    }
    return said.get(act, act)
