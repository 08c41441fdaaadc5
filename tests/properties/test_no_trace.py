"""From where she wrote, and with what: no statement, no log, no word of the server bears it.

Every address of the channel is asked with an address, an agent, a language, a page she came from and a cookie that are
nobody else's, with GET and POST, as a form, as a multipart form and as JSON, taken, refused and broken in the middle.
Then they are looked for in every parameter of every statement, in every record of every logger, and in what a real
server said.
"""

import base64
import contextlib
import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path, reverse

from amparo.access.reporting.urls import PUBLIC
from amparo.config import urls as house_urls
from amparo.config.logs import TypeAndPlace
from tests import acts_of_a_day as acts
from tests import breaking
from tests.letters import a_house_for_letters, hidden, letter, opened_back, solved
from tests.real_server import ADDRESS, BEFORE, COOKIE, LOOKED_FOR, MARK, REAL, WEIGHT, Served, real_server

CLOCKS = {"created", "msecs", "relativeCreated"}  # of a record: digits of the hour are nobody's, and alike by chance
TRACES = {
    "REMOTE_ADDR": ADDRESS,
    "REMOTE_HOST": f"{MARK}.example",
    "HTTP_X_FORWARDED_FOR": BEFORE,
    "HTTP_FORWARDED": f"for={BEFORE}",
    "HTTP_X_REAL_IP": REAL,
    "HTTP_USER_AGENT": f"Mozilla/5.0 ({MARK})",
    "HTTP_ACCEPT_LANGUAGE": f"es-{MARK},qu;q={WEIGHT}",
    "HTTP_REFERER": f"http://testserver/{MARK}",
    "HTTP_SEC_CH_UA_MODEL": f'"{MARK}"',
}


# --- what watches --------------------------------------------------------------------------------------------------


@dataclass
class Watch(logging.Handler):
    """Remembers every parameter of a statement and every record of a logger."""

    sql: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.DEBUG)

    def __hash__(self) -> int:
        return id(self)

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Called for every statement, with what it is given."""
        self.sql.append(f"{sql} {readable(params)}")
        return execute(sql, params, many, context)

    def emit(self, record: logging.LogRecord) -> None:
        """Called for every record: as the house writes it, as anybody's handler would, and what hangs on it."""
        told = {name: repr(value) for name, value in vars(record).items() if name not in CLOCKS}
        self.logged.append(f"{TypeAndPlace().format(record)}\n{logging.Formatter().format(record)}\n{told}")

    def found(self) -> dict[str, list[str]]:
        """What of her stands where."""
        places = {"sql": self.sql, "logged": self.logged}
        return {
            name: [text for text in texts if any(mark in text for mark in LOOKED_FOR)] for name, texts in places.items()
        }


def readable(params: Any) -> str:
    """The parameters of a statement as text, whatever they are in."""
    if isinstance(params, bytes | memoryview):
        return bytes(params).decode("latin-1")
    if isinstance(params, list | tuple):
        return " ".join(map(readable, params))
    return str(params)


@contextmanager
def watched() -> Iterator[Watch]:
    """Every statement on both databases, and every logger there is at its most talkative, until the block ends."""
    watch, root = Watch(), logging.getLogger()
    loggers = [root, *(each for each in map(logging.getLogger, list(root.manager.loggerDict)))]
    before = [(each, each.level, each.disabled) for each in loggers]
    with ExitStack() as stack:
        for connection in (connections["default"], connections["evidence"]):
            stack.enter_context(connection.execute_wrapper(watch.statement))
            stack.callback(setattr, connection, "force_debug_cursor", connection.force_debug_cursor)
            connection.force_debug_cursor = True  # statements are logged as well
        for each in loggers:
            each.setLevel(logging.DEBUG)
            each.disabled = False
            if each is root or not each.propagate:
                each.addHandler(watch)
                stack.callback(each.removeHandler, watch)
        try:
            yield watch
        finally:
            for each, level, disabled in before:
                each.setLevel(level)
                each.disabled = disabled


# --- what she does -------------------------------------------------------------------------------------------------


def hers() -> Client:
    """Her browser, which tells much of her."""
    client = Client(raise_request_exception=False, **TRACES)
    client.cookies["amparo"] = client.cookies["otra"] = COOKIE
    return client


def everything_is_asked() -> set[int]:
    """Every public address of the channel in every way; which answers there were."""
    client, answers = hers(), set()
    photo = {"photo": SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff", "image/jpeg")}
    for name in sorted(PUBLIC):
        for prefix in ("", "/pt"):
            address = prefix + reverse(name)
            answers.add(client.get(address).status_code)
            for sent in ({}, {"text": "x", "p": "x", "t": "x", "e": "x", "do": "open", "lookup": "0" * 64}, photo):
                answers.add(client.post(address, sent).status_code)
            answers.add(client.post(address, json.dumps({"t": "x"}), content_type="application/json").status_code)
            answers.add(client.post(address, "a=b", content_type="application/x-www-form-urlencoded").status_code)
            answers.add(client.post(address, b"--x", content_type="multipart/form-data; boundary=y").status_code)
            answers.add(client.post(address, {}, headers={"origin": f"https://{MARK}.example"}).status_code)
            answers.add(client.post(address, {breaking.BREAK: "1"} | photo).status_code)
    return answers


def a_letter_both_ways() -> None:
    """A letter, her page, a reply, new words, and the end; and one that her phone sealed."""
    from amparo.vault.actions.as_phone import close_letter, some_receipt
    from amparo.vault.models import Reader

    client, words = hers(), settings.PATHS
    typed = " ".join(letter(client, "Me siguen.", early=True))
    page = opened_back(client, typed).text
    page = client.post(f"/{words['back_reply']}", {"p": typed, "text": "Otra vez.", "t": hidden(page, "t")}).text
    page = client.post(f"/{words['back_older']}", {"p": typed, "t": hidden(page, "t")}).text
    page = opened_back(client, typed).text
    assert "Otra vez." not in page
    assert client.post(f"/{words['back_end']}", {"p": typed, "t": hidden(page, "t"), "sure": "1"}).status_code == 200
    sheet = client.post(f"/{words['letter_write']}").text
    reads, facts = acts.decision()
    lookup, secret = some_receipt()
    made = close_letter("Cerrada.", Reader.objects.filter(reference__in=reads), facts, lookup=lookup, secret=secret)
    boxes = {name: base64.b64encode(box).decode() for name, box in made.wraps.items()}
    ticket = hidden(sheet, "t")
    sent = {
        "t": ticket,
        "n": solved(ticket),
        "e": hidden(sheet, "e"),
        "wish": "answer",
        "case": made.case,
        "lookup": lookup.hex(),
        "receipt": made.receipt,
    }
    parts = {"wraps": json.dumps(boxes).encode(), "facts": made.facts, "message": made.message}
    files = {name: SimpleUploadedFile(name, data, "application/octet-stream") for name, data in parts.items()}
    answer = client.post(f"/{words['letter_sealed']}", sent | files)
    assert answer.json()["ok"], answer.json()
    told = client.post(f"/{words['back_sealed']}", {"lookup": lookup.hex(), "do": "open"}).json()
    assert told["ok"]
    sentence = hidden(client.get("/").text, "t")
    assert client.post(f"/{words['sentence']}", {"sentence": "Una frase.", "t": sentence}).status_code == 200


@pytest.mark.django_db(databases=["default", "evidence"])
def test_no_statement_and_no_log_bears_where_she_is_or_what_she_holds(cast: Any) -> None:
    a_house_for_letters(cast)
    with watched() as watch, override_settings(ROOT_URLCONF=breaking.__name__):
        answers = everything_is_asked()
        a_letter_both_ways()
    assert {200, 400, 403, 500} <= answers
    assert len(watch.sql) > 200
    assert sum("RuntimeError" in text for text in watch.logged) == len(breaking.VIEWS)
    assert watch.found() == {"sql": [], "logged": []}


def remembering(request: HttpRequest) -> HttpResponse:
    """A page that a careless hand might write: it counts agents, and logs who came."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT %s", [request.META["HTTP_USER_AGENT"]])
    logging.getLogger("amparo.planted").debug("somebody came from %s", request.META["REMOTE_ADDR"])
    return HttpResponse("seen")


urlpatterns = [path("vista", remembering, name="readers"), *house_urls.urlpatterns]


@pytest.mark.django_db(databases=["default", "evidence"])
def test_a_page_that_remembers_is_seen() -> None:
    """The control: a parameter and a record are planted, and the watch finds both."""
    with watched() as watch, override_settings(ROOT_URLCONF=__name__):
        assert hers().get("/vista").text == "seen"
    found = watch.found()
    assert len(found["sql"]) == 1
    assert any(ADDRESS in text for text in found["logged"])


# --- a real server -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with real_server(tmp_path_factory.mktemp("served")) as made:
        yield made


def test_the_server_says_nothing_of_her(served: Served) -> None:
    for name in sorted(PUBLIC):
        served.raw("GET", f"/{settings.PATHS[name]}")
        for fields in (
            {},
            {"text": "x", "p": "x", "t": "x", "lookup": "0" * 64, "do": "open"},
            {breaking.BREAK: "1", "text": MARK},
        ):
            served.form(name, **fields)
        served.raw("POST", f"/{settings.PATHS[name]}", b"{", "application/json")
        served.raw("POST", f"/{settings.PATHS[name]}", b"--", "multipart/form-data; boundary=y")
    served.raw("GET", f"/{MARK}")
    for nonsense in (f"{MARK} / HTTP/9.9\r\n", f"GET /{MARK}\x00 HTTP/1.1\r\nX: {MARK}", f"GET / HTTP/1.1\r\n{MARK}"):
        with contextlib.suppress(OSError):
            served.sent(nonsense.encode() + b"\r\n\r\n", patience=2)
    said = served.said.read_text(encoding="utf-8")
    assert said.count("RuntimeError at") >= len(breaking.VIEWS), (
        "the planted errors are said, so something would be seen"
    )
    assert [line for line in said.splitlines() if any(mark in line for mark in LOOKED_FOR)] == []
    assert settings.PATHS["letter_send"] not in said
