"""464 real services of San Salvador (IRC, 2020, MIT), read through the mapping that ships with the project.

How the numbers were counted: by a script of a few lines that loads the file with the standard ``json`` module and
counts with ``collections.Counter`` over ``results`` (``types[].name_en``, ``location``, ``address_es or address``,
``provider.id``, ``tags``). It shares no code with the reader. The file says ``count`` 471 and holds 464.
"""

from pathlib import Path

import pytest

import amparo
from amparo.formats.hsds import Dataset, Tally, as_dataset, read_json_bytes, write_json
from amparo.formats.hsds.facts import facts_of
from amparo.formats.hsds.mapped import read_mapped
from amparo.formats.hsds.mapping import read_mapping

pytestmark = pytest.mark.shared

FILE = Path(__file__).resolve().parents[3] / "shared/data/hsds/real/irc_cuentanos_elsalvador_services_2020.json"
MAPPING = Path(amparo.__file__).parent / "content" / "mappings" / "irc_cuentanos.toml"


@pytest.fixture(scope="module")
def read() -> tuple[Dataset, tuple[object, ...], Tally]:
    tally = Tally()
    with FILE.open("rb") as stream:
        dataset, problems = as_dataset(read_mapped(stream, read_mapping(MAPPING.read_bytes()), tally=tally))
    print(tally)
    return dataset, problems, tally


def test_all_464_are_read(read: tuple[Dataset, tuple[object, ...], Tally]) -> None:
    dataset, problems, tally = read
    assert tally.read == {"service": 464}
    assert problems == ()
    assert len({service.id for service in dataset.services}) == 464
    assert len({service.organisation.id for service in dataset.services if service.organisation}) == 111


def test_what_found_nothing_on_our_side_is_listed(read: tuple[Dataset, tuple[object, ...], Tally]) -> None:
    expected = {
        "Health & well-being": 102,
        "Educational / social activities": 91,
        "Children's services": 68,
        "Juventudes": 59,
        "Social services": 58,
        "Women's services": 49,
        "Community Service": 40,
        "Protección Ciudadana": 35,
        "Servicios para retornados": 26,
        "Information services": 12,
        "Servicios funerarios": 11,
        "Atención a personas con adicciones": 8,
        "Servicios a personas Privadas de Libertad o Ex Privadas de Libertad": 7,
        "Personas Adultas Mayores": 5,
        "Services for survivors of violence": 1,
    }
    assert {value: count for (_, value), count in read[2].unmapped.items()} == expected
    assert {path for path, _ in read[2].unmapped} == {"types[].name_en"}


def test_what_found_a_code_has_it(read: tuple[Dataset, tuple[object, ...], Tally]) -> None:
    said: dict[tuple[str, str], int] = {}
    for service in read[0].services:
        for attribute in service.attributes:
            said[attribute.taxonomy, attribute.term] = said.get((attribute.taxonomy, attribute.term), 0) + 1
    assert said == {
        ("need", "work"): 48,
        ("need", "mental_health"): 40,
        ("need", "lawyer"): 40,
        ("need", "papers"): 24,
        ("need", "food"): 15,
        ("need", "shelter_longer"): 13,
        ("need", "hygiene"): 7,  # hygiene 5, clothing 5, of which 3 services have both
        ("need", "missing"): 5,
        ("welcome", "lgbtiq"): 21,
        ("welcome", "disability"): 41,  # 40 and 1
    }


def test_places_are_kept_as_text_and_nothing_is_called_checked(read: tuple[Dataset, tuple[object, ...], Tally]) -> None:
    services = read[0].services
    places = [at.location for service in services for at in service.service_at_locations if at.location]
    assert len(places) == 464
    assert sum(place.latitude is not None for place in places) == 431
    assert sum(bool(place.addresses[0].address_1) for place in places) == 452
    assert {place.addresses[0].country for place in places} == {"SV"}
    towns = [place.addresses[0].city for place in places]
    assert (towns.count("San Salvador"), towns.count("Soyapango"), towns.count("Mejicanos")) == (327, 52, 33)
    assert len(set(towns)) == 20
    assert {service.assured_date for service in services} == {None}
    assert {service.extra["source"]["as_of"] for service in services} == {"2020"}
    assert {service.extra["source"]["licence"] for service in services} == {"MIT, International Rescue Committee"}


def test_phones_and_tags(read: tuple[Dataset, tuple[object, ...], Tally]) -> None:
    services = read[0].services
    assert sum(len(service.phones) for service in services) == 0
    assert sum(len(service.extra.get("tags", ())) for service in services) == 548
    assert {facts_of(service, {})[0].operator for service in services} == {"unknown"}


def test_export_import_export_gives_equal_bytes(read: tuple[Dataset, tuple[object, ...], Tally]) -> None:
    once = write_json(read[0])
    again, problems = read_json_bytes(once)
    assert problems == ()
    assert write_json(again) == once
