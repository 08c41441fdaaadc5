"""What the team of the demo town asks of each other: a list that leaves, a case to be read, one that is kept."""

from datetime import timedelta
from typing import Any

from amparo.casework.actions import asking, exports, holds
from amparo.casework.queries.exports import To
from amparo.commons import clock
from amparo.config.demo import town
from amparo.formats.case_questions import Answer
from amparo.vault.queries.readers import reader_of


def lay_keeping(people: dict[str, Any], cases: dict[str, Any]) -> None:
    """Everything of it, as of today: what is asked waits for a day or a week only."""
    now, told = clock.now(), town.read("cases")
    for row in told["holds"]:
        case, by = cases[row["case"]], people[row["by"]]
        answers = {"hold_why": Answer(row["why"]), "hold_words": Answer(row["words"])}
        hold = holds.ask_to_hold(case, until=clock.day(now) + timedelta(days=row["days"]), answers=answers, by=by)
        if "second" in row:
            holds.agree_to_hold(case, reference=hold.reference, by=people[row["second"]])
    for row in told["lists"]:
        asked = exports.ask_for_export(
            kind=row["kind"], cases=[cases[each].reference for each in row["cases"]], reason=row["reason"],
            words=row["words"], to=To(reader=reader_of(people[row["to"]])), second=reader_of(people[row["second"]]),
            by=people[row["by"]], now=now,
        )  # fmt: skip
        if row.get("agrees"):
            exports.agree(asked, by=people[row["second"]], now=now)
    for row in told["asked"]:
        asking.ask_to_read(
            which=row["which"], whom=reader_of(people[row["whom"]]), why=row["why"], words=row["words"],
            by=people[row["by"]], now=now,
        )  # fmt: skip
