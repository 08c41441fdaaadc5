"""What was asked to leave the made-up room of evidence: three editions, one that waits, one that was refused.

Each goes the whole way of the door, on days that have passed: counted, hidden, attacked, looked at by two, its words
read by two of whom one is paid. The one that waits is of a month whose day has come: whoever tries the house says the
yes that is missing, has its words read, and lets it out.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from amparo.commons.accounts.queries import person_named
from amparo.config.demo import town
from amparo.config.demo.laying import Laid
from amparo.config.demo.results import profile_of
from amparo.doors.release.policies import DELAY

ON_ITS_DAY = 10  # of the month in which it was asked for


def requests_of(people: dict[str, Any], laid: Laid) -> list[tuple[date, Callable[[], None]]]:
    """Every request of the file, with the day on which it was asked for."""
    found: list[tuple[date, Callable[[], None]]] = []
    for row in town.read("evidence")["requests"]:
        on = asked_on(row, laid)
        found.append((on, partial(lay_request, row, people, on)))
    return found


def asked_on(row: town.Row, laid: Laid) -> date:
    """So many days ago; or in a month whose table may leave by today: 1 is the newest such month, 2 the one before."""
    if "days" in row:
        return laid.before(row["days"])
    on = (laid.today - DELAY + timedelta(days=1)).replace(day=1)
    for _ in range(row["months"]):
        on = (on - timedelta(days=1)).replace(day=1)
    return on.replace(day=ON_ITS_DAY)


def lay_request(row: town.Row, people: dict[str, Any], on: date) -> None:
    """It is asked for, counted and attacked; then what people said to it, a day after the other."""
    from amparo.doors.release import actions
    from amparo.doors.release.queries.requests import due
    from amparo.formats.plan_periods import period_of
    from amparo.formats.plans import plan

    one, facts = plan(row["plan"]), town.read("evidence")
    author = people[facts["exchange"]["by"]]
    named = tuple(each.reference for each in map(person_named, row.get("readers", ())) if each)
    asked = actions.Asked(one, period_of(on, one.unit), agreement=row.get("agreement", ""), readers=named)
    if one.kind == "sample":
        asked = actions.Asked(one, result=profile_of(author, facts["profile"]["published"]))
    request = actions.protect(actions.ask(asked, by=author, today=on), by=author, today=on)
    for name in row["checks"]:
        request = actions.say_yes(request, digest=request.digest, by=people[name], today=on + timedelta(days=2))
    if refused := row.get("refused"):
        actions.refuse(request, why=refused["why"], by=people[refused["by"]])
    for name in row.get("reads", ()):
        reads: Any = people.get(name) or person_named(name)
        request = actions.say_words_are_right(
            request, digest=request.words_digest, by=reads, today=on + timedelta(days=3)
        )  # fmt: skip
    if "leaves_by" in row:
        actions.let_out(request, by=people[row["leaves_by"]], today=max(due(request), on + timedelta(days=4)))
