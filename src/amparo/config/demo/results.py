"""What is kept of the made-up studies: asked for by who counts, reckoned once by the executor of the house."""

from typing import Any

from amparo.commons.jobs.jobs import run_one
from amparo.config.demo.laying import Laid
from amparo.config.long_work import handlers
from amparo.information.exposure.actions import ask_to_reckon
from amparo.information.exposure.queries.studies import studies


def lay_results(by: Any, laid: Laid) -> None:
    """Ask, and do what was asked for."""
    for each in studies(by, now=laid.now):
        ask_to_reckon(each.source, sizes=[], by=by)
    while run_one(handlers()) is not None:
        pass
