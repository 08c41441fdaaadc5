"""Looking at the list of the day is an act: names stand on it. Numbers and words stand where a case is opened."""

from datetime import date, datetime

from amparo.casework.actions.holding import CARE
from amparo.casework.queries.today import Day, day_of
from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import Actor


@audited("cases.day_listed", target="by", using=CARE)
def list_day(*, by: Actor, today: date, now: datetime | None = None) -> Day:
    """What is to be done today in the cases she reads, with the names that are sealed in them."""
    return day_of(by, today=today, now=now)
