"""The routes: country × situation × who it was × how long ago, and the gate between a promise and a warning."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from amparo.access.pathways import actions
from amparo.access.pathways.forms import elapsed_of, told
from amparo.access.pathways.models import LineCheck, SignOff
from amparo.access.pathways.queries import standing
from amparo.access.pathways.queries.card import until
from amparo.access.pathways.queries.route import OUTSIDE, build
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.formats.codes import by_code, codes
from amparo.formats.country_packs import countries, country_pack
from amparo.formats.pathways import situations
from tests.feared import BODIES

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
STATE_OR_HELPER = tuple(BODIES)
EVERY = list(itertools.product([*countries(), "", "AR"], situations()))


@pytest.fixture
def everything_shown(settings):
    """The demo shows all local steps, gated or not: what is taken out is taken out before the gate."""
    settings.DEMO = True


def local_steps(route):
    return [part.step for step in route.steps for part in step.here]


@pytest.mark.parametrize("who", STATE_OR_HELPER)
def test_no_step_of_that_body_ever_appears_and_urgent_health_always_does(who, everything_shown):
    seen = 0
    for country, situation in EVERY:
        route = build(situation, country=country, today=TODAY, who=who)
        for step in local_steps(route):
            if not step.urgent_health:
                assert not {step.operator, *step.shares_with, *step.housed_with} & BODIES[who], step.id
            elif {step.operator, *step.shares_with, *step.housed_with} & BODIES[who]:
                seen += 1
                assert any(part.stays_with_warning for each in route.steps for part in each.here if part.step == step)
        for line in route.lines:
            assert not {line.line.operator, *line.line.shares_with} & BODIES[who], line.line.id
        assert any(step.urgent_health for step in route.steps), (country, situation)
        assert any(step.general and step.general.code == OUTSIDE for step in route.steps)
    assert seen or who not in {"POL", "JUS"}  # in EC, BR and CL the clinic must tell, and stays


def test_without_saying_who_nothing_is_taken_out(everything_shown):
    for who in ("", "UNK", "CLI", "PAR", "FAM", "TER", "OC", "COM", "PEER"):
        assert build("sexual_violence", country="EC", today=TODAY, who=who).taken_out == 0


@pytest.mark.parametrize(("situation", "out"), [("official", "police"), ("helper_hurt_me", "humanitarian")])
def test_not_saying_who_brings_nobody_back(situation, out):
    """The page says what it is about: "I do not know, or I do not want to say" is no other answer."""
    assert out in build(situation, country="EC", today=TODAY, who="UNK").excluded
    assert out not in build(situation, country="EC", today=TODAY, who="COM").excluded


def test_an_unknown_operator_is_never_urgent_health():
    for country in countries():
        assert all(step.operator != "unknown" for step in country_pack(country).steps if step.urgent_health)


@pytest.mark.parametrize(("country", "situation"), EVERY)
def test_leaving_out_justice_changes_no_other_step(country, situation, everything_shown):
    steps = build(situation, country=country, today=TODAY).steps
    without = [step for step in steps if not step.justice]
    assert steps[: len(without)] == without  # justice stands last, so nothing else moves


@pytest.mark.parametrize("situation", list(situations()))
def test_someone_to_talk_with_stands_in_every_route(situation):
    assert any(step.kind == "talk" for step in build(situation, country="", today=TODAY).steps)


def test_consulates_wait_until_she_asks(everything_shown):
    hidden = build("controlled", country="CO", today=TODAY)
    asked = build("controlled", country="CO", today=TODAY, consulates=True)
    assert (hidden.hidden_consulates, asked.hidden_consulates) == (1, 0)  # the text of CO-4
    for country, situation in EVERY:
        for step in local_steps(build(situation, country=country, today=TODAY)):
            assert not step.consulate
            assert "onsul" not in " ".join(step.texts.get("get", {}).values())


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("2026-11-21T07:01", ("open", "open")),
        ("2026-11-21T07:00", ("open", "open")),
        ("2026-11-21T06:59", ("after", "open")),
        ("2026-11-19T07:00", ("after", "open")),
        ("2026-11-19T06:59", ("after", "after")),
        ("2026-11", ("unknown", "unknown")),
        ("2026-02", ("unknown", "unknown")),
        ("last_night", ("open", "open")),
        ("months", ("unknown", "unknown")),
        ("unknown", ("unknown", "unknown")),
        ("2026-02-31", ("unknown", "unknown")),
        ("ayer por la tarde", ("unknown", "unknown")),
    ],
)
def test_what_she_typed_starts_the_clocks(text, states):
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # 07:00 in Ecuador
    route = build("sexual_violence", country="EC", today=TODAY, elapsed=elapsed_of(text, now, clock.zone_of("EC")))
    found = {reading.code: reading.state for reading in route.clocks}
    assert (found["PEP"], found["EC"]) == states
    assert found["MH"] == "always"


def test_only_windows_with_a_seen_source_are_shown():
    shown = {reading.code for s in situations() for reading in build(s, country="", today=TODAY).clocks}
    assert shown <= {code.code for code in codes("window") if code.more["public"]}
    assert not shown & {"FU", "ARV", "TOX", "FOR"}


def test_a_new_house_shows_warnings_and_no_promise():
    for country, situation in EVERY:
        for step in build(situation, country=country, today=TODAY).steps:
            for part in step.here:
                assert not part.standing.promise
                assert set(part.texts) == {"warning"}
                assert part.step.confidence != "unverified"


def sign_everything(step, pack, *, checked_on=TODAY, kind="peer_led"):
    adult = pack.reporting["adult"]
    LineCheck.objects.create(
        line=step.id, digest=step.digest, checked_on=checked_on, checked_by_role="checker", how="phone"
    )
    SignOff.objects.create(line=step.id, digest=step.digest, role="reviewer", organisation_kind=kind, signed_on=TODAY)
    SignOff.objects.create(line=adult.id, digest=adult.digest, role="counsel", signed_on=TODAY)


def step_of(line):
    pack = country_pack(line[:2])
    return pack, next(step for step in pack.steps if step.id == line)


def missing(line="EC-2", *, today=TODAY):
    pack, step = step_of(line)
    return standing.of_step(step, pack, standing.ledger("EC-"), today).missing


def test_a_promise_needs_check_rule_and_signature():
    pack, step = step_of("EC-2")
    assert missing() == ("check", "reporting", "signature")
    sign_everything(step, pack)
    assert missing() == ()
    assert build("sexual_violence", country="EC", today=TODAY).steps[0].here


@pytest.mark.parametrize(("days", "expected"), [(90, ()), (91, ("old_check",))])
def test_a_check_serves_ninety_days(days, expected):
    pack, step = step_of("EC-2")
    sign_everything(step, pack, checked_on=TODAY - timedelta(days=days))
    assert missing() == expected


@pytest.mark.parametrize("kind", ["civil_society", "un", ""])
def test_the_signature_is_of_an_organisation_led_by_peers(kind):
    pack, step = step_of("EC-2")
    sign_everything(step, pack, kind=kind)
    assert missing() == ("signature",)


def test_a_changed_text_loses_its_check_and_its_signature():
    pack, step = step_of("EC-2")
    sign_everything(step, pack)
    LineCheck.objects.update(digest="0" * 64)
    SignOff.objects.filter(role="reviewer").update(digest="0" * 64)
    assert missing() == ("check", "signature")


def test_an_unverified_line_stays_out_whatever_is_signed():
    pack, step = step_of("DO-1")
    sign_everything(step, pack)
    assert "confidence" in standing.of_step(step, pack, standing.ledger("DO-"), TODAY).missing


def test_what_was_found_wrong_is_not_shown():
    _, step = step_of("EC-2")
    LineCheck.objects.create(
        line=step.id, digest=step.digest, checked_on=TODAY, checked_by_role="checker", how="phone", holds=False
    )
    shown = [part.step.id for each in build("sexual_violence", country="EC", today=TODAY).steps for part in each.here]
    assert "EC-2" not in shown


def test_phone_lines_without_a_seen_source_are_not_shown():
    lines = [each.line for each in build("sexual_violence", country="MX", today=TODAY).lines]
    assert lines
    assert all(line.confidence != "unverified" for line in lines)
    assert not any("911 2000" in line.number for line in lines)


@translation.override("en")
def test_who_may_check_and_sign(cast):
    pack, step = step_of("EC-2")
    adult = pack.reporting["adult"]
    actions.check_line(step.id, digest=step.digest, how="phone", holds=True, today=TODAY, by=cast.berta)
    actions.sign_line(adult.id, digest=adult.digest, role="counsel", today=TODAY, by=cast.carla)
    for person in (cast.ana, cast.carla, cast.diana, cast.stranger):
        with pytest.raises(Denied, match="checker"):
            actions.check_line(step.id, digest=step.digest, how="phone", holds=True, today=TODAY, by=person)
    for person in (cast.ana, cast.berta, cast.carla, cast.stranger):
        with pytest.raises(Denied, match="reviewer"):
            actions.sign_line(step.id, digest=step.digest, role="reviewer", today=TODAY, by=person)


def test_every_state_body_is_excluded_for_its_class():
    assert {who: set(by_code("perpetrator_class")[who].more["excludes"]) for who in STATE_OR_HELPER} == BODIES


@pytest.mark.parametrize("situation", list(situations()))
def test_what_is_copied_as_text_tells_nothing(situation):
    from amparo.access.pathways.templatetags.pathways import plain_steps
    from amparo.formats.neutral import telling_words

    lines = plain_steps(build(situation, country="EC", today=TODAY))
    assert len(lines) >= 2
    assert telling_words(" ".join(lines)) == []


@pytest.mark.parametrize(
    ("when", "hour"),
    [
        ("2026-11-21T13:25", (13, 0)),  # 3 hours 20 minutes are left at 10:05: she writes down the full hour before
        ("2026-11-21T10:25", (10, 25)),  # 20 minutes are left: ten o'clock is past already
        ("2026-11-21T11:01", (11, 0)),
    ],
)
def test_the_hour_on_a_card_is_never_past(when, hour):
    now = datetime(2026, 11, 24, 15, 5, tzinfo=UTC)  # 10:05 in Ecuador; the first clock ends after 72 hours
    said = told({"n": "sexual_violence", "w": when}, now=now, country="EC")
    end = until(said, now)
    assert (end.hour, end.minute) == hour
    assert end > now
