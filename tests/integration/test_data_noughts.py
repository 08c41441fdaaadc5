"""Nobody, and not shown, are two different things to say: each surface says the same one of the same figure.

What the door lets out has no nought: nobody is a small number too, and is hidden as one. Where a nought is released,
because a combination cannot be, it stands as one everywhere, and a gap beside it as a gap.
"""

import csv
import io
import re

import pytest
from django.test import Client

from amparo.publications.queries import figures
from tests.released import Draft, three

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
GAP = "no se muestra"
KINDS = (("count", "0"), ("count", "40"), ("hidden", ""))
FIGURE = re.compile(r'data-figure="(\w+)"[^>]*>(?:<title>[^<]*: )?([^<]+)<')


def drafted():
    """An edition of two tables: one of units, that makes a map, and one of kinds, that makes a chart."""
    draft = Draft()
    for name, heads in (("units", ("EC-A", "EC-G", "EC-P")), ("kinds", ("threats", "blows", "denial"))):
        rows = []
        for code, (kind, said) in zip(heads, KINDS, strict=True):
            rows.append((three(f"Fila {code}"), [draft.figure((name, code), kind, said)]))
        draft.table(three(name), three("Qué"), [three("Personas")], rows)
    return draft.release("noughts/2026-06")


def told_by(client, one):
    """What each kind of surface says of each figure that it has, by the reference of the figure."""
    page = client.get(one).text
    a_map, a_chart = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    parts = {
        "words": re.search(r'labelledby="says".*?</section>', page, re.DOTALL)[0],
        "table": "".join(re.findall(r"<table.*?</table>", page, re.DOTALL)),
        "map": a_map,
        "chart": a_chart,
        "map alone": client.get(f"{one}/1-EC.svg").text,
        "feed": client.get("/datos/feed").text,
    }
    told = {name: dict(FIGURE.findall(text)) for name, text in parts.items()}
    for name in (".csv", "/hxl.csv"):
        rows = csv.DictReader(io.StringIO(client.get(one + name).text))
        told[name] = {row["figure"]: row["value"] or row["status"] for row in rows if "#" not in row["edition"]}
    return told


def test_a_nought_is_a_nought_and_a_gap_a_gap_on_every_kind_of_surface():
    edition = drafted()
    known, told = figures(edition), told_by(Client(), f"/datos/{edition.reference}")
    assert {name: len(pairs) for name, pairs in told.items()} == {
        "table": 6, ".csv": 6, "/hxl.csv": 6, "map": 3, "map alone": 3, "chart": 3, "words": 1, "feed": 1,
    }  # fmt: skip
    for name, pairs in told.items():
        for reference, said in pairs.items():
            expected = known[reference].said or ("not shown" if name.endswith("csv") else GAP)
            assert said == expected, (name, known[reference].label)
    assert "0" in told["words"].values(), "the sentence names the nought"


def test_a_nought_has_a_shade_and_no_hatching_and_a_gap_has_the_hatching():
    edition = drafted()
    known, client = figures(edition), Client()
    for address in (f"/datos/{edition.reference}", f"/datos/{edition.reference}/1-EC.svg"):
        fills = re.findall(r'<g fill="([^"]+)"[^>]*data-figure="(\w+)"', client.get(address).text)
        by_said = {known[reference].said: fill for fill, reference in fills}
        assert by_said[""].endswith("-h)")
        assert not by_said["0"].endswith("-h)")
        assert by_said["0"] != by_said["40"]
