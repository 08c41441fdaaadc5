"""The doors of the made-up cases: to which places they were sent, what was told there, and what came of it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from amparo.casework.actions import cases as case_actions
from amparo.casework.actions import referrals as actions
from amparo.casework.actions.slices import pass_on
from amparo.casework.policies.referrals import REFERRAL
from amparo.commons.accounts.queries import person_named
from amparo.config.demo import town
from amparo.config.demo.laying import Laid


def lay_doors(case: Any, row: dict[str, Any], people: dict[str, Any], by: Any, laid: Laid, on: datetime) -> None:
    """Each door with its steps, ``days`` ago; a day of an appointment is so many days ahead."""
    for each in row.get("doors", ()):
        said = {code: town.answer_of(value) for code, value in each.get("said", {}).items()}
        service = laid.services[each["service"]].reference
        part = actions.refer(
            case, service=service, need=each["need"], way=each["way"], answers=said, by=by, now=on
        )  # fmt: skip
        if "passed" in each:
            lay_passed(case, each["passed"], part, people, by, on)
        if "told" in each:
            actions.tell(case, content=each["told"], by=by, now=on, **_seen(case, part, by))
        for days in each.get("asked", ()):
            actions.attempt(case, by=by, now=_at(laid, days), **_seen(case, part, by))
        for step in each.get("steps", ()):
            answers = {code: town.answer_of(value) for code, value in step.get("said", {}).items()}
            if "ahead" in step:
                day = laid.today + timedelta(days=step["ahead"])
                answers["ref_day"] = town.answer_of(day.isoformat())
            now = _at(laid, step["days"])
            actions.step(case, to=step["to"], answers=answers, by=by, now=now, **_seen(case, part, by))


def lay_passed(case: Any, each: dict[str, Any], part: Any, people: dict[str, Any], by: Any, on: datetime) -> None:
    """It is sealed to a focal point of a State body, after a second person agreed."""
    second = people[each["second"]]
    actions.agree(case, by=second, now=on, **_seen(case, part, second))
    to: Any = person_named(each["to"])
    pass_on(case, to=to.reference, content=each["content"], by=by, now=on, **_seen(case, part, by))


def _at(laid: Laid, days: int) -> datetime:
    return datetime.combine(laid.before(days), time(15), UTC)


def _seen(case: Any, part: Any, by: Any) -> dict[str, Any]:
    """Which one, and the number it bears since it was written last."""
    found = case_actions.open_case(case, by=by).of_kind(REFERRAL)
    one = next(each for each in found if each.reference == part.reference)
    return {"reference": one.reference, "seen": one.number}
