"""A sheet filled in and sent, and what is on the page that comes back."""

from typing import Any

from django.test import Client

from amparo.access.reporting.queries import tickets
from amparo.commons import clock
from tests.letters import WORDS, hidden, sheet_page

TEXT = "Quiero contar una cosa <b>&amp; nada más. ¿Me leen?"


def sent(client: Client, **changes: Any) -> Any:
    """The sheet, filled in and sent."""
    page = sheet_page(client)
    data = {"e": hidden(page, "e"), "wish": "answer", "text": TEXT, "t": hidden(page, "t")} | changes
    return client.post(f"/{WORDS['letter_send']}", {name: value for name, value in data.items() if value is not None})


def escaped(text: str) -> str:
    """A text as a page writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def old_ticket(seconds: int) -> str:
    """A ticket of a page that lay open for so long."""
    return tickets.new_ticket(clock.now().timestamp() - seconds)
