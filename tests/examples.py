"""How many examples Hypothesis draws for a test, and how.

A run draws the same examples as the one before: a new one that fails is no reason to refuse a change that has nothing
to do with it. So it takes none of the constants that stand in our files: Hypothesis reads them in those that happen to
be loaded, and which these are hangs on the other tests of the process. ``AMPARO_TEST_LONG=yes`` takes them, and draws
ten times as many examples, new ones each time; one that fails is printed with a line that draws it again.
"""

import os

import hypothesis
from hypothesis.internal.conjecture import providers

TOLD = "TESTS_LONG"  # programs and workers that a run starts are told by it: it takes away what begins with AMPARO_
if os.environ.get("AMPARO_TEST_LONG") == "yes":
    os.environ[TOLD] = "yes"
LONG = os.environ.get(TOLD) == "yes"
MORE = 10


def examples(count: int) -> int:
    """How many a test draws: ``count``, and ten times as many in a long run. Each test says its number by this."""
    return count * MORE if LONG else count


def load_profile() -> None:
    """Set what holds for every test that says nothing else."""
    # Other programs run on the same computer: how long an example takes says nothing of it.
    hypothesis.settings.register_profile(
        "beside others",
        parent=hypothesis.settings(),
        max_examples=examples(100),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.register_profile(
        "long", parent=hypothesis.settings.get_profile("beside others"), derandomize=False, print_blob=True
    )
    hypothesis.settings.load_profile("long" if LONG else "beside others")
    providers.is_local_module_file = _is_local_module_file if LONG else _none_of_ours  # type: ignore[attr-defined]


_is_local_module_file = providers.is_local_module_file  # type: ignore[attr-defined]


def _none_of_ours(path: str) -> bool:
    """False, of each file."""
    return False
