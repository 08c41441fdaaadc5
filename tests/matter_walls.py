"""What the tests share that look at a legal matter from outside: whose browser, and what she is told."""

import re

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import statements
from tests.access_walk import undone
from tests.cast import browser_of
from tests.lawyers import Lawyers
from tests.letters import opened_client


def client_of(house: Lawyers, who: str) -> Client:
    """Her browser: of the one who is forced with an empty desk, of another with her key put away."""
    if who == "shut":
        return browser_of(house.people["nora"])
    client = opened_client(house.people["lucia" if who == "forced" else who], raise_request_exception=False)
    if who == "forced":
        session = client.session
        session["empty"] = True
        session.save()
    return client


def told(client: Client, verb: str, path: str) -> tuple[int, str, str, int]:
    """Status, where it leads, the page without what chance and the address put there, and how often it was asked."""
    with undone() as written, CaptureQueriesContext(connections["default"]) as asked:
        answer = getattr(client, verb.lower())(path, {"sure": "1"} if verb == "POST" else None)
        page = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
    assert answer.status_code in {200, 302} or written == []
    return answer.status_code, without_chance(answer.get("Location", "")), without_chance(page), statements.count(asked)


def without_chance(page: str) -> str:
    """A page without opaque names and without the token against forged forms."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return re.sub(r"\b[0-9a-f]{16}\b", "R", page)
