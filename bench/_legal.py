"""A lawyer's desk full of matters, for the benchmark: each sealed as the house seals it, laid in bulk.

Nobody in it is anybody. Each matter has its two sides, a look that found nothing, a note, a hearing and five clocks.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from _cases import come_in, save, sealed

CLOCKS = 5
TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
BATCH = 250  # matters in memory at once


def a_lawyer() -> Any:
    """Who works here: her key counts, and somebody vouches for her."""
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import Membership, User
    from amparo.vault.actions import readers
    from amparo.vault.actions.index import index_key
    from amparo.vault.queries.readers import reader_of

    team = accounts.make_team(name="Mesa legal", by=accounts.SETUP)
    person = User.objects.create(sign_in_name="lucia", name_used="Lucía", password="!", must_choose=False)
    accounts.give_role(person, team=team, role="counsel", by=accounts.SETUP)
    Membership.objects.filter(user=person).update(vouched_by="user:bench")
    come_in(person)
    own: Any = reader_of(person)
    readers.confirm_reader(own, by=accounts.SETUP, seen=own.fingerprint)
    index_key(person)
    return User.objects.get(pk=person.pk)


def lay(person: Any, matters: int, rule: str, due: date) -> None:
    """So many matters of hers, in batches, each in one transaction."""
    from django.db import transaction

    from amparo.vault.queries.readers import reader_of

    own = reader_of(person)
    for begin in range(0, matters, BATCH):
        with transaction.atomic(using="default"):
            numbers = range(begin, min(begin + BATCH, matters))
            save([row for number in numbers for row in _matter(person, own, number, rule, due)])


def _matter(person: Any, own: Any, number: int, rule: str, due: date) -> Iterator[Any]:
    """One matter: its lock, its facts, its answers and its parts."""
    from amparo.formats.case_questions import Answer
    from amparo.legal.representation.models import Matter
    from amparo.sealing.envelopes import seal
    from amparo.sealing.keys import case_recipient, fresh_secret
    from amparo.vault.actions.letters import write_facts
    from amparo.vault.actions.rings import wrap_for
    from amparo.vault.models import CaseKey, Wrap

    seed, ring = fresh_secret(), f"{number:016x}"
    lock = CaseKey(ring=ring, recipient=case_recipient(seed))
    yield lock
    yield Wrap(case_key=lock, reader=own, box=wrap_for(seed, own))
    on = TODAY - timedelta(days=number % 300)
    facts = seal(write_facts({}), [lock.recipient])
    matter = Matter(ring=ring, facts=facts, owner=person, state="merits", opened_on=on, last_on=on)
    yield matter
    said = {"matter_called": f"Ejemplo {number}", "matter_kind": "refugee", "matter_country": "MX"}
    for code, value in (said | {"matter_facts": "Unas palabras de ejemplo, de nadie. " * 20}).items():
        yield sealed(ring, matter.reference, code, Answer(value).as_data(), seed)
    yield from _parts(matter, seed, number, rule, due)


def _parts(matter: Any, seed: bytes, number: int, rule: str, due: date) -> Iterator[Any]:
    """Its sides, a look that found nothing, a note, a hearing, and its clocks."""
    from amparo.formats.case_questions import Answer
    from amparo.legal.representation.models import MatterPart
    from amparo.legal.representation.queries.conflicts import digest_of_sides
    from amparo.legal.representation.queries.parts import OpenPart
    from amparo.vault.queries.parts import BODY, body_of

    def part(kind: str, more: Any = (), due_on: Any = None, **said: str) -> Iterator[Any]:
        row = MatterPart(matter=matter, due_on=due_on)
        answers = {code: Answer(value) for code, value in said.items()}
        made.append(OpenPart(row, kind, 1, AT, "user:bench", answers, dict(more)))
        yield row
        yield sealed(matter.ring, row.reference, BODY, body_of(kind, AT, "user:bench", answers, dict(more)), seed)

    made: list[OpenPart] = []
    yield from part("party", party_role="client", party_name=f"Ejemplo {number}")
    yield from part("party", party_role="opposing", party_name=f"Otra Parte {number % 997}")
    yield from part("conflict_check", {"sides": digest_of_sides(made), "found": []})
    yield from part("matter_note", matter_note_words="Una nota de ejemplo, de nadie. " * 8)
    soon = TODAY + timedelta(days=number % 120)
    yield from part("hearing", due_on=soon, hearing_where="Un juzgado de ejemplo", hearing_on=soon.isoformat())
    for back in range(CLOCKS):
        on = TODAY - timedelta(days=(number + back) % 14)
        yield from part("deadline", {"rule": rule, "trigger": on.isoformat(), "place": ""}, due)


def a_rule_that_hangs_on(calendar: str, day: date) -> tuple[str, date]:
    """A rule whose safe day moves where this holiday is worked, and the day it comes to without that."""
    from amparo.formats.deadlines.calendars import Edit
    from amparo.formats.deadlines.rules import rules
    from amparo.legal.deadlines.queries import House

    worked = House(days={calendar: (Edit(day, False, "", "", ""),)})
    for code, rule in rules().items():
        if rule.calendar == calendar and rule.count is not None:
            before = House().compute(code, TODAY.isoformat(), today=TODAY).safe_on
            after = worked.compute(code, TODAY.isoformat(), today=TODAY).safe_on
            if before is not None and before != after:
                return code, before
    raise SystemExit("no rule hangs on that day")


# --- a bundle, in a process of its own ---


def bundle_pieces() -> list[Any]:
    """Fifty pieces of two hundred pages: 30 papers of five, 16 photos, and 4 pages of ours that make the rest."""
    from amparo.formats.documents.bundle.pieces import Piece
    from amparo.formats.documents.paging import lay_out

    line = "Unas palabras de ejemplo, de nadie, para que la hoja tenga letras como una de verdad. "
    sheet = f"<p>{line * 14}</p>"
    broken = '<div style="break-after: page"></div>'

    def paper(pages: int) -> str:
        return f"<html lang='es'><body>{broken.join([sheet] * pages)}</body></html>"

    papers = [lay_out(paper(5), title="x", language="es") for _ in range(30)]
    pieces = [Piece(f"A-{n}", "Papel de ejemplo", "pdf", data) for n, data in enumerate(papers)]
    pieces += [Piece(f"B-{n}", "Foto de ejemplo", "image", photo(n)) for n in range(16)]
    left = 200 - 150 - 16
    shares = [left // 4 + (n < left % 4) for n in range(4)]
    return pieces + [Piece(f"C-{n}", "Escrito", "html", paper(count).encode()) for n, count in enumerate(shares)]


def photo(seed: int) -> bytes:
    """A photo as a phone takes it, of nothing."""
    import io
    import random

    from PIL import Image

    noise = Image.frombytes("RGB", (200, 150), random.Random(seed).randbytes(200 * 150 * 3))
    out = io.BytesIO()
    noise.resize((2000, 1500)).save(out, "JPEG", quality=85)
    return out.getvalue()
