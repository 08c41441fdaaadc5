"""In which order the tests of a run come, in which process, and what is charged to whom."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from tests.running import GIVEN, costs, keep_only_the_order, plugin


def test_a_shuffled_run_is_the_same_with_the_same_word_and_keeps_a_file_together() -> None:
    before: list[Any] = [
        SimpleNamespace(nodeid=f"tests/{file}.py::test_{number}") for file in "abcd" for number in range(5)
    ]
    first, same, other = list(before), list(before), list(before)
    plugin.shuffle(first, "1")
    plugin.shuffle(same, "1")
    plugin.shuffle(other, "2")
    assert first == same
    assert before not in (first, other)
    assert first != other
    for shuffled in (first, other):
        assert set(map(id, shuffled)) == set(map(id, before))
        files = [costs.file_of(each.nodeid) for each in shuffled]
        assert len([file for file, left in pairwise([*files, ""]) if file != left]) == 4, "each file in one piece"


def test_a_gate_hands_on_nothing_but_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    given = dict.fromkeys(GIVEN, "yes")
    monkeypatch.setattr("tests.running.GIVEN", given)
    keep_only_the_order()
    assert {name for name, value in given.items() if value} == {"AMPARO_TEST_SHUFFLED"}


def test_files_that_share_an_answer_go_to_one_process() -> None:
    shared = plugin.ByFile.__new__(plugin.ByFile)
    for one, other in plugin.TOGETHER.items():
        assert (costs.TESTS.parent / one).is_file()
        assert (costs.TESTS.parent / other).is_file()
        assert shared._split_scope(f"{one}::test_a") == shared._split_scope(f"{other}::test_b[x]")
    assert shared._split_scope("tests/unit/test_a.py::test_a") == "tests/unit/test_a.py"


@pytest.mark.parametrize("name", ["django_db_setup", "django_db_modify_db_settings", "house"])
def test_what_lays_the_databases_is_no_cost_of_the_first_test(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spent = {"own": 10.0, "of programs": 100.0}
    monkeypatch.setattr(plugin, "used", lambda: spent["own"])
    monkeypatch.setattr(plugin, "running", lambda: spent["of programs"])
    measured = plugin.Measured()
    laying: Any = measured.pytest_fixture_setup(SimpleNamespace(argname=name))  # type: ignore[arg-type]
    next(laying)
    spent |= {"own": 13.0, "of programs": 105.0}
    with pytest.raises(StopIteration):
        laying.send(None)
    expected = (10.0, 0.0) if name == "house" else (13.0, 5.0)
    assert (measured.before, measured.of_others) == expected
