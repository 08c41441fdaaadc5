"""Whether a room is open to her: every set of answers, and every step, against a table written by hand."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from amparo.formats import mediation
from amparo.formats.case_questions import questions
from amparo.formats.codes import by_code
from amparo.formats.mediation import FRESH, SAYS, STEPS, after, may, stands, weigh, why

ASKED = ("gate_alone", "gate_hurt", "gate_fear", "gate_control", "gate_safe", "gate_counsel")
SAID = ("yes", "no", None)  # None: not known, not said, left out
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
# By hand, once more. Rows: where it stands; columns: what happens; "." may not happen.
TABLE = """
            clear     unsure     danger  plan     meet       off        shuttle
not_asked   may_plan  ask_again  apart   .        .          .          .
may_plan    may_plan  ask_again  apart   planned  .          .          ask_again
planned     may_meet  ask_again  apart   .        .          ask_again  planned
may_meet    may_meet  ask_again  apart   .        ask_again  ask_again  planned
ask_again   may_plan  ask_again  apart   .        .          ask_again  ask_again
apart       apart     apart      apart   .        .          apart      apart
"""


def by_hand(said: tuple[str | None, ...]) -> str:
    """In words: one of four answers shuts it; all six right ones open it; anything else leaves it shut for now."""
    _alone, hurt, fear, control, safe, _counsel = said
    if "yes" in (hurt, fear, control) or safe == "no":
        return "danger"
    return "clear" if said == ("yes", "no", "no", "no", "yes", "yes") else "unsure"


def test_every_set_of_answers_comes_to_what_the_table_says() -> None:
    table = list(itertools.product(SAID, repeat=len(ASKED)))
    assert len(table) == 729
    wrong = [said for said in table if weigh(dict(zip(ASKED, said, strict=True))) != by_hand(said)]
    assert wrong == []
    assert [by_hand(said) for said in table].count("clear") == 1


def test_the_questions_are_those_that_are_asked_and_an_empty_page_opens_nothing() -> None:
    assert set(ASKED) == set(mediation.OPENS) == set(questions("screening")) - {"gate_words"}
    assert weigh({}) == "unsure"
    assert weigh(dict.fromkeys(ASKED, "skipped")) == "unsure"


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        (("yes", "no", "no", "no", "yes", "yes"), ()),
        (("yes", "yes", "no", "no", "yes", "yes"), ("hurt",)),
        (("yes", "no", "yes", "yes", "no", "yes"), ("fear", "control", "not_safe")),
        (("no", "no", "no", "no", "yes", "no"), ("not_alone", "no_counsel")),
        (("yes", None, "no", "no", "yes", "yes"), ("unknown",)),
        (("yes", "yes", None, "no", "yes", "yes"), ("hurt", "unknown")),
    ],
)
def test_why_it_is_shut_is_said_in_words(said: tuple[str | None, ...], reasons: tuple[str, ...]) -> None:
    assert why(dict(zip(ASKED, said, strict=True))) == reasons
    assert set(reasons) <= set(by_code("gate_reason"))


def test_each_step_leads_where_the_table_says() -> None:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    told = {(row[0], event): to for row in rows for event, to in zip(head, row[1:], strict=True)}
    assert {row[0] for row in rows} == set(STEPS) == set(by_code("gate_state"))
    assert set(head) == set(SAYS)
    for (state, event), to in told.items():
        assert may(event, state) is (to != "."), (state, event)
        if to == ".":
            with pytest.raises(KeyError):
                after(state, event)
        else:
            assert after(state, event) == to


def history(*events: str, hours: float = 1) -> list[tuple[datetime, str]]:
    """These events, one each hour, the last so many hours before noon."""
    count = len(events)
    return [(NOON - timedelta(hours=hours + count - 1 - at), event) for at, event in enumerate(events)]


@pytest.mark.parametrize(
    ("events", "hours", "state"),
    [
        ((), 1, "not_asked"),
        (("clear",), 1, "may_plan"),
        (("clear", "plan"), 1, "planned"),
        (("clear", "plan", "clear"), 1, "may_meet"),
        (("clear", "plan", "clear"), 24, "may_meet"),
        (("clear", "plan", "clear"), 24.01, "planned"),  # asked too long ago: once more
        (("clear", "plan", "clear", "meet"), 1, "ask_again"),
        (("clear", "plan", "danger", "clear", "clear"), 1, "apart"),
        (("danger", "clear", "clear"), 1, "apart"),
        (("unsure", "clear", "plan", "unsure"), 1, "ask_again"),
        (("plan", "meet"), 1, "ask_again"),  # what should not have happened opens nothing
        (("danger", "plan", "meet", "clear"), 1, "apart"),
    ],
)
def test_where_it_stands_after_what_happened(events: tuple[str, ...], hours: float, state: str) -> None:
    found = history(*events, hours=hours)
    assert stands(found, now=NOON) == state
    assert stands(reversed(found), now=NOON) == state, "the order in which it is read changes nothing"


def test_what_is_asked_in_the_future_does_not_count_as_asked() -> None:
    assert stands([(NOON, "clear"), (NOON, "plan"), (NOON + FRESH, "clear")], now=NOON) == "planned"


def test_the_page_of_the_reference_has_every_step() -> None:
    drawn = mediation.drawn()
    assert drawn.count(" --> ") == 1 + sum(len(steps) for steps in STEPS.values())
    assert "may_meet --> ask_again: meet" in drawn
