"""Everything that she and the house do with threads, at a moment that is an argument; done in a program of its own."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

DAY = date(2026, 11, 20)  # a Friday
PHONE = "099 123 4567"


def lay() -> dict[str, Any]:
    """A house that takes letters, an index key, one thread that was there before."""
    from amparo.vault.actions.index import index_key
    from tests.cast import make_cast
    from tests.letters import a_house_for_letters

    house = a_house_for_letters(make_cast())
    secrets = {name: seed.hex() for name, seed in house.secrets.items()}
    assert index_key(opened("berta", secrets)) is not None
    write(moment(12, 0) - timedelta(days=3), "Antes.")
    return {"secrets": secrets}


def moment(hour: int, minute: int) -> datetime:
    """A moment of the day."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, 59, 987_654, tzinfo=UTC)


def opened(who: str, secrets: dict[str, str]) -> Any:
    """A colleague with her key open."""
    from amparo.commons.accounts.models import User
    from amparo.vault.models import Reader
    from amparo.vault.queries.opened import Opened

    person = User.objects.get(sign_in_name=who)
    person.opened = Opened(Reader.objects.get(user=person).pk, "0" * 32, bytes.fromhex(secrets[who]))
    return person


def decision(bodies: tuple[str, ...] = ()) -> tuple[list[str], dict[str, Any]]:
    """Who reads, and the facts."""
    from amparo.vault.policies import Asked
    from amparo.vault.queries.decision import decide_now

    decided = decide_now(Asked(bodies=bodies))
    return list(decided.decision.readers), decided.facts


def write(
    now: datetime, text: str, *, files: int = 0, with_words: bool = True, what: str = "letter", lane: str = "waited"
) -> Any:
    """A letter that the house seals; the thread and her words."""
    from amparo.access.reporting.actions.letters import Clear, write_letter
    from amparo.access.reporting.models import Thread
    from amparo.access.reporting.queries.tickets import new_ticket

    before = set(Thread.objects.values_list("pk", flat=True))
    reads, facts = decision()
    words = write_letter(
        text=text, readers=reads, facts=facts, language="es", lane=lane, ticket=new_ticket(now.timestamp()),
        files=[Clear(b"x" * 1_000, f"{number}.jpg", "image/jpeg") for number in range(files)],
        with_words=with_words, what=what, now=now,
    )  # fmt: skip
    return Thread.objects.exclude(pk__in=before).get(), words


def send_closed(now: datetime, text: str) -> tuple[Any, bytes, bytes]:
    """A letter that her phone sealed."""
    from amparo.access.reporting.actions.letters import Envelope, take_letter
    from amparo.access.reporting.models import Thread
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.vault.actions.as_phone import close_letter, some_receipt
    from amparo.vault.models import Reader

    before = set(Thread.objects.values_list("pk", flat=True))
    reads, facts = decision()
    lookup, secret = some_receipt()
    made = close_letter(text, Reader.objects.filter(reference__in=reads), facts, lookup=lookup, secret=secret)
    envelope = Envelope(made.case, made.wraps, made.facts, made.message, lookup=lookup, receipt=made.receipt)
    take_letter(envelope, readers=reads, language="pt", lane="puzzle", ticket=new_ticket(now.timestamp()), now=now)
    return Thread.objects.exclude(pk__in=before).get(), lookup, secret


def found_by(words: tuple[str, ...]) -> tuple[str, Any]:
    """The check of her words, and what they open."""
    from amparo.vault.actions.receipts import open_with_words, receipt_of_text

    receipt = receipt_of_text(" ".join(words), "es")
    return receipt.check, open_with_words(receipt)


def reply_closed(thread: Any, now: datetime) -> None:
    """A reply that her phone sealed."""
    from amparo.access.reporting.actions.letters import take_reply
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.vault.actions.rings import seal_to

    version, box = seal_to(thread.ring, b"\0" * 4096)
    take_reply(thread, message=box, version=version, ticket=new_ticket(now.timestamp()), now=now)


def a_day(world: dict[str, Any], hour: int, minute: int) -> None:
    """Each act once, all of them at the same moment."""
    from amparo.access.reporting.actions import desk
    from amparo.access.reporting.actions.letters import hear, withdraw, write_reply
    from amparo.access.reporting.actions.words import change_words, words_to_show
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.vault.actions.receipts import receipt_of_text
    from amparo.vault.models import Reader

    now, berta = moment(hour, minute), opened("berta", world["secrets"])
    hear(ticket=new_ticket(now.timestamp()), now=now)
    write(now, "Una frase.", what="sentence", lane="early")
    write(now, "Sin palabras.", with_words=False)
    thread, words = write(now, f"Mi número: {PHONE}.", files=2)
    closed, _lookup, _secret = send_closed(now, "Cerrada en mi teléfono.")
    reply_closed(closed, now)
    desk.open_thread(thread, by=berta)
    desk.answer(thread, text="Te leí.", role="reader", seen=1, by=berta, now=now)
    desk.note(thread, text="La llamo.", by=berta, now=now)
    desk.assign(thread, to=berta, by=berta)
    write_reply(thread, text="Gracias.", ticket=new_ticket(now.timestamp()), now=now)
    check, found = found_by(words)
    change_words(check, found, receipt_of_text(" ".join(words_to_show("es")), "es"), now=now)
    desk.share(thread, reader=Reader.objects.get(user__sign_in_name="olga"), by=berta)
    desk.exclude(thread, reader=Reader.objects.get(user__sign_in_name="carla"), by=berta)
    desk.close(thread, by=berta)
    desk.reopen(thread, by=berta, now=now)
    gone, _words = write(now, "Esto lo quito.", files=1)
    withdraw(gone, now=now)
    destroyed, _words = write(now, "Esto lo destruyen.")
    desk.destroy(destroyed.reference, by=berta)


def ledger_lines() -> list[str]:
    """What stands in the ledger of what was destroyed."""
    from pathlib import Path

    from django.conf import settings

    return Path(settings.SHRED_LEDGER).read_text(encoding="utf-8").splitlines()


def plant_a_moment(hour: int, minute: int) -> None:
    """The control: a column that keeps the moment of a message."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("ALTER TABLE reporting_message ADD COLUMN planted_at timestamp")
        cursor.execute(
            "UPDATE reporting_message SET planted_at = %s", [moment(hour, minute).replace(tzinfo=None).isoformat(" ")]
        )


# --- two hundred letters -------------------------------------------------------------------------------------------


def many(count: int) -> list[dict[str, Any]]:
    """So many letters, one after the other; of each what the databases call its rows, in the order of their coming."""
    from amparo.access.reporting.models import UsedTicket
    from amparo.vault.models import CaseKey, Reader, SealedFile, Wrap

    found, tickets = [], set(UsedTicket.objects.values_list("pk", flat=True))
    for number in range(count):
        thread, _words = write(
            moment(0, 0) + timedelta(minutes=number), "Una de muchas.", files=number % 2, with_words=number % 2 == 0
        )
        message, key = thread.messages.get(), CaseKey.objects.get(ring=thread.ring)
        receipt = Reader.objects.filter(kind="receipt", wraps__case_key=key).first()
        wraps = list(Wrap.objects.filter(case_key=key).order_by("reader_id"))
        file = SealedFile.objects.filter(ring=thread.ring).first()
        ticket = UsedTicket.objects.exclude(pk__in=tickets).get()
        tickets.add(ticket.pk)
        row = {
            "thread.id": thread.pk, "thread.reference": thread.reference, "thread.ring": thread.ring,
            "message.id": message.pk, "casekey.id": key.pk, "casekey.recipient": key.recipient,
            "wrap.id": wraps[0].pk, "ticket.id": ticket.pk, "ticket.check": ticket.check_of,
        }  # fmt: skip
        if receipt is not None:
            row |= {"receipt.id": receipt.pk, "receipt.reference": receipt.reference, "receipt.check": receipt.check_of}
        if file is not None:
            row |= {"file.id": file.pk, "file.reference": file.reference}
        found.append(row)
    return found


TABLES = {
    "thread": "reporting_thread", "message": "reporting_message", "casekey": "vault_casekey", "wrap": "vault_wrap",
    "ticket": "reporting_usedticket", "receipt": "vault_reader", "file": "vault_sealedfile",
}  # fmt: skip


def hidden_numbers(column: str) -> dict[str, dict[str, str]]:
    """What the database counts beside the id, by id: ``rowid`` of SQLite; in PostgreSQL ``ctid``, the place of a row,
    and ``xmin``, the number of the transaction that wrote it."""
    from django.db import connections

    found = {}
    with connections["default"].cursor() as cursor:
        for name, table in TABLES.items():
            cursor.execute(f'SELECT id, CAST({column} AS text) FROM "{table}"')
            found[name] = {str(key): str(place) for key, place in cursor.fetchall()}
    return found


def roots() -> dict[str, Any]:
    """Where each table begins in the file of SQLite, with everything that waited in its log brought in."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'")
        by_table = dict(cursor.fetchall())
    return {name: by_table[table] for name, table in TABLES.items()}


def rewrite() -> None:
    """Write every row anew in the order of its random id, as the nightly job should."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        if connections["default"].vendor == "sqlite":
            cursor.execute("VACUUM")
            return
        for table in TABLES.values():
            cursor.execute(f'UPDATE "{table}" SET id = id')  # one transaction for all of them: xmin tells an order too
            cursor.execute(f'CLUSTER "{table}" USING "{table}_pkey"')
