"""Laid into the made-up town before it opens: editions as the door releases them, and the taking down of one.

Run by itself over the folder of the town (``python -m tests.browser.data_lay``, with ``down`` and a reference to take
one down). It tells the references of what stands before the public.
"""

import json
import sys
from datetime import date


def lay() -> dict[str, str]:
    """One with maps, one of several parts, one to be taken down, and one that is for others; of no plan of the town."""
    import django

    django.setup()
    from amparo.publications.actions import take_down
    from tests.released import many, regional

    if sys.argv[1:2] == ["down"]:
        return {"down": take_down(sys.argv[2], why="wrong", on=date(2026, 9, 3), by="a test").reference}
    return {
        "whole": regional("atlas/2026-Q2").reference,
        "long": many("register/2026-06", rows=340).reference,
        "gone": many("register/2026-05", rows=5).reference,
        "others": regional("council/2026", audience="coordination", agreement="acta de ejemplo").reference,
    }


if __name__ == "__main__":
    print(json.dumps(lay()))
