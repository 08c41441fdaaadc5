"""What comes at the end of a case: it goes to another house, is closed or destroyed; what she did; slips."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from amparo.access.reporting.queries.hers import her_page
from amparo.casework.actions import cases as actions
from amparo.casework.actions import hers
from amparo.casework.actions.closing import answer_slip, close_case, make_slip
from amparo.casework.actions.transfer import To, send
from amparo.casework.queries.hers import hers_of, read_copy
from amparo.casework.queries.permissions import permissions_in
from amparo.config.demo import town
from amparo.config.demo.laying import Laid
from amparo.formats.case_questions import Answer
from amparo.vault.actions import receipts
from amparo.vault.actions.archives import named_key
from amparo.vault.actions.hers import opened_with_words
from amparo.vault.queries.readers import reader_of

MET = frozenset({"receiver_accepts", "not_left_out"})


def lay_end(case: Any, row: dict[str, Any], people: dict[str, Any], laid: Laid, on: datetime) -> None:
    """It goes to another house, is closed, or is destroyed."""
    by = people[row["by"]]
    if sent := row.get("sent"):
        theirs: Any = reader_of(people[sent["key_of"]])
        recipient, mark = named_key(theirs.recipient)
        to = To(allowed_to(case, sent["to"], by), recipient, aloud=mark, met=MET)
        send(case, to=to, by=by, now=noon(laid, sent["ago"]))
    if reason := row.get("closed"):
        said = {code: town.answer_of(each) for code, each in row.get("closing", {}).items()}
        close_case(case, reason=reason, answers=said, by=by, now=on)
    if gone := row.get("destroyed"):
        actions.destroy(case.reference, why=gone["why"], by=by, now=noon(laid, gone["ago"]))


def allowed_to(case: Any, name: str, by: Any) -> str:
    """The opaque name of what she allowed this organisation."""
    found = permissions_in(actions.open_case(case, by=by).parts)
    return next(each.part.reference for each in found if each.name == name)


def noon(laid: Laid, ago: int) -> datetime:
    """Noon, so many days ago."""
    return datetime.combine(laid.before(ago), time(12), UTC)


def lay_hers(case: Any, row: dict[str, Any], words: tuple[str, ...], laid: Laid) -> None:
    """What she did on her own page, with her words: what she takes back is on the list that the house sealed to her."""
    did, on = row["hers"], noon(laid, row["hers"]["ago"])
    page = her_page(receipts.open_with_words(receipts.receipt_of_text(" ".join(words), "es")))
    copy = read_copy(opened_with_words(hers_of(page.found.ring).box, page.found.secret))
    reference = next(each["ref"] for each in copy["permissions"] if each["kind"] == did["takes_back"])
    hers.take_back(case, reference, takes=str(copy["takes"]), now=on)
    hers.say(case, did["says"], now=on)


def lay_slips(by: Any, laid: Laid) -> None:
    """What came back on slips last month: a month that is over, and more than five of them."""
    then = laid.today.replace(day=1) - timedelta(days=1)
    for row in town.read("cases")["slips"]:
        slip = make_slip(by=by, today=then)
        answer_slip(slip=slip, answers={code: Answer(said) for code, said in row["said"].items()}, today=then)
