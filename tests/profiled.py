"""Made-up samples in the room of evidence, brought as a door brings them: three territories, one questionnaire each.

Answers are drawn from the shares that the library gives as made up. Whoever was brought resembles who brought her a
little, so that trees matter.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from amparo.commons.codebooks.actions import keep_book
from amparo.evidence.actions import Linked, bring
from amparo.formats.instruments import Instrument, instrument

GATES = {
    "acts": ("hurt", "yes"), "who": ("hurt", "yes"), "reported": ("hurt", "yes"), "why_not": ("reported", "no"),
    "reprisal": ("reported", "yes"), "way_acts": ("way_hurt", "yes"), "town_acts": ("town_hurt", "yes"),
    "trans_acts": ("trans_hurt", "yes"), "ended": ("asked", "yes"), "asked_before": ("asked", "yes"),
    "asked_what": ("asked_before", "yes"), "waited": ("asked", "yes"), "sent": ("asked", "yes"),
    "sent_to": ("sent", "yes"), "sent_ended": ("sent", "yes"), "care_delay": ("care_sought", "yes"),
    "pep": ("care_sought", "yes"), "worse_where": ("worse", "yes"), "worse_why": ("worse", "yes"),
}  # fmt: skip
PLACES = {"border": "EC-C", "urban": "EC-P", "rural": "EC-D"}


def table_of(name: str, *, version: int = 1, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The codebook of an instrument of the library, as a house keeps it for its own form."""
    words = {"es": "x", "pt": "x", "en": "x"}
    variables: list[dict[str, Any]] = [
        {"code": "zone", "kind": "one", "list": "zone", "fact": "zone", **words},
        {"code": "territory", "kind": "place", "level": "admin1", "fact": "territory", **words},
    ]
    for each in instrument(name).questions:
        if each.do == "coded" and each.variable not in (*without, *(row["code"] for row in variables)):
            row = {"code": each.variable, "kind": each.kind, "fact": each.variable, **words}
            variables.append(row | {key: value for key in ("list", "level") if (value := getattr(each, key))})
    return {"name": f"f_{name}", "version": version, "about": "study", "variables": variables, **words}


def answers(found: Instrument, zone: str, rng: Random, quarter: str) -> dict[str, list[str]]:
    """What one person said."""
    shares = found.simulate[zone]
    row: dict[str, list[str]] = {"zone": [zone], "territory": [PLACES[zone]]}
    for each in found.questions:
        if each.do != "coded":
            continue
        gate = GATES.get(each.variable)
        if gate is not None and gate[1] not in row.get(gate[0], ()):
            continue
        if each.kind == "quarter":
            row[each.variable] = [quarter]
            continue
        told: Mapping[str, float] = shares.get(each.variable, shares.get(each.name, {}))
        if each.kind == "many":
            row[each.variable] = sorted(code for code in told if rng.random() < told[code])
        elif told:
            row[each.variable] = rng.choices(list(told), list(told.values()))
    return {name: codes for name, codes in row.items() if codes}


def sample(name: str, zone: str, n: int, seed: int, *, seeds: int = 8, quarter: str = "2026-Q3") -> list[Linked]:
    """So many people, from hand to hand, each with up to three coupons."""
    rng, found, rows = Random(seed), instrument(name), list[Linked]()
    waiting = list[int]()
    for place in range(n):
        by = waiting.pop(rng.randrange(min(3, len(waiting)))) if place >= seeds and waiting else -1
        row = answers(found, zone, rng, quarter)
        if by >= 0:
            for code in rng.sample(sorted(row), k=len(row) // 6):
                if code in rows[by].row["codes"] and code not in GATES:
                    row[code] = rows[by].row["codes"][code]
        brought = f"m{by}" if by >= 0 else ""
        rows.append(Linked(f"f_{name}/1", {"codes": row, "parts": []}, mark=f"m{place}", recruiter=brought))
        waiting += [place] * rng.choices((0, 1, 2, 3), (1, 3, 4, 3))[0]
    return rows


def lay(source: str, rows: list[Linked], name: str, *, token: str, version: int = 1) -> None:
    """Bring them, as the door of a study does."""
    keep_book(table_of(name, version=version))
    bring(token * 32, source, rows)


def arguments(*sources: str, **more: Any) -> dict[str, Any]:
    """What a profile is asked with."""
    asked = {"sources": list(sources), "period": "", "populations": {}, "size_sources": {}, "seed": 7,
             "replicates": 200, "quarter": "2026-Q4"}  # fmt: skip
    return asked | more


def shares_of(body: Any, zone: str) -> dict[tuple[str, str], Any]:
    """The shares of one territory, by indicator and group."""
    found = next(each for each in body["samples"] if each["zone"] == zone)
    return {(each["indicator"], each["group"]): each for each in found["shares"]}
