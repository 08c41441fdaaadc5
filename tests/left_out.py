"""Ana is left out: a house in which she coordinates, reads letters and has every desk, and all that she can look at.

``lay`` makes the house before it is copied. What happens to the hidden threads stands in ``hidden_threads.py`` and is
done in one copy only. ``look`` goes to every address of the house with her browser, asks each in a transaction that is
taken back, and gives back status, headers and bytes.
"""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from datetime import datetime
from io import StringIO
from typing import Any

from django.conf import settings

from amparo.commons import clock
from tests.moment import stopped

NUMBER = "0991234567"  # stands in the hidden threads, and in one of hers
# Of cases: one of hers, one of a colleague that leaves out nobody, and what only hidden ones have.
CASE_NUMBER, ONLY_HIDDEN = "0980001112", ("Xiomara", "0970002223", "@una_de_ejemplo")
CASES = {"ana": "Yuli de ejemplo", "berta": "Juli de ejemplo"}
UNKNOWN = "0123456789abcdef"
LONGEST_WAY = 3  # redirects
DESK_ROLES = ("coordinator", "editor", "checker", "moderator", "reader")
CSRF = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}(")')
# The second thing that chance makes, on public pages alone, and each time of the same length: a ticket (a random
# number, the second, a seal), and the second and the seal under what the page signs. It bears nothing of any thread.
TICKET = re.compile(rb"[0-9a-f]{32}\.[0-9a-z]{6}\.[A-Za-z0-9_-]{22}")
SIGNED = re.compile(rb'(name="e" value="[^":]+):[A-Za-z0-9]{6}:[A-Za-z0-9_-]{43}"')
# The third, in a header: what a phone is asked to answer to (a random number, the second, a seal).
NONCE = re.compile(r'nonce="[0-9a-f]{16}:[0-9A-Za-z]{6}:[A-Za-z0-9_-]{43}"')


def lay() -> dict[str, Any]:
    """The house, the threads she reads, and her browser as it stands."""
    from amparo.access.reporting.models import Thread
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.directory.actions.projection import project_all
    from amparo.vault.actions.readers import tie_reader
    from tests.cases import begun
    from tests.cast import make_cast
    from tests.hidden_keeping import of_ana
    from tests.letters import a_house_for_letters, letter, opened_client, with_open_key

    cast = make_cast()
    for role in DESK_ROLES:
        if not cast.ana.has_role(role):
            accounts.give_role(cast.ana, team=cast.border, role=role, by=accounts.SETUP)
    house = a_house_for_letters(cast)
    tie_reader(house.readers["ana"], ties=["POL"], by=accounts.SETUP)
    things = furnished()
    client, berta = opened_client(cast.ana), opened_client(cast.berta)
    words = [
        letter(anybody(), f"{text} Mi número: {NUMBER}.", early=early)
        for text, early in (("Vivo lejos.", False), ("Trabajo de noche.", True))
    ]
    letter(anybody(), "No firmé nada.", early=True)
    letter(anybody(), "Quiero saber qué hago.", early=True, o=["MIL"])
    shared, answered, *_ = threads = list(Thread.objects.order_by("reference"))
    for thread in threads:
        client.get(page(thread.reference))
    berta.post(page(answered.reference, "answer"), {"text": "Te leí.", "role": "reader", "seen": "1"})
    berta.post(page(shared.reference, "note"), {"note": "La llamo el martes."})
    cases = [begun(each, name, CASE_NUMBER) for each, name in ((client, CASES["ana"]), (berta, CASES["berta"]))]
    project_all()
    client.get(page(shared.reference))  # her own index key is there from now on
    client.post(f"/{settings.PATHS['desk']}/cartas/buscar", {"phone": NUMBER})
    client.get(f"/{settings.PATHS['desk']}/lugares/nuevo")  # a page with a form: her token is there from now on
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    assert settings.CSRF_COOKIE_NAME in cookies
    assert settings.UNLOCK_COOKIE_NAME in cookies
    people = {name: person.reference for name, person in cast.everyone().items() if name != "stranger"}
    opened = {name: with_open_key(getattr(cast, name)) for name in ("ana", "berta", "carla")}
    kept = of_ana(opened, house.readers)
    return things | {
        **kept,
        "cookies": cookies,
        "words": words,
        "threads": [thread.reference for thread in threads],
        "cases": [*cases[:1], *kept["cases"]],
        "hidden_cases": [],
        "readers": {name: reader.reference for name, reader in house.readers.items()},
        "people": people | {"olga": house.outside.reference},
        "teams": [cast.border.reference, cast.coast.reference],
        "sheets": house.sheets,
        "hidden": [],
    }


def anybody() -> Any:
    """A browser of nobody."""
    from django.test import Client

    return Client(raise_request_exception=False)


def page(reference: str, what: str = "") -> str:
    """The address of a thread, or of one of its forms."""
    from django.urls import reverse

    return reverse(f"desk_letter_{what}" if what else "desk_letter", args=[reference])


def furnished() -> dict[str, Any]:
    """A town, a place that helps, a word about it, a terminal: what the other desks show."""
    from amparo.commons.directory.models import Feedback
    from amparo.commons.places.models import Admin1, Country, Landmark, Loaded, Place
    from tests.desk import service

    today = clock.today()
    country = Country.objects.create(code="EC", timezone="America/Guayaquil")
    unit = Admin1.objects.create(code="EC-C", country=country, name="Carchi", timezone="America/Guayaquil")
    town = Place.objects.create(
        code="3650472", name="Tulcán", folded="tulcan", admin1=unit, lat=0.812, lon=-77.717, population=86_498
    )
    Loaded.objects.create(digest="a map for tests")
    mark = Landmark.objects.create(
        place=town, kind="terminal", name="Terminal", folded="terminal", told_by_role="editor", told_on=today
    )
    made = service(checked_on=today, checked_by_role="checker", checked_how="phone")
    said = Feedback.objects.create(service=made, code="helped", on=today)
    return {
        "service": made.reference, "feedback": said.reference, "landmark": mark.reference, "place": town.code,
        "uid": str(made.uid),
    }  # fmt: skip


# --- her way through the house -------------------------------------------------------------------------------------


def woken(moment: str) -> None:
    """Every key was used a moment ago: on a slow computer it would have shut while other tests looked around."""
    from amparo.vault.models import Unlock

    Unlock.objects.update(seen_at=datetime.fromisoformat(moment))


def look(world: dict[str, Any], at: str, only: Collection[str] = (), urlconf: str = "") -> dict[str, Any]:
    """Every address with her browser, at this moment. ``label: [status, headers, bytes as text, removed bytes]``."""
    from django.test.utils import override_settings

    from tests.once import same_ledger

    with ExitStack() as stack:
        stack.enter_context(stopped(datetime.fromisoformat(at)))
        stack.enter_context(same_ledger())
        if urlconf:
            stack.enter_context(override_settings(ROOT_URLCONF=urlconf))
        client, found = anybody(), {}
        for label, method, address, data in addresses(world):
            name = label.partition(" ")[0]
            if not only or name in only:
                assert label not in found, label
                found[label] = asked(client, world["cookies"], method, address, data)
        return found if only else found | commands()


def asked(client: Any, cookies: dict[str, str], method: str, address: str, data: Any) -> list[Any]:
    """One request, followed to where it leads, and taken back; and how often the database was asked for it."""
    from django.db import connections, transaction

    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    asked_for: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked_for.append(sql)
        return execute(sql, *rest)

    counting = connections["default"].execute_wrapper(note)
    with transaction.atomic(using="default"), transaction.atomic(using="evidence"), counting:
        answer, way = getattr(client, method)(address, data), []
        while answer.status_code in {301, 302, 303} and answer["Location"].startswith("/") and len(way) < LONGEST_WAY:
            way.append([answer.status_code, *sorted(answer.headers.items())])
            answer = client.get(answer["Location"])
        transaction.set_rollback(True, using="default")
        transaction.set_rollback(True, using="evidence")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body, removed, drawn = normalised(body)
    head = sorted((name, NONCE.sub("nonce", value)) for name, value in answer.headers.items() if name != "Date")
    fresh = [morsel.OutputString() for morsel in answer.cookies.values()]
    return [answer.status_code, [head, way, fresh, len(asked_for)], body.decode("latin-1"), [*removed, drawn]]


def normalised(body: bytes) -> tuple[bytes, list[int], int]:
    """The body without what chance made: the bytes of tokens that went, and how many tickets."""
    before = len(body)
    body, tokens = CSRF.subn(rb"\1\2", body)
    removed = [before - len(body), tokens]
    body, tickets = TICKET.subn(b"ticket", body)
    body, signed = SIGNED.subn(rb'\1"', body)
    return body, removed, tickets + signed


def commands() -> dict[str, Any]:
    """What a member of the team is given from the terminal: the list of keys, what is handed on, the daily note."""
    import tempfile
    from datetime import UTC, datetime
    from pathlib import Path

    from django.core.management import call_command

    from amparo.config import digest

    said, export = StringIO(), Path(tempfile.mkdtemp()) / "export.json"
    call_command("keys", "list", stdout=said)
    call_command("export_services", to=export, stdout=said)
    notes = digest.messages(
        ["ana@red.example"], sender="casa@red.example", language="es", now=datetime(2026, 11, 20, tzinfo=UTC)
    )
    mail = re.sub(r"<[0-9a-f]{32}@", "<@", notes[0].as_string())
    return {
        "command keys": [0, [], said.getvalue(), [0, 0, 0]],
        "command export": [0, [], json.dumps(json.loads(export.read_text()), sort_keys=True), [0, 0, 0]],
        "mail": [0, [], mail, [0, 0, 0]],
    }


def addresses(world: dict[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    """A label, a method, an address and what is sent: every name of the resolver, with every object it may have."""
    from django.urls import reverse

    from amparo.config.reference import named_patterns
    from tests.left_out_sent import sent

    for name, pattern, view in named_patterns():
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        takes_a_post = hasattr(view, "__wrapped__")  # its GET leads to another page: once is enough
        for number, given in enumerate(arguments(world, name, wanted)):
            address = reverse(name, kwargs=given)
            here = f"{name} {number} {' '.join(given.values())}"
            if number == 0 or not takes_a_post:
                yield f"{here} GET", "get", address, None
            for place, data in enumerate(sent(world, name)):
                yield f"{here} POST {place}", "post", address, data


def arguments(world: dict[str, Any], name: str, wanted: list[str]) -> list[dict[str, str]]:
    """What stands in the address: hers, what is hidden from her, and what nobody has."""
    if not wanted:
        return [{}]
    strange = world["hidden"][:1] or [UNKNOWN]
    kinds: dict[str, list[str]] = {
        "code": [world["place"]],
        "line_id": ["EC-1"],
        "team_reference": world["teams"][:1],
        "name": ["aaa.mp3", UNKNOWN],
        "section": ["need", UNKNOWN],
        "kind": ["contact_by_channel", UNKNOWN],
        "part": [*world["holds"], *world.get("hidden_holds", []), UNKNOWN],
        "act": ["close"],
        "about": [UNKNOWN],
        "place": ["0"],
        "number": ["1"],
        "table": ["1"],
        "country": ["EC"],
        "uid": [world["uid"]],
        "id": [world["uid"]],
        "reference": [*references(world, name), *strange],
    }
    rows: list[dict[str, str]] = [{}]
    for each in wanted:
        rows = [row | {each: value} for row in rows for value in dict.fromkeys(kinds.get(each, [UNKNOWN]))]
    return rows


def references(world: dict[str, Any], name: str) -> list[str]:
    """The things of an address by the beginning of its name."""
    if name.startswith("desk_letter"):
        every = name == "desk_letter"
        return [*world["threads"][: None if every else 2], *world["hidden"][: None if every else 1], UNKNOWN]
    if name == "case" or name.startswith("case_"):
        every = name == "case"
        return [*world["cases"], *world["hidden_cases"][: None if every else 1], UNKNOWN]
    if name.startswith("team_"):
        return [world["people"][each] for each in ("ana", "berta", "olga")]
    if name.startswith("key_"):
        return [*world["readers"].values(), *world.get("receipts", [])]
    if name.startswith("export"):
        return [*world["exports"], *world.get("hidden_exports", []), UNKNOWN]
    if name in {"case_let_in", "case_put_away"}:
        return [*world["asks"], *world.get("hidden_asks", []), UNKNOWN]
    if name.startswith("case"):
        return [*world["cases"], *world.get("hidden_cases", []), UNKNOWN]
    things = {"desk_decide": world["feedback"], "landmark_remove": world["landmark"]}
    return [things.get(name, world["service"])]
