"""Every number on every public surface is a line of the ledger, and a number that is none is found on each of them."""

import re

import pytest
from django.test import Client

from amparo.advocacy.visibility.urls import PUBLIC
from amparo.formats.hxl import COLUMNS
from amparo.publications.queries import figures
from tests.data_surfaces import PREFIXES, all_figures, faults, surfaces
from tests.hxl_reading import read
from tests.ledger_walk import numbers, strangers
from tests.released import down, many, regional

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def released():
    """What stands before the public: an edition with everything, a long one, and one that was taken down."""
    return regional("harm/2026-Q2"), many("needs/2026-06"), down("care/2026")


def told_of(released, prefix):
    """Every address of the three; a name that is missing here fails the test."""
    whole, long, gone = (each.reference for each in released)
    told = surfaces(whole, prefix, more=(gone, long), parts=2)
    return told | {"data_map": [*told["data_map"], f"{prefix}/datos/{gone}/1-EC.svg"]}


@pytest.mark.parametrize("language", PREFIXES)
def test_every_number_on_every_public_surface_is_a_line_of_the_ledger(released, language):
    told = told_of(released, PREFIXES[language])
    assert set(told) == PUBLIC, "an address that this walk does not open"
    known, opened = all_figures(released), 0
    for name, addresses in told.items():
        for address in addresses:
            response = Client().get(address)
            assert response.status_code in {200, 410}, address
            assert faults(response, released, language) == [], address
            shown = set(re.findall(r'data-figure="(\w*)"', response.text))
            assert shown <= set(known), address
            opened += len(shown)
            assert name != "data_edition" or response.status_code == 410 or shown, address
    assert opened > 1000


PLANTED = {
    "data": ("</h1>", "</h1><p>12 personas</p>"),
    "data title": ("<h1>", '<h1 title="de 12">'),
    "data_edition": ("</h2>", "</h2><p>fueron 1 234 personas</p>"),
    "data_edition alt": ("<figure", '<img alt="12 personas" src="x"><figure'),
    "data_edition desc": ("<desc", "<desc>12 en total</desc><desc"),
    "data_edition figure": ("</td>", "</td><td><span data-figure=\"{figure}\">777</span></td>"),
    "data_edition no figure": ("</td>", "</td><td><span data-figure=\"0000000000000000\">11</span></td>"),
    "data_more": ("</h1>", "</h1><p>en 3 provincias</p>"),
    "data_csv": ("\r\n", "\r\ntotal,,,,,,,,,count,3456,,shown,\r\n"),
    "data_csv cell": (",11,,shown,", ",12,,shown,"),
    "data_csv short": ("\r\n", "\r\n12\r\n"),
    "data_tags": (",11,,shown,", ",11,11 a 20,shown,"),
    "data_map": ("</title>", "</title><text>12</text>"),
    "data_map title": ("Azuay: 11<", "Azuay: 12<"),
    "data_map legend": ('">11</tspan>', '">12</tspan>'),
    "data_feed": ("<summary", "<subtitle>12 ediciones</subtitle><summary"),
    "data_feed figure": (">11</span>", ">13</span>"),
}  # fmt: skip


def test_a_planted_number_is_found_on_each_kind_of_surface(released):
    told, figure = told_of(released, ""), next(key for key, each in figures(released[0]).items() if each.said == "11")
    blind = []
    for plant, (before, after) in PLANTED.items():
        response = Client().get(told[plant.split()[0]][0])
        assert before in response.text, plant
        response.content = response.text.replace(before, after.replace("{figure}", figure), 1).encode()
        blind += [] if faults(response, released, "es") else [plant]
    assert blind == []


def test_what_is_planted_stands_on_every_kind_of_surface():
    assert {plant.split()[0] for plant in PLANTED} == PUBLIC


def test_a_number_that_the_house_itself_would_change_is_found(released, monkeypatch):
    monkeypatch.setattr("amparo.publications.templatetags.figures.written", lambda number, language: f"{number}0")
    page = Client().get(f"/datos/{released[0].reference}")
    monkeypatch.undo()
    assert len(faults(page, released, "es")) > 20


def test_the_walk_reads_numbers_as_people_write_them():
    assert numbers("de 1\u00a0234 a 38,5 %, en 2026") == ["1\u00a0234", "38,5", "2026"]
    assert strangers('<p title="12"><b data-figure="a">1\u00a0234</b></p>', {"a": "1\u00a0234"}, ()) == ["12"]
    assert strangers('<p><b data-figure="a">1\u00a0234 y 5</b></p>', {"a": "1\u00a0234"}, ()) == ["1 234 y 5"]
    assert strangers("<p>En 2026 fueron 20</p>", {}, {"2026"}) == ["En 2026 fueron 20"]
    assert strangers("<p>2026</p><script>var a = 1</script>", {}, {"2026"}) == []


@pytest.mark.parametrize("language", PREFIXES)
def test_other_programs_read_every_table_and_find_no_fault(released, language):
    for edition in released[:2]:
        found = read(Client().get(f"{PREFIXES[language]}/datos/{edition.reference}/hxl.csv").text)
        assert found.tags == [tag for _name, tag in COLUMNS]
        assert [level for level, _what in found.found if level == "error"] == []
        place = [name for name, _tag in COLUMNS].index("figure")
        in_tables = {row[place] for row in found.rows}
        assert in_tables <= set(figures(edition))
        assert len(in_tables) == len(found.rows) > 40


WRONG = {
    "a word for a number": (",11,,shown,", ",once,,shown,", "Expected a number"),
    "a day that is none": (",2026-08-01,", ",ayer,", "Expected a date"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_other_programs_find_a_fault_that_is_planted_in_a_released_table(released, fault):
    before, after, told = WRONG[fault]
    text = Client().get(f"/datos/{released[0].reference}/hxl.csv").text
    assert before in text
    assert ("error", told) in read(text.replace(before, after, 1)).found
