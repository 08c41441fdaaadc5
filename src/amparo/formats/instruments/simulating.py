"""Made-up answers to an instrument, drawn from the shares of its file for a zone. For demonstrations alone. Pure.

Nobody said any of it. The form itself says what is asked after what, so that what is made up could have been told.
"""

from collections.abc import Mapping
from datetime import datetime
from random import Random

from amparo.formats.codes import by_code
from amparo.formats.instruments.records import Instrument, Item
from amparo.formats.openrosa.filling import Blank, Filling, page_after, written

MADE_UP = "Palabras inventadas: nadie las dijo."
MOST_PAGES = 200
YES = "yes"


def made_up(
    blank: Blank, instrument: Instrument, zone: str, rng: Random, *, number: str, now: datetime,
    given: Mapping[str, str],
) -> bytes:  # fmt: skip
    """The filled form of somebody who is not there, as a phone would send it.

    ``given`` are answers by the name of their question that are not drawn, such as the codes of coupons.
    """
    by_name = {each.name: each for each in instrument.questions}
    answers: dict[str, str] = {}
    filling, page = Filling(blank, answers, number, now, now, "es"), ""
    for _ in range(MOST_PAGES):
        found = page_after(filling, page)
        if found is None:
            break
        for key in found.keys:
            item = by_name.get(filling.question(key).name)
            if item is not None and not filling.is_fixed(key):
                answers[key] = given.get(item.name) or _drawn(filling, key, item, instrument.simulate[zone], rng)
        filling, page = Filling(blank, answers, number, now, now, "es"), found.number
    return written(filling)


def _drawn(filling: Filling, key: str, item: Item, shares: Mapping[str, Mapping[str, float]], rng: Random) -> str:
    """One answer, or none."""
    offered = [each.name for each in filling.choices(key)]
    table = shares.get(item.name) or shares.get(item.variable)
    if item.type == "consent":
        return YES
    if item.type == "number":
        return _number(table, item, rng)
    if item.type == "text":
        return MADE_UP if not item.link and rng.random() < 0.3 else ""
    if item.type == "many":
        told = table or dict.fromkeys(offered, 0.25)
        return " ".join(each for each in offered if rng.random() < told.get(each, 0))
    if item.type == "one":
        told = {each: (table or {}).get(each, 0.0 if table else 1.0) for each in offered}
        return rng.choices(list(told), list(told.values()))[0] if sum(told.values()) else ""
    return ""


def _number(table: Mapping[str, float] | None, item: Item, rng: Random) -> str:
    """A number of the band that was drawn; half of those who know many say the round one."""
    if not table:
        return ""
    code = rng.choices(list(table), list(table.values()))[0]
    return str(by_code(item.list)[code].more.get("stands_for", by_code(item.list)[code].more["least"]))
