"""A house laid by the acts of its people over a year, and what somebody makes of both its databases without a key.

Whoever attacks is given more than she has: she knows which cases have a row. She lays every clear column of the cases
beside every column of the rows, sorts both, and takes it that the first belongs to the first. Where several are alike
she guesses among them, so what she gets right is reckoned and not drawn. What chance gives is found out in the same
way, by dealing the rows out to the cases anew, again and again.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any

from django.db import connections, transaction

from amparo.commons import clock
from tests import moment
from tests.own_house import ON_POSTGRES

NOW = datetime(2026, 11, 25, 12, tzinfo=moment.ZONE)
TODAY, QUARTER = clock.day(NOW), date(2026, 10, 1)
NEEDS = ("food", "papers", "hiv_medicine", "shelter_tonight")
ACTS = ("VIO", "AGF", "EXT", "PSI", "NEG", "DEP")
type Row = dict[str, Any]


# --- laying ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Story:
    """What comes of one case: how often something happened to her, and what is done on which day."""

    opened: date
    days: list[tuple[date, str]]
    case: Any = None
    incidents: int = 0
    newest: date | None = None
    kept: list[date] = field(default_factory=list)

    @property
    def allowed(self) -> int:
        """She is asked as her case is opened: for ninety days, or where it went on for longer for a year."""
        return 90 if self.opened > QUARTER + timedelta(days=2) else 365


def stories(count: int, rng: Random) -> list[Story]:
    """So many cases of one year, in the order in which they came; with each somebody spoke since October."""
    made = []
    for opened in sorted(TODAY - timedelta(days=rng.randrange(1, 325)) for _ in range(count)):
        told = rng.choices(range(5), (30, 38, 18, 9, 5))[0]
        later = [min(opened + timedelta(days=int(rng.expovariate(1 / 40))), TODAY) for _ in range(max(told - 1, 0))]
        span, since = (TODAY - opened).days, max(opened, QUARTER)
        notes = [opened + timedelta(days=rng.randrange(span)) for _ in range(int(rng.expovariate(1 / 2)))]
        spoken = since + timedelta(days=rng.randrange((TODAY - since).days))
        days = [(opened, "incident")] * min(told, 1) + [(day, "incident") for day in later]
        made.append(Story(opened, [*days, *((day, "note") for day in notes), (spoken, "answer")]))
    return made


def lay(count: int, seed: int) -> list[Story]:
    """All of it through the acts of whoever accompanies, day after day, as it came."""
    from amparo.casework.actions.cases import begin_case
    from amparo.casework.actions.permissions import Said, write_permission
    from tests.cases import SOME, person
    from tests.cast import make_cast
    from tests.letters import a_house_for_letters

    rng, ana = Random(seed), person(a_house_for_letters(make_cast()), "ana")
    made = stories(count, rng)
    work = [(each.opened, number, "begin") for number, each in enumerate(made)]
    work += [(day, number, what) for number, each in enumerate(made) for day, what in each.days]
    for day, number, what in sorted(work, key=lambda each: (each[0], each[1], each[2] != "begin")):
        story, at = made[number], datetime(day.year, day.month, day.day, 1, tzinfo=moment.ZONE)
        with transaction.atomic(using="default"), moment.at(at):
            if what == "begin":
                said = {**SOME, "need_first": replace(SOME["need_first"], value=rng.choice(NEEDS))}
                story.case = begin_case(answers=said, agreed="written", by=ana, now=at)
                yes = Said("share_nonidentifiable_stats", "yes", content=frozenset({"coded_only"}),
                           method="written", days=story.allowed)  # fmt: skip
                write_permission(story.case, said=yes, by=ana, now=at)
            else:
                _go_on(story, what, ana, at, rng)
            if what != "note":
                story.kept.append(day)
    return made


def _go_on(story: Story, what: str, ana: Any, at: datetime, rng: Random) -> None:
    """What is done in a case after it was opened."""
    from amparo.casework.actions.cases import write_answers
    from amparo.casework.actions.incidents import add_incident, answer_question
    from amparo.casework.actions.parts import add_part
    from amparo.casework.queries.cases import opened
    from amparo.formats.case_questions import Answer

    if what == "note":
        words = Answer("Unas palabras de ejemplo, de nadie. " * rng.randrange(1, 9))
        add_part(story.case, kind="note", answers={"note_text": words}, by=ana, now=at)
    elif what == "answer":
        said = {"safety_scale": Answer(rng.randrange(1, 6))}
        write_answers(story.case, answers=said, seen=opened(ana, story.case).numbers, by=ana, now=at)
    else:
        on = clock.day(at) - timedelta(days=int(rng.expovariate(1 / 30)))
        said = {"acts": Answer(tuple(rng.sample(ACTS, rng.randrange(1, 3)))), "happened_day": Answer(on.isoformat())}
        if rng.random() < 0.5:
            said["told_day"] = Answer(clock.day(at).isoformat())
        part = add_incident(story.case, answers=said, by=ana, now=at)
        answer = rng.choice(("yes", "no"))
        answer_question(story.case, reference=part.reference, question=1, answer=answer, by=ana, now=at)
        story.incidents, story.newest = story.incidents + 1, on


# --- what stands in clear --------------------------------------------------------------------------------------------


def places(table: str, using: str) -> dict[int, str]:
    """Where the rows of a table lie, as the database says it; so written that they sort as they lie."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT id, {'ctid::text' if ON_POSTGRES else 'rowid'} FROM {table}")
        return {key: re.sub(r"\d+", lambda each: each[0].zfill(20), str(lies)) for key, lies in cursor.fetchall()}


def cases_in_clear() -> list[Row]:
    """The cases with all that stands beside them in clear: days, trail, parts, and how their sealed fields look."""
    from amparo.casework.models import Case
    from amparo.commons.audit.models import Act
    from amparo.vault.models import SealedField

    lies, found = places("casework_case", "default"), []
    for number, each in enumerate(Case.objects.order_by()):
        acts = list(
            Act.objects.filter(target=f"case:{each.reference}").order_by("number").values_list("number", flat=True)
        )
        boxes = list(SealedField.objects.filter(ring=each.ring).exclude(thing=each.reference))
        found.append({
            "_": each.pk, "id": each.pk, "reference": each.reference, "ring": each.ring, "opened": each.opened_on,
            "last": each.last_on, "lies": lies[each.pk], "found": number, "trail": acts[0], "trail last": acts[-1],
            "acts": len(acts), "parts": each.parts.count(), "writes": sum(box.number for box in boxes),
            "written again": sum(box.number > 1 for box in boxes), "bytes": sum(len(box.box) for box in boxes),
        })  # fmt: skip
    return sorted(found, key=lambda each: each["trail"])


def said_in(codes: Any) -> Row:
    """Columns of a row out of its codes: each variable, how many parts there are and how many values."""
    from amparo.formats.codebook import codebook

    parts = [said for _part, said in codes["parts"]]
    found = {"told:parts": len(parts), "told:values": sum(len(each) for said in parts for each in said.values())}
    for each in codebook("cases").variables:
        where = parts if each.part else [codes["codes"]]
        name = f"told:{each.code}" if each.part else each.code
        found[name] = max((" ".join(said.get(each.code, [])) for said in where), default="")
    return found


def rows_in_care(whose: dict[str, Any]) -> list[Row]:
    """The rows that wait for the door, whole. ``whose``: what only the test knows."""
    from amparo.vault.models import CodedRow

    lies = places("vault_codedrow", "default")
    return [
        {"_": whose[each.check_of], "pk": each.pk, "check": each.check_of, "lies": lies[each.pk], "found": number,
         "until": each.until, "book": each.codebook, **said_in(each.codes)}
        for number, each in enumerate(CodedRow.objects.order_by())
    ]  # fmt: skip


def rows_in_evidence(order: Sequence[Any]) -> list[Row]:
    """The rows in the other database, whole. ``order``: whose they are, as the door brought them."""
    from amparo.evidence.models import Observation
    from amparo.evidence.queries import rows_of

    lies = places("evidence_observation", "evidence")
    keys = list(Observation.objects.filter(whole=None).order_by("pk").values_list("pk", flat=True))
    found = {key: number for number, key in enumerate(Observation.objects.order_by().values_list("pk", flat=True))}
    first = {key: min(Observation.objects.get(pk=key).values.values_list("pk", flat=True)) for key in keys}
    return [
        {"_": case, "pk": key, "lies": lies[key], "found": found[key], "first value": first[key], **said_in(codes)}
        for case, key, (_book, codes) in zip(order, keys, rows_of("cases"), strict=True)
    ]


# --- attacking -------------------------------------------------------------------------------------------------------


def spans(rows: list[Row], name: str, *, down: bool = False) -> dict[Any, tuple[int, int]]:
    """Sorted by a column: from which place to which those lie that are alike, for each."""
    found, at = {}, 0
    for _value, alike in groupby(sorted(rows, key=lambda each: each[name], reverse=down), key=lambda each: each[name]):
        same = [each["_"] for each in alike]
        found.update(dict.fromkeys(same, (at, at + len(same))))
        at += len(same)
    return found


def right(left: dict[Any, tuple[int, int]], other: dict[Any, tuple[int, int]], dealt: dict[Any, Any]) -> float:
    """How many pairs are right in the mean; ``dealt``: which row each case has."""
    hits = 0.0
    for case, (a, b) in left.items():
        c, d = other[dealt[case]]
        hits += max(0, min(b, d) - max(a, c)) / ((b - a) * (d - c))
    return hits


def hands(people: list[Row], rng: Random, deals: int) -> list[dict[Any, Any]]:
    """Which row each case has: first the truth, then so many deals by chance."""
    own = [each["_"] for each in people]
    return [dict(zip(own, other, strict=True)) for other in (own, *(rng.sample(own, len(own)) for _ in range(deals)))]


def attack(people: list[Row], rows: list[Row], seed: int, deals: int = 100) -> dict[str, list[float]]:
    """Every column beside every other, up and down: how many are right, and how many were, dealt out by chance."""
    dealt = hands(people, Random(seed), deals)
    left = {name: spans(people, name) for name in people[0] if name != "_"}
    other = {(name, down): spans(rows, name, down=down) for name in rows[0] if name != "_" for down in (False, True)}
    return {
        json.dumps([one, name, down]): [right(left[one], other[name, down], hand) for hand in dealt]
        for one in left
        for name, down in other
    }


def guessed(people: list[Row], rows: list[Row], name: str, guess: Callable[[Row], str], seed: int) -> list[float]:
    """Who takes it that a row says what she guesses out of the case, and draws among those that do; else of all."""
    said = {each["_"]: each[name] for each in rows}
    many = Counter(said.values())
    guesses = {each["_"]: guess(each) for each in people}
    return [
        sum((said[hand[case]] == own) / many[own] if many[own] else 1 / len(people) for case, own in guesses.items())
        for hand in hands(people, Random(seed), 200)
    ]


def best(found: dict[str, list[float]], *, told: bool = False, but: Sequence[str] = ()) -> tuple[float, str, float]:
    """The most that are right, by which columns, and what chance does not reach in 99 of 100 deals.

    ``told``: over the columns that come of what happened to her; else over all the others. ``but``: columns of the
    cases that stay out.
    """
    names = {name: json.loads(name) for name in found}
    of = {
        name: found[name]
        for name, (one, other, _down) in names.items()
        if other.startswith("told:") == told and one not in but
    }
    name = max(of, key=lambda each: of[each][0])
    by_chance = sorted(max(hits[number] for hits in of.values()) for number in range(1, len(of[name])))
    return of[name][0], name, by_chance[int(len(by_chance) * 0.99)]


def tie(found: dict[str, list[float]], one: str, other: str) -> tuple[float, float, float]:
    """How many are right by two columns, laid the better way, and between what chance lies in 95 of 100 deals."""
    return within(max((found[json.dumps([one, other, down])] for down in (False, True)), key=lambda each: each[0]))


def within(hits: list[float]) -> tuple[float, float, float]:
    """How many are right, and between what chance lies in 95 of 100 deals."""
    by_chance = sorted(hits[1:])
    return hits[0], by_chance[int(len(by_chance) * 0.025)], by_chance[int(len(by_chance) * 0.975)]
