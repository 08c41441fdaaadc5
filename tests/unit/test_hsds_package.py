"""The datapackage: rows that name each other, in a folder or a zip, and the ways they can be wrong."""

import io
import zipfile
from pathlib import Path

import pytest

from amparo.formats.hsds import (
    Attribute,
    Dataset,
    Language,
    Limits,
    Location,
    Organisation,
    Phone,
    Problem,
    Service,
    ServiceAtLocation,
    Tally,
    TaxonomyTerm,
    as_dataset,
    read_datapackage,
    write_datapackage,
)


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


PHONE = Phone(id=uid(3), number="+593 1", languages=(Language(id=uid(4), code="es"),))
PLACE = Location(id=uid(5), name="Patio", organisation_id=uid(1), phones=(PHONE,))
BODY = Organisation(id=uid(1), name="Red", locations=(PLACE,))
TERM = TaxonomyTerm(id=uid(6), name="Comida", code="food", taxonomy="need")
ONE = Service(
    id=uid(10),
    name='Casa "Maíz", la de abajo',
    organisation=BODY,
    phones=(PHONE,),
    service_at_locations=(ServiceAtLocation(id=uid(11), location=PLACE),),
    attributes=(Attribute(id=uid(12), link_id=uid(10), link_entity="service", taxonomy_term=TERM),),
)
DATASET = Dataset(services=(ONE,), organisations=(Organisation(id=uid(2), name="Sola"),))


def put(folder: Path, **tables: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def codes(found: list[object]) -> list[tuple[str, str]]:
    return [(each.code, str(each.where)) for each in found if isinstance(each, Problem)]


def test_everything_comes_back(tmp_path: Path) -> None:
    write_datapackage(DATASET, tmp_path)
    dataset, problems = as_dataset(read_datapackage(tmp_path))
    assert problems == ()
    assert dataset == DATASET


def test_a_thing_in_two_places_is_one_row_with_two_parents(tmp_path: Path) -> None:
    write_datapackage(DATASET, tmp_path)
    rows = (tmp_path / "phones.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1:] == [f"{uid(3)},{uid(5)},{uid(10)},,,,+593 1,,,"]


def test_one_identifier_that_says_two_things_becomes_two_rows(tmp_path: Path) -> None:
    two = Service(id=uid(20), name="Otra", phones=(PHONE,))
    write_datapackage(Dataset(services=(ONE, two)), tmp_path)
    dataset, problems = as_dataset(read_datapackage(tmp_path))
    assert problems == ()
    numbers = [[(phone.number, len(phone.languages)) for phone in service.phones] for service in dataset.services]
    assert numbers == [[("+593 1", 1)], [("+593 1", 1)]]


@pytest.mark.parametrize("inside", ["", "export/2026/"])
def test_a_zip_is_read_as_the_folder_is(tmp_path: Path, inside: str) -> None:
    write_datapackage(DATASET, tmp_path / "folder")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in (tmp_path / "folder").iterdir():
            archive.write(path, inside + path.name)
        archive.writestr("../../evil.csv", "x")
    dataset, problems = as_dataset(read_datapackage(tmp_path / "all.zip"))
    assert problems == ()
    assert dataset == DATASET
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "all.zip"}


def test_a_zip_that_swells_is_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * 3_000_000)
    found = list(read_datapackage(tmp_path / "bomb.zip", limits=Limits(file_bytes=4_000_000)))
    assert [(p.code, dict(p.params)) for p in found if isinstance(p, Problem)] == [
        ("too_large", {"what": "file_bytes", "limit": 1_000_000})
    ]


def test_what_is_no_zip_and_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    assert codes(list(read_datapackage(tmp_path / "x.zip"))) == [("not_zip", "")]
    assert codes(list(read_datapackage(tmp_path / "nowhere.zip"))) == [("not_zip", "")]
    (tmp_path / "empty").mkdir()
    assert codes(list(read_datapackage(tmp_path / "empty"))) == [("missing_file", "")]


def test_rows_say_their_file_and_line(tmp_path: Path) -> None:
    folder = put(
        tmp_path / "p",
        services="id,name,status,assured_date\n1,Casa,active,\n2,Casa,active,2024-02-31\n2,Casa,abierto,\n",
        phones="id,service_id,number\n7,1,+593 1\n8,99,+593 2\n",
    )
    found = list(read_datapackage(folder, source="x"))
    assert codes(found) == [
        ("orphan_row", "phones.csv #2 L3"),
        ("no_such_date", "services.csv #2 assured_date L3"),
        ("unknown_code", "services.csv #3 status L4"),
    ]
    services = [each for each in found if isinstance(each, Service)]
    assert [[phone.number for phone in service.phones] for service in services] == [["+593 1"]]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("id,name\n1,Niñas\n".encode("latin-1"), ("wrong_encoding", "L2")),
        ("id,name\n".encode("utf-16"), ("wrong_encoding", "L1")),
        (b'id,name\n1,"Casa', ("truncated", "services.csv L2")),
        (b"id,name\n1,Casa,x\n", ("not_csv", "services.csv L2")),
        (b"", ("empty_file", "services.csv")),
    ],
    ids=["latin-1", "utf-16", "cut", "wide", "nothing"],
)
def test_a_broken_table_stops_the_package(tmp_path: Path, data: bytes, expected: tuple[str, str]) -> None:
    (tmp_path / "services.csv").write_bytes(data)
    assert codes(list(read_datapackage(tmp_path))) == [expected]


def test_bodies_in_a_circle_are_refused(tmp_path: Path) -> None:
    folder = put(tmp_path / "p", organizations="id,name,parent_organization_id\na,A,b\nb,B,a\n")
    found = list(read_datapackage(folder, source="x"))
    assert codes(found) == [("cyclic", "organizations.csv #2 L3")]


def test_persons_are_left_out_of_tables_too(tmp_path: Path) -> None:
    folder = put(
        tmp_path / "p",
        services="id,name,status,assurer_email\n1,Casa,active,ana@example.org\n",
        contacts="id,service_id,name,title,email\n5,1,Ana Persona,Recepción,ana@example.org\n",
        metadata="id,resource_id,updated_by\n1,1,Ana Persona\n2,1,Ana Persona\n",
    )
    tally = Tally()
    dataset, _ = as_dataset(read_datapackage(folder, source="x", tally=tally))
    assert tally.left_out == {"service.assurer_email": 1, "contacts.name": 1, "contacts.email": 1, "metadata": 2}
    write_datapackage(dataset, tmp_path / "out")
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "Recepción" in written
    assert "Persona" not in written
    assert "ana@" not in written


def test_csv_is_unix_and_utf_8(tmp_path: Path) -> None:
    write_datapackage(DATASET, tmp_path)
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        assert b"\r" not in data
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\n")
    assert io.StringIO((tmp_path / "services.csv").read_text(encoding="utf-8")).readlines()[1].count('""Maíz""') == 1


def package_of(folder: Path, written: bytes, **limits: int) -> list[tuple[str, dict[str, object]]]:
    folder.mkdir()
    (folder / "services.csv").write_bytes(b"id,name,status\n" + written)
    found = read_datapackage(folder, limits=Limits(**limits))
    return [(p.code, dict(p.params)) for p in found if isinstance(p, Problem)]


def test_a_package_with_more_rows_than_fit_in_memory_is_refused(tmp_path: Path) -> None:
    written = b"".join(b"%d,Casa,active\n" % number for number in range(11))
    assert package_of(tmp_path / "many", written, rows=40) == [("too_large", {"what": "rows", "limit": 10})]
    assert package_of(tmp_path / "few", written, rows=44) == []


def test_blank_lines_without_end_are_refused(tmp_path: Path) -> None:
    assert package_of(tmp_path / "blank", b"\n" * 3_000_000) == [("too_large", {"what": "value_bytes", "limit": 2**20})]
    assert package_of(tmp_path / "some", b"\n" * 1000 + b"1,Casa,active\n") == []
