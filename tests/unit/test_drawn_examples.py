"""Each test draws as many examples as a run allows: ten times as many in a long one."""

import re
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from amparo.commons import clock
from tests import examples

RAW = re.compile("max_examples" r"=(?!examples\()")


def test_no_test_sets_a_number_that_a_long_run_leaves_as_it_is() -> None:
    planted = "@settings(max_" + "examples=40, deadline=None)"
    assert RAW.search(planted)
    assert not RAW.search(planted.replace("40", "examples(40)"))
    tests = Path(examples.__file__).parent
    raw = [path.name for path in sorted(tests.rglob("*.py")) if RAW.search(path.read_text(encoding="utf-8"))]
    assert raw == []


def test_a_long_run_draws_ten_times_as_many_and_says_how_to_draw_one_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings.get_current_profile_name()
    try:
        for is_long, most in ((False, 100), (True, 1000)):
            monkeypatch.setattr(examples, "LONG", is_long)
            examples.load_profile()
            assert settings().max_examples == most
            assert settings().derandomize is not is_long
            assert settings().print_blob or not is_long
            assert (examples.examples(7), settings().deadline) == (7 * most // 100, None)
            assert providers.is_local_module_file(clock.__file__) is is_long, "it takes constants from our files"
    finally:
        monkeypatch.undo()
        examples.load_profile()
        settings.load_profile(before)
