"""How the tests are run: tiers, order, what is shown, what they cost, and what runs again on PostgreSQL."""

import os

# What a run hands on to its parts. It is read here, before ``tests.moment`` takes the moment out of the environment.
NAMES = ("MOMENT", "LONG", "REACH", "SHAPES", "MODES", "WITHOUT_NUMPY")
GIVEN = {f"AMPARO_TEST_{name}": os.environ.get(f"AMPARO_TEST_{name}", "") for name in NAMES}
