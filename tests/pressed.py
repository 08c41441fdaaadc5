"""A made-up study of pressures in the room of evidence: who came by whom, and what they answered, with planted shares.

Recruits come from a simulated network; whoever has the trait of ``tasks`` is known here, and to no row. The forms are
those of the library, so their codebooks are what a house would bring.
"""

import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from amparo.commons.codebooks.actions import keep_book
from amparo.evidence.actions import Linked, bring
from amparo.formats.coding import table_of
from amparo.formats.instruments import instrument
from amparo.formats.instruments.mapping import mapping_of
from amparo.methods.hidden import Survey, simulate_network, simulate_recruitment
from tests.processes.test_library_forms import form_of

PEOPLE, SHARE = 5_000, 0.3
SAME = {"cw_tasks": 0.2519, "cw_watched": 0.2519, "cw_debt": 0.2471}
PLACES = {"border": "EC-C", "urban": "EC-P", "rural": "CO-NAR"}


@dataclass(frozen=True, slots=True)
class Made:
    """What was planted."""

    source: str
    share: float
    rows: list[Linked]


def books(words: str = "") -> list[str]:
    """The codebooks of both forms, kept; with ``words`` a house changed the pairs of sentences."""
    return [_kept(arm, number, words) for number, arm in enumerate(("arm_a", "arm_b"), 1)]


def _kept(arm: str, number: int, words: str) -> str:
    form = form_of("pressures", (arm,))
    table = table_of(
        form, mapping_of(instrument("pressures"), form), name=f"f_pressures{words}", version=number,
        constants=("zone", "territory"),
    )  # fmt: skip
    for each in table["variables"] if words else ():
        if each["code"].startswith("cw_"):
            each |= {language: f"{words} {each[language]}" for language in ("es", "pt", "en")}
    return keep_book(table).reference


@cache
def survey(seed: int, n: int) -> Survey:
    """Who was recruited; one of each seed, because the network is what takes long."""
    network = simulate_network(PEOPLE, share=SHARE, mean_degree=9, activity=1.3, spread=0.7, seed=1)
    return simulate_recruitment(network, n=n, seeds=8, returned=0.6, seed=seed)


def made(
    source: str, *, zone: str = "border", n: int = 400, seed: int = 1, chain: bool = True, words: str = "",
    turned: bool = False,
) -> Made:  # fmt: skip
    """Rows of a study. ``turned``: those who heard the long list count one less, as who is afraid does."""
    found, chance, named = survey(seed, n), np.random.default_rng(seed), books(words)
    rows = []
    for at in range(n):
        by = int(found.sample.recruiter[at])
        arm = int(chance.random() < 0.5)
        codes = _answers(bool(found.group[at]), arm, int(found.sample.degree[at]), chance, turned)
        codes |= {"zone": [zone], "territory": [PLACES[zone]]}
        mark, recruiter = (f"m{at}", f"m{by}" if by >= 0 else "") if chain else ("", "")
        rows.append(Linked(named[arm], {"codes": codes, "parts": []}, mark=mark, recruiter=recruiter))
    return Made(source, SHARE, rows)


def _answers(trait: bool, arm: int, degree: int, chance: Any, turned: bool) -> dict[str, list[str]]:
    """What one of them said; the birthday and the trait stay here."""
    said = {name: ["same" if (chance.random() < p) == trait else "different"] for name, p in SAME.items()}
    count = int(chance.choice(5, p=[0.05, 0.28, 0.43, 0.2, 0.04]))
    count = max(0, count - arm) if turned else count + (arm and trait)
    return said | {
        "age_band": ["25_34"], "gender_group": ["women" if chance.random() < 0.7 else "trans_feminine"],
        "quarter": ["2026-Q3" if chance.random() < 0.5 else "2026-Q4"],
        "cw_anchor": ["same" if chance.random() >= 0.2491 else "different"],
        "list_count": [f"n{count}"], "list_arm": ["long" if arm else "short"],
        "heard_fee": ["yes" if chance.random() < 0.5 else "no"], "can_tell": ["yes" if chance.random() < 0.4 else "no"],
        "effects": ["moved"] if chance.random() < 0.25 else ["nothing"], "tie_here": [_band(degree)],
    }  # fmt: skip


def _band(degree: int) -> str:
    return f"n{min(degree, 20)}"


def brought(study: Made, token: str = "") -> Made:
    """The same in the room of evidence."""
    bring(token or secrets.token_hex(16), study.source, study.rows)
    return study


def quiet(*_anything: Any, **_words: Any) -> None:
    """Nobody listens to how far it is."""
