"""A house full of cases, for benchmarks: each sealed as the house seals it, laid in bulk.

Nobody in it is anybody. Every key hangs on the name of its person here, so that a house once laid is opened again.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

WORKERS = 40
BATCH = 500  # cases in memory at once
FULL = 60  # sealed fields of a case that is opened in the measure
OTHERS = 8  # sealed fields of every other case
FULL_CASES = 100
CLOSED_SHARE = 0.3
LAST = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class House:
    """Who works in it. ``ana`` reads every case; each of the others her share."""

    ana: Any
    workers: list[Any]


def lay(cases: int) -> House:
    """A house with so many cases; what is laid already stays."""
    from amparo.casework.models import Case

    house = _people()
    if Case.objects.count() < cases:
        _lay_cases(house, cases)
        _analyse()
    return house


def key_of(person: Any) -> bytes:
    """What her passphrase would give: here it hangs on her name alone."""
    return hashlib.sha256(b"bench " + person.sign_in_name.encode()).digest()


def come_in(person: Any) -> str:
    """She comes in: her key opens, and this is her half of it."""
    from amparo.commons.accounts import backends

    request = SimpleNamespace(new_unlock="")
    backends.keeper.came_half(request, person, key_of(person))
    person.opened = backends.keeper.opened(person, request.new_unlock)
    return request.new_unlock


def _people() -> House:
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import Team, User
    from amparo.vault.actions import readers
    from amparo.vault.queries.readers import reader_of

    if not Team.objects.filter(name="Mesa").exists():
        team = accounts.make_team(name="Mesa", by=accounts.SETUP)
        for name in ["ana", *(f"worker{number:02}" for number in range(WORKERS))]:
            person = User.objects.create(sign_in_name=name, name_used=name.title(), password="!", must_choose=False)
            accounts.give_role(person, team=team, role="reader", by=accounts.SETUP)
            come_in(person)
            reader = reader_of(person)
            readers.confirm_reader(reader, by=accounts.SETUP, seen=reader.fingerprint)
    found = list(User.objects.filter(is_active=True).order_by("sign_in_name"))
    return House(found[0], found[1:])


def _lay_cases(house: House, cases: int) -> None:
    """In batches, each in one transaction: what is in memory does not grow with the house."""
    from django.db import transaction

    from amparo.casework.models import Case
    from amparo.vault.actions.index import index_key
    from amparo.vault.models import Reader

    come_in(house.ana)
    key, readers = index_key(house.ana), {each.user_id: each for each in Reader.objects.all()}
    rng = random.Random(7)
    for begin in range(Case.objects.count(), cases, BATCH):
        with transaction.atomic(using="default"):
            numbers = range(begin, min(begin + BATCH, cases))
            save([row for number in numbers for row in _case(house, readers, key, number, rng)])
            _trail(numbers)


def save(rows: list[Any]) -> None:
    """Rows of several tables, those first that others name."""
    by_model: dict[type, list[Any]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, made in by_model.items():
        model.objects.bulk_create(made, batch_size=5_000)  # type: ignore[attr-defined]


def _case(house: House, readers: dict[int, Any], key: bytes, number: int, rng: random.Random) -> Iterator[Any]:
    """One case: a ring with its wraps, its facts, its answers and parts, and what is found without a key."""
    from amparo.casework.models import Case
    from amparo.sealing.blind import token
    from amparo.sealing.envelopes import seal
    from amparo.sealing.keys import case_recipient, fresh_secret
    from amparo.vault.actions.letters import write_facts
    from amparo.vault.actions.rings import wrap_for
    from amparo.vault.models import Blind, CaseKey, Wrap

    worker, seed = house.workers[number % WORKERS], fresh_secret()
    ring = f"{number:016x}"
    lock = CaseKey(ring=ring, recipient=case_recipient(seed))
    yield lock
    for person in (house.ana, worker):
        yield Wrap(case_key=lock, reader=readers[person.pk], box=wrap_for(seed, readers[person.pk]))
    on = LAST - timedelta(days=rng.randrange(900))
    ends = {"state": "closed", "closed_on": on, "closure_reason": "agreed", "keep_until": on + timedelta(days=3_000)}
    case = Case(
        ring=ring, facts=seal(write_facts({}), [lock.recipient]), owner=worker, opened_on=on, last_on=on,
        **(ends if rng.random() < CLOSED_SHARE and number >= FULL_CASES else {}),
    )  # fmt: skip
    yield case
    yield from _fields(case, seed, FULL if number < FULL_CASES else OTHERS, number)
    yield Blind(ring=ring, kind="phone", token=token(key, "phone", f"{number:08}"))
    for word in ("yuli", f"ejemplo{number % 997}"):
        yield Blind(ring=ring, kind="name", token=token(key, "name", f"{word} {number % 4_999}"))


def _fields(case: Any, seed: bytes, most: int, number: int) -> Iterator[Any]:
    """Its sealed fields: answers first, then parts, as ``write_fields`` would seal each."""
    from amparo.casework.models import Part
    from amparo.formats.case_questions import Answer, questions
    from amparo.vault.queries.parts import BODY, body_of

    asked = [each for each in questions().values() if each.is_words][: most // 2]
    asked.sort(key=lambda each: each.code != "name_used")
    for each in asked:
        said = f"Ejemplo {number}" if each.code == "name_used" else "Unas palabras de ejemplo, de nadie. " * 4
        yield sealed(case.ring, case.reference, each.code, Answer(said).as_data(), seed)
    at = datetime(2026, 11, 20, 15, tzinfo=UTC)
    for _ in range(most - len(asked)):
        part = Part(case=case)
        yield part
        body = body_of("note", at, "user:bench", {"note_text": Answer("Una nota de ejemplo, de nadie. " * 4)}, {})
        yield sealed(case.ring, part.reference, BODY, body, seed)


def sealed(ring: str, thing: str, name: str, answer: Any, seed: bytes) -> Any:
    from amparo.sealing.fields import seal_field
    from amparo.sealing.padding import FIELD_FLOOR, padded
    from amparo.vault.models import SealedField
    from amparo.vault.queries.fields import place_of

    row = SealedField(ring=ring, thing=thing, name=name, number=1, key_version=1)
    row.box = seal_field(seed, place_of(row), padded(json.dumps(answer).encode(), FIELD_FLOOR))
    return row


def _trail(numbers: range) -> None:
    """What would stand in the trail of these: each was begun, and opened twice."""
    from amparo.commons.audit.actions import HEAD, digest_of
    from amparo.commons.audit.models import Act, Head

    head, _ = Head.objects.using("default").get_or_create(pk=HEAD)
    at, acts = datetime(2026, 11, 1, 9, tzinfo=UTC), []
    for number in numbers:
        for verb in ("case.begun", "case.opened", "case.opened"):
            act = Act(
                number=head.number + 1, at=at, verb=verb, actor=f"user:{number % WORKERS:016x}",
                target=f"case:{number:016x}", previous=head.digest,
            )  # fmt: skip
            act.digest = digest_of(act)
            acts.append(act)
            head.number, head.digest = act.number, act.digest
    Act.objects.using("default").bulk_create(acts, batch_size=5_000)
    head.save(using="default")


def _analyse() -> None:
    """PostgreSQL looks at its tables by itself, at night. SQLite in a house never does, so it is not done here."""
    from django.db import connections

    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute("ANALYZE")
