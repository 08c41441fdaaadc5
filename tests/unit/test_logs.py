"""What is written of an error: its kind and its place, nothing of the person whose page broke."""

import logging
from pathlib import Path

from amparo.config.logs import TypeAndPlace
from amparo.formats.pathways import BadPack, require


def record_of(error):
    try:
        error()
    except Exception:
        import sys

        return logging.LogRecord(
            "django.request", logging.ERROR, "x.py", 1, "Error: /camino %s", ("secreto",), sys.exc_info()
        )


def test_an_error_says_its_kind_and_place_and_no_value():
    line = TypeAndPlace().format(record_of(lambda: require({"id": "mi historia secreta"}, Path("x.toml"), "title")))
    assert line.startswith(f"ERROR {BadPack.__name__} at formats/pathways.py:")
    assert "secret" not in line
    assert "camino" not in line


def test_a_warning_of_the_framework_repeats_nothing_that_was_sent():
    record = logging.LogRecord(
        "django.security", logging.ERROR, "handler.py", 7, "Invalid host: %s", ("ella.example",), None
    )
    assert TypeAndPlace().format(record) == "ERROR django.security at handler:7"


def test_our_own_sentences_are_written():
    record = logging.LogRecord("amparo", logging.ERROR, "x.py", 1, "The disk is full.", (), None)
    assert TypeAndPlace().format(record) == "ERROR The disk is full."
