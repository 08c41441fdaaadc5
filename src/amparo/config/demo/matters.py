"""The made-up legal matters: an officer's threat, a hearing about a child, a room that was agreed on by word."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.apps import apps

from amparo.config.demo import town
from amparo.config.demo.laying import Laid
from amparo.formats.case_questions import Answer
from amparo.vault.queries.readers import reader_of

BESIDE = ("kind", "from", "ago", "ahead")  # of a part: what is no answer


def lay_matters(people: dict[str, Any], cases: dict[str, Any], laid: Laid) -> dict[str, Any]:
    """All of them, where the house has lawyers; each by its key."""
    if not apps.is_installed("amparo.legal.representation"):
        return {}
    made = {}
    for row in town.read("matters")["matters"]:
        on = datetime.combine(laid.before(row["days"]), time(12), UTC)
        made[row["key"]] = ask(row, people, cases, on) if "asked" in row else lay_matter(row, people, laid, on)
    return made


def lay_matter(row: dict[str, Any], people: dict[str, Any], laid: Laid, on: datetime) -> Any:
    """One matter, as its lawyer would have begun it, looked for a conflict, and gone on."""
    from amparo.legal.representation.actions import conflicts, matters
    from amparo.legal.representation.actions.protocol import lay_steps
    from amparo.legal.representation.queries.matters import opened

    by = people[row["by"]]
    sides = [answers_in(each) for each in row["sides"]]
    matter = matters.begin_matter(answers=answers_in(row["about"]), sides=sides, by=by, now=on)
    conflicts.look(matter, by=by, now=on)
    said = answers_in(row["said"])
    matters.write_answers(matter, answers=said, seen=opened(by, matter).numbers, by=by, now=on)
    for each in row.get("parts", ()):
        lay_part(matter, each, by, laid, on)
    lay_beside(matter, row, by, laid, on)
    for state in row["states"]:
        matters.move(matter, to=state, by=by, now=on)
    if row.get("steps"):
        lay_steps(matter, by=by, now=datetime.combine(laid.today, time(12), UTC))
    return matter


def lay_part(matter: Any, row: dict[str, Any], by: Any, laid: Laid, on: datetime) -> None:
    """One thing that belongs to it, with its day."""
    from amparo.legal.representation.actions.parts import add_part

    add_part(matter, kind=row["kind"], answers=dated(row, laid), by=by, now=on)


def lay_beside(matter: Any, row: dict[str, Any], by: Any, laid: Laid, on: datetime) -> None:
    """Clocks, pieces of proof, and what comes before sitting down to talk."""
    from amparo.formats.documents.templates import templates
    from amparo.legal.documents.actions import begin_paper
    from amparo.legal.evictions.actions import ask_her, set_session
    from amparo.legal.exhibits.actions.exhibits import take_in
    from amparo.legal.exhibits.actions.words import write_word
    from amparo.legal.representation.actions.deadlines import count

    for each in row.get("clocks", ()):
        count(
            matter, rule=each["rule"], trigger=laid.before(each["ago"]).isoformat(), paper=each["paper"], by=by, now=on
        )
    for each in row.get("pieces", ()):
        data = {"data": each["text"].encode(), "name": each["name"], "mime": "text/plain"} if "text" in each else {}
        said = {"described": each["described"], "got_from": each["got_from"]}
        piece = take_in(matter, kind=each["kind"], said=said, child="no", by=by, now=on, **data)
        method = "" if each["word"] == "no" else "verbal_witnessed"
        word = {"saying": each["word"], "method": method, "limits": each.get("limits", "")}
        write_word(matter, piece.reference, by=by, now=on, **word)
    for each in row.get("papers", ()):
        begin_paper(matter, template=templates()[each], language="es", by=by, today=laid.today, now=on)
    for each in row.get("asked_before", ()):
        ask_her(matter, answers=answers_in(each), by=by, now=on)
    for each in row.get("sessions", ()):
        set_session(matter, answers=dated(each, laid), why="", by=by, now=on)


def dated(row: dict[str, Any], laid: Laid) -> dict[str, Answer]:
    """The answers of a line of the file, with its day."""
    said = {code: value for code, value in row.items() if code not in BESIDE}
    if "from" in row:
        day = laid.today + timedelta(days=row["ahead"]) if "ahead" in row else laid.before(row["ago"])
        said[row["from"]] = day.isoformat()
    return answers_in(said)


def ask(row: dict[str, Any], people: dict[str, Any], cases: dict[str, Any], on: datetime) -> Any:
    """A colleague asks a lawyer out of a case; nobody has looked yet."""
    from amparo.casework.queries.cases import get_case, opened
    from amparo.legal.representation.actions.asking import ask_lawyer

    by = people[row["by"]]
    found = opened(by, get_case(by, cases[row["asked"]].reference))
    asked = {"kind": row["kind"], "country": row["country"], "other": {"party_name": row["other"]}}
    return ask_lawyer(found, reader=reader_of(people[row["to"]]), by=by, now=on, **asked)


def answers_in(said: dict[str, Any]) -> dict[str, Answer]:
    """Answers as the file writes them."""
    return {code: town.answer_of(value) for code, value in said.items()}
