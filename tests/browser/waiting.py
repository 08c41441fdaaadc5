"""Waiting for something to be so, and no longer than it takes."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

OFTEN = 50  # milliseconds


def until(page: Page, is_so: Callable[[], bool], *, at_most: float = 30) -> bool:
    """True as soon as it is so; False where it is not after so many seconds. What the browser tells comes meanwhile."""
    end = time.perf_counter() + at_most
    while not is_so():
        if time.perf_counter() > end:
            return False
        page.wait_for_timeout(OFTEN)
    return True
