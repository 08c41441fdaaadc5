"""Reading a foreign file by a mapping, and refusing a mapping that could give nothing."""

import io
import json
from pathlib import Path

import pytest

import amparo
from amparo.formats.hsds import Problem, Refused, Service, Tally
from amparo.formats.hsds.mapped import read_mapped
from amparo.formats.hsds.mapping import FieldMapping, read_mapping

HEAD = '[from]\nsource = "x"\nformat = "json"\nrows = "results"\n'
FIELDS = '[service]\nid = "id"\nname = "name"\nstatus = { constant = "active" }\n'


def mapping(more: str = "", head: str = HEAD) -> FieldMapping:
    return read_mapping((head + FIELDS + more).encode())


def read(rows: list[dict[str, object]], used: FieldMapping, tally: Tally | None = None) -> list[object]:
    return list(read_mapped(io.BytesIO(json.dumps({"count": 9, "results": rows}).encode()), used, tally=tally))


def only(row: dict[str, object], more: str) -> Service:
    found = read([{"id": 1, "name": "Casa"} | row], mapping(more))
    assert [type(each) for each in found] == [Service]
    assert isinstance(found[0], Service)
    return found[0]


REFUSED = [
    ("names no field", HEAD, "empty_mapping", {}),
    ("nothing at all", "", "empty_mapping", {}),
    ("empty sections", HEAD + "[service]\n[extra]\n", "empty_mapping", {}),
    (
        "not toml",
        "[from\n",
        "not_toml",
        {"detail": "Expected ']' at the end of a table declaration (at line 1, column 6)"},
    ),
    ("no source", '[from]\nformat = "json"\n' + FIELDS, "mapping_needs", {"field": "from.source"}),
    ("no format", '[from]\nsource = "x"\n' + FIELDS, "mapping_needs", {"field": "from.format"}),
    ("no name", HEAD + '[service]\nid = "id"\n', "mapping_needs", {"field": "service.name"}),
    (
        "a body without id",
        HEAD + FIELDS + '[organization]\nname = "p"\n',
        "mapping_needs",
        {"field": "organization.id"},
    ),
    ("no such table", HEAD + FIELDS + 'url = { path = "u", table = "t" }\n', "mapping_needs", {"field": "tables.t"}),
    ("a rule of nothing", HEAD + FIELDS + "url = { lang = [] }\n", "mapping_needs", {"field": "service.url.path"}),
    (
        "a slip of the pen",
        HEAD + FIELDS + 'url = { paht = "u" }\n',
        "unknown_mapping_key",
        {"key": "paht", "allowed": ("path", "first_of", "constant", "lang", "table")},
    ),
]


@pytest.mark.parametrize(("text", "code", "params"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_mapping_that_could_give_nothing_is_refused(text: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        read_mapping(text.encode())
    assert (refused.value.problem.code, dict(refused.value.problem.params)) == (code, params)


def test_dotted_paths_positions_and_constants() -> None:
    more = (
        'url = { constant = "https://example.org" }\n'
        '[organization]\nid = "by.id"\nname = "by.name"\n'
        '[location]\nid = "id"\nlatitude = "point.coordinates[1]"\nlongitude = "point.coordinates[0]"\n'
        '[address]\ncity = "town"\ncountry = { constant = "SV" }\n'
    )
    service = only({"by": {"id": 7, "name": "Red"}, "point": {"coordinates": [-89.2, 13.7]}, "town": "Apopa"}, more)
    assert service.url == "https://example.org"
    assert service.organisation
    assert service.organisation.name == "Red"
    place = service.service_at_locations[0].location
    assert place
    assert (place.latitude, place.longitude) == (13.7, -89.2)
    assert (place.addresses[0].city, place.addresses[0].country) == ("Apopa", "SV")


def test_the_first_that_holds_something_and_languages_in_turn() -> None:
    more = 'email = { first_of = ["mail", "by.mail"] }\ndescription = { path = "about.*", lang = ["es", "pt"] }\n'
    service = only({"mail": "", "by": {"mail": "red@example.org"}, "about": {"es": None, "pt": "Oi"}}, more)
    assert (service.email, service.description) == ("red@example.org", "Oi")


def test_one_part_for_every_element() -> None:
    more = '[[phones]]\neach = "contacts[]"\nnumber = "tel"\ntype = { constant = "voice" }\n'
    service = only({"contacts": [{"tel": "+503 1"}, {"mail": "x"}, {"tel": "+503 2"}]}, more)
    assert [(phone.number, phone.type) for phone in service.phones] == [("+503 1", "voice"), ("+503 2", "voice")]


def test_codes_by_table_and_what_has_none() -> None:
    more = (
        '[[codes]]\nlist = "need"\npath = "kinds[].name"\ntable = "need"\n'
        '[[codes]]\nlist = "welcome"\npath = "kinds[].name"\ntable = "welcome"\n'
        '[tables.need]\nFood = ["food"]\nOther = []\nBoth = ["food", "hygiene"]\n'
        '[tables.welcome]\nTrans = ["trans_women"]\n'
    )
    rows = [
        {"id": 1, "name": "a", "kinds": [{"name": "Food"}, {"name": "Both"}, {"name": "Other"}]},
        {"id": 2, "name": "b", "kinds": [{"name": "Trans"}, {"name": "Other"}, {"name": "New"}]},
        {"id": 3, "name": "c", "kinds": [{"name": "New"}]},
    ]
    tally = Tally()
    found = read(rows, mapping(more), tally)
    services = [each for each in found if isinstance(each, Service)]
    problems = [each for each in found if isinstance(each, Problem)]
    said = [[(a.taxonomy, a.term) for a in service.attributes] for service in services]
    assert said == [[("need", "food"), ("need", "hygiene")], [("welcome", "trans_women")], []]
    assert tally.unmapped == {("kinds[].name", "Other"): 2, ("kinds[].name", "New"): 2}
    # A value that no table knows is said the first time; one that a table knows to have nothing is only counted.
    assert [(p.code, str(p.where), dict(p.params)) for p in problems] == [
        ("unmapped_value", "#2", {"field": "kinds[].name", "value": "New"})
    ]


def test_a_foreign_row_passes_the_same_checks() -> None:
    more = 'assured_date = "checked"\n[location]\nid = "id"\nlatitude = "lat"\nlongitude = "lon"\n'
    rows: list[dict[str, object]] = [
        {"id": 1, "name": "<b>Casa</b>", "checked": "2024-02-31"},
        {"id": 2, "name": "Casa", "lat": -77.72, "lon": 0.81},
        {"id": 3, "name": "<b>Casa</b>"},
        {"id": 3, "name": "Casa"},
        {"name": "Casa"},
    ]
    found = read(rows, mapping(more))
    assert [(p.code, str(p.where)) for p in found if isinstance(p, Problem)] == [
        ("no_such_date", "#1 assured_date"),
        ("swapped_coordinates", "#2 service_at_locations[1].location.latitude"),
        ("html_in_name", "#3 name"),
        ("duplicate_id", "#4"),
        ("missing_field", "#5"),
    ]
    assert [each.name for each in found if isinstance(each, Service)] == ["Casa"]


def test_csv_with_semicolons_as_spreadsheets_here_write_it() -> None:
    used = mapping(head='[from]\nsource = "x"\nformat = "csv"\n')
    found = list(read_mapped(io.BytesIO('\ufeffid;name\n1;"Casa; Maíz"\n2;Río\n'.encode()), used))
    assert [each.name for each in found if isinstance(each, Service)] == ["Casa; Maíz", "Río"]


def test_a_csv_that_is_cut_or_wider_than_its_header() -> None:
    used = mapping(head='[from]\nsource = "x"\nformat = "csv"\n')
    cut = list(read_mapped(io.BytesIO(b'id,name\n1,"Casa'), used))
    wide = list(read_mapped(io.BytesIO(b"id,name\n1,Casa\n2,Casa,x\n"), used))
    assert [(p.code, str(p.where)) for p in cut if isinstance(p, Problem)] == [("truncated", "L2")]
    assert [(p.code, str(p.where)) for p in wide if isinstance(p, Problem)] == [("not_csv", "L3")]
    assert len(wide) == 2


def test_a_file_without_the_rows_is_refused() -> None:
    found = list(read_mapped(io.BytesIO(b'{"items": [{"id": 1}]}'), mapping()))
    assert [(p.code, dict(p.params)) for p in found if isinstance(p, Problem)] == [("no_rows", {"path": "results"})]
    assert len(found) == 1


def test_every_mapping_that_ships_can_be_read_and_uses_our_codes() -> None:
    content = Path(amparo.__file__).parent / "content"
    found = sorted((content / "mappings").glob("*.toml"))
    assert [path.name for path in found][:1] == ["irc_cuentanos.toml"]
    import tomllib

    for path in found:
        used = read_mapping(path.read_bytes())
        for name, rule in used.codes:
            listed = content / "codes" / f"{name}.toml"
            known = {entry["code"] for entry in tomllib.loads(listed.read_text(encoding="utf-8"))["codes"]}
            said = {code for codes in used.tables[rule.table].values() for code in codes}
            assert said - known == set()
