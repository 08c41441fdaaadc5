"""The pages of what was released: for whom, what they weigh, how they read, and that a taking down leaves nothing."""

import gzip
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from amparo.advocacy.visibility.queries.pictures import unit_of
from amparo.formats.neutral import promise_words
from amparo.formats.readability import hard_sentences, passes
from amparo.publications.actions import take_down
from amparo.publications.queries import editions, page
from tests.integration.test_public_pages import weight
from tests.integration.test_reading_level import sentences_of
from tests.released import Draft, down, many, regional

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
PREFIXES = {"es": "", "pt": "/pt", "en": "/en"}
ATOM = "{http://www.w3.org/2005/Atom}"
LIMIT = 60_000  # bytes on the wire, all of a first visit
GZIP = {"accept-encoding": "gzip"}


def addresses(reference):
    """Every address of one edition."""
    one = f"/datos/{reference}"
    return [f"{each}{rest}" for each in (one, f"/pt{one}", f"/en{one}") for rest in
            ("", "/1", ".csv", "/hxl.csv", "/1-EC.svg")]  # fmt: skip


def test_a_house_that_released_nothing_says_so():
    answer = Client().get("/datos")
    assert answer.status_code == 200
    assert "Todavía no se publicó nada" in answer.text
    assert "/datos/feed" not in answer.text
    ET.fromstring(Client().get("/datos/feed").content)
    for address in addresses("0123456789abcdef"):
        assert Client().get(address).status_code == 404, address


def test_a_taking_down_is_seen_by_the_next_request_at_every_address():
    edition, other = regional("harm/2026-Q2"), many("needs/2026-06", rows=3)
    client = Client()  # the same browser before and after
    for address in addresses(edition.reference):
        before = client.get(address)
        assert before.status_code == 200, address
        assert before["Cache-Control"] == "no-store", "no cache on the way may keep what can be taken back"
        assert not before.has_header("ETag")
    take_down(edition.reference, why="wrong", on=date(2026, 9, 3), by="a test")
    for address in addresses(edition.reference):
        after = client.get(address)
        assert after.status_code == 410, address
        assert after["Cache-Control"] == "no-store", address
        assert after["Content-Type"].startswith("text/html"), address
        assert "data-figure" not in after.text, address
        assert "Lo que nos contaron" not in after.text, address
    assert "el 3 de septiembre de 2026" in client.get(f"/datos/{edition.reference}").text
    for prefix in PREFIXES.values():
        for address in ("/datos", "/datos/feed"):
            told = client.get(prefix + address).text
            assert edition.reference not in told, address
            assert other.reference in told, address


def test_what_is_for_others_is_nowhere_before_the_public():
    hidden = [
        regional("harm/2026-Q1", audience="coordination", agreement="acta de ejemplo"),
        regional("harm/2026-Q2", audience="partner", recipient="faro", agreement="acta de ejemplo"),
        regional("harm/2026-Q3", audience="ombudsman", agreement="acta de ejemplo"),
    ]
    for edition in hidden:
        for address in addresses(edition.reference):
            assert Client().get(address).status_code == 404, address
        take_down(edition.reference, why="wrong", on=date(2026, 9, 3), by="a test")
        for address in addresses(edition.reference):
            assert Client().get(address).status_code == 404, "that it was ever there is not said either"
    for address in ("/datos", "/datos/feed"):
        assert not [each for each in hidden if each.reference in Client().get(address).text]


def test_the_feed_is_one_that_readers_of_news_take():
    edition = regional()
    feed = ET.fromstring(Client().get("/en/datos/feed").content)
    assert feed.tag == f"{ATOM}feed"
    entry = feed.find(f"{ATOM}entry")
    assert {each.tag.removeprefix(ATOM) for each in entry} == {"title", "id", "link", "updated", "summary"}
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/en/datos/{edition.reference}"
    assert entry.find(f"{ATOM}updated").text == "2026-08-01T00:00:00Z"
    assert "April to June 2026" in "".join(entry.find(f"{ATOM}summary").itertext())


def test_a_long_edition_is_read_in_parts_and_none_weighs_more_than_allowed():
    draft = Draft()
    for country in ("BR", "CO", "PE", "MX"):
        draft.by_unit(country, first=100_003)
    maps = draft.release("maps/2026")
    long = many(rows=900, columns=6)
    seen = []
    for reference, parts in ((maps.reference, 1), (long.reference, 6)):
        for part in range(1, parts + 1):
            answer = Client(headers=GZIP).get(f"/en/datos/{reference}/{part}")
            bytes_on_wire, requests = weight(answer)
            assert bytes_on_wire <= LIMIT, (part, bytes_on_wire)
            assert requests <= 4
            seen += re.findall(r'<td [^>]*><span class="figure" data-figure="(\w+)"', text_of(answer))
        assert Client().get(f"/en/datos/{reference}/{parts + 1}").status_code == 404
        assert Client().get(f"/en/datos/{reference}/0").status_code == 404
    assert len(seen) == len(set(seen)) > 5400, "each figure stands on one part"


def text_of(answer):
    return gzip.decompress(answer.content).decode()


@pytest.mark.parametrize("language", PREFIXES)
def test_the_words_around_the_figures_are_easy_and_promise_nothing(language):
    whole, gone = regional(), down("care/2026")
    prefix = PREFIXES[language]
    pages = {each: Client().get(prefix + each) for each in
             ("/datos", f"/datos/{whole.reference}", f"/datos/{gone.reference}")}  # fmt: skip
    measured = 0
    for address, answer in pages.items():
        text = sentences_of(re.sub(r"<figure.*?</figure>", "", answer.text, flags=re.DOTALL))
        assert promise_words(text, language) == [], address
        assert not answer.cookies, address
        assert f"<title>{settings.SITE_NAME}</title>" in answer.text, address
        assert "style=" not in answer.text, address
        if len(text.split()) >= 40:
            measured += 1
            assert passes(text, language), (address, hard_sentences(text, language))
    assert measured >= 2


def test_what_a_map_cannot_show_is_said_beside_it():
    told = Client().get(f"/datos/{regional().reference}").text
    ecuador, chile = re.findall(r"<figcaption>(.*?)</figcaption>", told)[:2]
    assert "recuadro" in ecuador
    assert "falta el contorno de Ñuble" in chile
    assert ">Ñuble</th>" in told
    assert "Ñuble" not in re.findall(r"<svg.*?</svg>", told, re.DOTALL)[1]


def test_a_page_of_many_tables_begins_with_the_way_to_each():
    draft = Draft()
    for country in ("BR", "CO", "PE", "MX"):
        draft.by_unit(country)
    told = Client().get(f"/datos/{draft.release('maps/2026').reference}").text
    way = re.search(r"<nav class=\"no-print\" aria-label=\"En esta página\">.*?</nav>", told, re.DOTALL)[0]
    assert re.findall(r'href="#(\w+)">([^<]+)<', way)[:2] == [
        ("h1", "Personas por provincia, BR"), ("h2", "Personas por provincia, CO"),
    ]  # fmt: skip
    assert all(f' id="{each}"' in told for each in re.findall(r'href="#(\w+)"', way))
    assert "En esta página" not in Client().get(f"/datos/{regional().reference}").text, "three are seen at a glance"


def test_a_row_of_which_nothing_is_shown_says_it_once():
    told = Client().get(f"/datos/{regional().reference}").text
    river = re.search(r"Rural, mina y río</th>(.*?)</tr>", told, re.DOTALL)[1]
    assert river.count("no se muestra") == 1


def test_what_is_drawn_is_of_everybody_where_there_is_such_a_column_and_no_bar_is_of_everybody():
    draft = Draft()  # codes as the door writes them: a period first, then a code for each dimension by its name
    heads, rows = [{"es": "Trans"}, {"es": "Todas"}], []
    for kind, few, many_ in (("threats", 12, 40), ("blows", 15, 60), ("total", 27, 100)):
        cells = [draft.figure(("t", "2026-06", gender, kind), "count", str(value))
                 for gender, value in (("trans", few), ("total", many_))]  # fmt: skip
        rows.append(({"es": kind}, cells))
    draft.table({"es": "Lo que pasó"}, {"es": "Qué"}, heads, rows)
    told = Client().get(f"/datos/{draft.release('harm/2026-06').reference}").text
    drawn = re.search(r"<svg.*?</svg>", told, re.DOTALL)[0]
    assert re.findall(r'data-figure="\w+">(\d+)<', drawn) == ["40", "60"]
    assert "Lo que pasó. Todas" in drawn


def test_numbers_are_written_as_each_language_writes_them():
    reference = regional().reference
    told = {language: Client().get(f"{prefix}/datos/{reference}").text for language, prefix in PREFIXES.items()}
    assert ">2\u00a0242</span>" in told["es"]
    assert ">2.242</span>" in told["pt"]
    assert ">2,242</span>" in told["en"]
    assert [one in told[language] for language, one in
            (("es", ">38,5\u00a0%<"), ("pt", ">38,5%<"), ("en", ">38.5%<"))] == [True] * 3  # fmt: skip


def test_only_first_level_units_are_drawn_as_places():
    """A finer place in a table makes no map, and a map is never asked for of what has none."""
    draft = Draft()
    cells = [draft.figure(("by_town", code), "count", "40") for code in ("3657509", "3650472", "EC-G-1")]
    rows = [({"es": "Un pueblo"}, [cell]) for cell in cells]
    draft.table({"es": "Por pueblo"}, {"es": "Pueblo"}, [{"es": "Personas"}], rows)
    edition = draft.release("towns/2026")
    told = page(edition, "es").tables[0]
    assert [unit_of(row) for row in told.rows] == ["", "", ""]
    assert ".svg" not in Client().get(f"/datos/{edition.reference}").text.replace("ui/icon.svg", "")
    for address in ("1-EC.svg", "2-EC.svg", "0-EC.svg", "1-ES.svg", "1-ec.svg"):
        assert Client().get(f"/datos/{edition.reference}/{address}").status_code == 404, address
    assert [each.reference for each in editions()] == [edition.reference]
