"""Files that are wrong: a record is left out with its reason, a broken file changes nothing at all."""

import json
import time as clock
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from amparo.commons.directory.models import Service, Source
from tests.integration.test_import import bring, counts, service, uid

pytestmark = pytest.mark.django_db(databases=["default"])


def test_a_rejected_record_is_said_and_its_neighbours_come_in(places_small: dict[str, Any], tmp_path: Path) -> None:
    swapped = service(4)
    swapped["service_at_locations"][0]["location"] |= {"latitude": -77.71, "longitude": 0.81}
    nobody = service(6)
    del nobody["organization"]
    said = bring(tmp_path / "a.json", [
        service(1), service(2, assured_date="2026-02-31"), service(3, status="abierto"), swapped, service(1),
        nobody, service(7, name="<b>Casa</b> <script>x()</script>"),
    ])  # fmt: skip
    assert sorted(Service.objects.values_list("name", flat=True)) == ["Casa", "Lugar 1"]
    for sentence in (
        "Record 2, field “assured_date”: “2026-02-31” is not a day of the calendar.",
        "“abierto”. It can be: active, inactive, defunct, temporarily closed.",
        "The two numbers of the point are swapped: -77.71, 0.81. Perhaps it is 0.81, -77.71.",
        "Record 1 has the same identifier",
        "«Lugar 6»: It does not say who runs it.",
        "It was kept as “Casa”.",
    ):
        assert sentence in said, said


def test_a_reduced_place_whose_text_says_the_street_is_left_out(places_small: dict[str, Any], tmp_path: Path) -> None:
    one = service(1, description="Estamos en la Calle 12 con Carrera 4.")
    one["service_at_locations"][0]["location"] = {"id": uid(401), "location_type": "redacted"}
    said = bring(tmp_path / "a.json", [one])
    assert Service.objects.count() == 0
    assert "Calle 12" in said


BROKEN: dict[str, bytes] = {
    "empty": b"",
    "half": json.dumps([service(1), service(2)]).encode()[:-40],
    "latin": json.dumps([service(1, name="Cúcuta")], ensure_ascii=False).encode("latin-1"),
    "utf16": json.dumps([service(1)]).encode("utf-16"),
    "not json": b"Nombre;Ciudad\nCasa;Tulc\xc3\xa1n\n",
    "half after many": (json.dumps({"contents": [service(n) for n in range(1, 700)]})[:-2] + ", {").encode(),
    "deep": b"[" * 100_000,
    "zip": b"PK\x03\x04 nothing of a zip",
    "nan": b'[{"id": NaN}]',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_file_changes_nothing_at_all(places_small: dict[str, Any], tmp_path: Path, name: str) -> None:
    bring(tmp_path / "good.json", [service(999)])
    before = counts()
    (tmp_path / "bad.json").write_bytes(BROKEN[name])
    with pytest.raises(CommandError) as refusal:
        bring(tmp_path / "bad.json", as_of="2026-11-05")
    assert str(refusal.value).startswith("Nothing was brought in. ")
    assert "\n" not in str(refusal.value)
    assert counts() == before
    assert Source.objects.get().as_of == date(2026, 11, 1)


def test_a_hundred_megabytes_of_garbage_are_refused_quickly(places_small: dict[str, Any], tmp_path: Path) -> None:
    for start in (b'[{"id": "', b"[" + b" " * 100, b'{"contents": [[[[', b"[1,"):
        with (tmp_path / "big.json").open("wb") as file:
            file.write(start)
            for _ in range(100):
                file.write(b"x1,]" * 262_144)
        before, began = counts(), clock.monotonic()
        with pytest.raises(CommandError):
            bring(tmp_path / "big.json")
        assert clock.monotonic() - began < 5
        assert counts() == before


def test_a_circle_of_organisations_is_left_out(places_small: dict[str, Any], tmp_path: Path) -> None:
    one, two = service(1), service(2)
    one["organization"] |= {"id": uid(11), "parent_organization_id": uid(12)}
    two["organization"] |= {"id": uid(12), "parent_organization_id": uid(11)}
    said = bring(tmp_path / "a.json", [one, two])
    assert list(Service.objects.values_list("name", flat=True)) == ["Lugar 1"]
    assert "in a circle" in said


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [("", "The mapping names no field."), ("[service]\nid = 'a'\n", "The mapping has to say “from.source”."),
     ("[from]\nsorce = 'x'\n[service]\nid='a'\n", "The mapping says “sorce”."), ("=", "The mapping cannot be read")],
)  # fmt: skip
def test_a_mapping_that_says_too_little(
    places_small: dict[str, Any], tmp_path: Path, mapping: str, sentence: str
) -> None:
    (tmp_path / "m.toml").write_text(mapping, "utf-8")
    before = counts()
    with pytest.raises(CommandError, match=sentence):
        bring(tmp_path / "a.json", [service(1)], mapping=str(tmp_path / "m.toml"))
    assert counts() == before


def test_words_of_the_command_that_make_no_sense(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    for options, sentence in (
        ({"as_of": "2099-01-01"}, "no day that has come"), ({"as_of": "ayer"}, "no day that has come"),
        ({"mapping": "nada"}, "There is no mapping “nada”"),
    ):  # fmt: skip
        with pytest.raises(CommandError, match=sentence):
            bring(tmp_path / "a.json", **options)
    with pytest.raises(CommandError, match="no such file"):
        bring(tmp_path / "none.json")
