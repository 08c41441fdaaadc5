"""From the door to the reader: what two checkers let out stands before the public as it was, until it is down."""

import json
import re

import pytest
from django.test import Client

from amparo.doors.release import actions
from amparo.doors.release.queries.shown import said_of
from amparo.formats import plan_limits, plans
from amparo.formats.codes import by_code
from amparo.formats.gazetteer import units
from amparo.formats.outlines import UNDRAWN
from amparo.publications import queries as published
from tests.cast import make_beside
from tests.data_surfaces import PREFIXES, faults, surfaces
from tests.hxl_reading import read
from tests.release_house import DUE, brought, released

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def labels_of(code, language):
    """The names that a plan gives, and only the plan: some have a number in them, such as an age or an hour."""
    one = plans.plan(code)
    texts = [one.texts, *(table.texts for table in one.tables)]
    texts += [said_of(each, leaf) for each in one.dimensions for leaf in each.leaves]
    texts += [group.texts for each in one.dimensions for group in each.groups]
    return {text[language] for text in texts}


def test_what_was_let_out_is_what_is_read_until_it_is_taken_down(cast):
    brought()
    release = released(cast, make_beside(cast)["iris"])
    (edition,) = published.editions()
    for language, prefix in PREFIXES.items():
        labels = labels_of(release.plan, language)
        for addresses in surfaces(edition.reference, prefix, maps="").values():
            for address in addresses:
                response = Client().get(address)
                assert response.status_code == 200, address
                assert faults(response, [edition], language, labels) == [], address
        found = read(Client().get(f"{prefix}/datos/{edition.reference}/hxl.csv").text)
        assert [level for level, _what in found.found if level == "error"] == []
        assert len(found.rows) == len(published.figures(edition)) > 60
    told = Client().get(f"/datos/{edition.reference}").text
    shown = {each.reference for each in published.figures(edition).values() if each.kind != "hidden"}
    assert set(re.findall(r'class="figure" data-figure="(\w+)"', told)) == shown, "every figure of it, and no other"
    _no_nought_leaves(edition, told)
    actions.take_down(edition.reference, why=next(iter(by_code("take_down"))), by=cast.elena, today=DUE)
    for name, addresses in surfaces(edition.reference, "", maps="").items():
        expected = 200 if name in {"data", "data_feed"} else 410
        assert [Client().get(each).status_code for each in addresses] == [expected] * len(addresses), name
    assert edition.reference not in Client().get("/datos").text


def _no_nought_leaves(edition, told):
    """Nobody was forced to marry: that is a small number too, and each surface says so as of any other one."""
    nobody = {key for key, each in published.figures(edition).items() if "forced_marriage" in json.loads(each.label)}
    assert len(nobody) == 6
    file = Client().get(f"/datos/{edition.reference}.csv").text
    lines = [line for line in file.splitlines() if line.rpartition(",")[2] in nobody]
    assert [line.split(",")[-5:-1] for line in lines] == [["hidden", "", "", "not shown"]] * 6
    below, chart = (
        re.search(rf"<{tag}.*?</{end}>", told, re.DOTALL)[0] for tag, end in (('p class="gone"', "p"), ("svg ", "svg"))
    )
    assert below.startswith('<p class="gone"><b>No se muestra:</b> ')
    assert re.findall(r'data-figure="(\w+)">Matrimonio o unión forzada<', below)[0] in nobody
    (reference,) = nobody & set(re.findall(r'data-figure="(\w+)"', chart))
    assert f'data-figure="{reference}"><title>Matrimonio o unión forzada: no se muestra<' in chart
    assert not re.search(r">0</(?:span|tspan)>", told)


PLACES = {code for code, _country, _name in units()} | set(UNDRAWN) | set(by_code("country"))


def crossings(labels, venues):
    """Labels of figures that name a kind of venue and a place together."""
    return [label for label in labels if set(label) & venues and set(label) & PLACES]


def test_no_plan_no_row_and_no_map_has_a_kind_of_venue_beside_a_place(cast):
    venues = {code for code, each in by_code("place_kind").items() if each.more.get("venue")}
    assert venues
    for name in plans.names():
        one = plans.plan(name)
        places = [each.name for each in one.dimensions if each.variable.kind == "place"]
        of_venues = [each.name for each in one.dimensions if plan_limits.is_venue(each.variable)]
        assert not (places and of_venues), name
    brought()
    reader = make_beside(cast)["iris"]
    for name in plans.names():
        if plans.plan(name).kind == "counts":
            released(cast, reader, name)
    labels = [json.loads(each.label) for edition in published.every_edition() for each in
              published.figures(edition).values()]  # fmt: skip
    assert len(labels) > 60
    assert crossings(labels, venues) == []
    planted = ["table", "2026-06", "EC-A", sorted(venues)[0]]
    assert crossings([*labels, planted], venues) == [planted], "the look sees one"
