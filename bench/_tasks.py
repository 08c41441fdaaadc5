"""One thing to measure of the statistics: how it is made ready, what is timed, and what was promised of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Task:
    """A task: ``prepare`` answers what is timed, a call without arguments on input that is ready.

    ``sizes`` are told beside the figures. ``most_s`` is what one warm call may take, in seconds of one thread; where
    nothing was promised it is None. ``times``: how many warm calls are made, of which the median counts.
    """

    name: str
    prepare: Callable[[], Callable[[], Any]]
    sizes: dict[str, Any] = field(default_factory=dict)
    most_s: float | None = None
    times: int = 5
