"""What the tests of the desk's threads share: a letter that arrived, the forms of its page, and who finds it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from amparo.access.reporting.actions import letters as writing
from amparo.access.reporting.models import PUZZLE, Thread
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.commons.accounts.models import User
from amparo.vault.policies import Asked
from amparo.vault.queries.decision import decide_now
from tests.letters import opened_client, who_reads

NOW = datetime(2026, 11, 20, 15, 42, tzinfo=UTC)  # a Friday
EVERYBODY = ("ana", "berta", "carla", "diana", "elena", "stranger")


def written(
    text: str = "No quiero dar mi nombre.", *, now: datetime = NOW, lane: str = PUZZLE, files: Any = (), **asked: Any
) -> Any:
    """A letter as it arrives: decided, then sealed. Her words stand on the thread for the test."""
    decided = decide_now(Asked(**asked))
    before = set(Thread.objects.values_list("pk", flat=True))
    words = writing.write_letter(
        text=text, readers=decided.decision.readers, facts=decided.facts, language="es", lane=lane, ticket=new_ticket(),
        files=files, now=now,
    )  # fmt: skip
    thread = Thread.objects.exclude(pk__in=before).get()
    return SimpleNamespace(
        thread=thread, words=words, reference=thread.reference, page=reverse("desk_letter", args=[thread.reference])
    )


def act(client: Client, letter: Any, what: str, **sent: Any) -> Any:
    """One of the forms of the page of a thread."""
    return client.post(reverse(f"desk_letter_{what}", args=[letter.reference]), sent)


def kinds_reading(letter: Any) -> set[str]:
    """By whom a thread is read, without her words: names of the cast, and the sheets."""
    return who_reads(letter.thread) - {"receipt"}


def who_gets_it(house: Any, letter: Any) -> dict[str, int]:
    """What the page of a thread answers to each of the cast and to Olga."""
    people = {name: getattr(house.cast, name) for name in EVERYBODY} | {"olga": house.outside}
    found = {}
    for name, person in people.items():
        client = opened_client(person) if isinstance(person, User) else Client()
        found[name] = client.get(letter.page).status_code
    return found
