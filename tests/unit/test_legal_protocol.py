"""The steps when somebody of the State threatens to send her out: safe ones first, and which may reach him is said.

Each look is first shown a planted fault.
"""

import re
from dataclasses import replace

from amparo.formats.legal_protocol import ASKS_REFUGE, WANTS_CONSULATE, Step, step_of, steps, steps_for

# By hand: what is taken to an authority, to the Ombudsman or out of the country. His office may be told, or asked.
REACH = {"detained_co", "detained_mx", "detained_any", "constitutional_co", "constitutional_do", "expulsion_cl",
         "refuge", "ombudsman", "precautionary"}  # fmt: skip
LAW = re.compile(r"\d{3,}|\bart\.|decret|\bley\b", re.IGNORECASE)
COUNTRIES = ("BR", "CL", "CO", "DO", "EC", "MX", "PA", "PE")


def without_page(found: tuple[Step, ...]) -> list[str]:
    """Steps that name a law and no page where it was read."""
    return [each.code for each in found if LAW.search(each.how["es"]) and not each.source]


def test_a_law_has_its_page() -> None:
    tutela = step_of("constitutional_co")
    assert tutela is not None
    assert without_page((replace(tutela, source=""),)) == ["constitutional_co"]
    assert without_page(steps()) == []


def test_what_may_reach_him_is_marked_and_comes_after_what_keeps_her_safe() -> None:
    assert {each.code for each in steps() if each.reaches_him} == REACH
    for kind in ("state_agent", "expulsion"):
        for country in COUNTRIES:
            marks = [each.reaches_him for each in steps_for(kind, country, frozenset((ASKS_REFUGE,)))]
            assert marks[:5] == [False] * 5, country  # to be safe, sign nothing, whom to call, the paper, the children
            assert steps_for(kind, country, frozenset())[0].code == "safe"


def test_somebody_detained_has_one_way_in_every_country() -> None:
    for country in COUNTRIES:
        fit = [each.code for each in steps_for("state_agent", country, frozenset())]
        assert len([each for each in fit if each.startswith("detained_")]) == 1, country


def test_her_consulate_only_where_she_asked() -> None:
    asked = {said: [each.code for each in steps_for("expulsion", "CO", frozenset(said))]
             for said in ((), (ASKS_REFUGE,), (WANTS_CONSULATE,))}  # fmt: skip
    assert [("consulate" in found) for found in asked.values()] == [False, False, True]
    assert all("onsul" not in each.what["es"] + each.how["es"] for each in steps() if each.code != "consulate")
