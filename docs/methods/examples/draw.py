"""Draws the example files of this folder. Everybody and every place in them is made up; the same seed draws the same.

PYTHONPATH=src python docs/methods/examples/draw.py
"""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from amparo.methods.hidden import simulate_network, simulate_recruitment

HERE = Path(__file__).parent
HISTORIES = {"111": 7, "110": 12, "101": 9, "011": 11, "100": 40, "010": 33, "001": 52}
COUNTS = {0: {0: 10, 1: 60, 2: 90, 3: 40}, 1: {0: 5, 1: 50, 2: 85, 3: 50, 4: 10}}  # of the page on lists
UNTIL, DAYS, PLACES = datetime.date(2030, 6, 30), 180, 40
SQUARE = {"Barrio Norte": (2, 9, 9), "Centro": (9, 9, 9), "Puente": (9, 9, 3)}
STEPS = ((0.8, 1.0, 1), (0.95, 0.5, 2), (0.75, 0.1, 12), (0.8, 0.5, 15), (0.9, 0.3, 9), (0.9, 0.0, 20), (0.0, 0.0, 0))
KINDS = ("papers", "turned away", "eviction")


def table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([names, *rows])
    return out.getvalue()


def recruits() -> str:
    """A sample of 300 from a town of 1,000, of whom 200 were turned away; those know twice as many as others."""
    network = simulate_network(1000, share=0.2, mean_degree=8, activity=2.0, homophily=1.2, seed=3)
    found = simulate_recruitment(network, n=300, seeds=8, coupons=3, returned=0.6, seed=3)
    chance, sample = Random(3), found.sample
    parts: list[str] = []
    for by in sample.recruiter.tolist():  # whom she brings works where she works, mostly
        as_she = parts[by] if by >= 0 and chance.random() < 0.9 else None
        parts.append(as_she or chance.choice(("border", "town")))
    rows = (
        (
            f"P{row + 1:03}", f"P{by + 1:03}" if by >= 0 else "", int(sample.degree[row]),
            ("no", "yes")[int(found.group[row])], parts[row],
        )
        for row, by in enumerate(sample.recruiter.tolist())
    )  # fmt: skip
    return table(("id", "recruiter", "degree", "turned_away", "part"), rows)


def die() -> str:
    """480 answers through a die, 130 of them yes: at the border more pay."""
    chance = Random(4)
    border = [1] * 200 + [0] * 280
    yes = chance.sample(range(200), 68) + chance.sample(range(200, 480), 62)
    rows = [(at, "yes" if row in yes else "no", chance.randint(18, 55)) for row, at in enumerate(border)]
    chance.shuffle(rows)
    return table(("paid", "border", "age"), ((answer, at, age) for at, answer, age in rows))


def lists() -> str:
    """400 people who said how many sentences are true of them; chance showed a fourth one to 200."""
    chance = Random(5)
    rows = [
        (count, saw, chance.randint(18, 55))
        for saw, counts in COUNTS.items()
        for count, people in counts.items()
        for _ in range(people)
    ]
    chance.shuffle(rows)
    return table(("count", "saw", "age"), rows)


def histories() -> str:
    """How many people are on which of three lists."""
    return table(("clinic", "shelter", "lawyer", "people"), ((*each, many) for each, many in HISTORIES.items()))


def places_and_cases() -> tuple[str, str]:
    """150 quiet cases at 40 places in half a year, and ten more at five neighbours in the last six days."""
    chance = Random(8)
    at = [(round(chance.uniform(-77.9, -77.5), 4), round(chance.uniform(0.6, 0.95), 4)) for _ in range(PLACES)]
    names = [f"Place {number:02}" for number in range(1, PLACES + 1)]
    centre = (-77.65, 0.8)
    near = sorted(range(PLACES), key=lambda each: (at[each][0] - centre[0]) ** 2 + (at[each][1] - centre[1]) ** 2)[:5]
    quiet = [(chance.randrange(PLACES), chance.randrange(DAYS)) for _ in range(150)]
    found = [*quiet, *((near[each % 5], chance.randrange(6)) for each in range(10))]
    rows = [
        (names[place], UNTIL - datetime.timedelta(back), f"C{number:03}", chance.choice(("police", "client", "owner")),
         chance.choice(("Casa Puente", "Salud sin Filas", "Línea de Noche")))
        for number, (place, back) in enumerate(found, 1)
    ]  # fmt: skip
    rows.sort(key=lambda row: (row[1], row[2]))
    opened = UNTIL - datetime.timedelta(DAYS + 60)
    return (
        table(
            ("place", "lon", "lat", "opened"), ((name, *where, opened) for name, where in zip(names, at, strict=True))
        ),
        table(("place", "day", "person", "type", "organisation"), rows),
    )


def town() -> dict[str, str]:
    """The town of the page on networks: services, ties, who needs what, where a new one could open, who was refused."""
    return {
        "services.csv": table(
            ("id", "organisation", "place", "accepts", "institution", "funder"),
            [
                ("point", "Red de Pares", "border", "", "peer-led", "A"),
                ("clinic", "Salud sin Filas", "border", "doctor", "state", "A"),
                ("police", "Police", "city", "", "police", ""),
                ("shelter", "Parish", "city", "shelter", "church", "B"),
                ("kitchen", "Parish", "city", "food", "church", "B"),
            ],
        ),
        "ties.csv": table(
            ("source", "target", "sent", "accepted", "hours"),
            [
                ("point", "clinic", 9, 6, 1), ("point", "police", 3, 1, 4), ("police", "shelter", 2, 2, 3),
                ("shelter", "kitchen", 5, 5, 0.5),
            ],
        ),
        "demand.csv": table(
            ("place", "need", "weight"), [("border", "doctor", 10), ("border", "shelter", 6), ("city", "shelter", 4)]
        ),
        "attempts.csv": table(
            ("service", "refused", "tried", "organisations"),
            [
                ("clinic", 9, 20, 3), ("shelter", 1, 2, 1), ("kitchen", 2, 25, 4), ("hospital", 14, 22, 3),
                ("registry", 5, 12, 2), ("school", 1, 11, 3),
            ],
        ),
    }  # fmt: skip


def villages() -> dict[str, str]:
    """Six villages on a road with no doctor yet, and three places where one could sit."""
    covers = {"west": (1, 2, 3), "middle": (2, 3, 4, 5), "east": (4, 5, 6)}
    return {
        "road-services.csv": table(
            ("id", "organisation", "place", "accepts"),
            [("post", "Red de Pares", "village 1", ""), ("hospital", "Salud sin Filas", "city", "doctor")],
        ),
        "road-ties.csv": table(("source", "target", "sent", "accepted", "hours"), [("post", "hospital", 4, 1, 9)]),
        "road-demand.csv": table(
            ("place", "need", "weight"), [(f"village {each}", "doctor", 1) for each in range(1, 7)]
        ),
        "road-sites.csv": table(
            ("site", "place", "need"),
            [(site, f"village {each}", "doctor") for site, near in covers.items() for each in near],
        ),
    }


def referrals() -> str:
    """60 referrals of three months: some she withdrew, some were declined, some are open."""
    chance, rows = Random(6), []
    start = UNTIL - datetime.timedelta(90)
    for _ in range(60):
        at, days, ends = chance.randrange(88), [], ["", ""]
        for stage, (goes_on, withdraws, waits) in enumerate(STEPS):
            days.append(at)
            lot = chance.random()
            at += chance.randint(0, waits if lot <= goes_on else waits // 2)
            if lot > goes_on or at > 90 or stage == len(STEPS) - 1:
                if lot > goes_on and at <= 90:
                    ends[0 if chance.random() < withdraws else 1] = start + datetime.timedelta(at)
                break
        days += [None] * (len(STEPS) - len(days))
        rows.append([*("" if each is None else start + datetime.timedelta(each) for each in days), *ends])
    names = ("offered", "consented", "sent", "acknowledged", "received", "given", "known", "withdrawn", "declined")
    return table(names, rows)


def incidents() -> str:
    """Incidents of a year, counted by place, kind and organisation."""
    chance = Random(9)
    rows = []
    for place, often in (("Barrio Norte", 3), ("Centro", 14), ("Puente", 8)):
        for kind in KINDS:
            for organisation in ("Casa Puente", "Salud sin Filas", "Línea de Noche", "Red de Pares"):
                persons = chance.randint(0, 2 * often)
                if persons:
                    rows.append((place, kind, organisation, persons))
    return table(("place", "kind", "organisation", "persons"), rows)


def square() -> tuple[str, str]:
    """The table of the page on safe tables, and the same as a bulletin that hides the two small cells alone."""
    rows = [(place, kind, n) for place, row in SQUARE.items() for kind, n in zip(KINDS, row, strict=True)]
    shown = [(place, kind, n if n >= 5 else "") for place, kind, n in rows]
    shown += [(place, "Total", sum(row)) for place, row in SQUARE.items()]
    shown += [("Total", kind, sum(row[at] for row in SQUARE.values())) for at, kind in enumerate(KINDS)]
    shown.append(("Total", "Total", sum(map(sum, SQUARE.values()))))
    return table(("place", "kind", "persons"), rows), table(("place", "kind", "persons"), shown)


def drawn() -> dict[str, str]:
    """Every file that is drawn, by its name."""
    places, cases = places_and_cases()
    cells, bulletin = square()
    return {
        "recruits.csv": recruits(), "die.csv": die(), "list.csv": lists(), "histories.csv": histories(),
        "places.csv": places, "cases.csv": cases, **town(), **villages(), "referrals.csv": referrals(),
        "incidents.csv": incidents(), "square.csv": cells,
        "bulletin.csv": bulletin,
    }  # fmt: skip


if __name__ == "__main__":
    for name, text in drawn().items():
        (HERE / name).write_text(text, encoding="utf-8")
