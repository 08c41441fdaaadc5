"""A phone's history must be a history of daily life: every title, every word of an address, every file name."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from amparo.commons.directory.models import Service
from amparo.config.paths import WORDS
from amparo.formats.neutral import telling_words

ROOT = Path(__file__).resolve().parents[2] / "src" / "amparo"
PLANTED = {
    "es": ["violencia", "Refugio de mujeres", "denuncia", "vih.svg", "víctimas", "VIOLACIÓN", "migración"],
    "pt": ["violência", "abrigo", "denúncia", "estupro", "refugiadas", "imigração"],
    "en": ["violence", "shelter-list", "rape", "survivors", "police.css", "migrant"],
}
# The word of the product is the team's; her phone sees only the name of the house.
OUR_NAME = re.compile(r"(?i)amparo")


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in PLANTED.items() for text in texts])
def test_the_lint_finds_what_is_planted(language, text):
    assert telling_words(text), text
    assert telling_words(text, language), text


@pytest.mark.parametrize("text", ["Libreta", "agua", "My list", "Lugares", "ui.css", "Lista de sitios", "Today"])
def test_the_lint_leaves_daily_words_alone(text):
    assert telling_words(text) == []


def words_of_addresses(patterns, before=""):
    """Every route of the resolver as text, parts that vary left out."""
    for each in patterns:
        route = before + re.sub(r"<[^>]*>", "", str(each.pattern))
        if isinstance(each, URLResolver):
            yield from words_of_addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def test_no_address_tells():
    addresses = list(words_of_addresses(get_resolver().url_patterns))
    assert len(addresses) >= 30
    assert {address: found for address in addresses if (found := telling_words(address))} == {}
    assert [address for address in addresses if OUR_NAME.search(address)] == []
    assert {word: found for word in WORDS.values() if (found := telling_words(word))} == {}


def test_no_field_name_of_a_get_form_tells():
    """What a form sends by GET stands in the address."""
    found = {}
    for template in ROOT.rglob("templates/**/*.html"):
        for form in re.findall(r'<form[^>]*method="get".*?</form>', template.read_text(encoding="utf-8"), re.DOTALL):
            for name in re.findall(r'name="(\w+)"', form):
                if telling_words(name):
                    found[template.name] = name
    assert found == {}


def test_no_file_name_that_a_phone_loads_tells():
    files = [path.relative_to(static).as_posix() for static in ROOT.rglob("static") for path in static.rglob("*.*")]
    assert "ui/hoja.css" in files
    assert {name: found for name in files if (found := telling_words(name))} == {}
    assert [name for name in files if OUR_NAME.search(name)] == []


@pytest.mark.django_db(databases=["default", "evidence"])
@pytest.mark.parametrize("prefix", ["", "/pt", "/en"], ids=["es", "pt", "en"])
def test_no_title_of_a_public_page_tells(prefix, places_small):
    """They all carry the neutral name of the house and nothing else, whatever was asked."""
    client = Client()
    titles = {}
    for name, word in {"home": "", **WORDS}.items():
        address = f"{prefix}/{word}"
        for answer in (client.get(address), client.post(address, {"n": "followed"})):
            if answer.status_code == 200 and (title := re.search(r"<title>(.*?)</title>", answer.text)):
                titles[name, answer.request["REQUEST_METHOD"]] = title[1]
    assert len(titles) >= 15
    assert set(titles.values()) <= {settings.SITE_NAME, "."}
    assert telling_words(settings.SITE_NAME) == []


@pytest.mark.django_db(databases=["default", "evidence"])
@pytest.mark.parametrize("prefix", ["", "/pt", "/en"], ids=["es", "pt", "en"])
def test_no_title_of_the_desk_tells(prefix, cast):
    """A worker's screen is looked at too."""
    client = Client()
    client.force_login(cast.ana)
    reference = Service.objects.first()
    assert reference is None
    titles = set()
    for route in words_of_addresses(get_resolver().url_patterns):
        path = re.sub(r"[\^$\\]", "", route)
        if WORDS["desk"] in path:
            answer = client.get(f"{prefix}/{path[path.index(WORDS['desk']) :]}".rstrip("/"))
            titles |= set(re.findall(r"<title>(.*?)</title>", answer.text))
    assert len(titles) >= 4
    assert {title: found for title in titles if (found := telling_words(title))} == {}
