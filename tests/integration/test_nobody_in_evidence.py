"""Whoever holds both databases and no key: finds no word of anybody in what is counted, and pairs no row with a case.

The pairing is tried out, in a house that its people laid over a year (``tests/pairing.py``). What the rows do not say
any more, and what they say of one thing only, is laid beside the cases as well, as it stood there once: that has to be
found, or the trial finds nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from django.db import connections

from amparo.commons import clock
from amparo.formats.case_questions import Answer, questions
from tests import pairing
from tests.cases import a_case, person
from tests.letters import Letters, a_house_for_letters, with_open_key
from tests.own_house import OwnHouse, own_house

CASES = 60
# Of the pairs of a column that is no two times the same one is right by chance in the mean, as a Poisson: ten or more,
# over all the ways of laying two side by side, once in ten thousand houses.
MOST_BY_CHANCE = 9
# Columns of a case that are drawn anew in each run; what is written is tried apart.
DRAWN = ("id", "reference", "ring", "lies", "found", "parts", "bytes", "writes", "written again")
TWICE = 2.05  # the most that two kinds of rows can give: a row says whether something happened to her
# One drawing of a house of sixty lies about 1 with a deviation of 0.15: beyond 1.75 once in a million houses.
PARTLY = 1.75
DRAWS = 100  # of how many parts that hold nothing each case has


# --- words ---------------------------------------------------------------------------------------------------------

COUNTED = ("vault_codedrow", "evidence_codebook", "evidence_variable", "evidence_code", "evidence_batch",
           "evidence_observation", "evidence_value")  # fmt: skip
HERS = {code: f"{code[::-1]} Canarioxyz {number} 0991{number:03}" for number, code in enumerate(questions())}
ID = re.compile(r"[0-9a-f]{16,}")  # a line that is an id or a digest has six digits of a phone number now and then


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
    """Which pieces of these words, six letters long, stand in a text, outside of ids and digests: chance drew those."""
    text = "\n".join(line for line in text.splitlines() if not ID.fullmatch(line))
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
        stats = Said(
            "share_nonidentifiable_stats", "yes", content=frozenset({"coded_only"}), method="written", days=120
        )
        write_permission(case, said=stats, by=ana)
    run(now=clock.now(), rng=Random(1))
    assert (CodedRow.objects.count(), Observation.objects.count()) == (6, 6)
    said = [str(each.value) for each in words.values()]
    assert len(said) > 10
    text = text_of_counted()
    assert "trans_feminine" in text
    assert pieces_in(text, said) == set()
    assert [pieces_in(line, ["0991022"]) for line in ("0991022" * 3, "call 099102")] == [set(), {"099102"}]
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


def brought(whose: dict[str, Any]) -> list[Any]:
    """A night: the tables are laid anew and the door runs; whose the rows are, in the order in which they came in."""
    from amparo.doors.deidentify.actions import SOURCES, run
    from amparo.vault.actions.burning import lay_anew
    from amparo.vault.models import CodedRow

    order: list[int] = []

    def rows(ids: Any) -> Any:
        order.extend(ids)
        return SOURCES[0].rows(ids)

    lay_anew()
    run(now=pairing.NOW, rng=Random(12), sources=[replace(SOURCES[0], rows=rows)])
    of = dict(CodedRow.objects.values_list("pk", "check_of"))
    return [whose[of[key]] for key in order]


def as_it_was(row: dict[str, Any], story: pairing.Story, first: int) -> dict[str, Any]:
    """What rows said before: when it happened, up to three of them, a month of their own. And what they never may."""
    from amparo.formats.coarse import month_of, quarter_of

    last = max(story.kept)
    year, month = divmod(last.year * 12 + last.month - 1 + 3, 12)
    return row | {
        "told:was happened": quarter_of(story.newest) if story.newest else "",
        "told:was parts": min(3, story.incidents),
        "was until": min(month_of(story.opened + timedelta(days=story.allowed)), f"{year}-{month + 1:02}"),
        "leaked": first,
    }


def written(story: pairing.Story) -> dict[str, int]:
    """What care showed of a case: how many parts it truly has, two of them what she allows; how many twice written."""
    told = sum(what in {"incident", "note"} for _day, what in story.days)
    return {"was parts": told + 2, "was written again": story.incidents}


def drawn(people: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[float]:
    """How many are right by the number of parts, in the mean over many drawings of those that hold nothing: truly, then
    dealt out by chance as often."""
    from amparo.casework.actions.blanks import MOST

    rng, other, found = Random(13), pairing.spans(rows, "told:parts"), []
    for deal in pairing.hands(people, Random(14), 200):
        hits = 0.0
        for _ in range(DRAWS):
            left = [{"_": case["_"], "parts": case["was parts"] + rng.randint(1, MOST)} for case in people]
            hits += pairing.right(pairing.spans(left, "parts"), other, deal)
        found.append(hits / DRAWS)
    return found


def attacked(seed: int) -> dict[str, Any]:
    """All of it, in a house on a disk, after a night."""
    from amparo.commons.accounts.models import User
    from amparo.formats.coarse import month_of, quarter_of
    from amparo.vault.actions.coded import token_of
    from amparo.vault.queries.opened import case_seeds

    stories = {each.case.pk: each for each in pairing.lay(CASES, seed)}
    ana, whose = with_open_key(User.objects.get(sign_in_name="ana")), {}
    for key, story in stories.items():
        token = token_of(case_seeds(ana, story.case.ring)) or ""
        whose[sha256(token.encode()).hexdigest()] = key
    order, people = brought(whose), pairing.cases_in_clear()
    care, evidence = pairing.rows_in_care(whose), pairing.rows_in_evidence(order)
    first = {each["_"]: each["trail"] for each in people}
    planted = [as_it_was(row, stories[row["_"]], first[row["_"]]) for row in care]
    before = [case | written(stories[case["_"]]) for case in people]

    def ninety(case: dict[str, Any]) -> str:
        return month_of(case["opened"] + timedelta(days=90))

    def soon(case: dict[str, Any]) -> str:
        return quarter_of(case["opened"])

    return {
        "rows": (len(people), len(care), len(evidence)),
        "columns": sorted({*care[0], *evidence[0]}),
        "until": sorted({each["until"] for each in care}),
        "care": pairing.attack(people, care, 5),
        "evidence": pairing.attack(people, evidence, 6),
        "planted": pairing.attack(before, planted, 7),
        "drawn": drawn(before, planted),
        "ninety": [pairing.guessed(people, planted, name, ninety, 8) for name in ("until", "was until")],
        "soon": pairing.guessed(people, planted, "told:was happened", soon, 9),
    }


@pytest.fixture(scope="module")
def found(house: OwnHouse) -> dict[str, Any]:
    made: dict[str, Any] = house.run(attacked, 11)
    return made


def line(name: str, hits: float, low: float, high: float) -> str:
    return (
        f"{name}: {hits / CASES:.4f} (chance {1 / CASES:.4f}, in 95 of 100 deals "
        f"{low / CASES:.4f} to {high / CASES:.4f})"
    )


def test_whoever_holds_both_databases_pairs_no_row_with_a_case(
    found: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert found["rows"] == [CASES, CASES, CASES]
    said = []
    for room in ("care", "evidence"):
        hits, columns, most = pairing.best(found[room])
        said.append(
            f"{room}, the best of every column: {hits / CASES:.4f} by {columns} (chance, the best: {most / CASES:.4f})"
        )
        assert hits <= MOST_BY_CHANCE, columns
    hits, low, high = pairing.tie(found["planted"], "trail", "leaked")
    said.append(line("with one leaked column", hits, low, high))
    assert hits == pytest.approx(CASES)
    assert MOST_BY_CHANCE < CASES / 2
    with capsys.disabled():
        print("", *said, sep="\n")


def test_the_month_in_which_a_row_ends_is_that_of_all(
    found: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert found["until"] == ["2027-01"]
    guesses = [pairing.within(each) for each in found["ninety"]]
    said = [line("guessing ninety days after it was opened", *guesses[0]), line("  as it was", *guesses[1])]
    assert guesses[0][0] == pytest.approx(1)
    for day in ("opened", "last"):
        now, was = (pairing.tie(found["planted"], day, name) for name in ("until", "was until"))
        said += [line(f"{day} beside until", *now), line("  as it was", *was)]
        assert now[0] == pytest.approx(1)
    assert was[0] > was[2]  # the control: the day on which somebody last wrote, beside a month of its own
    with capsys.disabled():
        print("", *said, sep="\n")


def test_when_it_happened_is_told_by_no_row(found: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """A quarter would be enough: she tells it soon after, and the day on which her case was opened is no secret."""
    assert [each for each in found["columns"] if "happened" in each] == []
    was = pairing.within(found["soon"])
    with capsys.disabled():
        print("", line("guessing that it happened in the quarter of opening, as it was", *was), sep="\n")
    assert was[0] > 1.5 * was[2]  # the control


def test_how_much_was_written_tells_not_whether_something_happened(
    found: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """A row says whether, so a pair could be right twice as often. Parts that hold nothing, lines of the trail that say
    an hour, and numbers that count nothing take that away."""
    ties = {name: pairing.tie(found["planted"], name, "told:parts") for name in ("parts", "acts", "writes", "bytes")}
    said = [line(f"{name} beside parts of a row", *each) for name, each in ties.items()]
    mean = pairing.within(found["drawn"])
    said.append(line(f"parts, in the mean of {DRAWS} drawings", *mean))
    for name in ("was parts", "was written again"):
        now, was = (pairing.tie(found["planted"], name, other) for other in ("told:parts", "told:was parts"))
        said += [line(f"as it was, {name.removeprefix('was ')}", *now), line("  beside up to three", *was)]
    with capsys.disabled():
        print("", *said, sep="\n")
    assert mean[0] < mean[2]
    assert mean[0] < 1.1
    assert ties["acts"][0] <= ties["acts"][2]  # nothing in it is drawn
    assert all(hits < PARTLY for hits, _low, _high in ties.values())
    assert now[0] > 1.9  # the control: written again was only what happened to her
    assert was[0] > 1.5 * TWICE
    for room in ("care", "evidence"):
        hits, columns, most = pairing.best(found[room], told=True, but=DRAWN)
        assert hits <= max(TWICE, most), columns
        assert pairing.best(found[room], told=True)[0] <= MOST_BY_CHANCE
