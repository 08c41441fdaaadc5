"""Nobody is sat in one room with somebody she fears: the acts refuse it, whichever page or hand asks for it."""

from typing import Any

import pytest

from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.legal.evictions import actions, queries
from amparo.legal.representation.actions import conflicts, matters, parts
from amparo.legal.representation.models import Matter, MatterPart
from tests.cast import Cast
from tests.homes import CLEAR, JOINT, NOW, SHUTTLE, WHY, a_home, ask, at, hold, is_waiting, plan, said, state
from tests.lawyers import Lawyers, add, make_lawyers

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


@pytest.fixture
def home(house: Lawyers) -> Matter:
    return a_home(house)


def sessions() -> int:
    return MatterPart.objects.count()


def refused(house: Lawyers, home: Matter, words: str, *, hours: float = 1, **session: Any) -> None:
    """It is refused with these words, and nothing was written."""
    before = sessions()
    with pytest.raises(Denied, match=words):
        plan(house, home, hours=hours, **session)
    assert sessions() == before


def test_nothing_is_set_before_she_was_asked(house: Lawyers, home: Matter) -> None:
    refused(house, home, "Ask her first, alone")
    refused(house, home, "Ask her first, alone", **SHUTTLE)


@pytest.mark.parametrize(
    "told",
    [{"gate_hurt": "yes"}, {"gate_fear": "yes"}, {"gate_control": "yes"}, {"gate_safe": "no"}],
    ids=lambda told: next(iter(told)),
)
def test_one_such_answer_shuts_the_room_for_good_and_her_lawyer_goes_between(
    house: Lawyers, home: Matter, told: dict[str, Any]
) -> None:
    ask(house, home, **told)
    refused(house, home, "They do not sit in one room")
    ask(house, home, hours=2)
    ask(house, home, hours=3)
    refused(house, home, "That stays so", hours=4)
    assert state(house, home, hours=5) == "apart"
    assert plan(house, home, hours=5, **SHUTTLE).ended_on is None


@pytest.mark.parametrize("code", ["gate_alone", "gate_hurt", "gate_fear", "gate_control", "gate_safe", "gate_counsel"])
@pytest.mark.parametrize("how", [None, "prefers_not", "left out"])
def test_what_she_does_not_know_or_does_not_say_opens_nothing(
    house: Lawyers, home: Matter, code: str, how: Any
) -> None:
    answers = said(**CLEAR)
    answers[code] = Answer() if how == "left out" else Answer(said=how or "does_not_know")
    actions.ask_her(home, answers=answers, by=house.person("lucia"), now=NOW)
    refused(house, home, "Something is missing for one room")
    plan(house, home, hours=1, **SHUTTLE)


@pytest.mark.parametrize("code", ["gate_alone", "gate_counsel"])
def test_not_alone_or_without_her_lawyer_waits_and_may_be_asked_again(house: Lawyers, home: Matter, code: str) -> None:
    ask(house, home, **{code: "no"})
    refused(house, home, "Something is missing for one room")
    ask(house, home, hours=2)
    assert is_waiting(plan(house, home, hours=3))


def test_a_session_in_one_room_is_held_only_where_she_was_asked_again_on_its_day(house: Lawyers, home: Matter) -> None:
    ask(house, home)
    made = plan(house, home, hours=1)
    with pytest.raises(Denied, match="Ask her again first, on the day itself"):
        hold(house, home, made, hours=2)
    ask(house, home, hours=3)
    with pytest.raises(Denied, match="Ask her again first, on the day itself"):
        hold(house, home, made, hours=28)
    assert is_waiting(made)
    hold(house, home, made, hours=26)
    assert not is_waiting(made)
    assert state(house, home, hours=27) == "ask_again"
    refused(house, home, "Something is missing", hours=28)
    ask(house, home, hours=29)
    assert is_waiting(plan(house, home, hours=30))


@pytest.mark.parametrize(
    ("kind", "answers", "then"),
    [
        ("screening", {"gate_fear": "yes"}, "apart"),
        ("screening", {"gate_fear": None}, "ask_again"),
        ("harassment", {"harm_kind": ("threat",)}, "apart"),
        ("harassment", {"harm_kind": ("report", "cut")}, "apart"),
        ("breach", {"breach_term": "no_reprisal"}, "ask_again"),
        ("reprisal", {"reprisal_words": "de ejemplo"}, "ask_again"),
    ],
)
def test_a_later_word_closes_what_was_open(
    house: Lawyers, home: Matter, kind: str, answers: dict[str, Any], then: str
) -> None:
    ask(house, home)
    made = plan(house, home, hours=1)
    if kind == "screening":
        ask(house, home, hours=2, **answers)
    else:  # by the page that adds any part
        parts.add_part(home, kind=kind, answers=said(**answers), by=house.person("lucia"), now=at(2))
    assert not is_waiting(made), "it is off the list of the day"
    assert state(house, home, hours=3) == then
    ask(house, home, hours=3)
    with pytest.raises(Denied):
        hold(house, home, made, hours=4)


def test_what_only_annoys_leaves_the_room_as_it_is(house: Lawyers, home: Matter) -> None:
    ask(house, home)
    made = plan(house, home, hours=1)
    for kind, answers in (("harassment", {"harm_kind": ("shout", "rent")}), ("breach", {"breach_term": "repairs"})):
        parts.add_part(home, kind=kind, answers=said(**answers), by=house.person("lucia"), now=at(2))
    assert is_waiting(made)


def test_what_is_added_later_to_the_log_closes_it_too(house: Lawyers, home: Matter) -> None:
    harm = add(house, home, "harassment", harm_kind=("shout",))
    ask(house, home)
    made = plan(house, home, hours=1)
    parts.change_part(home, reference=harm.reference, kind="harassment", answers=said(harm_kind=("shout", "weapon")),
                      was={"harm_kind": digest("shout")}, by=house.person("lucia"))  # fmt: skip
    assert not is_waiting(made)
    assert state(house, home, hours=72) == "apart"


def digest(code: str) -> str:
    from amparo.formats.case_questions import digest_of

    return digest_of(Answer((code,)))


def test_no_other_hand_opens_the_room(house: Lawyers, home: Matter) -> None:
    """The act by which every part is written refuses both kinds; a session is not made another one afterwards."""
    lucia = house.person("lucia")
    forged: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("screening", said(gate_hurt="no"), {}),
        ("session", said(**JOINT), {}),
        ("session", said(**JOINT), {"token": "x", "why": WHY}),
        ("session", said(**SHUTTLE), {"token": "x", "held_at": NOW.isoformat()}),
    ]
    for kind, answers, more in forged:
        with pytest.raises(Denied):
            parts.add_part(home, kind=kind, answers=answers, more=more, by=lucia)
    ask(house, home, gate_fear=None)
    made = plan(house, home, hours=1, **SHUTTLE)
    one = house.opened(home).part(made.reference, "session")
    for answers, more in ((JOINT, {}), ({"session_mode": "joint"}, {}), (JOINT, {"token": "y", "why": WHY})):
        with pytest.raises(Denied):
            parts.change_part(home, reference=made.reference, kind="session", answers=said(**answers), more=more,
                              was=digests(one), by=lucia)  # fmt: skip
    asked = house.opened(home).of_kind("screening")[0]
    with pytest.raises(Denied, match="What she said stays"):
        parts.change_part(home, reference=asked.reference, kind="screening", answers=said(gate_fear="no"),
                          was=digests(asked), by=lucia)  # fmt: skip
    assert state(house, home, hours=1) == "ask_again"


def digests(part: Any) -> dict[str, str]:
    from amparo.formats.case_questions import digest_of

    return {code: digest_of(each) for code, each in part.answers.items()}


def test_what_came_of_a_session_stays_and_one_that_was_called_off_is_not_held(house: Lawyers, home: Matter) -> None:
    ask(house, home)
    first = plan(house, home, hours=1)
    actions.call_off(home, reference=first.reference, by=house.person("lucia"), now=at(2))
    ask(house, home, hours=3)
    second = plan(house, home, hours=4)
    ask(house, home, hours=5)
    with pytest.raises(Denied):
        hold(house, home, first, hours=6)
    parts.end_part(home, reference=first.reference, by=house.person("lucia"), ended=False)
    with pytest.raises(Denied):
        hold(house, home, first, hours=6)
    hold(house, home, second, hours=6)
    with pytest.raises(Denied):
        hold(house, home, second, hours=7)
    with pytest.raises(Denied):
        actions.call_off(home, reference=second.reference, by=house.person("lucia"), now=at(8))


def test_a_session_that_a_later_word_closed_is_not_held_when_another_one_is_open(house: Lawyers, home: Matter) -> None:
    ask(house, home)
    first = plan(house, home, hours=1)
    ask(house, home, hours=2, gate_fear=None)
    ask(house, home, hours=3)
    second = plan(house, home, hours=4)
    ask(house, home, hours=5)
    with pytest.raises(Denied, match="does not stand any more"):
        hold(house, home, first, hours=6)
    hold(house, home, second, hours=6)


def test_one_room_is_set_once_at_a_time_with_a_day_a_reason_and_her_lawyer(house: Lawyers, home: Matter) -> None:
    ask(house, home)
    refused(house, home, "On which day", **{**JOINT, "session_day": ""})
    refused(house, home, "Write why one room", why="  ", **JOINT)
    refused(house, home, "her lawyer has to be there", **{**JOINT, "session_attends": ("her", "landlord")})
    refused(house, home, "how it is held first", **{**JOINT, "session_mode": None})
    plan(house, home, hours=1)
    refused(house, home, "set already", hours=2)


def test_with_each_side_apart_she_is_never_there(house: Lawyers, home: Matter) -> None:
    ask(house, home)
    refused(house, home, "she is not there", **{**SHUTTLE, "session_attends": ("her", "her_lawyer")})


def test_why_and_who_decided_are_kept(house: Lawyers, home: Matter) -> None:
    ask(house, home, gate_hurt="yes", gate_safe="no")
    gate = queries.gate_of(house.opened(home), at(1))
    assert (gate.state, gate.reasons, gate.by) == ("apart", ("hurt", "not_safe"), "Lucia")
    ask(house, home, hours=1)
    assert queries.gate_of(house.opened(home), at(2)).reasons == ("hurt", "not_safe"), "why it is shut stays"
    other = a_home(house)
    ask(house, other)
    plan(house, other, hours=1)
    (session,) = queries.sessions_in(house.opened(other))
    assert (session.part.more["why"], session.by, session.state) == (WHY, "Lucia", "planned")


def test_two_matters_do_not_touch(house: Lawyers, home: Matter) -> None:
    ask(house, home, gate_fear="yes")
    other = a_home(house)
    ask(house, other)
    assert is_waiting(plan(house, other, hours=1))


def test_a_matter_that_is_closed_or_shut_again_is_not_written_in(house: Lawyers, home: Matter) -> None:
    ask(house, home)
    made = plan(house, home, hours=1)
    add(house, home, "party", party_role="agent", party_name="Otro de ejemplo")
    with pytest.raises(Denied, match="First it is looked"):
        plan(house, home, hours=2, **SHUTTLE)
    conflicts.look(home, by=house.person("lucia"))
    matters.close(home, outcome="withdrawn", words="", by=house.person("lucia"))
    with pytest.raises(Denied, match="closed"):
        hold(house, home, made, hours=2)


def test_a_later_word_is_no_hindrance_to_closing(house: Lawyers, home: Matter) -> None:
    ask(house, home)
    plan(house, home, hours=1)
    ask(house, home, hours=2, gate_fear="yes")
    matters.close(home, outcome="withdrawn", words="", by=house.person("lucia"))
    assert Matter.objects.get(pk=home.pk).closed_on is not None


def test_the_trail_says_that_it_was_written_in_and_nothing_of_what(house: Lawyers, home: Matter) -> None:
    before = set(Act.objects.values_list("pk", flat=True))
    ask(house, home, gate_fear="yes")
    told = {each.verb for each in Act.objects.exclude(pk__in=before)}
    assert told <= {"matter.part_written"}
    assert not [field for field in Act._meta.fields if "fear" in str(field)]


def test_somebody_who_does_not_read_it_does_nothing(house: Lawyers, home: Matter) -> None:
    for name, refusal in (("nora", Hidden), ("ana", Denied), ("paz", Denied), ("sara", Denied)):
        with pytest.raises(refusal):
            ask(house, home, by=name)


def test_payments_are_on_the_list_of_their_day_and_nothing_is_lost(house: Lawyers, home: Matter) -> None:
    from datetime import date

    lucia = house.person("lucia")
    plan = {"total": 100, "count": 3, "first": date(2027, 1, 31), "every": "month"}
    actions.part_into(home, **plan, written="{} USD".format, by=lucia)
    rows = queries.instalments_in(house.opened(home))
    assert [(str(each.part.due_on), each.said("instalment_amount")) for each in rows] == [
        ("2027-01-31", "34 USD"), ("2027-02-28", "33 USD"), ("2027-03-31", "33 USD"),
    ]  # fmt: skip
    actions.pay(home, reference=rows[0].reference, answers=said(instalment_proof="recibo de ejemplo"), by=lucia)
    rows = queries.instalments_in(house.opened(home))
    assert [each.is_over for each in rows] == [False, False, True]
    assert rows[-1].said("instalment_proof") == "recibo de ejemplo"
