"""Which forms the pages of the desk show, and what pressing one of them writes: for a walk over whole pages.

``forms_of`` reads a page as a browser does. ``shown_to`` follows the links of the desk, one page for each address, and
gives back every form that is posted. ``pressed`` sends one as somebody else, and says which tables that wrote to.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.access_walk import SEEN
from tests.once import same_ledger

ROOMS = ("default", "evidence")
TABLE = re.compile(r'^\s*(?:INSERT INTO|INSERT OR \w+ INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


@dataclass
class Form:
    """A form of a page: where it is posted, and what it sends if nothing is changed in it but for empty fields."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its address."""
        return name_of(self.action)


def name_of(path: str) -> str:
    """The name of an address; nothing of what this organisation does not have."""
    try:
        return resolve(path.partition("?")[0]).url_name or ""
    except Resolver404:
        return ""


class _Reader(HTMLParser):
    """The links and the posted forms of a page."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.links, self.forms = at, [], []
        self.form: Form | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"].partition("#")[0])
        if tag == "form" and said.get("method", "").lower() == "post":
            self.form = Form(said.get("action") or self.at)
            self.forms.append(self.form)
        if self.form is None:
            return
        if tag in ("input", "button") and said.get("name"):
            self._take(said)
        if tag == "select":
            self.select = said.get("name", "")
        is_first = self.select not in self.form.fields
        if tag == "option" and self.select and said.get("value") and ("selected" in said or is_first):
            self.form.fields[self.select] = [said["value"]]
        if tag == "textarea" and said.get("name"):
            self.area = said["name"]
            self.form.fields[self.area] = ["Un texto de ejemplo."]

    def _take(self, said: dict[str, str]) -> None:
        assert self.form is not None
        name, kind, value = said["name"], said.get("type", "text"), said.get("value", "")
        known = self.form.fields
        if kind in ("radio", "checkbox"):
            if "checked" in said or name not in known:
                known[name] = [value or "on"]
        elif kind == "hidden" or value:
            known.setdefault(name, [value])
        elif kind == "date":
            known[name] = ["2026-12-15"]
        elif kind == "number":
            known[name] = ["1"]
        elif kind != "file":
            known[name] = ["Ejemplo"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = ""


def forms_of(page: str, at: str) -> tuple[list[Form], list[str]]:
    """The posted forms of a page, and where its links go."""
    reader = _Reader(at)
    reader.feed(page)
    reader.close()
    return reader.forms, reader.links


def shown_to(client: Client, *, begin: Iterable[str], most: int = 1) -> dict[str, Form]:
    """By address, one of the forms that the desk shows to who is signed in here.

    Of each address ``most`` pages are opened, so that one list of a thousand rows does not take all of the time.
    """
    found: dict[str, Form] = {}
    opened: dict[str, int] = {}
    waiting, known, desk = list(begin), set(), f"/{settings.PATHS['desk']}"
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if path in known or not name or opened.get(name, 0) >= most or not path.startswith(desk):
            continue
        known.add(path)
        opened[name] = opened.get(name, 0) + 1
        answer = client.get(path)
        if answer.status_code != 200 or answer.streaming or "html" not in answer["Content-Type"]:
            continue
        forms, links = forms_of(answer.text, path)
        for each in forms:
            found.setdefault(each.name, each)
        waiting += links
    return found


@contextmanager
def undone() -> Iterator[set[str]]:
    """What is done inside is undone in both databases; the set has the tables that were written to."""
    written: dict[int, str] = {}
    marks: dict[str, int] = {}

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("SAVEPOINT"):
            marks[sql.split()[-1]] = len(written)
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            for number in [each for each in written if each >= marks.get(sql.split()[-1], 0)]:
                del written[number]
        elif (table := TABLE.match(sql)) and table[1] not in SEEN:
            written[len(written)] = table[1]
        return execute(sql, *rest)

    tables: set[str] = set()
    with same_ledger(), transaction.atomic(using="default"), transaction.atomic(using="evidence"):
        with connections["default"].execute_wrapper(note), connections["evidence"].execute_wrapper(note):
            yield tables
        tables |= set(written.values())
        for room in ROOMS:
            transaction.set_rollback(True, using=room)


def pressed(client: Client, form: Form) -> tuple[int, set[str]]:
    """What somebody is answered who posts this form, and to which tables that wrote."""
    with undone() as tables:
        answer = client.post(form.action, form.fields | {"sure": ["1"]})
    return answer.status_code, tables
