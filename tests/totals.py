"""A house where nobody counts or checks, with totals of its own; and the other house, which only the test is.

Ana coordinates and asks. Nadia heard the mark of the agreement with her. What the other house does is done here with
the secret of its key, which this house never has.
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from amparo.commons.accounts.models import Membership
from amparo.doors.exchange.models import Partnership
from amparo.doors.release import actions
from amparo.doors.release.actions.asking_outside import Made, ask_outside, hear
from amparo.doors.release.models import Request
from amparo.doors.release.queries import protection
from amparo.doors.release.queries.outside import as_sent, labels_of
from amparo.doors.release.queries.words import default_words
from amparo.formats.hsds.encode import canonical
from amparo.formats.passing.documents import mark_of
from amparo.formats.passing.totals import NO, YES, Answer, Totals, fresh_token, read_totals, signs_in
from amparo.formats.plan_periods import period_of
from amparo.formats.plans import plan
from amparo.methods.disclosure import Edition, Figure, Ledger, as_text
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.padding import unpadded
from amparo.vault.actions.passing import seal_passing
from tests.between import TODAY, Between, going
from tests.release_house import REPORT, brought


def nobody_counts() -> None:
    """Who counted and who checked went, and nobody came."""
    Membership.objects.filter(role__in=["analyst", "output_checker"]).delete()


def rows_here(many: int = 150, **more: Any) -> None:
    """The rows of this house, and of no other."""
    brought({"cases": many}, **more)


def asked_totals(house: Between, *, today: date = TODAY) -> Request:
    """Ana asks for the totals of the quarter; they are counted, hidden and attacked."""
    ana = house.people["ana"]
    asked = actions.Asked(plan("totals"), period_of(today, "quarter"))
    return actions.protect(actions.ask(asked, by=ana, today=today), by=ana, today=today)


def sent(house: Between, request: Request, found: Partnership, *, today: date = TODAY) -> Made:
    """The file for the other house."""
    return ask_outside(request, found, by=house.people["ana"], today=today)


def opened_there(made: Made, secret: bytes, found: Partnership) -> Totals:
    """What the other house reads, with its key."""
    return read_totals(unpadded(open_sealed(made.data, secret)), found.code, found.sender)


def answered(told: Totals, said: str = YES, **more: Any) -> bytes:
    """Their answer."""
    answer = Answer(told.code, told.name, told.looked_at, said, "" if said == YES else "too_fine",
                    told.yes if said == YES else told.no)  # fmt: skip
    return replace(answer, **more).as_file()


def agreed(house: Between) -> tuple[Partnership, bytes, Request]:
    """An agreement by which this house sends, the secret of the other one, and totals that wait for its word."""
    found, secret = going(house)
    rows_here()
    nobody_counts()
    return found, secret, asked_totals(house)


def heard_yes(house: Between, *, today: date = TODAY) -> Request:
    """The whole way to a word."""
    found, secret, request = agreed(house)
    told = opened_there(sent(house, request, found, today=today), secret, found)
    return hear(request, answered(told), by=house.people["ana"], today=today)


def shown(one: Any, period: str, past: Any, *, name: str, audience: str, **_: Any) -> Any:
    """Totals of one figure in each cell, for tests of who may do what: nothing is counted, and nothing attacked."""
    labels = sorted(labels_of(one))
    cells = [[list(label), 40, [], None] for label in labels]
    told = Edition(name, audience, (("core_type", ("rape",)),), tuple(Figure(label, (), 40, 40) for label in labels))
    report = REPORT | {"editions": [each.name for each in past.ledger.editions]}
    return protection.Protected(
        protection.kept(one, Counter()), as_text(Ledger((told,))), canonical(cells), canonical(report)
    )


# --- this house as the other one ---


def theirs_would(many: int = 40, *, period: str = "2026-Q3", **more: Any) -> Request:
    """What another house would publish: each cell a figure, all of the same size."""
    one = plan("totals")
    cells = [[list(label), many, [], None] for label in sorted(labels_of(one))]
    told = {
        "plan": "totals", "plan_digest": one.digest, "period": period, "name": f"totals/{period}",
        "cells": canonical(cells), "words": canonical(default_words(one, period, cells)), "digest": "d" * 64,
        "report": canonical({"figures": 20, "attackers": 1, "deduced": 0}),
    } | more  # fmt: skip
    return Request(**told)


def from_them(found: Partnership, request: Request, **more: Any) -> tuple[bytes, str, Totals]:
    """A file of a house that asks this one for its word, made of what this house would publish itself; its mark."""
    yes = fresh_token()
    team = (signs_in("rosa", yes),)
    told = as_sent(request, found, until=found.ends, yes=yes, no=fresh_token(), team=team)
    told = replace(told, **more)
    data = seal_passing(found.recipient, told.as_file())
    return data, mark_of(data), told


__all__ = ["NO", "YES"]
