"""What stands in an instrument beside its questions: designs, indicators that are counted elsewhere, made-up answers.

A design tells how answers that say nothing of one person are read together. The probability in it is all that is kept
of chance: what the birthday was, or which sentences are true, is asked by nobody.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from amparo.formats.codes import LANGUAGES, by_code
from amparo.formats.instruments.records import NOT_SAID, BadInstrument, Design, Item
from amparo.formats.instruments.rows import Row

METHODS = ("crosswise", "list")
INDICATOR = re.compile(r"I[1-9]\d?")
_KEYS = {"code", "method", "question", "control", "anchor", "items", "probability", "source", "indicator", *LANGUAGES}


@dataclass(frozen=True, slots=True)
class Beside:
    """What was read."""

    designs: tuple[Design, ...]
    elsewhere: Mapping[str, Mapping[str, str]]
    simulate: Mapping[str, Mapping[str, Mapping[str, float]]]


def beside(row: Row, questions: tuple[Item, ...]) -> Beside:
    """All that stands beside the questions, each checked against them."""
    by_name = {each.name: each for each in questions}
    designs = tuple(_design(each, by_name) for each in _some_rows(row, "designs", "code"))
    for each in designs:
        if each.anchor and each.anchor not in {other.code for other in designs}:
            raise BadInstrument("unknown_reference", f"designs ({each.code})", value=each.anchor)
    return Beside(designs, _elsewhere(row), _simulate(row.table.get("simulate", {}), row.where, questions))


def indicator(row: Row) -> str:
    """Which figure of the set this feeds; "" where none is named."""
    code = row.text("indicator", "")
    if code and not INDICATOR.fullmatch(code):
        raise BadInstrument("bad_name", row.where, value=code)
    return code


def _some_rows(row: Row, key: str, named: str) -> tuple[Row, ...]:
    return row.rows(key, named=named) if key in row.table else ()


def _design(row: Row, by_name: Mapping[str, Item]) -> Design:
    row.only(_KEYS)
    method = row.one_of("method", METHODS)
    is_list = method == "list"
    return Design(
        code=row.text("code"),
        method=method,
        question=_coded(row, "question", by_name),
        control=_coded(row, "control", by_name) if is_list else "",
        anchor=row.text("anchor", ""),
        items=row.number("items", least=3, most=8) if is_list else 0,
        probability=0.0 if is_list else _share(row, "probability", row.table.get("probability"), is_half_one=False),
        source="" if is_list else row.text("source"),
        indicator=indicator(row),
        texts=row.languages(),
    )


def _coded(row: Row, key: str, by_name: Mapping[str, Item]) -> str:
    """The name of a question whose answer is counted."""
    name = row.text(key)
    if name not in by_name or by_name[name].do != "coded":
        raise BadInstrument("unknown_reference", row.where, value=name)
    return name


def _share(row: Row, key: str, value: Any, *, is_half_one: bool = True) -> float:
    """A share between nothing and all. Of a design, neither of these, and not the half: then nothing is learned."""
    if type(value) not in (int, float) or not 0 <= value <= 1 or (not is_half_one and value in (0, 0.5, 1)):
        raise BadInstrument("no_share" if is_half_one else "no_chance", row.where, key=key)
    return float(value)


def _elsewhere(row: Row) -> dict[str, dict[str, str]]:
    """Indicators of this instrument that no question feeds, and why."""
    found = {}
    for each in _some_rows(row, "elsewhere", "indicator"):
        each.only({"indicator", *LANGUAGES})
        each.text("indicator")
        found[indicator(each)] = each.languages()
    return found


def _simulate(given: Any, where: str, questions: tuple[Item, ...]) -> dict[str, dict[str, dict[str, float]]]:
    """Made-up shares by zone: of each variable, or of each question where two fill one variable."""
    if not isinstance(given, dict) or not all(isinstance(each, dict) for each in given.values()):
        raise BadInstrument("no_rows", where, key="simulate")
    found: dict[str, dict[str, dict[str, float]]] = {}
    zones = Row(f"{where}, simulate", given)
    zones.only(by_code("zone"))
    known = _drawn(questions)
    for zone, table in given.items():
        row = Row(f"{zones.where}, {zone}", table)
        row.only(known)
        found[zone] = {key: _shares(row, key, value, known[key]) for key, value in table.items()}
    return found


def _drawn(questions: tuple[Item, ...]) -> dict[str, Item]:
    """By which name an answer is drawn: its variable's, or its own where two questions fill one variable."""
    coded = [each for each in questions if each.do == "coded"]
    filled = [each.variable for each in coded]
    return {each.variable if filled.count(each.variable) == 1 else each.name: each for each in coded}


def _shares(row: Row, key: str, given: Any, item: Item) -> dict[str, float]:
    if not isinstance(given, dict) or not given:
        raise BadInstrument("no_rows", row.where, key=key)
    codes: Collection[str] = item.codes or (*by_code(item.list), *NOT_SAID)
    for code in given:
        if code not in codes:
            raise BadInstrument("unknown_code", row.where, value=code, list=key)
    shares = {code: _share(row, f"{key}.{code}", value) for code, value in given.items()}
    if item.kind != "many" and abs(sum(shares.values()) - 1) > 1e-6:
        raise BadInstrument("no_whole", row.where, key=key)
    return shares
