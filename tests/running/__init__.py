"""How the tests are run: tiers, order, what is shown, what they cost, and what runs again on PostgreSQL."""

import os

# What a run hands on to its parts. It is read here, before ``tests.moment`` takes the moment out of the environment.
NAMES = ("MOMENT", "LONG", "REACH", "SHAPES", "MODES", "WITHOUT_NUMPY", "SHUFFLED")
GIVEN = {f"AMPARO_TEST_{name}": os.environ.get(f"AMPARO_TEST_{name}", "") for name in NAMES}


def is_shuffled() -> bool:
    """Does this run go in another order? Then other tests pay for what a module lays, and no cost is judged."""
    return bool(GIVEN["AMPARO_TEST_SHUFFLED"])


def keep_only_the_order() -> None:
    """Forget all that the environment says of a run but the order of its tests: a gate leaves nothing out."""
    for name in GIVEN:
        if name != "AMPARO_TEST_SHUFFLED":
            GIVEN[name] = ""
