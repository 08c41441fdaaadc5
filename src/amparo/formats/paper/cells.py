"""One cell of a table from paper, read as its column wants it; or why it cannot be."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from amparo.formats.coding import CHOSEN, GIVEN, NUMBERS, OWN
from amparo.formats.fold import fold
from amparo.formats.openrosa.forms import Question
from amparo.formats.paper.columns import DATE, Column
from amparo.formats.paper.faults import Wrong
from amparo.formats.paper.tables import LONGEST, is_formula

type Faulty = Callable[[str], str]  # what is wrong with the code of a coupon: letter, length, check; or nothing

BEFORE_THE_FIRST = date(1899, 12, 30)  # day 0 of spreadsheets, as they count since March 1900
MONTHS = {
    name: number
    for names in ("ene feb mar abr may jun jul ago sep oct nov dic", "jan fev mar abr mai jun jul ago set out nov dez",
                  "jan feb mar apr may jun jul aug sep oct nov dec")
    for number, name in enumerate(names.split(), start=1)
}  # fmt: skip
OFFERED = 8  # choices that a sentence names


def value_of(column: Column, cell: str, faulty: Faulty) -> str:
    """What goes into the form; an empty text where nothing stands there.

    Raises
    ------
    Wrong : with a code of the list ``paper_fault``.
    """
    text = cell.strip()
    if is_formula(cell):
        raise Wrong("formula")
    if len(text) > LONGEST:
        raise Wrong("too_long", most=str(LONGEST))
    if not text:
        return ""
    if column.kind == OWN:
        return _code(text, faulty)
    if column.kind == GIVEN:
        return ",".join(_code(each, faulty) for each in re.split(r"[,;|\n]", text) if each.strip())
    if column.kind == DATE:
        return day_of(text).isoformat()
    return _answer(column.question, text) if column.question is not None else ""


def _code(text: str, faulty: Faulty) -> str:
    fault = faulty(text)
    if fault:
        raise Wrong(f"code_{fault}")
    return text.strip()


def _answer(question: Question, text: str) -> str:
    if question.type in CHOSEN:
        return _chosen(question, text)
    if question.type in NUMBERS:
        if not re.fullmatch(r"-?[0-9]{1,9}([.,]0+)?", text):
            raise Wrong("number")
        return re.split(r"[.,]", text)[0]
    if question.type in {"date", "dateTime"}:
        return day_of(text).isoformat()
    return text


def _chosen(question: Question, text: str) -> str:
    """The names of the choices, by their names or their words in any language."""
    known: dict[str, str] = {}
    for choice in question.choices:
        for words in (choice.name, *choice.labels.values()):
            known.setdefault(_plain(words), choice.name)
    whole = known.get(_plain(text))
    if whole is not None:
        return whole
    pieces = [each for each in re.split(r"[,;|\n/]", text) if each.strip()]
    if len(pieces) == 1:
        pieces = text.split()
    found = [known.get(_plain(each), "") for each in pieces]
    if not all(found):
        offered = [each.name for each in question.choices]
        more = "…" if len(offered) > OFFERED else ""
        raise Wrong("choice", offered=", ".join(offered[:OFFERED]) + more)
    if question.type == "select_one" and len(set(found)) > 1:
        raise Wrong("one_choice")
    return " ".join(dict.fromkeys(found))


def _plain(words: str) -> str:
    """As choices are compared; ``1.0`` of a spreadsheet is 1."""
    return fold(re.sub(r"\.0+$", "", words.strip()))


def day_of(text: str) -> date:
    """A day as people and spreadsheets write it: 27/11/2026, 2026-11-27, 27-nov-26, 46353. The day before the month."""
    text = re.sub(r"[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.0+)?)?Z?$", "", text.strip())
    found = re.fullmatch(r"([0-9]{1,4})[-/. ]([0-9]{1,2}|[^\W\d_]{3,12}\.?)[-/. ]([0-9]{2}|[0-9]{4})", text)
    try:
        if re.fullmatch(r"[0-9]{5}([.,][0-9]+)?", text):
            return BEFORE_THE_FIRST + timedelta(days=int(text[:5]))
        if found is None:
            raise ValueError(text)
        first, middle, last = found.groups()
        month = int(middle) if middle.isdecimal() else MONTHS[fold(middle)[:3]]
        if len(first) == 4:
            return date(int(first), month, int(last))
        return date(int(last) if len(last) == 4 else 2000 + int(last), month, int(first))
    except (ValueError, KeyError, OverflowError):
        raise Wrong("date") from None
