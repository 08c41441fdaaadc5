"""Whatever is written is read back, and written again it is the same bytes: for any dataset Hypothesis can think of."""

import datetime as dt
import filecmp
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.formats.hsds import (
    Accessibility,
    Address,
    Attribute,
    CostOption,
    Dataset,
    Language,
    Location,
    Organisation,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
    as_dataset,
    read_datapackage,
    read_json_bytes,
    write_datapackage,
    write_json,
    write_ndjson,
)
from amparo.formats.hsds.fields import STATUSES, WEEKDAYS
from tests.examples import examples

# A small pool of identifiers, so that the same one is met in several places, as in files of the world.
ids = st.integers(1, 12).map(lambda number: f"00000000-0000-4000-8000-{number:012d}")
texts = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
# A name begins with a letter that no tag can take away: a record without a name is not one.
names = st.text(alphabet="abñ é<>&;,'\"-1\n", max_size=11).map(lambda rest: "n" + rest)
days = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
hours = st.none() | st.times().map(lambda hour: hour.replace(microsecond=0))
numbers = st.none() | st.integers(0, 99) | st.floats(0, 99, allow_nan=False)
json_values = st.recursive(
    st.booleans() | st.integers(-(2**40), 2**40) | texts | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["k", "q", "ñ"]), inner, max_size=2),
    max_leaves=4,
)
extras = st.dictionaries(st.sampled_from(["x_one", "wait_time", "funding_note"]), json_values, max_size=2)


def some(parts: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(parts, max_size=most).map(tuple)


taxonomies = st.builds(Taxonomy, id=ids, name=names, description=texts, version=texts)
terms = st.builds(
    TaxonomyTerm, id=ids, name=names, code=texts, taxonomy=texts, taxonomy_detail=st.none() | taxonomies, language=texts
)
attributes = some(st.builds(Attribute, id=ids, value=texts, taxonomy_term=st.none() | terms), 1)
languages = some(st.builds(Language, id=ids, name=names, code=texts, note=texts, attributes=attributes))
phones = some(
    st.builds(Phone, id=ids, number=names, extension=numbers, type=texts, languages=languages, attributes=attributes)
)
weeks = st.sets(st.sampled_from(WEEKDAYS)).map(lambda found: tuple(day for day in WEEKDAYS if day in found))
schedules = some(
    st.builds(Schedule, id=ids, weekdays=weeks, opens_at=hours, closes_at=hours, valid_from=days, notes=texts)
)
addresses = some(st.builds(Address, id=ids, address_1=texts, city=texts, state_province=texts, country=texts))
points = st.sampled_from([(None, None), (0.81, -77.72), (-34.9, -56.16), (19.4, -99.1), (0.0, 0.0)])


def location(point: tuple[float | None, float | None], **more: Any) -> Location:
    return Location(latitude=point[0], longitude=point[1], **more)


locations = st.builds(
    location,
    points,
    id=ids,
    location_type=st.sampled_from(["physical", "virtual", "redacted"]),
    name=names,
    description=texts,
    addresses=addresses,
    phones=phones,
    schedules=schedules,
    languages=languages,
    accessibility=some(st.builds(Accessibility, id=ids, description=texts)),
    attributes=attributes,
    extra=extras,
    tier=st.sampled_from([0, 0, 0, 1, 2]),
)
organisations = st.builds(
    Organisation,
    id=ids,
    name=names,
    description=texts,
    year_incorporated=numbers,
    phones=phones,
    locations=some(locations, 1),
    attributes=attributes,
    extra=extras,
    tier=st.sampled_from([0, 0, 0, 1, 2]),
)
services = st.builds(
    Service,
    id=ids,
    name=names,
    status=st.sampled_from(STATUSES),
    organisation=st.none() | organisations,
    description=texts,
    minimum_age=numbers,
    assured_date=days,
    last_modified=st.none() | st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)),
    phones=phones,
    schedules=schedules,
    languages=languages,
    service_areas=some(st.builds(ServiceArea, id=ids, name=names, extent=texts)),
    service_at_locations=some(
        st.builds(ServiceAtLocation, id=ids, location=st.none() | locations, phones=phones, schedules=schedules), 1
    ),
    cost_options=some(st.builds(CostOption, id=ids, option=names, amount=numbers, valid_from=days)),
    required_documents=some(st.builds(RequiredDocument, id=ids, document=names)),
    attributes=attributes,
    extra=extras,
    tier=st.sampled_from([0, 0, 0, 1, 2]),
)


def by_id(found: list[Any]) -> tuple[Any, ...]:
    return tuple({each.id: each for each in found}.values())


datasets = st.builds(
    Dataset,
    services=st.lists(services, max_size=3).map(by_id),
    organisations=st.lists(organisations, max_size=2).map(by_id),
    locations=st.lists(locations, max_size=2).map(by_id),
    taxonomies=st.lists(taxonomies, max_size=1).map(by_id),
    taxonomy_terms=st.lists(terms, max_size=2).map(by_id),
)
SLOW = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(datasets)
def test_json_written_read_and_written_is_the_same(dataset: Dataset) -> None:
    once = write_json(dataset)
    again, problems = read_json_bytes(once)
    assert problems == ()
    assert write_json(again) == once


@SLOW
@given(datasets)
def test_ndjson_holds_the_same_services(dataset: Dataset) -> None:
    from_page, _ = read_json_bytes(write_json(dataset))
    from_lines, _ = read_json_bytes(write_ndjson(dataset))
    assert from_lines.services == from_page.services


@settings(SLOW, max_examples=examples(40))
@given(datasets)
def test_tables_written_read_and_written_are_the_same(dataset: Dataset) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder) / "one", Path(folder) / "two"
        write_datapackage(dataset, one)
        again, problems = as_dataset(read_datapackage(one))
        assert problems == ()
        write_datapackage(again, two)
        files = sorted(path.name for path in one.iterdir())
        assert filecmp.cmpfiles(one, two, files, shallow=False) == (files, [], [])
