"""The whole table: every country, every situation, everyone it may have been, and any time ago."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from amparo.access.pathways.forms import elapsed_of
from amparo.access.pathways.queries import route as routes
from amparo.access.pathways.queries.route import build
from amparo.commons import clock
from amparo.formats.codes import codes
from amparo.formats.country_packs import countries, country_pack
from amparo.formats.pathways import bodies_out, situations, steps
from tests.feared import BODIES

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
COUNTRIES = [*countries(), "", "AR"]
CLASSES = ["", *(code.code for code in codes("perpetrator_class"))]
TIMES = ["", "2026-11", "2026-11-21T06:59", "2026-11-19T07:00", "31/02", *(code.code for code in codes("when"))]


@pytest.fixture(autouse=True)
def _everything_shown(settings):
    """The demo shows all local steps, gated or not."""
    settings.DEMO = True


def outline(route):
    """What stands where: the general step and the local ones of each, in order."""
    return [(step.general.code if step.general else "", [part.step.id for part in step.here]) for step in route.steps]


@pytest.mark.parametrize("country", COUNTRIES)
def test_who_it_was_takes_out_and_when_it_was_takes_nothing_out(country):
    turn = itertools.cycle(TIMES)
    for situation, who in itertools.product(situations(), CLASSES):
        when = next(turn)
        ago = elapsed_of(when, NOW, clock.zone_of(country))
        route = build(situation, country=country, today=TODAY, who=who, elapsed=ago)
        said = (country, situation, who, when)
        assert any(step.urgent_health for step in route.steps), said
        for part in (part for step in route.steps for part in step.here):
            runs = {part.step.operator, *part.step.shares_with, *part.step.housed_with}
            assert part.step.urgent_health or not runs & BODIES.get(who, set()), said
            if part.step.urgent_health:
                assert part.step.operator not in BODIES.get(who, set()) - {"health_state"}, said
        for line in route.lines:
            assert not {line.line.operator, *line.line.shares_with} & BODIES.get(who, set()), said
        assert outline(route) == outline(build(situation, country=country, today=TODAY, who=who)), said
        assert "after" not in {each.state for each in route.clocks} or when not in {"", "2026-11", "31/02", "unknown"}


def test_everyone_it_may_have_been_is_in_the_table():
    assert len(CLASSES) == 16
    assert set(BODIES) < set(CLASSES)
    assert {who for who in CLASSES if bodies_out(who, "talk")} == set(BODIES)


def without_justice(monkeypatch):
    """The same content with every step of justice taken out of it."""
    general = {code: step for code, step in steps().items() if not step.justice}
    ways = {
        code: replace(each, steps=tuple(step for step in each.steps if step in general))
        for code, each in situations().items()
    }

    def pack_of(country):
        pack = country_pack(country)
        return pack and replace(pack, steps=tuple(step for step in pack.steps if not step.justice))

    monkeypatch.setattr(routes, "steps", lambda: general)
    monkeypatch.setattr(routes, "situations", lambda: ways)
    monkeypatch.setattr(routes, "country_pack", pack_of)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("who", ["", "POL", "PAR"])
def test_with_justice_gone_from_the_content_the_others_stand_where_they_stood(country, who, monkeypatch):
    """Taken out of the files, not of the answer: no step leans on one of justice for its place."""
    before = {code: build(code, country=country, today=TODAY, who=who) for code in situations()}
    ends = any(step.justice for route in before.values() for step in route.steps)
    assert ends or who == "POL"  # what goes through the police is out already, and so is every complaint
    others = {code: [step for step in route.steps if not step.justice] for code, route in before.items()}
    kept = {code: outline(replace(before[code], steps=steps)) for code, steps in others.items()}
    without_justice(monkeypatch)
    for code in situations():
        after = build(code, country=country, today=TODAY, who=who)
        places = outline(after)
        assert places == kept[code], (country, code)
        assert [step.general for step in before[code].steps][: len(places)] == [step.general for step in after.steps]
