"""A small campaign, whole: coupons in a known region, forms that the engine of ODK fills, a server, the door, figures.

The large one is ``./amparo bench campaign``: there 200 runs are judged. Here the chain is held together, each link of
it by what was known before: every person arrives with what she said and with who brought her, and nobody else does.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.campaign_house import lay_campaign, through_the_door
from tests.engine_client import needs_engine
from tests.own_house import ROOT
from tests.phones_house import phones_house

pytestmark = [needs_engine, pytest.mark.walk]
TERRITORY, PEOPLE, SEED = "urban", 24, 5


@pytest.fixture(scope="module")
def bench() -> Iterator[Any]:
    """The parts of the benchmark, as it loads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "bench"))
        yield __import__


def test_everybody_arrives_with_what_she_said_and_who_brought_her(bench: Any, tmp_path: Any) -> None:
    made, said_by, door = bench("_region"), bench("_answers"), bench("_door")
    where = made.region(SEED, 1_000)
    came = made.recruited(where, TERRITORY, PEOPLE, SEED, seeds=3)
    said = said_by.study_of(where, came.people, SEED)
    with phones_house(tmp_path, lay_campaign, TERRITORY, came.by.tolist()) as house:
        arrived = through_the_door(house, said, sizes=(400, 480, 600))
    assert (arrived.accepted, arrived.counted, len(arrived.rows), arrived.reasons) == (PEOPLE, PEOPLE, PEOPLE, {})
    wanted = [said_by.row_of(each) for each in said]
    assert door.differences(wanted, came.by.tolist(), arrived.rows) == []
    assert sum(by is not None for _number, by, _codes in arrived.rows) == PEOPLE - 3
    figures = {item["code"]: item["figures"][0] for item in arrived.figures}
    assert {"tasks", "watched", "debt", "fee", "heard_fee", "can_tell"} <= set(figures)
    assert figures["watched"]["state"] in {"weak", "refused"}, "of so few nothing hidden is told"
    assert figures["watched"]["why"], "and it says why"
    swapped = [(number, None, codes) for number, _by, codes in arrived.rows]
    assert door.differences(wanted, came.by.tolist(), swapped), "a link that was lost on the way is seen"
    lost = [(number, by, codes | {"heard_fee": ["no"]}) for number, by, codes in arrived.rows]
    assert door.differences(wanted, came.by.tolist(), lost), "and an answer that was changed"
