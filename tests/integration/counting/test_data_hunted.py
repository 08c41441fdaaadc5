"""Somebody hunts: what do public pages, files, headers and errors tell beside the figures? Nothing unreleased.

He opens what he can guess and compares every byte: what is for others, what was for others and came down, and what
never was are one answer. And of what he may read he looks behind the words: who asked, who checked, which organisations
brought rows, why a cell is hidden, why an edition came down, how many editions there are of which he sees no other.
"""

import re
from datetime import date

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.formats.codes import by_code
from amparo.methods.disclosure import REASONS
from amparo.publications.actions import take_down
from amparo.publications.queries import edition as edition_of
from tests.editions import an_edition
from tests.released import regional

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
NEVER = "0123456789abcdef"
WAYS = ("", "/1", ".csv", "/hxl.csv", "/1-EC.svg", "/0", "/99999999999999999999", "/1-ES.svg", "/edit", "?format=json")
TELLS_TIME = {"ETag", "Last-Modified", "Expires", "Age", "Set-Cookie", "Server-Timing", "Content-Location", "Link"}


def answered(address):
    """Everything of an answer, and what it asked of the room: as he could tell two of them apart."""
    with CaptureQueriesContext(connections["evidence"]) as asked:
        answer = Client().get(address)
    return answer.status_code, sorted(answer.items()), answer.content, len(asked)


def test_what_is_for_others_is_byte_for_byte_what_never_was():
    others = an_edition("care/2026-06", audience="coordination", agreement="acta de ejemplo").reference
    gone = regional("care/2026-07", audience="partner", recipient="faro", agreement="acta de ejemplo").reference
    take_down(gone, why="harms", on=date(2026, 9, 3), by="a test")
    for way in WAYS:
        never = answered(f"/datos/{NEVER}{way}")
        assert never[0] == 404, way
        for reference in (others, gone):
            status, headers, content, asked = answered(f"/datos/{reference}{way}")
            assert (status, headers, asked) == (never[0], never[1], never[3]), way
            assert content.replace(reference.encode(), NEVER.encode()) == never[2], way


def test_behind_what_he_may_read_stands_nothing_but_what_was_released():
    edition, down = an_edition("harm/2026-06"), an_edition("needs/2026-06")
    take_down(down.reference, why="harms", on=date(2026, 9, 3), by="a test")
    edition = edition_of(edition.reference)
    behind = [*REASONS, *REASONS.values(), edition.digest, edition.previous, edition.codebook, "a test", "few_persons"]
    behind += [each.label("es") for each in by_code("take_down").values()]
    for reference in (edition.reference, down.reference):
        for way in ("", ".csv", "/hxl.csv"):
            answer = Client().get(f"/datos/{reference}{way}")
            assert not TELLS_TIME & set(answer.headers), (reference, way)
            text = answer.text
            assert [each for each in behind if re.search(rf"\b{re.escape(each)}\b", text)] == [], (reference, way)
    for address in ("/datos", "/datos/feed", "/robots.txt"):
        answer = Client().get(address)
        assert not TELLS_TIME & set(answer.headers), address
        assert down.reference not in answer.text, address
    assert Client().get("/sitemap.xml").status_code == 404
    assert "noindex" in Client().get("/datos")["X-Robots-Tag"]
