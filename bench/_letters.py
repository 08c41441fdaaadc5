"""A house that takes letters, for benchmarks: readers with keys, sheets, an open channel; and letters to send."""

import json
import random
import secrets
from base64 import b64encode
from types import SimpleNamespace


def house_for_letters() -> None:
    """Three of the team, one outside, two of three sheets."""
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts import backends
    from amparo.vault.actions import readers, recovery
    from amparo.vault.queries.readers import reader_of

    team = accounts.make_team(name="Mesa", by=accounts.SETUP)
    for name, role in (("ana", "reader"), ("berta", "reader"), ("carla", "reader"), ("olga", "outside")):
        phrase = secrets.token_urlsafe(16)
        person = accounts.open_account(sign_in_name=name, name_used=name.title(), password=phrase, by=accounts.SETUP)
        accounts.give_role(person, team=team, role=role, by=accounts.SETUP)
        backends.keeper.came_half(SimpleNamespace(), person, person.try_passphrase(phrase).kek)
        reader = reader_of(person)
        readers.confirm_reader(reader, by=accounts.SETUP, seen=reader.fingerprint)
    made, sheets = recovery.make_sheets(
        plan="2-3", holders=[(None, "Una"), (None, "Dos"), (None, "Tres")], by=accounts.SETUP
    )
    for share, sheet in zip(made.shares.order_by("number"), sheets, strict=True):
        recovery.confirm_sheet(share, sheet=sheet, by=accounts.SETUP)
    recovery.rehearse(made, sheets=sheets[:2], by=accounts.SETUP)
    recovery.confirm_sheets(made, by=accounts.SETUP)
    readers.open_channel(by=accounts.SETUP)


def letter_body(boundary: str) -> bytes:
    """A letter as a phone with a script sends it; each has its own keys, so each is another."""
    from amparo.access.reporting.queries import decision
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.commons import clock
    from amparo.vault.actions import as_phone
    from amparo.vault.actions.letters import readers_named
    from amparo.vault.policies import Asked
    from amparo.vault.queries.decision import decide_now

    if not _CHOSEN:
        decided = decide_now(Asked())
        _CHOSEN.append((readers_named(decided.decision.readers), decision.signed(decided)))
    named, signed = _CHOSEN[0]
    lookup, secret = as_phone.some_receipt()
    facts = {"excluded": [], "about": [], "complaint": ""}
    closed = as_phone.close_letter("una carta de prueba, no es de nadie", named, facts, lookup=lookup, secret=secret)
    wraps = json.dumps({name: b64encode(box).decode() for name, box in closed.wraps.items()}).encode()
    fields = {"t": new_ticket(clock.seconds() - 60), "n": "", "e": signed, "wish": "answer", "case": closed.case,
              "lookup": lookup.hex(), "receipt": closed.receipt}  # fmt: skip
    begin = f"--{boundary}\r\nContent-Disposition: form-data; name="
    parts = [f'{begin}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    for name, data in (("wraps", wraps), ("facts", closed.facts), ("message", closed.message)):
        head = f'{begin}"{name}"; filename="x"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


_CHOSEN: list[tuple[list[object], str]] = []


def some_words() -> tuple[str, ...]:
    """Words that open a thread."""
    from amparo.access.reporting.actions.letters import write_letter
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.vault.policies import Asked
    from amparo.vault.queries.decision import decide_now

    decided = decide_now(Asked())
    return write_letter(text="una carta de prueba", readers=decided.decision.readers, facts=decided.facts,
                        language="es", lane="waited", ticket=new_ticket())  # fmt: skip


def wrong_words(rng: random.Random) -> list[str]:
    """Eight words of the list that open nothing."""
    from pathlib import Path

    import amparo

    listed = Path(amparo.__file__).with_name("content").joinpath("words", "es.txt").read_text(encoding="utf-8").split()
    return rng.choices(listed, k=8)
