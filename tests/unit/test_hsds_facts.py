"""Our codes as HSDS says them, and back."""

import pytest

from amparo.formats.hsds import (
    Attribute,
    CostOption,
    Dataset,
    Language,
    Location,
    Organisation,
    Service,
    TaxonomyTerm,
    read_json_bytes,
    write_json,
)
from amparo.formats.hsds.facts import (
    Facts,
    accessibility_of,
    bits_of,
    facts_of,
    terms,
    weekdays_of,
    with_accessibility,
    with_facts,
)

A = "11111111-1111-4111-8111-111111111111"
B = "22222222-2222-4222-8222-222222222222"
CODES = {
    "need": {"shelter_tonight": "Un lugar esta noche", "pep": "Medicina que evita el VIH"},
    "welcome": {"trans_women": "Mujeres trans"},
    "papers": {"none": "Ninguno", "any_id": "Cualquiera, una foto sirve", "unknown": "No se sabe"},
    "access_mode": {"walk_in": "Puedes llegar"},
    "commitment": {"no_police_call": "No llama a la policía"},
    "cost": {"free": "Gratis", "paid": "Se paga", "unknown": "No se sabe"},
    "language": {"es": "Español", "ht": "Kreyòl"},
    "operator": {"civil_society": "Organización social", "police": "Policía"},
    "accessibility": {"step_free": "Sin escalones"},
}
FACTS = Facts(
    need=("shelter_tonight", "pep"),
    welcome=("trans_women",),
    papers="any_id",
    access_mode=("walk_in",),
    commitment=("no_police_call",),
    cost="free",
    language=("es", "ht"),
    operator="civil_society",
    shares_with=("police",),
)
SERVICE = Service(id=A, name="Casa Maíz", organisation=Organisation(id=B, name="Red"))


def sent_and_read(service: Service) -> Service:
    dataset, problems = read_json_bytes(write_json(Dataset(services=(service,))))
    assert problems == ()
    return dataset.services[0]


def as_sets(facts: Facts) -> dict[str, object]:
    """A file has no order of parts, so neither has what is read from it."""
    names = Facts.__dataclass_fields__
    values = {name: getattr(facts, name) for name in names}
    return {name: frozenset(value) if isinstance(value, tuple) else value for name, value in values.items()}


def test_every_fact_comes_back() -> None:
    facts, problems = facts_of(sent_and_read(with_facts(SERVICE, FACTS, CODES)), CODES)
    assert as_sets(facts) == as_sets(FACTS)
    assert problems == ()


def test_facts_are_also_said_where_others_look() -> None:
    service = with_facts(SERVICE, FACTS, CODES)
    assert [document.document for document in service.required_documents] == ["Cualquiera, una foto sirve"]
    assert [(option.option, option.amount) for option in service.cost_options] == [("Gratis", 0)]
    assert [(language.code, language.name) for language in service.languages] == [("es", "Español"), ("ht", "Kreyòl")]


def test_saying_new_facts_takes_the_old_ones_back() -> None:
    before = with_facts(SERVICE, FACTS, CODES)
    after = with_facts(before, Facts(papers="none", cost="paid"), CODES)
    assert after.required_documents == ()
    assert [option.option for option in after.cost_options] == ["Se paga"]
    assert after.languages == ()
    assert [(each.taxonomy, each.term) for each in after.attributes] == [("papers", "none"), ("cost", "paid")]


def test_what_is_unknown_is_not_said() -> None:
    service = with_facts(SERVICE, Facts(), CODES)
    assert service == SERVICE
    assert facts_of(service, CODES) == (Facts(), ())


def test_an_attribute_of_another_list_with_our_word_is_not_ours() -> None:
    term = TaxonomyTerm(id=B, name="Shelter", code="shelter_tonight", taxonomy="need")
    service = Service(id=A, name="x", attributes=(Attribute(id=B, taxonomy_term=term),))
    assert facts_of(service, CODES)[0].need == ()
    assert service.attributes[0] in with_facts(service, FACTS, CODES).attributes


def test_a_code_our_list_does_not_have_is_said_and_not_taken() -> None:
    service = with_facts(SERVICE, Facts(need=("pep",)), CODES)
    fewer = CODES | {"need": {"shelter_tonight": "x"}}
    facts, problems = facts_of(service, fewer)
    assert facts.need == ()
    assert [(p.code, str(p.where), dict(p.params)) for p in problems] == [
        ("unknown_term", "attributes[1]", {"taxonomy": "need", "value": "pep"})
    ]
    with pytest.raises(ValueError, match="need: pep"):
        with_facts(SERVICE, Facts(need=("pep",)), fewer)


@pytest.mark.parametrize(
    ("amounts", "cost"), [([0], "free"), ([35], "paid"), ([0, 35], "sliding"), ([None], "unknown"), ([], "unknown")]
)
def test_a_cost_said_only_in_amounts(amounts: list[int | None], cost: str) -> None:
    options = tuple(CostOption(id=A, amount=amount) for amount in amounts)
    assert facts_of(Service(id=A, name="x", cost_options=options), CODES)[0].cost == cost


def test_a_language_that_others_said_is_not_said_twice() -> None:
    service = Service(id=A, name="x", languages=(Language(id=B, code="es"),))
    assert [each.code for each in with_facts(service, Facts(language=("es", "ht")), CODES).languages] == ["es", "ht"]


def test_what_a_building_offers_comes_back() -> None:
    place = with_accessibility(Location(id=A), ["step_free"], CODES)
    assert place.accessibility[0].description == "Sin escalones"
    assert accessibility_of(place, CODES) == ("step_free",)


def test_every_code_is_published_once() -> None:
    identifiers = [term.id for term in terms(CODES)]
    # need 2, welcome 1, papers 3, access_mode 1, commitment 1, cost 3, operator 2, shares_with 2, accessibility 1,
    # housed_with 2
    assert len(identifiers) == len(set(identifiers)) == 18


@pytest.mark.parametrize(("bits", "days"), [(0b11111, "MO TU WE TH FR"), (0b1000000, "SU"), (0, "")])
def test_a_week_as_bits(bits: int, days: str) -> None:
    assert weekdays_of(bits) == tuple(days.split())
    assert bits_of(days.split()) == bits
