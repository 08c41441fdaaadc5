"""Whoever holds both databases and no key: finds no word of anybody in what is counted, and pairs no row with a case.

The pairing is tried out. A house of 150 cases, each with a row; somebody lays every clear column of the cases and every
column of the rows beside each other, in every order. Where nothing ties them one of 150 is right by chance; a column
that does tie them, put there on purpose, is found at once.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest
from django.db import connections

from amparo.formats.case_questions import Answer, questions
from tests.cases import a_case, person
from tests.coded import NOW, row
from tests.letters import Letters, a_house_for_letters
from tests.own_house import ON_POSTGRES, OwnHouse, own_house

CASES, AT_RANDOM = 150, 1 / 150
# Pairs that are right by chance: one in the mean, as a Poisson. More than nine in 60 ways of laying them side by side:
# once in ten million.
MOST_BY_CHANCE = 9


# --- words ---------------------------------------------------------------------------------------------------------

COUNTED = ("vault_codedrow", "evidence_codebook", "evidence_variable", "evidence_code", "evidence_batch",
           "evidence_observation", "evidence_value")  # fmt: skip
HERS = {code: f"{code[::-1]} Canarioxyz {number} 0991{number:03}" for number, code in enumerate(questions())}


def text_of_counted() -> str:
    """Everything that stands in the tables of what is counted, as text."""
    found = []
    for alias in ("default", "evidence"):
        with connections[alias].cursor() as cursor:
            there = connections[alias].introspection.table_names(cursor)
            for table in [each for each in COUNTED if each in there]:
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [str(value) for each in cursor.fetchall() for value in each]
    return "\n".join(found).lower()


def pieces_in(text: str, words: list[str], size: int = 6) -> set[str]:
    """Which pieces of these words, six letters long, stand in a text."""
    pieces = {word.lower()[place : place + size] for word in words for place in range(len(word) - size + 1)}
    return {piece for piece in pieces if piece in text}


@pytest.mark.django_db(databases=["default", "evidence"])
def test_of_what_she_said_in_words_not_six_letters_stand_in_what_is_counted(cast: Any) -> None:
    from amparo.casework.actions.permissions import Said, write_permission
    from amparo.doors.deidentify.actions import run
    from amparo.evidence.models import Observation
    from amparo.vault.models import CodedRow

    house: Letters = a_house_for_letters(cast)
    ana = person(house, "ana")
    words = {code: Answer(HERS[code]) for code, each in questions().items() if each.is_words}
    for _ in range(6):
        case = a_case(house, **words, gender=Answer(("travesti",)))
        stats = Said("share_nonidentifiable_stats", "yes", content=frozenset({"coded_only"}), method="written")
        write_permission(case, said=stats, by=ana)
    run(now=datetime.now(UTC), rng=Random(1))
    assert (CodedRow.objects.count(), Observation.objects.count()) == (6, 6)
    said = [str(each.value) for each in words.values()]
    assert len(said) > 10
    text = text_of_counted()
    assert "trans_feminine" in text
    assert pieces_in(text, said) == set()
    ties = [str(getattr(case, name)) for name in ("reference", "ring")]
    assert not [tie for tie in ties if tie in text]
    # The control: one word of hers, past the action, in a row that waits for the door.
    kept = CodedRow.objects.first()
    kept.codes["codes"]["name_used"] = [HERS["name_used"]]
    kept.save()
    assert pieces_in(text_of_counted(), said)


# --- pairing -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHouse]:
    with own_house(tmp_path_factory.mktemp("pairing")) as made:
        yield made


def laid(seed: int) -> None:
    """A house of 150 cases in the order in which they came, each with a row that was kept as its case was opened."""
    from amparo.casework.models import Case, Part
    from amparo.commons.audit.actions import record
    from amparo.doors.deidentify.actions import run
    from amparo.vault.actions.burning import lay_anew
    from amparo.vault.actions.coded import keep_row
    from amparo.vault.models import CaseKey, CodedRow

    rng, pairs = (
        Random(seed),
        list(
            combinations(
                [
                    "VIO",
                    "AGS",
                    "AGF",
                    "PSI",
                    "NEG",
                    "MAT",
                    "EXT",
                    "DEP",
                    "DET",
                    "DOC",
                    "DES",
                    "CUS",
                    "OUT",
                    "DIG",
                    "REC",
                ],
                2,
            )
        ),
    )
    marks = rng.sample([[*one, other] for one in pairs for other in ("HOM", "DSP")], CASES)
    case_of = {}
    for number, mark in enumerate(marks):
        opened = NOW.date() - timedelta(days=(CASES - number) // 2)
        case = Case.objects.create(ring=f"{rng.getrandbits(64):016x}", facts=b"x", opened_on=opened,
                                   last_on=opened + timedelta(days=rng.randrange(30)))  # fmt: skip
        CaseKey.objects.create(ring=case.ring, recipient="age1")
        for _ in range(rng.randrange(1, 6)):
            Part.objects.create(case=case)
        ends = datetime.combine(opened, datetime.min.time(), UTC) + timedelta(days=90)  # asked as the case was opened
        codes = row(rng.choice(("health", "daily", "talk")), {"acts": mark})
        keep_row(f"{rng.getrandbits(256):064x}", "cases", codes, ends=ends, now=NOW)
        record("case.part_written", by="ana", target=case, using="default")
        case_of["".join(sorted(mark))] = case.pk
    lay_anew()
    run(now=NOW, rng=Random(seed + 1))
    Truth.of, Truth.rows = case_of, CodedRow.objects.count()


class Truth:
    """What only the test knows: which row is whose, by the three acts that each of them bears."""

    of: dict[str, int] = {}
    rows = 0


def mark_of(codes: Any) -> str:
    return "".join(sorted(codes["parts"][0][1]["acts"]))


def place() -> str:
    """Where a row lies, as the database says it."""
    return "ctid::text" if ON_POSTGRES else "rowid"


def cases() -> list[dict[str, Any]]:
    """The cases with all that stands beside them in clear, and where they stand in the trail."""
    from amparo.casework.models import Case
    from amparo.commons.audit.models import Act

    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT id, {place()} FROM casework_case")
        lies = dict(cursor.fetchall())
    said = dict(Act.objects.order_by("number").values_list("target", "number"))
    return [
        {"_": each.pk, "id": each.pk, "reference": each.reference, "ring": each.ring, "opened": each.opened_on,
         "last": each.last_on, "parts": each.parts.count(), "lies": str(lies[each.pk]), "found": number,
         "trail": said[f"case:{each.reference}"]}
        for number, each in enumerate(Case.objects.order_by())
    ]  # fmt: skip


def rows_in_care(extra: str = "") -> list[dict[str, Any]]:
    """The rows that wait for the door, whole."""
    import json

    with connections["default"].cursor() as cursor:
        planted = f", {extra}" if extra else ""
        cursor.execute(f"SELECT id, check_of, codes, {place()}{planted} FROM vault_codedrow")
        found = cursor.fetchall()
    rows = []
    for number, (key, check, codes, lies, *more) in enumerate(found):
        codes = json.loads(codes) if isinstance(codes, str) else codes
        rows.append({"_": Truth.of[mark_of(codes)], "id": key, "check": check, "lies": str(lies), "found": number,
                     **dict.fromkeys([extra] if more else [], *more)})  # fmt: skip
    return rows


def rows_in_evidence() -> list[dict[str, Any]]:
    """The rows in the other database, whole."""
    from amparo.evidence.models import Observation, Value

    marks: dict[int, list[str]] = {}
    for key, code in Value.objects.filter(code__variable__code="acts").values_list("observation__whole", "code__code"):
        marks.setdefault(key, []).append(code)
    with connections["evidence"].cursor() as cursor:
        cursor.execute(f"SELECT id, {place()} FROM evidence_observation")
        lies = dict(cursor.fetchall())
    return [
        {"_": Truth.of["".join(sorted(marks[each.pk]))], "id": each.pk, "lies": str(lies[each.pk]), "found": number,
         "first_value": min(each.values.values_list("pk", flat=True)), "part": each.parts.get().pk}
        for number, each in enumerate(Observation.objects.filter(whole=None).order_by())
    ]  # fmt: skip


def best_pairing(people: list[dict[str, Any]], rows: list[dict[str, Any]]) -> tuple[int, str]:
    """The most pairs that are right, over every column of one beside every column of the other, up and down."""
    rng, best = Random(5), (0, "")
    for one in [name for name in people[0] if name != "_"]:
        for other in [name for name in rows[0] if name != "_"]:
            for down in (False, True):
                left = sorted(rng.sample(people, len(people)), key=lambda each: each[one])
                right = sorted(rng.sample(rows, len(rows)), key=lambda each: each[other], reverse=down)
                hits = sum(a["_"] == b["_"] for a, b in zip(left, right, strict=True))
                best = max(best, (hits, f"{one} beside {other}"))
    return best


def by_until(people: list[dict[str, Any]]) -> float:
    """How many of 150 are right for whoever takes it that each was asked as her case was opened, for ninety days."""
    from amparo.vault.models import CodedRow

    rows = [(Truth.of[mark_of(each.codes)], each.until) for each in CodedRow.objects.all()]
    hits = 0.0
    for case in people:
        guess = f"{case['opened'] + timedelta(days=90):%Y-%m}"
        among = [key for key, until in rows if until == guess]
        hits += among.count(case["_"]) / len(among) if among else 0
    return hits / len(people)


def attacked(seed: int) -> dict[str, Any]:
    """All of it, in a house on a disk, after a night."""
    laid(seed)
    people = cases()
    care, evidence = best_pairing(people, rows_in_care()), best_pairing(people, rows_in_evidence())
    with connections[
        "default"
    ].cursor() as cursor:  # the controls: a date that both bear, and numbers that count upwards
        cursor.execute("ALTER TABLE vault_codedrow ADD COLUMN kept_at varchar(40)")
        opened = {each["_"]: each["trail"] for each in people}
        for each in rows_in_care():
            cursor.execute(
                "UPDATE vault_codedrow SET kept_at = %s WHERE id = %s", [f"{opened[each['_']]:06}", each["id"]]
            )
    planted = best_pairing(people, rows_in_care("kept_at"))
    return {"rows": Truth.rows, "care": care, "evidence": evidence, "planted": planted, "until": by_until(people)}


def test_whoever_holds_both_databases_pairs_no_row_with_a_case(
    house: OwnHouse, capsys: pytest.CaptureFixture[str]
) -> None:
    found = house.run(attacked, 11)
    rates = {name: found[name][0] / CASES for name in ("care", "evidence", "planted")}
    with capsys.disabled():
        print(f"\npairs by chance {AT_RANDOM:.3f}; best of every column: rows in care {rates['care']:.3f}, in evidence "
              f"{rates['evidence']:.3f}; by the month `until` {found['until']:.3f}; with one leaked column "
              f"{rates['planted']:.3f}")  # fmt: skip
    assert found["rows"] == CASES
    assert found["care"][0] <= MOST_BY_CHANCE, found["care"]
    assert found["evidence"][0] <= MOST_BY_CHANCE, found["evidence"]
    assert found["planted"][0] == CASES, found["planted"]
    assert found["planted"][1].endswith("beside kept_at")
    # The month is the one thing that tells something, and never more than three months stand there at a time.
    assert found["until"] <= 3 * AT_RANDOM * 1.5
