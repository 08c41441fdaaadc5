"""As many threads as the computer has processors, for what needs no order: drawn again and again, or part by part."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache


@cache
def workers() -> ThreadPoolExecutor | None:
    """The threads; none where there is one processor. What they run holds no lock of Python's, and asks no thread."""
    many = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ThreadPoolExecutor(many, thread_name_prefix="methods") if many > 1 else None
