"""The made-up cases: whom the team of the demo town accompanies, in each state a visitor may want to see."""

from datetime import UTC, datetime, time
from typing import Any

from amparo.access.reporting.actions import desk
from amparo.casework.actions import cases as actions
from amparo.config.demo import town
from amparo.config.demo.laying import Laid
from amparo.formats.case_questions import Answer
from amparo.vault.queries.readers import reader_of


def lay_cases(people: dict[str, Any], threads: dict[str, Any], laid: Laid) -> None:
    """Every case, as its people would have opened it."""
    for row in town.read("cases")["cases"]:
        on = datetime.combine(laid.before(row["days"]), time(12), UTC)
        by, answers = people[row["by"]], {code: answer_of(said) for code, said in row["said"].items()}
        if "thread" in row:
            case = desk.begin_case(threads[row["thread"]], answers=answers, by=by, now=on)
        else:
            case = actions.begin_case(answers=answers, by=by, now=on)
        for name in row.get("shared", ()):
            actions.share(case, reader=reader_of(people[name]), by=by)
        for state in row.get("states", ()):
            actions.move(case, to=state, by=by, now=on)
        if reason := row.get("closed"):
            actions.close(case, reason=reason, by=by, now=on)


def answer_of(said: Any) -> Answer:
    """An answer as the file writes it: a list of codes, a number, words; or why there is none."""
    if isinstance(said, dict):
        return Answer(said=said["said"])
    return Answer(tuple(said) if isinstance(said, list) else said)
