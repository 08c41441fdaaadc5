"""However the days go, nobody is sat in one room with somebody she fears: the machine is walked as the pages walk it.

Each step is tried; what the machine refuses does not happen. What is then in the history is judged by a reading of its
own, which knows the rules in words and not the table. It is first shown histories that break them.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.mediation import SAYS, may, stands

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
type History = list[tuple[datetime, str]]


def faults(done: History) -> list[str]:
    """What went wrong in a history, in words."""
    found = []
    for at, (moment, event) in enumerate(done):
        before = done[:at]
        names = [each for _, each in before]
        asked = [(when, each) for when, each in before if each in ("clear", "unsure", "danger")]
        if event in ("plan", "meet", "shuttle") and not asked:
            found.append(f"{event} before she was asked")
        if event in ("plan", "meet") and "danger" in names:
            found.append(f"{event} after a danger")
        if event in ("plan", "meet") and asked and asked[-1][1] != "clear":
            found.append(f"{event} without a clear answer")
        if event == "meet":
            plans = [place for place, each in enumerate(names) if each == "plan"]
            since = names[plans[-1] + 1 :] if plans else []
            if "clear" not in since:
                found.append("meet without asking again")
            if "meet" in since or "off" in since:
                found.append("meet twice, or after it was called off")
            if asked and moment - asked[-1][0] > timedelta(hours=24):
                found.append("meet long after she was asked")
            last = max((place for place, each in enumerate(names) if each == "clear"), default=0)
            if "shuttle" in names[last:]:
                found.append("meet with a session since she was asked")
    return found


def spread(*events: str, hours: int = 1) -> History:
    return [(BEGIN + timedelta(hours=hours * at), event) for at, event in enumerate(events)]


def test_the_reading_finds_what_must_not_be() -> None:
    assert faults(spread("plan"))[0] == "plan before she was asked"
    assert "meet after a danger" in faults(spread("clear", "plan", "danger", "clear", "meet"))
    assert "plan without a clear answer" in faults(spread("unsure", "plan"))
    assert "meet without asking again" in faults(spread("clear", "plan", "meet"))
    assert "meet long after she was asked" in faults(spread("clear", "plan", "clear", "meet", hours=25))
    assert "meet twice, or after it was called off" in faults(spread("clear", "plan", "clear", "meet", "clear", "meet"))
    assert "meet with a session since she was asked" in faults(spread("clear", "plan", "clear", "shuttle", "meet"))
    assert faults(spread("clear", "plan", "clear", "meet", "clear", "plan", "clear", "meet")) == []


STEPS = st.lists(st.tuples(st.sampled_from(sorted(SAYS)), st.integers(0, 40)), max_size=30)


def walked(steps: list[tuple[str, int]]) -> History:
    """What happens when each of these is tried, so many hours after the one before."""
    done: History = []
    now = BEGIN
    for event, hours in steps:
        now += timedelta(hours=hours, minutes=1)
        if may(event, stands(done, now=now)):
            done.append((now, event))
    return done


@given(STEPS)
def test_no_path_leads_into_a_room_that_is_shut(steps: list[tuple[str, int]]) -> None:
    assert faults(walked(steps)) == []


@given(STEPS)
def test_her_lawyer_can_always_go_between_once_she_was_asked(steps: list[tuple[str, int]]) -> None:
    done = walked(steps)
    now = BEGIN + timedelta(days=100)
    was_asked = any(event in ("clear", "unsure", "danger") for _, event in done)
    assert may("shuttle", stands(done, now=now)) is was_asked
    assert all(may(event, stands(done, now=now)) for event in ("clear", "unsure", "danger")), "she may always be asked"


@given(STEPS, st.permutations(range(30)))
def test_where_it_stands_does_not_hang_on_the_order_it_is_read_in(
    steps: list[tuple[str, int]], order: list[int]
) -> None:
    done, now = walked(steps), BEGIN + timedelta(days=2)
    mixed = [done[each] for each in order if each < len(done)]
    assert stands(mixed, now=now) == stands(done, now=now)


def test_the_walk_reaches_a_room_at_all() -> None:
    """Else the rule would hold because nothing ever happens."""
    done = walked([("clear", 1), ("plan", 1), ("clear", 1), ("meet", 1)])
    assert [event for _, event in done] == ["clear", "plan", "clear", "meet"]
