"""A room of evidence with the rows of five organisations, and the way of a request through the door."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from amparo.doors.release import actions
from amparo.doors.release.models import Request
from amparo.doors.release.queries import protection
from amparo.doors.release.queries.pages import OWN
from amparo.doors.release.queries.protection import Protected, kept
from amparo.doors.release.queries.requests import due, reviewers
from amparo.evidence.actions import bring
from amparo.formats import codebook as formats
from amparo.formats.hsds.encode import canonical
from amparo.formats.plans import plan
from amparo.methods.disclosure import Edition, Figure, Ledger, as_text
from amparo.publications import queries as published
from amparo.vault.models import CodedRow
from tests.cast import Cast

TODAY = date(2026, 11, 10)
DUE = date(2026, 12, 30)
ORGANISATIONS = ("cases", "rio_abierto", "casa_norte", "puente", "la_ronda")
KINDS = ("rape", "sexual_assault", "physical_assault", "denial", "psychological")
GENDERS = ("trans_feminine", "women", "others")
NEEDS = ("health", "talk", "tonight", "papers_law")
REPORT = {
    "figures": 1, "editions": [], "attackers": 1, "deduced": 0, "exact": 0, "organisations": [], "nearest": None,
}  # fmt: skip
MOST = 400
CARE = ("within_72", "within_120", "later")


def people(many: int, seed: int) -> list[dict[str, Any]]:
    """So many rows of the codebook of cases: the first ones are always the same, however many there are."""
    rng, some = np.random.default_rng(seed), MOST
    drawn = zip(
        rng.choice(KINDS, some, p=[0.1, 0.15, 0.35, 0.15, 0.25]), rng.choice(GENDERS, some, p=[0.55, 0.35, 0.1]),
        rng.choice(NEEDS, some, p=[0.4, 0.2, 0.25, 0.15]), rng.choice(CARE, some, p=[0.3, 0.2, 0.5]), strict=True,
    )  # fmt: skip
    return [
        {
            "codes": {"gender_group": [str(gender)], "need_group": [str(need)]},
            "parts": [["incident", {"core_type": [str(kind)], "care_delay": [str(care)]}]],
        }
        for kind, gender, need, care in list(drawn)[:many]
    ]


def brought(many: Mapping[str, int] | int = 90, *, seed: int = 0, build: int = 0, more: int = 0) -> None:
    """Bring what each organisation has today; ``more``: rows that came since, a few of each."""
    book = formats.codebook("cases").reference
    for place, name in enumerate(ORGANISATIONS):
        size = many if isinstance(many, int) else many.get(name, 0)
        rows = [*people(size, seed + place), *people(more, 1000 + place)]
        bring(f"{build:02x}{place:02x}" * 8, name, [(book, row) for row in rows])
        if name == OWN:
            allowed([(book, row) for row in rows])


def allowed(rows: Sequence[tuple[str, Any]]) -> None:
    """What the cases of this house allow to be counted now, as it lies in the other database."""
    CodedRow.objects.all().delete()
    CodedRow.objects.bulk_create(
        CodedRow(check_of=f"{number:064x}", codebook=book, codes=row, until="2099-01")
        for number, (book, row) in enumerate(rows)
    )


def asked(cast: Cast, code: str = "harm", *, today: date = TODAY, **more: Any) -> Request:
    """A request of Diana's, counted and attacked."""
    if plan(code).audience != "public":
        more = {"agreement": "Paper of 2 May", "readers": tuple(each for each, _name in reviewers())} | more
    request = actions.ask(actions.Asked(plan(code), f"{today:%Y-%m}", **more), by=cast.diana, today=today)
    return actions.protect(request, by=cast.diana, today=today)


def ready(cast: Cast, request: Request, reader: Any, *, today: date = TODAY) -> Request:
    """Both checkers and both readers said yes."""
    for person in (cast.elena, cast.fabia):
        request = actions.say_yes(request, digest=request.digest, by=person, today=today)
    for person in (cast.elena, reader):
        request = actions.say_words_are_right(request, digest=request.words_digest, by=person, today=today)
    return request


def released(cast: Cast, reader: Any, code: str = "harm", *, today: date = TODAY, **more: Any) -> Request:
    """The whole way."""
    request = ready(cast, asked(cast, code, today=today, **more), reader, today=today)
    return actions.let_out(request, by=cast.fabia, today=due(request))


def total(request: Request) -> int:
    """Everybody, as the edition says it."""
    edition = published.edition(request.released)
    rows = [each for each in published.figures(edition).values() if json.loads(each.label)[1:] == ["total", "total"]]
    return int(rows[0].said)


def small(one: Any, period: str, past: Any, *, name: str, audience: str, **_: Any) -> Protected:
    """An edition of one figure, for tests of who may do what: nothing is counted, and nothing attacked."""
    show = [(kind, gender) for kind in ("sexual", "total") for gender in ("women", "total")]
    table = one.tables[0].code
    cells = [[[table, *codes], 62 if codes == ("total", "total") else None, [], None] for codes in show]
    figure = Figure((table, "total", "total"), (), 62, 62)
    told = Edition(name, audience, (("core_type", ("rape",)),), (figure,))
    return Protected(kept(one, Counter()), as_text(Ledger((told,))), canonical(cells), canonical(REPORT))


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door without its machine."""
    monkeypatch.setattr(protection, "protected", small)
    monkeypatch.setattr(protection, "attacked_again", lambda *_, **__: ())


def act_of(by: Any, act: str, request: Request, *, today: date = TODAY, words: str = "Otra frase") -> None:
    """One act of one person at the door, by its name: through its actions, on the request as it stands now."""
    now = Request.objects.get(pk=request.pk)
    if act == "check":
        actions.say_yes(now, digest=now.digest, by=by, today=today)
    elif act == "read":
        actions.say_words_are_right(now, digest=now.words_digest, by=by, today=today)
    elif act == "reword":
        actions.reword(now, [dict.fromkeys(("es", "pt", "en"), words)], by=by)
    elif act == "again":
        actions.protect(actions.begin_again(now, by=by), by=by, today=today)
    elif act == "refuse":
        actions.refuse(now, why="too_fine", by=by)
    elif act == "withdraw":
        actions.withdraw(now, by=by)
    else:
        actions.let_out(now, by=by, today=due(now) if act == "release" else today)
