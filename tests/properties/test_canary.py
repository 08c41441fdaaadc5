"""A canary above the public tiers sings nowhere: not in a word, not in a count, an order, a size or a statement.

Hypothesis draws a town and then the same town with services that must not be known of. Every public surface is asked
before and after, and the answers must be equal byte for byte, within one step of the clock: each page bears the stamp
of its five minutes, and a place may close meanwhile. A reduced service may be named with its municipality;
its street, point, hours and everything else exact may not.
"""

import io
import json
import tempfile
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from amparo.commons import clock
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Location, Organisation, Phone, Schedule, SearchState, Service
from amparo.commons.ui.queries import STEP
from amparo.formats.hsds.facts import term_of
from tests.examples import examples
from tests.integration.test_finding import make

pytestmark = pytest.mark.django_db(databases=["default"])
NAME, STREET, PHONE, SITE, WAY = "Kanarienvogel", "Zwitscherweg", "000 777 333", "kanarie.example", "durch-den-Wald"
LAT, LON, ROOM = 0.8456789, -77.7654321, "Nestzimmer"
POINT = ("8456789", "7654321", "0.8456", "77.7654")
THERE = term_of("housed_with", "consulate", "").id
HOURS = ("03:17", "3:17", "04:43", "4:43")
WORDS = house.PATHS
SMALL = settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck), database=None)
needs = st.sets(st.sampled_from(["food", "health_now", "lawyer", "shelter_tonight"]), min_size=1)
drawn = st.fixed_dictionaries({
    "needs": needs, "papers": st.sampled_from(["none", "passport", "unknown"]), "km": st.floats(0, 30),
    "operator": st.sampled_from(["civil_society", "health_state", "police"]),
    "welcome": st.sets(st.sampled_from(["trans_women", "sex_workers"])),
    "access_mode": st.sampled_from([("walk_in",), ("phone_line",)]),
    "on": st.sampled_from([date(2026, 11, 20), date(2026, 4, 1)]), "joins": st.booleans(),
})  # fmt: skip


def today() -> date:
    return clock.today()


def add(place: Any, facts: dict[str, Any], name: str, **more: Any) -> Service:
    return make(
        name, place, needs=tuple(facts["needs"]), papers=facts["papers"], km=facts["km"], operator=facts["operator"],
        welcome=tuple(facts["welcome"]), access_mode=facts["access_mode"], checked_on=today(), **more,
    )  # fmt: skip


def hide(place: Any, facts: dict[str, Any], number: int, tier: int, beside: Service) -> Service:
    """A service of which everything exact is a canary."""
    made = add(place, facts, f"{NAME} {number}", tier=tier, hours=None, shares=("military",))
    Location.objects.filter(at_services__service=made).update(
        name=ROOM,
        street=STREET,
        lat=LAT,
        lon=LON,
        as_people_go=WAY,
        accessibility=["easy_read"],
        postal_code="zk-778899",
        housed_with=["consulate"] if tier > 1 else [],  # a place without its address says nothing of its building
    )
    Schedule.objects.create(at_location=made.at_locations.get(), days=127, opens=time(3, 17), closes=time(4, 43))
    Organisation.objects.filter(pk=made.organisation_id).update(website=f"https://{SITE}/")
    if tier > 1:
        Phone.objects.create(service=made, number=PHONE, checked_on=today())
        if facts["joins"]:  # one more of an organisation that is public
            Service.objects.filter(pk=made.pk).update(organisation=beside.organisation)
    return made


def surfaces(ones: list[Service]) -> list[tuple[str, bytes, int]]:
    """Every public answer: what was asked, the bytes, and how many statements it took."""
    told = []

    def tell(label: str, ask: Any) -> None:
        connections["default"].queries_log.clear()  # it holds 9,000, and many examples make more
        with CaptureQueriesContext(connections["default"]) as statements:
            answer = ask()
            body = b"".join(answer) if answer.streaming else answer.content
        told.append((f"{label} {answer.status_code}", body, len(statements)))

    client = Client()
    where = {"l": "3650472", "d": "EC"}
    tell("home", lambda: client.get("/"))
    for ask in (
        {"b": "food"}, {"b": ["lawyer", "health_now"], "x": "police"}, {"b": "shelter_tonight", "x": ["papers"]},
        {"b": ["food", "health_now"], "g": "trans_women"}, {"b": "food", "k": NAME}, {"b": "food", "page": "1"},
    ):  # fmt: skip
        tell(f"results {ask}", lambda ask=ask: client.post(f"/{WORDS['results']}", ask | where))
    tell("list", lambda: client.post(f"/{WORDS['list']}", where))
    tell("refused", lambda: client.post(f"/{WORDS['refused']}", {"b": "food", "s": ones[0].reference} | where))
    for one in ones:
        tell(
            f"service {one.name}",
            lambda one=one: client.post(f"/{WORDS['service']}", {"s": one.reference, "b": "food"}),
        )
        tell(f"one {one.name}", lambda one=one: client.get(f"/hsds/services/{one.uid}"))
        tell(f"body {one.name}", lambda one=one: client.get(f"/hsds/organizations/{one.organisation.uid}"))
    programs(tell, client)
    return told + files()


def programs(tell: Any, client: Client) -> None:
    """The interface for programs, asked in every way."""
    food = term_of("need", "food", "").id
    for address in (
        "", "services", "services?full=true", "services?minimal=true", "services?per_page=1&page=2",
        f"services?search={NAME}", "services?format=ndjson&full=true", f"services?taxonomy_term_id={food}",
        "services?modified_after=2026-01-01",
        f"services?taxonomy_term_id={term_of('accessibility', 'easy_read', '').id}",
        f"services?taxonomy_term_id={term_of('shares_with', 'military', '').id}",
        f"services?taxonomy_term_id={THERE}",
        "organizations?full_service=true", "organizations", "organizations?format=ndjson",
        "service_at_locations?full=true",
        "service_at_locations?format=ndjson", "taxonomies", "taxonomy_terms?format=ndjson",
    ):  # fmt: skip
        tell(address, lambda address=address: client.get(f"/hsds/{address}"))
    for kind, body in (
        ("services", {"search": NAME}),
        ("service_at_locations", {"taxonomy_term_id": food, "full": True}),
    ):
        tell(f"search {kind}", lambda kind=kind, body=body: client.post(
            f"/hsds/{kind}/search", json.dumps(body), content_type="application/json"))  # fmt: skip


def files() -> list[tuple[str, bytes, int]]:
    """What is handed out."""
    told = []
    with tempfile.TemporaryDirectory() as folder:
        out = io.StringIO()
        call_command("export_services", to=Path(folder, "all.json"), stdout=out)
        call_command("export_services", to=Path(folder, "csv"), format="csv", stdout=out)
        for path in sorted(Path(folder).rglob("*.*")):
            told.append((f"file {path.name}", path.read_bytes(), 0))
        told.append(("what was said", out.getvalue().encode(), 0))
    return told


def rebuilt() -> None:
    SearchState.objects.all().delete()
    project_all()


@SMALL
@given(
    town=st.lists(drawn, min_size=1, max_size=4),
    secret=st.lists(st.tuples(drawn, st.sampled_from([2, 3])), min_size=1, max_size=3),
)
def test_what_is_above_the_public_tiers_changes_nothing(places_small: Any, town: Any, secret: Any) -> None:
    here = places_small["tulcan"]
    with transaction.atomic(using="default"):
        ones = [add(here, facts, f"Lugar {number}") for number, facts in enumerate(town)]
        rebuilt()
        began = clock.seconds() // STEP
        before = surfaces(ones)
        hidden = [hide(here, facts, number, tier, ones[0]) for number, (facts, tier) in enumerate(secret)]
        rebuilt()
        after = surfaces(ones)
        assume(clock.seconds() // STEP == began)
        for (label, body, statements), (_, again, as_many) in zip(before, after, strict=True):
            assert (label, again, as_many) == (label, body, statements)
        unknown = Client().get("/hsds/services/00000000-0000-4000-8000-000000000000")
        for one in hidden:
            gone = Client().get(f"/hsds/services/{one.uid}")
            assert (gone.status_code, gone.content) == (404, unknown.content)
            at = Client().get(f"/hsds/service_at_locations/{one.at_locations.get().uid}")
            assert (at.status_code, at.content) == (404, unknown.content)
            assert Client().get(f"/{WORDS['service']}/{one.reference}").status_code == 404
        transaction.set_rollback(True, using="default")


@SMALL
@given(town=st.lists(drawn, min_size=1, max_size=3), quiet=st.lists(drawn, min_size=1, max_size=3))
def test_a_reduced_place_is_named_and_nothing_more(places_small: Any, town: Any, quiet: Any) -> None:
    here = places_small["tulcan"]
    with transaction.atomic(using="default"):
        ones = [add(here, facts, f"Lugar {number}") for number, facts in enumerate(town)]
        reduced = [hide(here, facts, number, 1, ones[0]) for number, facts in enumerate(quiet)]
        rebuilt()
        sung = 0
        for label, body, _ in surfaces([*ones, *reduced]):
            text = body.decode()
            sung += NAME in text
            for secret in (STREET, SITE, WAY, ROOM, "zk-778899", "easy_read", THERE, *POINT, *HOURS):
                assert secret not in text or says_all_codes(label), (label, secret)
        assert sung > 5
        for term in (term_of("accessibility", "easy_read", "").id, THERE):
            assert Client().get(f"/hsds/services?taxonomy_term_id={term}").json()["total_items"] == 0
        transaction.set_rollback(True, using="default")


def says_all_codes(label: str) -> bool:
    """The list of all codes names every code; it says nothing of any place."""
    return label.startswith("taxonomy_terms")


def test_the_canary_would_be_heard(places_small: Any) -> None:
    """A fault planted on purpose: the same service, public, is on many surfaces with everything exact."""
    facts = {"needs": {"food"}, "papers": "none", "km": 1.0, "operator": "civil_society", "welcome": set(),
             "access_mode": ("walk_in",), "on": today(), "joins": False}  # fmt: skip
    ones = [add(places_small["tulcan"], facts, "Lugar")]
    rebuilt()
    before = surfaces(ones)
    hide(places_small["tulcan"], facts, 1, 2, ones[0])
    Service.objects.filter(name__startswith=NAME).update(tier=0)
    rebuilt()
    after = surfaces(ones)
    differing = {label for (label, body, _), (_, again, _) in zip(before, after, strict=True) if body != again}
    assert len(differing) > 15
    everything = b"".join(body for _, body, _ in after).decode()
    for secret in (NAME, STREET, PHONE, SITE, WAY, ROOM, "0.8456789", "03:17", THERE):
        assert secret in everything
