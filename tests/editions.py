"""Editions for tests: released as the door releases them, with figures that nobody was counted for."""

from datetime import date
from typing import Any

from django.db.migrations.loader import MigrationLoader

from amparo.methods.disclosure import Edition as Told
from amparo.methods.disclosure import Figure, Hidden, Ledger, as_text
from amparo.publications.actions import Line, release
from amparo.publications.models import Edition
from tests.hands import Hands

LEAVES = (("kind", ("threats", "blows")),)


def three(text: str) -> dict[str, str]:
    """One text where three languages are asked for."""
    return {language: f"{text} {language}" for language in ("es", "pt", "en")}


def a_ledger(name: str, count: int = 62) -> str:
    """The ledger of an edition with one figure and one gap."""
    figures = (Figure(("Harm", "threats"), (("kind", ("threats",)),), count, count),)
    hidden = (Hidden(("Harm", "blows"), (("kind", ("blows",)),), ("few_persons",), sensitive=True),)
    return as_text(Ledger((Told(name, "public", LEAVES, figures, hidden),)))


def an_edition(name: str = "harm/2026-06", *, by: Any = "a test", on: date = date(2026, 8, 1), **facts: str) -> Edition:
    """A small release: a count, and a figure that is not shown."""
    lines = [Line(("Harm", "threats"), "count", "62"), Line(("Harm", "blows"), "hidden", "")]
    shown = {
        "wording": {"title": three("Title"), "sentences": [
            {language: f"{language}: {{f:{lines[0].reference}}} <b>" for language in ("es", "pt", "en")}
        ]},
        "tables": [{
            "title": three("Harm"), "corner": three("Kind"), "head": [three("People")], "note": three("Note"),
            "rows": [
                {"head": three("Threats"), "cells": [lines[0].reference]},
                {"head": three("Blows"), "cells": [lines[1].reference]},
            ],
        }],
        "notes": [three("How")], "cite": three("Cite"),
    }  # fmt: skip
    plan, _, period = name.partition("/")
    told = {"plan": plan, "codebook": "cases/2", "kind": "counts", "audience": "public", "period": period[:10]}
    if facts.get("kind", "counts") == "counts":
        told["ledger"] = a_ledger(name)
    return release(lines, shown=shown, released_on=on, by=by, name=name, **told | facts)


class OnPublications(Hands):
    """The same, who also lays and lifts the rules of this room."""

    def __init__(self) -> None:
        super().__init__()
        found: Any = MigrationLoader(self.connection).disk_migrations["publications", "0002_closed_by_the_database"]
        self.rules: Any = found.operations[0]

    def lift(self) -> None:
        self.rules.reverse_code(None, self)

    def lay(self) -> None:
        self.rules.code(None, self)
