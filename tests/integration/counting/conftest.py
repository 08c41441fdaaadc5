"""Where numpy is not there, nothing of this folder is looked at: such a house counts nothing and publishes nothing."""

import pytest

from tests.conftest import HAS_NUMPY

if not HAS_NUMPY:
    pytest.skip("numpy is not there: this house counts and publishes nothing", allow_module_level=True)
