"""What the commands print fits a terminal; the tests read whole sentences, so theirs is wide."""

import pytest


@pytest.fixture(autouse=True)
def a_wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "2000")
