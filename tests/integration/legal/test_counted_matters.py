"""A legal matter is counted once it is over and as long as she allows it; the act that ends that drops its row."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.casework.actions import cases
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case
from amparo.casework.queries.permissions import permissions_in
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.legal.representation.actions import conflicts, matters
from amparo.legal.representation.actions.asking import ask_lawyer
from amparo.legal.representation.actions.coded import say_counted
from amparo.legal.representation.models import Matter
from amparo.vault.actions.coded import drop_row, token_of
from amparo.vault.models import CodedRow
from amparo.vault.queries.opened import case_seeds
from tests.cases import a_case
from tests.cast import Cast
from tests.lawyers import Lawyers, a_clear_matter, add, make_lawyers

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
STATS = "share_nonidentifiable_stats"
LEGAL = {"matter_group": ["state"], "state_side": ["not_said"], "legal_ended": ["won"]}


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


def rows(book: str = "legal") -> list[dict[str, Any]]:
    return [each.codes["codes"] for each in CodedRow.objects.filter(codebook__startswith=f"{book}/")]


def close(house: Lawyers, matter: Matter, outcome: str = "won", by: str = "lucia") -> None:
    matters.close(matter, outcome=outcome, words="", by=house.person(by))


def yes(house: Lawyers, matter: Matter, answer: str = "yes", **more: Any) -> None:
    more.setdefault("days", 120)  # longer than any quarter, whatever day it is
    say_counted(matter, answer=answer, method="written", by=house.person("lucia"), **more)


# --- a matter without a case -----------------------------------------------------------------------------------------


def test_who_was_not_asked_is_not_counted(house: Lawyers) -> None:
    made = a_clear_matter(house)
    close(house, made)
    assert rows() == []


@pytest.mark.parametrize("first", ["yes", "close"])
def test_a_yes_and_an_end_count_it_whichever_comes_first(house: Lawyers, first: str) -> None:
    made = a_clear_matter(house)
    steps = [lambda: yes(house, made), lambda: close(house, made)]
    for number, step in enumerate(steps if first == "yes" else reversed(steps)):
        assert rows() == [], number
        step()
    assert rows() == [LEGAL]


def test_a_no_drops_it_in_the_same_act_also_when_it_is_closed(house: Lawyers) -> None:
    made = a_clear_matter(house)
    yes(house, made)
    close(house, made)
    yes(house, made, "no")
    assert rows() == []
    yes(house, made)
    assert rows() == [LEGAL]


def test_what_goes_on_is_not_counted_and_one_that_begins_again_takes_its_row_along(house: Lawyers) -> None:
    made = a_clear_matter(house)
    yes(house, made)
    add(house, made, "matter_note", matter_note_words="Algo más")
    assert rows() == []
    close(house, made)
    assert rows() == [LEGAL]
    matters.move(made, to="merits", by=house.person("lucia"))
    assert rows() == []
    close(house, made, "lost")
    assert rows() == [LEGAL | {"legal_ended": ["lost"]}]


@pytest.mark.parametrize("outcome", ["conflict", "outside", "no_merit", "capacity"])
def test_what_was_not_taken_is_not_counted(house: Lawyers, outcome: str) -> None:
    made = a_clear_matter(house)
    yes(house, made)
    close(house, made, outcome)
    assert rows() == []


def test_a_row_says_what_it_was_about_who_stood_there_what_was_asked_and_how_it_ended(house: Lawyers) -> None:
    made = a_clear_matter(house)
    add(house, made, "mandate", mandate_method="verbal_witnessed", mandate_for="Pedir protección")
    add(house, made, "agent", agent_branch="police_local", agent_unit="Patrulla 7")
    add(house, made, "filing", filing_kind="constitutional", filing_words="Que paren")
    add(house, made, "filing", filing_kind="ombudsman", filing_words="Que miren")
    yes(house, made)
    close(house, made, "part")
    assert rows() == [
        {"matter_group": ["state"], "state_side": ["forces"], "legal_asked": ["account", "urgent"],
         "legal_ended": ["part"]}
    ]  # fmt: skip


def test_a_yes_that_has_run_out_counts_nobody(house: Lawyers) -> None:
    made = a_clear_matter(house)
    close(house, made)
    yes(house, made, days=1, now=clock.now() - timedelta(days=2))
    assert rows() == []
    matters.open_matter(made, by=house.person("lucia"))
    assert rows() == []


def test_opening_it_in_the_next_quarter_keeps_its_row_again(house: Lawyers) -> None:
    made = a_clear_matter(house)
    yes(house, made)
    close(house, made)
    CodedRow.objects.all().delete()
    matters.open_matter(made, by=house.person("lucia"))
    assert rows() == [LEGAL]


def test_a_matter_that_is_destroyed_takes_its_row_along(house: Lawyers) -> None:
    made, other = a_clear_matter(house), a_clear_matter(house)
    for each in (made, other):
        yes(house, each)
        close(house, each)
    matters.destroy(made.reference, by=house.person("lucia"))
    assert rows() == [LEGAL]


def test_a_house_that_does_not_count_stores_nothing(house: Lawyers, settings: Any) -> None:
    made = a_clear_matter(house)
    settings.PROFILE = "acompanamiento"
    yes(house, made)
    close(house, made)
    assert rows() == []


def test_at_the_desk_a_yes_counts_it_and_a_no_does_not(house: Lawyers) -> None:
    made = a_clear_matter(house)
    close(house, made)
    desk, page = house.client("lucia"), reverse("matter_counted", args=[made.reference])
    shown = desk.get(reverse("matter", args=[made.reference])).text
    assert f'action="{page}"' in shown
    assert "Choose what she said first." in desk.post(page, {}).text
    assert rows() == []
    assert desk.post(page, {"answer": "yes", "method": "verbal_witnessed"}).status_code == 302
    yes(house, made)  # ninety days may end before the next quarter
    assert rows() == [LEGAL]
    assert desk.post(page, {"answer": "no"}).status_code == 302
    assert rows() == []
    assert house.client("nora").post(page, {"answer": "yes"}).status_code == 404
    assert house.client("ana").post(page, {"answer": "yes"}).status_code == 403  # no lawyer of the house


def test_the_trail_does_not_say_that_it_is_counted(house: Lawyers) -> None:
    made = a_clear_matter(house)
    yes(house, made)
    close(house, made)
    verbs = set(Act.objects.values_list("verb", flat=True))
    assert "matter.part_written" in verbs
    assert not [verb for verb in verbs if "count" in verb or "row" in verb or "stat" in verb]


# --- a matter out of a case ------------------------------------------------------------------------------------------


def out_of_a_case(house: Lawyers) -> tuple[Case, Matter]:
    """Ana asks Lucía out of a case, and lets her read the case once nothing stands in the way."""
    ana, lucia = house.person("ana"), house.person("lucia")
    case = a_case(house.letters)
    made = ask_lawyer(cases.open_case(case, by=ana), reader=reader(house, "lucia"), kind="state_agent", by=ana)
    assert conflicts.look(made, by=lucia) == []
    matters.move(made, to="merits", by=lucia)
    return case, made


def reader(house: Lawyers, name: str) -> Any:
    from amparo.vault.queries.readers import reader_of

    return reader_of(house.person(name))


def says(house: Lawyers, case: Case, answer: str) -> None:
    """What she says to statistics in her case, at the desk."""
    ana = house.person("ana")
    known = permissions_in(cases.open_case(case, by=ana).parts)
    seen = next((each.part.number for each in known if each.kind == STATS), None)
    said = Said(STATS, answer, content=frozenset({"coded_only"}), method="written", seen=seen, days=120)
    write_permission(case, said=said, by=ana)


def let_in(house: Lawyers, case: Case) -> None:
    cases.share(case, reader=reader(house, "lucia"), by=house.person("ana"))


def test_the_permission_of_her_case_counts_it_and_her_no_there_drops_both_rows_at_once(house: Lawyers) -> None:
    case, made = out_of_a_case(house)
    says(house, case, "yes")
    let_in(house, case)
    close(house, made)
    assert (rows(), len(rows("cases"))) == ([LEGAL], 1)
    says(house, case, "no")
    assert (rows(), rows("cases")) == ([], [])
    matters.open_matter(made, by=house.person("lucia"))
    assert rows() == []


def test_who_does_not_read_the_case_counts_nothing_and_takes_nothing_away(house: Lawyers) -> None:
    case, made = out_of_a_case(house)
    says(house, case, "yes")
    close(house, made)
    assert rows() == []
    yes(house, made)  # what is written in the matter does not stand for her case
    assert rows() == []
    let_in(house, case)
    matters.open_matter(made, by=house.person("lucia"))
    assert rows() == [LEGAL]


def test_what_she_takes_back_on_her_own_page_takes_the_legal_row_along(house: Lawyers) -> None:
    """Her page knows one thing: what drops the row of her case."""
    case, made = out_of_a_case(house)
    says(house, case, "yes")
    let_in(house, case)
    close(house, made)
    token = token_of(case_seeds(house.person("ana"), case.ring))
    assert token is not None
    assert drop_row(token)
    assert (rows(), rows("cases")) == ([], [])


def test_a_case_that_is_destroyed_takes_the_legal_row_along(house: Lawyers) -> None:
    case, made = out_of_a_case(house)
    says(house, case, "yes")
    let_in(house, case)
    close(house, made)
    cases.destroy(case.reference, by=house.person("ana"))
    assert rows() == []


def test_of_two_matters_of_one_case_the_last_is_counted_and_the_other_does_not_take_it_away(house: Lawyers) -> None:
    case, first = out_of_a_case(house)
    says(house, case, "yes")
    let_in(house, case)
    ana, lucia = house.person("ana"), house.person("lucia")
    found = cases.open_case(case, by=ana)
    second = ask_lawyer(found, reader=reader(house, "lucia"), kind="eviction", by=ana)
    conflicts.look(second, by=lucia)
    matters.move(second, to="merits", by=lucia)
    close(house, first)
    add(house, second, "matter_note", matter_note_words="Sigue")
    assert rows() == [LEGAL]
    close(house, second, "settlement")
    assert rows() == [{"matter_group": ["home"], "state_side": ["nobody"], "legal_ended": ["settlement"]}]
