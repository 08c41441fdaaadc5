"""Read by Python in each program that a test starts: its clock is that of the tests (``tests/moment.py``)."""

import importlib.util
import os
import sys


class _AfterTheClock:
    """Puts the clock of the tests in place as soon as a program imports ``amparo.commons.clock``."""

    def find_spec(self, name, path=None, target=None):
        if name != "amparo.commons.clock":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        plain = spec.loader.exec_module

        def exec_module(module):
            plain(module)
            import tests.moment  # noqa: F401 (it sets the clock)

        spec.loader.exec_module = exec_module
        return spec


if os.environ.get("TESTS_CLOCK"):
    sys.meta_path.insert(0, _AfterTheClock())
