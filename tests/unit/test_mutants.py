"""The faults that are planted to try the tests: each kind changes what it says, and nothing else."""

import ast
from pathlib import Path

import pytest

from tests.running import mutants, mutating
from tests.running.mutants import Source

ACT = '''
LEAST = 10
LEAST_OF_ALL = 1
def read(team, día):
    """Ñandú."""
    if team and LEAST < 3:
        return rows.select_for_update().filter(team=team, día=día, **more).first()
    return [each for each in rows if each.day <= until or x - timedelta(days=30)]


@audited("case.closed", using=CARE)
def close(by):
    answer["Cache-Control"] = "no-store"
    answer["text"] = html.escape(words)
    return format_html("<b>{}</b>", by)
'''


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr(mutants, "PRODUCT", tmp_path)
    (tmp_path / "acts.py").write_text(ACT, encoding="utf-8")
    return Source(tmp_path / "acts.py")


@pytest.mark.parametrize(
    ("kind", "was", "becomes", "functions"),
    [
        (mutants.negated_guards, "if team and LEAST < 3:", "if not (team and LEAST < 3):", (4,)),
        (mutants.dropped_locks, "rows.select_for_update().filter", "rows.filter", (4,)),
        (mutants.dropped_filters, "filter(team=team, día=día, **more)", "filter(día=día, **more)", (4,)),
        (mutants.moved_days, "each.day <= until", "each.day < until", (4,)),
        (mutants.moved_days, "timedelta(days=30)", "timedelta(days=31)", (4,)),
        (mutants.silent_acts, '@audited("case.closed", using=CARE)', "", (11,)),
        (mutants.plain_text, "html.escape(words)", "words", (11,)),
        (
            mutants.plain_text,
            'format_html("<b>{}</b>", by)',
            "__import__('django.utils.safestring', fromlist=['x']).mark_safe((\"<b>{}</b>\").format(by))",
            (11,),
        ),
        (mutants.missing_headers, 'answer["Cache-Control"] = "no-store"', "pass", (11,)),
        (mutants.lower_thresholds, "LEAST = 10", "LEAST = 9", (4,)),
    ],
)
def test_a_fault_is_what_its_kind_says(
    source: Source, kind: mutants.Callable[[Source], mutants.Iterator[mutants.Mutant]], was: str, becomes: str,
    functions: tuple[int, ...],
) -> None:  # fmt: skip
    planted = {each.planted(ACT): each for each in kind(source)}
    assert ACT.count(was) == 1
    found = planted[ACT.replace(was, becomes)]
    assert found.functions == functions


def test_there_is_no_other_fault(source: Source) -> None:
    assert [len(list(kind(source))) for kind in mutants.KINDS] == [1, 1, 1, 2, 1, 2, 1, 1]


def test_the_sample_is_the_same_each_time_and_can_be_read_by_python(monkeypatch: pytest.MonkeyPatch) -> None:
    some = mutants.sources()[::5]
    monkeypatch.setattr(mutants, "sources", lambda: some)
    found = mutants.sample(16)
    assert found == mutants.sample(16)
    assert len({each.kind for each in found}) >= len(mutants.KINDS) - 1
    assert len(found) == 16
    for each in found:
        text = (mutants.PRODUCT / each.file).read_text(encoding="utf-8")
        assert each.planted(text) != text
        ast.parse(each.planted(text))


def test_a_fault_is_planted_alone_until_a_test_fails_and_then_taken_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: Source
) -> None:
    file = tmp_path / "src/amparo/acts.py"
    file.parent.mkdir(parents=True)
    file.write_text(ACT, encoding="utf-8")
    for name in ("test_two.py", "test_three.py"):
        (tmp_path / "tests").mkdir(exist_ok=True)
        (tmp_path / "tests" / name).touch()
    (fault,) = mutants.lower_thresholds(source)
    asked: list[list[str]] = []

    def failed_in(_tree: Path, names: list[str]) -> str:
        assert "LEAST = 9" in file.read_text(encoding="utf-8")
        asked.append([*names])
        return next((each for each in names if each in failing), "")

    monkeypatch.setattr(mutating, "failed_in", failed_in)
    monkeypatch.setattr(mutating.reach, "read", lambda: ({"test_three.py": frozenset()}, frozenset({"acts.py"})))
    for failing in (["b"], ["tests/test_three.py"], []):
        asked.clear()
        found = mutating.first_that_fails(tmp_path, fault, ["a", "b"], ["test_two.py", "test_three.py"])
        assert found == "".join(failing)
        everywhere = [] if failing == ["b"] else [["tests/test_two.py", "tests/test_three.py"]]
        assert asked == [["a"], ["b"], *everywhere]
        assert file.read_text(encoding="utf-8") == ACT
    asked.clear()
    assert mutating.first_that_fails(tmp_path, fault, [], ["test_two.py"]) == ""
    assert asked == [], "no test runs through what no switch was seen in"


def test_files_that_run_through_a_module_are_all_where_very_many_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutating.reach, "read", lambda: ({"a": frozenset({"one.py"}), "b": frozenset()}, {"many.py"}))
    assert [mutating.through(each, ["a", "b"]) for each in ("one.py", "many.py", "none.py")] == [["a"], ["a", "b"], []]
