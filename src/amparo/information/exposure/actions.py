"""Asking that a study be reckoned. The work itself is long, and is done beside the pages."""

from collections.abc import Sequence
from typing import Any

from amparo.commons.audit.actions import unaudited
from amparo.commons.jobs.actions import enqueue
from amparo.commons.policy.policies import Actor
from amparo.evidence.queries import build_of
from amparo.information.exposure.policies import may_read
from amparo.information.exposure.queries.studies import JOB


@unaudited("the job that is asked for is in the trail")
def ask_to_reckon(source: str, *, sizes: Sequence[int], by: Actor) -> Any:
    """Ask for the figures of a study, with a low, a middle and a high size of its people, or with none."""
    may_read.check(by)
    return enqueue(JOB, {"source": source, "sizes": list(sizes), "build": build_of(source)}, by=by)
