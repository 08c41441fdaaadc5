"""Threads as the documents of an archive: what was said, by whom of the two, and the files, in pieces."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

from amparo.access.reporting.models import Message, Note, Thread
from amparo.commons.policy.policies import Hidden
from amparo.formats.case_archive.documents import PIECE
from amparo.vault.actions import letters, rings
from amparo.vault.actions.archives import Unopenable, everybody
from amparo.vault.actions.exclusion import LeftOut, facts_to_carry
from amparo.vault.queries.files import opened_file
from amparo.vault.queries.readers import known_as

type Seeds = Callable[[str], dict[int, bytes]]


def thread_documents(seeds_of: Seeds, shut: list[str]) -> Iterator[dict[str, Any]]:
    """Every thread that these seeds open, with its messages, notes and files; what does not open is named in ``shut``.

    What somebody sealed wrongly in her browser opens for nobody; it is named too.
    """
    people = everybody()
    for thread in Thread.objects.order_by("reference").iterator(chunk_size=200):
        seeds = seeds_of(thread.ring)
        if seeds:
            yield from documents_of(thread, seeds, people, shut)
        else:
            shut.append(thread.reference)


def documents_of(
    thread: Thread, seeds: dict[int, bytes], people: list[LeftOut], shut: list[str]
) -> Iterator[dict[str, Any]]:
    """One thread."""
    facts = facts_to_carry(thread, seeds, people)
    yield {
        "item": "thread",
        "reference": thread.reference,
        "facts": facts,
        "left_out": known_as(facts["excluded"]) if facts["excluded"] else [],
        "opened_on": thread.opened_on.isoformat(),
        "last_on": thread.last_on.isoformat(),
        "state": thread.state,
        "language": thread.language,
    }
    for message in thread.messages.order_by("number"):
        said = opened_or_none(message, seeds)
        if said is None:
            shut.append(f"{thread.reference}:{message.number}")
            continue
        head = {"item": "message", "of": thread.reference, "number": message.number, "by": message.by}
        yield head | {"on": message.on.isoformat(), "role": said.role, "text": said.text}
        for file in said.files:
            yield from file_documents(thread, file, shut)
    for note in thread.notes.order_by("on", "pk"):
        said = opened_or_none(note, seeds)
        if said is None:
            shut.append(f"{thread.reference}:note")
        else:
            yield {"item": "note", "of": thread.reference, "on": note.on.isoformat(), "text": said.text}


def opened_or_none(row: Message | Note, seeds: dict[int, bytes]) -> Any:
    """A message or a note, opened; None where these seeds do not open it, or it is none."""
    try:
        return letters.read_message(rings.open_envelope(seeds[row.key_version], bytes(row.box)))
    except (KeyError, ValueError):
        return None


def file_documents(thread: Thread, file: Any, shut: list[str]) -> Iterator[dict[str, Any]]:
    """One file in pieces; its name is said, and is no path."""
    try:
        _said, data = opened_file(thread.ring, file)
    except (Hidden, Unopenable):
        shut.append(f"{thread.reference}:{file.reference}")
        return
    head = {"item": "file", "of": thread.reference, "reference": file.reference, "name": file.name, "type": file.type}
    for number, start in enumerate(range(0, max(1, len(data)), PIECE)):
        yield head | {"number": number, "data": base64.b64encode(data[start : start + PIECE]).decode()}
