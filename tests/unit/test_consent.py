"""Her permission against every flow: kinds, states, recipients, scopes and moments. The table of flows is by hand."""

import inspect
import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from amparo.formats.codes import by_code, codes
from amparo.formats.consent import flows as module
from amparo.formats.consent.flows import ALSO, UnknownFlow, allows, flows, stopped_by
from amparo.formats.consent.permission import (
    AFTER,
    ANYBODY,
    HOUSE,
    NOTHING,
    Consent,
    Recipient,
    Scope,
    says_no,
    says_yes,
    state_on,
    takes_back,
)

NOON, LATER = (datetime(2026, 11, 24, hour, 0, tzinfo=UTC) for hour in (12, 13))
CLINIC, OTHER_CLINIC, OMBUDSMAN = Recipient("c1", False), Recipient("c2", False), Recipient("o1", True)
ALL = "coded_only need_summary contact identity narrative documents"
# flow: (kind, to, the most it may carry, what more it needs), written from the design and not from the list
TABLE = {
    "case": ("engage_services", "house", ALL, ""),
    "colleague": ("engage_services", "house", ALL, "on_the_case needs_it"),
    "referral": ("share_for_referral", "named", ALL, "not_left_out"),
    "to_state": ("share_for_referral", "state", ALL, "not_left_out second_person"),
    "lawyer": ("legal_representation", "named", ALL, "no_conflict"),
    "complaint": ("legal_representation", "state", ALL, "not_left_out second_person"),
    "evidence": ("evidence_use", "named", "documents", ""),
    "evidence_to_state": ("evidence_use", "state", "documents", "not_left_out second_person"),
    "statistics": ("share_nonidentifiable_stats", "house", "coded_only", ""),
    "gbvims": ("share_nonidentifiable_stats", "named", "coded_only", "second_person"),
    "partner_rows": ("share_coded_rows", "named", "coded_only", ""),
    "cross_border": ("cross_border_transfer", "named", ALL, "receiver_accepts"),
    "contact": ("contact_by_channel", "named", "contact", "her_hours her_word"),
    "family": ("notify_family", "named", "coded_only need_summary contact identity", ""),
    "peers": ("alert_peers", "house", "coded_only", ""),
    "ombudsman": ("ombudsman_input", "state", "coded_only need_summary", "second_person"),
    "story": ("publish_story", "house", "documents", ""),
    "duty_or_danger": ("", "outside_consent", "", "second_person reason law least she_is_told"),
}
BY_MACHINE = {"statistics", "gbvims", "partner_rows"}
WITH_CONSENT = [code for code in TABLE if code != "duty_or_danger"]
KINDS = [code.code for code in codes("consent_kind")]


def scope(content: str, *documents: str) -> Scope:
    names = frozenset(content.split())
    return Scope(names, frozenset(documents or (["d1"] if "documents" in names else [])))


def whom(flow: str) -> Recipient:
    return {"house": HOUSE, "named": CLINIC, "state": OMBUDSMAN, "outside_consent": CLINIC}[TABLE[flow][1]]


def given(flow: str, content: str = "", **more) -> Consent:
    kind, _, most, _ = TABLE[flow]
    return says_yes(Consent(kind, whom(flow)), scope(content or most), "verbal_witnessed", on=NOON, text="t1", **more)


def least(flow: str) -> Scope:
    return scope(TABLE[flow][2].split()[0])


# --- the table of flows ---


def test_the_flows_are_those_of_the_design() -> None:
    found = {code: (each.kind, each.to, each.most, each.also) for code, each in flows().items()}
    assert found == {
        code: (kind, to, frozenset(most.split()), tuple(also.split())) for code, (kind, to, most, also) in TABLE.items()
    }
    assert {code for code, each in flows().items() if each.by_machine} == BY_MACHINE
    assert [code for code, each in flows().items() if each.anybody] == ["referral"]


def test_each_kind_lets_something_flow_and_each_condition_is_used() -> None:
    assert {each.kind for each in flows().values()} == {*KINDS, ""}
    assert {also for each in flows().values() for also in each.also} == set(ALSO)
    assert all(set(each.otherwise) == {"es", "pt", "en"} for each in flows().values())


def test_what_reaches_the_state_has_a_second_person() -> None:
    assert all("second_person" in each.also for each in flows().values() if each.to == "state")


def test_a_flow_without_a_row_is_an_error_and_not_a_no() -> None:
    for name in ("", "police", "Referral", "consent_overridden"):
        with pytest.raises(UnknownFlow):
            allows(given("referral"), name, CLINIC, least("referral"), LATER)
    with pytest.raises(ValueError, match="'sms' is not a code"):
        stopped_by("sms")


def test_there_is_no_way_around() -> None:
    parameters = inspect.signature(allows).parameters.values()
    assert [each.name for each in parameters] == ["consent", "flow", "recipient", "scope", "on"]
    assert {(each.kind, each.default) for each in parameters} == {
        (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.empty)
    }
    assert not [name for name in vars(module) if "overrid" in name.lower()]
    assert not [each for each in Consent.__dataclass_fields__ if "overrid" in each]


def test_a_law_or_a_danger_is_never_let_through_by_a_permission() -> None:
    for consent in (None, *(given(flow) for flow in WITH_CONSENT)):
        assert allows(consent, "duty_or_danger", CLINIC, scope("coded_only"), LATER) == "two_people"


# --- every flow by every kind, state, recipient and scope ---


@pytest.mark.parametrize("flow", WITH_CONSENT)
def test_what_she_allowed_flows(flow: str) -> None:
    assert allows(given(flow), flow, whom(flow), scope(TABLE[flow][2]), LATER) is None
    assert allows(given(flow), flow, whom(flow), least(flow), NOON) is None


@pytest.mark.parametrize(("flow", "kind"), list(itertools.product(WITH_CONSENT, KINDS)))
def test_only_its_own_kind_lets_it_flow(flow: str, kind: str) -> None:
    consent = replace(given(flow), kind=kind)
    expected = None if kind == TABLE[flow][0] else "other_kind"
    assert allows(consent, flow, whom(flow), least(flow), LATER) == expected


@pytest.mark.parametrize("flow", WITH_CONSENT)
def test_only_a_yes_that_stands_lets_it_flow(flow: str) -> None:
    yes = given(flow)
    asked = Consent(TABLE[flow][0], whom(flow))
    table = {
        "none": (None, LATER, "not_asked"),
        "not asked": (asked, LATER, "not_asked"),
        "refused": (says_no(asked, on=NOON), LATER, "refused"),
        "taken back": (takes_back(yes, on=LATER), LATER, "withdrawn"),
        "a no after a yes": (says_no(yes, on=LATER), LATER, "withdrawn"),
        "before": (yes, NOON - timedelta(seconds=1), "not_yet"),
        "its last second": (yes, NOON + timedelta(days=90, seconds=-1), None),
        "after 90 days": (yes, NOON + timedelta(days=90), "expired"),
        "marked as over": (replace(yes, state="expired"), LATER, "expired"),
        "with limits": (given(flow, limits=True), LATER, "limits_unread" if flow in BY_MACHINE else None),
    }
    for name, (consent, on, expected) in table.items():
        assert allows(consent, flow, whom(flow), least(flow), on) == expected, name


@pytest.mark.parametrize("flow", WITH_CONSENT)
def test_only_whom_she_named_is_reached(flow: str) -> None:
    to = TABLE[flow][1]
    expected = {
        "house": {CLINIC: "other_recipient", OMBUDSMAN: "is_state", ANYBODY: "nobody_named", HOUSE: None},
        "named": {CLINIC: None, OTHER_CLINIC: "other_recipient", HOUSE: "other_recipient", OMBUDSMAN: "is_state",
                  ANYBODY: "nobody_named"},
        "state": {OMBUDSMAN: None, Recipient("o2", True): "other_recipient", CLINIC: "not_state", HOUSE: "not_state",
                  Recipient("o1", False): "not_state", Recipient("", True): "nobody_named"},
    }[to]  # fmt: skip
    for recipient, why in expected.items():
        assert allows(given(flow), flow, recipient, least(flow), LATER) == why, recipient


def test_what_stays_in_the_house_and_what_leaves_it_are_not_the_same_even_if_she_named_it_so() -> None:
    outside = replace(given("case"), recipient=CLINIC)
    assert allows(outside, "case", CLINIC, least("case"), LATER) == "other_recipient"
    inside = replace(given("gbvims"), recipient=HOUSE)
    assert allows(inside, "gbvims", HOUSE, least("gbvims"), LATER) == "other_recipient"
    assert allows(inside, "statistics", HOUSE, least("statistics"), LATER) is None


def test_what_turned_out_to_be_of_the_state_is_asked_anew() -> None:
    consent = given("referral")
    assert allows(consent, "referral", Recipient("c1", True), least("referral"), LATER) == "is_state"
    assert allows(consent, "to_state", Recipient("c1", True), least("referral"), LATER) == "other_recipient"


@pytest.mark.parametrize("asked", ALL.split())
def test_any_clinic_never_hears_who_she_is(asked: str) -> None:
    anybody = says_yes(Consent("share_for_referral", ANYBODY), scope(ALL), "written", on=NOON, text="t1")
    identifies = asked not in {"coded_only", "need_summary"}
    expected = "nobody_named" if identifies else None
    assert allows(anybody, "referral", CLINIC, scope(asked), LATER) == expected
    assert allows(anybody, "referral", ANYBODY, scope(asked), LATER) == "nobody_named"
    assert allows(anybody, "to_state", OMBUDSMAN, scope(asked), LATER) == "other_recipient"


@pytest.mark.parametrize("flow", [flow for flow in WITH_CONSENT if flow != "referral"])
def test_whatever_is_no_referral_goes_to_somebody_with_a_name(flow: str) -> None:
    anybody = replace(given(flow), recipient=ANYBODY)
    assert allows(anybody, flow, whom(flow), least(flow), LATER) == "other_recipient"


@pytest.mark.parametrize(("held", "asked"), list(itertools.product(ALL.split(), ALL.split())))
def test_nothing_follows_from_anything_else(held: str, asked: str) -> None:
    expected = None if held == asked else "more_than_she_allowed"
    assert allows(given("referral", held), "referral", CLINIC, scope(asked), LATER) == expected


@pytest.mark.parametrize(("flow", "asked"), list(itertools.product(WITH_CONSENT, ALL.split())))
def test_a_flow_carries_what_it_needs_and_no_more(flow: str, asked: str) -> None:
    generous = replace(given(flow), scope=scope(ALL))
    expected = None if asked in TABLE[flow][2].split() else "more_than_needed"
    assert allows(generous, flow, whom(flow), scope(asked), LATER) == expected


def test_papers_are_named_one_by_one() -> None:
    consent = replace(given("evidence"), scope=scope("documents", "d1", "d2"))
    assert allows(consent, "evidence", CLINIC, scope("documents", "d2"), LATER) is None
    assert allows(consent, "evidence", CLINIC, scope("documents", "d2", "d3"), LATER) == "more_than_she_allowed"
    assert allows(consent, "evidence", CLINIC, NOTHING, LATER) == "nothing_named"


def test_every_reason_has_words_and_is_given_somewhere() -> None:
    given_here = {
        "not_asked", "refused", "withdrawn", "expired", "not_yet", "other_kind", "other_recipient", "nobody_named",
        "is_state", "not_state", "nothing_named", "more_than_she_allowed", "more_than_needed", "limits_unread",
        "two_people",
    }  # fmt: skip
    assert set(by_code("consent_reason")) == given_here


# --- what she says ---


def test_every_answer_of_hers_leads_somewhere_from_everywhere() -> None:
    states = [code.code for code in codes("consent_state")]
    assert set(AFTER) == set(itertools.product(states, ("yes", "yes_with_limits", "no", "take_back")))
    assert set(AFTER.values()) == set(states) - {"not_asked", "expired"}
    for (state, saying), after in AFTER.items():
        assert by_code("consent_state")[after].more["given"] == saying.startswith("yes"), (state, saying)


def test_taking_back_stops_all_that_stands_on_it() -> None:
    assert stopped_by("share_for_referral") == ("referral", "to_state")
    assert stopped_by("share_nonidentifiable_stats") == ("statistics", "gbvims")
    assert sorted(code for kind in KINDS for code in stopped_by(kind)) == sorted(WITH_CONSENT)
    gone = takes_back(given("referral"), on=LATER)
    assert (gone.scope, gone.expires_at, gone.method, gone.text) == (NOTHING, None, "", "")
    assert takes_back(gone, on=LATER) == gone


def test_a_new_yes_after_all_is_a_new_yes_with_its_own_time() -> None:
    again = says_yes(takes_back(given("referral"), on=LATER), scope("identity"), "written", on=LATER, text="t2", days=7)
    assert (again.state, again.said_at, again.expires_at) == ("given", LATER, LATER + timedelta(days=7))
    assert allows(again, "referral", CLINIC, scope("narrative"), LATER) == "more_than_she_allowed"
    over = says_no(again, on=LATER + timedelta(days=8))
    assert (state_on(again, LATER + timedelta(days=8)), over.state) == ("expired", "withdrawn")


def test_what_she_says_is_in_the_order_of_time() -> None:
    with pytest.raises(ValueError, match="before what she said last"):
        takes_back(given("referral"), on=NOON - timedelta(seconds=1))


@pytest.mark.parametrize("days", [0, -1])
def test_no_yes_is_over_before_it_began(days: int) -> None:
    with pytest.raises(ValueError, match="expires_at is after"):
        given("referral", days=days)


def test_a_moment_without_a_zone_is_refused_and_others_are_compared_as_moments() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        allows(given("referral"), "referral", CLINIC, least("referral"), datetime(2026, 11, 25))
    with pytest.raises(ValueError, match="no time zone"):
        allows(None, "referral", CLINIC, least("referral"), datetime(2026, 11, 25))


def test_what_is_not_a_permission_is_refused() -> None:
    yes = given("referral")
    for wrong, says in (
        ({"kind": "all"}, "consent_kind"),
        ({"state": "pending"}, "consent_state"),
        ({"method": "tick"}, "consent_method"),
        ({"expires_at": None}, "expires_at"),
        ({"said_at": None}, "said_at"),
        ({"scope": NOTHING}, "scope names"),
        ({"state": "not_asked"}, "said_at"),
    ):
        with pytest.raises(ValueError, match=says):
            replace(yes, **wrong)


def test_a_scope_is_a_set_of_known_names() -> None:
    for content, documents, says in (
        ({"everything"}, set(), "consent_content"),
        ("identity", set(), "set of names"),
        ({"documents"}, set(), "one by one"),
        ({"identity"}, {"d1"}, "one by one"),
        ({"documents"}, "d1", "set of names"),
    ):
        with pytest.raises(ValueError, match=says):
            Scope(content, documents)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="of the State"):
        Recipient("c1", "no")  # type: ignore[arg-type]
