"""The tests that run on PostgreSQL too: all of them in a run of everything, in the gate what ``cover.py`` says."""

import os
from collections.abc import Collection

from tests.running import costs, cover
from tests.running.parts import COUNTING, Part

TOLD = "AMPARO_TEST_POSTGRES"
NOT_WALK = ("-m", "not walk")  # what opens every page for everybody, or lays a demo, hangs on no engine
# Besides every integration test: what asks a database elsewhere.
ELSEWHERE = (
    "properties/test_[ehmrt]*machine.py", "properties/test_[acln]*.py", "properties/test_places.py",
    "architecture/test_addresses.py", "architecture/test_inventory.py", "architecture/test_no_label.py",
    "architecture/test_no_status.py", "architecture/test_relations.py",
)  # fmt: skip


def asking() -> list[str]:
    """The files of tests that ask a database, from the folder of the tests."""
    found = [file for pattern in ("integration/**/test_*.py", *ELSEWHERE) for file in costs.TESTS.glob(pattern)]
    return sorted(str(file.relative_to(costs.TESTS)) for file in set(found))


def everything() -> list[Part]:
    """Two parts: what counts, and all else as if numpy were not there. None where no PostgreSQL was named."""
    if not (server := os.environ.get(TOLD)):
        return []
    counting = tuple(f"tests/{file}" for file in asking() if file.startswith(COUNTING.removeprefix("tests/")))
    others = tuple(f"tests/{file}" for file in asking() if f"tests/{file}" not in counting)
    return [
        Part(
            name="on PostgreSQL, without numpy", paths=others, words=NOT_WALK,
            environment={TOLD: f"{server}care_", "AMPARO_TEST_WITHOUT_NUMPY": "yes"},
        ),
        Part(
            name="on PostgreSQL, what counts", paths=counting, words=NOT_WALK,
            environment={TOLD: f"{server}counting_"},
        ),
    ]  # fmt: skip


def by_list(commit: int) -> list[Part]:
    """The same parts with what the gate runs of them at this commit."""
    known = cover.read()
    return [_part_of(part, known, commit) for part in everything()]


def _part_of(part: Part, known: cover.List, commit: int) -> Part:
    whole = cover.whole_files(part.files(), known, commit)
    only = [
        test for test in sorted(known.tests) if costs.file_of(test) not in whole and costs.file_of(test) in part.files()
    ]
    files = sorted(whole | {costs.file_of(test) for test in only})
    return Part(
        name=part.name, paths=tuple(f"tests/{file}" for file in files), words=part.words, environment=part.environment,
        only=(*only, *(f"tests/{file}" for file in sorted(whole))),
    )  # fmt: skip


def missed(seen: Collection[cover.Seen], known: cover.List) -> frozenset[str]:
    """What all tests asked, and the gate with this list would not have asked at any commit."""
    asked: set[str] = set()
    for each in seen:
        file = costs.file_of(each.test)
        if (
            each.test in known.tests
            or cover.always(file)
            or known.files.get(file) != cover.digest_of(costs.TESTS / file)
        ):
            asked |= each.asked
    return frozenset().union(*(each.asked for each in seen)) - asked


def keep(seen: Collection[cover.Seen]) -> int:
    """Write the list anew, and give back how many tests it has."""
    fixed = {file for file in {costs.file_of(each.test) for each in seen} if cover.always(file)}
    already = frozenset().union(*(each.asked for each in seen if costs.file_of(each.test) in fixed))
    tests = cover.cover([each for each in seen if costs.file_of(each.test) not in fixed], already)
    cover.write(tests, {costs.file_of(each.test) for each in seen})
    return len(tests)
