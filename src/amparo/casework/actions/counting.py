"""How a request ended is counted once, without a person: at the place, and where nothing was got as missing there."""

from datetime import date

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.actions.missing import count_missing, uncount_missing
from amparo.commons.directory.actions.outcomes import Source, count_outcome, uncount_outcome
from amparo.commons.directory.queries.finding import unit_of_service
from amparo.commons.directory.queries.missing import is_lack


@unaudited("a count without a person; the part of the case is audited")
def count_end(service: str, need: str, outcome: str, refusal: str, *, source: Source, on: date) -> None:
    """Add one to the outcomes of a place; and to what is missing in its part of the country, where she got nothing."""
    count_outcome(service, outcome=outcome, refusal=refusal, source=source, today=on)
    unit = unit_of_service(service)
    if unit and is_lack(outcome):
        count_missing(unit, need=need, outcome=outcome, today=on)


@unaudited("a count without a person that was wrong; the part of the case is audited")
def uncount_end(service: str, need: str, outcome: str, refusal: str, *, on: date) -> None:
    """Take that one off again, in the month in which it was counted."""
    uncount_outcome(service, outcome=outcome, refusal=refusal, counted_on=on)
    unit = unit_of_service(service)
    if unit and is_lack(outcome):
        uncount_missing(unit, need=need, outcome=outcome, counted_on=on)
