"""What those who accompany carry: she sees what is seen of her; nobody is compared; nothing tells of a hidden case."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases, parts
from amparo.casework.actions.incidents import add_incident
from amparo.casework.actions.load import own_card, write_card
from amparo.casework.actions.supervision import share_for_supervision
from amparo.casework.models import Carried
from amparo.casework.policies import load as policy
from amparo.casework.queries.load import Card, cards_for, load_of, loads_for, people_here, told_in_cases
from amparo.commons import clock
from amparo.commons.accounts.models import Membership
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer
from amparo.vault.models import SealedField
from tests.cases import a_case, person, rows_as_text
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default"])
LINE = re.compile(r'<dl class="facts">.*?</dl>', re.DOTALL)


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def shared(house: Letters, by: str, *others: str) -> Any:
    case = a_case(house, by)
    for name in others:
        cases.share(case, reader=house.readers[name], by=person(house, by))
    return case


def seen(house: Letters, looking: str, whom: str) -> tuple[int, int, int]:
    found = load_of(person(house, looking), getattr(house.cast, whom), today=clock.today())
    return found.owns, found.reads, found.opened


def test_of_a_colleague_only_the_cases_that_one_may_know_of_are_counted(house: Letters) -> None:
    both, hers = shared(house, "berta", "ana"), shared(house, "berta")
    for case in (both, hers):
        cases.open_case(case, by=person(house, "berta"))
        cases.open_case(case, by=person(house, "berta"))
    assert seen(house, "berta", "berta") == (2, 2, 2)
    assert seen(house, "ana", "berta") == (1, 1, 1)
    assert seen(house, "carla", "berta") == (0, 0, 0)
    cases.close(both, reason="agreed", by=person(house, "berta"))
    assert seen(house, "ana", "berta") == (0, 0, 0)


def told(house: Letters, looking: str, whom: str) -> int | None:
    return load_of(person(house, looking), getattr(house.cast, whom), today=clock.today()).told


def test_accounts_of_violence_are_counted_in_the_cases_that_she_opened_and_both_read(house: Letters) -> None:
    both, hers, unopened = shared(house, "berta", "ana"), shared(house, "berta"), shared(house, "berta", "ana")
    berta = person(house, "berta")
    for case, many in ((both, 2), (hers, 1), (unopened, 1)):
        for _ in range(many):
            add_incident(case, answers={"account": Answer("Un hecho de ejemplo")}, by=berta)
    parts.add_part(both, kind="note", answers={"note_text": Answer("Una nota de ejemplo")}, by=berta)
    assert told(house, "ana", "berta") == 0, "nothing was opened yet"
    for case in (both, hers):
        cases.open_case(case, by=berta)
        cases.open_case(case, by=berta)
    assert told(house, "berta", "berta") == 3, "each once, and no note"
    assert told(house, "ana", "berta") == 2
    assert told(house, "carla", "berta") == 0
    assert told(house, "ana", "ana") == 0, "Ana opened none of them"
    (mistake, _other) = [each for each in cases.opened(berta, both).parts if each.kind == "incident"]
    parts.end_part(both, reference=mistake.reference, by=berta)
    assert told(house, "ana", "berta") == 1, "it was written by mistake"
    add_incident(both, answers={}, by=berta, now=clock.now() + timedelta(hours=2))
    assert told(house, "ana", "berta") == 1, "it was written after she opened the case"
    before = person(house, "ana")
    assert loads_for(before, [house.cast.berta], {}, {both.pk: [clock.now()]}, today=clock.today())[0].told == 1
    cases.leave(both, by=berta)
    assert told(house, "ana", "berta") == told(house, "berta", "berta") - 1 == 0, "only what she reads herself"


@pytest.mark.parametrize("how", ["role", "supervised"])
def test_who_does_not_read_what_is_told_does_not_learn_by_a_figure_that_there_is_something(
    house: Letters, how: str
) -> None:
    case = shared(house, "berta", "ana") if how == "role" else a_case(house, "berta")
    berta = person(house, "berta")
    add_incident(case, answers={"account": Answer("Un hecho de ejemplo")}, by=berta)
    cases.open_case(case, by=berta)
    if how == "role":
        Membership.objects.filter(user=house.cast.ana, role="reader").update(role="supervisor")
        Membership.objects.filter(user=house.cast.ana).exclude(role="supervisor").delete()  # she reads no letters
        house.cast.ana.forget_roles()
    else:
        share_for_supervision(case, reader=house.readers["ana"], by=berta)
    assert told(house, "ana", "berta") == (None if how == "role" else 0)
    assert told(house, "berta", "berta") == 1
    page = opened_client(house.cast.ana).get(reverse("case_load")).text
    team = page[page.index('id="team"') :]
    line = LINE.search(team[team.index("<h3>Berta</h3>") :])[0]  # type: ignore[index]
    assert ("Not counted for who does not read what is told" in line) == (how == "role")
    own = opened_client(house.cast.berta).get(reverse("case_load")).text
    assert line in own[own.index("<h3>Ana</h3>", own.index('id="seen"')) :], "and she sees that of herself, too"


def test_what_is_seen_of_her_stands_on_her_own_page_word_for_word(house: Letters) -> None:
    case = shared(house, "berta", "ana")
    shared(house, "berta")
    add_incident(case, answers={"account": Answer("Un hecho de ejemplo")}, by=person(house, "berta"))
    cases.open_case(case, by=person(house, "berta"))
    write_card(answers={"card_heavy": Answer("many_heavy")}, by=person(house, "berta"), today=clock.today())
    of_ana = opened_client(house.cast.ana).get(reverse("case_load")).content.decode()
    of_berta = opened_client(house.cast.berta).get(reverse("case_load")).content.decode()
    team = of_ana[of_ana.index('id="team"') :]
    line = LINE.search(team[team.index("<h3>Berta</h3>") :])[0]  # type: ignore[index]
    own = of_berta[of_berta.index('id="seen"') :]
    assert line == LINE.search(own[own.index("<h3>Ana</h3>") :])[0]  # type: ignore[index]
    assert "Many" in line
    assert "<dt>Accounts of violence in them</dt><dd>1</dd>" in line


def test_nobody_is_compared(house: Letters) -> None:
    """By name whatever the figures are; no sum, no mean, no first and no last; who does not supervise sees herself."""
    for _ in range(3):
        shared(house, "carla", "ana")
    shared(house, "ana")
    ana = person(house, "ana")
    people = people_here()
    found = loads_for(ana, people, cards_for(ana, today=clock.today()), today=clock.today())
    assert [(each.name, each.owns) for each in found] == [("Ana", 1), ("Berta", 0), ("Carla", 3)]
    page = opened_client(house.cast.ana).get(reverse("case_load")).content.decode()
    team = page[page.index('id="team"') : page.index('id="look"')]
    assert re.findall(r"<h3>(\w+)</h3>", team) == ["Ana", "Berta", "Carla"]
    assert re.findall(r"<dd>(\d+)</dd>", team) == ["1", "4", "0", "0"] + ["0"] * 4 + ["3", "3", "0", "0"], (
        "and no figure beside"
    )
    assert not re.search(r"total|average|most|least|best|worst|rank|<table|class=\"[^\"]*(red|danger)", team, re.I)
    assert "<h3>Carla</h3>" not in opened_client(house.cast.berta).get(reverse("case_load")).content.decode()


def test_what_she_says_is_locked_counts_for_fourteen_days_and_is_hers_to_change(house: Letters) -> None:
    today = clock.today()
    said = {"card_load": Answer("much"), "card_night": Answer(str(today)), "card_rest": Answer("rest_due")}
    berta, ana = person(house, "berta"), person(house, "ana")
    write_card(answers=said, by=berta, today=today)
    lying = rows_as_text(Carried, SealedField, Act)
    assert "load.written" in lying
    for each in ("much", "rest_due", "card_night"):
        assert each not in lying
    cards = cards_for(ana, today=today)
    assert cards[house.cast.berta.pk].rest_is_due(today)
    old = cards_for(ana, today=today + timedelta(days=15))[house.cast.berta.pk]
    assert old == Card(number=old.number)
    write_card(answers={"card_rest": Answer("rested")}, by=berta, today=today)
    assert not own_card(berta, today=today).rest_is_due(today)
    assert own_card(ana, today=today) == Card()


def test_each_writes_a_card_of_their_own(house: Letters) -> None:
    today = clock.today()
    for name, said in (("ana", "much"), ("berta", "light"), ("ana", "enough")):
        write_card(answers={"card_load": Answer(said)}, by=person(house, name), today=today)
    assert Carried.objects.count() == 2
    for looking in ("ana", "berta"):
        cards = cards_for(person(house, looking), today=today)
        told = {name: cards[getattr(house.cast, name).pk].answers["card_load"] for name in ("ana", "berta")}
        assert told == {"ana": Answer("enough"), "berta": Answer("light")}


def test_who_was_out_at_night_has_rest_to_take_whether_she_says_so_or_not() -> None:
    today = clock.today()

    def due(days: int, **more: Answer) -> bool:
        return Card({"card_night": Answer(str(today - timedelta(days=days))), **more}).rest_is_due(today)

    assert [due(days) for days in (0, 1, 2, 14)] == [True, True, False, False]
    assert not due(0, card_rest=Answer("rested"))
    assert not Card().rest_is_due(today)
    assert not due(-1), "a round to come is no reason yet"


def test_before_a_case_is_given_to_who_has_enough_the_page_asks(house: Letters) -> None:
    case, ana = shared(house, "ana", "berta"), opened_client(house.cast.ana)
    where, to = reverse("case_assign", args=[case.reference]), {"reader": house.readers["berta"].reference}
    write_card(answers={"card_rest": Answer("rest_due")}, by=person(house, "berta"), today=clock.today())
    asked = ana.post(where, to)
    assert asked.status_code == 200
    assert "She has: rest to take." in asked.content.decode()
    case.refresh_from_db()
    assert case.owner == house.cast.ana
    assert ana.post(where, to | {"sure": "1"}).status_code == 302
    case.refresh_from_db()
    assert case.owner == house.cast.berta, "it warns, and stops nobody"


ASKED = (
    "She has: rest to take. Ask her first. Perhaps somebody else can take it, or something of hers can wait."  # by hand
)


@pytest.mark.parametrize("way", ["case_assign", "cases_hand", "desk_letter_assign"])
def test_whichever_way_somebody_is_given_more_it_is_asked_with_the_same_words(house: Letters, way: str) -> None:
    """One case, all cases, or a thread: it is asked once, nothing is given by that, and a yes gives it."""
    case, letter = shared(house, "ana", "berta"), written(roles=["counsel"])
    kept = shared(house, "ana")  # Berta does not read it yet: all of Ana's are handed on
    of_what = {"case_assign": [case.reference], "cases_hand": [], "desk_letter_assign": [letter.reference]}[way]
    where, ana = reverse(way, args=of_what), opened_client(house.cast.ana)
    to = {"reader": house.readers["berta"].reference}

    def whose() -> Any:
        row = {"case_assign": case, "cases_hand": kept, "desk_letter_assign": letter.thread}[way]
        row.refresh_from_db()
        return row.owner

    if way == "cases_hand":
        assert "She has:" not in ana.post(where, to).text, "nothing warns where she has not enough"
    before = whose()
    write_card(answers={"card_rest": Answer("rest_due")}, by=person(house, "berta"), today=clock.today())
    asked = ana.post(where, to)
    assert asked.status_code == 200
    assert ASKED in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", asked.text))
    assert whose() == before != house.cast.berta
    assert ana.post(where, to | {"sure": "1"}).status_code == 302
    assert whose() == house.cast.berta, "it warns, and stops nobody"


def test_a_thread_goes_to_her_at_once_where_she_has_not_enough_or_it_is_hers(house: Letters) -> None:
    letter, ana = written(roles=["counsel"]), opened_client(house.cast.ana)
    where = reverse("desk_letter_assign", args=[letter.reference])
    to = {"reader": house.readers["berta"].reference}
    assert ana.post(where, to).status_code == 302
    write_card(answers={"card_rest": Answer("rest_due")}, by=person(house, "berta"), today=clock.today())
    assert ana.post(where, to).status_code == 302, "it is hers already"
    assert ana.post(where, {"reader": ""}).status_code == 302
    letter.thread.refresh_from_db()
    assert letter.thread.owner is None


def test_over_the_line_the_page_says_how_many_that_one_knows_of(house: Letters, monkeypatch: Any) -> None:
    monkeypatch.setattr(policy, "MOST_OPEN", 2)
    case = shared(house, "ana", "berta")
    for _ in range(2):
        shared(house, "berta", "ana")
    shared(house, "berta")  # Ana does not know of this one
    where, to = reverse("case_assign", args=[case.reference]), {"reader": house.readers["berta"].reference}
    asked = opened_client(house.cast.ana).post(where, to)
    assert "She has: open cases that you know of: 2." in asked.content.decode()


def test_only_who_accompanies_or_supervises_comes_here(house: Letters) -> None:
    with pytest.raises(Denied):
        write_card(answers={}, by=house.cast.diana, today=clock.today())
    assert opened_client(house.cast.berta).get(reverse("case_load")).status_code == 200


def test_it_costs_the_same_however_many_cases_there_are(house: Letters) -> None:
    ana, told = person(house, "ana"), []
    for more in (1, 6):
        for _ in range(more):
            case = shared(house, "ana", "berta")
            add_incident(case, answers={}, by=ana)
            cases.open_case(case, by=ana)
        with CaptureQueriesContext(connections["default"]) as captured:
            cards, heard = cards_for(ana, today=clock.today()), told_in_cases(ana, today=clock.today())
            loads_for(ana, people_here(), cards, heard, today=clock.today())
        told.append(len(captured))
    assert len(heard) == 7
    assert told[0] == told[1] <= 14, told
