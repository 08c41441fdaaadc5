"""What the house writes of its troubles: the kind of error and its place in the code, nothing of anybody.

No address, no path, no value that somebody sent; no traceback, whose lines would show them.
"""

import logging
import traceback


class TypeAndPlace(logging.Formatter):
    """``ERROR ValueError at commons/directory/queries/finding.py:120``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if record.exc_info and record.exc_info[0] is not None:
            return f"{record.levelname} {record.exc_info[0].__name__} at {place(record.exc_info[2])}"
        if record.name.startswith("django."):
            return f"{record.levelname} {record.name} at {record.module}:{record.lineno}"
        return f"{record.levelname} {record.getMessage()}"


def place(trace: object) -> str:
    """The last line of our own code that the error passed through, or of the framework; never where it is installed."""
    frames = traceback.extract_tb(trace)  # type: ignore[arg-type]
    ours = [frame for frame in frames if "/amparo/" in frame.filename and "/site-packages/" not in frame.filename]
    frame = (ours or frames)[-1] if frames else None
    if frame is None:
        return "an unknown place"
    mark = "/amparo/" if ours else "/site-packages/"
    path = frame.filename if mark in frame.filename else f"{mark}{frame.filename.rpartition('/')[2]}"
    return f"{path.rpartition(mark)[2]}:{frame.lineno}"


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "amparo.config.logs.TypeAndPlace"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "ERROR"},
    "loggers": {"django": {"handlers": [], "level": "ERROR", "propagate": True}},
}
