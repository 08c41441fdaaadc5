"""Addresses that do something only where there is something of hers: somebody under 18, what two people do, a request.

Over the house of the large table (``test_access_matrix.py``), in which nothing of it stands. Rita asks; Lucía is the
second person. A row is an address and a verb, a letter is what one of ``WHO`` gets; both were written by hand.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from amparo.casework.actions import asking, cases, exports, holds, notices, second_yes
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.queries.cases import opened
from amparo.casework.queries.permissions import recipient_named
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.formats.case_questions import Answer
from amparo.vault.models import Reader
from tests.access_walk import NOTHING, REFUSED, SHUT, SIGN_IN, letter_of, undone
from tests.cast import make_cast
from tests.desk import days_ago
from tests.exports import NETWORK, to_network
from tests.letters import with_open_key
from tests.matrix_house import House, make_house
from tests.notices import notice_of

pytestmark = pytest.mark.django_db(databases=["default"])
WHO = ("tere", "rita", "lucia", "paz", "gema", "sara", "olga", "nadia", "stranger")
type Row = tuple[str, list[str], dict[str, Any]]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic(using="default"):
        yield make_house(make_cast())
        transaction.set_rollback(True, using="default")


def her(house: House, name: str) -> Any:
    return with_open_key(house.people[name])


def key(house: House, name: str) -> Reader:
    return Reader.objects.get(user=house.people[name])


def young(house: House) -> None:
    cases.write_answers(house.case, answers={"age_band": Answer("12_17")}, seen={}, by=her(house, "rita"))


def asked_yes(house: House, act: str) -> str:
    """Rita asked for the yes of somebody; of child protection is Lucía alone."""
    lucia, team = house.people["lucia"], house.letters.cast.coast
    accounts.give_role(lucia, team=team, role="child_protection", by=accounts.SETUP)
    young(house)
    second_yes.ask(house.case, act=act, about="", answers={"yes_why": Answer("de ejemplo")}, by=her(house, "rita"))
    (asked,) = opened(her(house, "rita"), house.case).of_kind("second_yes")
    return str(asked.reference)


def is_grown(house: House, age: str = "18_24") -> list[str]:
    said = {"yes_asked": Answer("La señora de ejemplo"), "yes_words": Answer("Lo leí.")}
    asked = asked_yes(house, "of_age")
    second_yes.answer(house.case, reference=asked, yes=True, answers=said, by=her(house, "lucia"))
    seen = {"age_band": opened(her(house, "rita"), house.case).numbers["age_band"]}
    cases.write_answers(house.case, answers={"age_band": Answer(age)}, seen=seen, by=her(house, "rita"))
    return [house.case.reference]


def of_young(house: House, *more: str) -> list[str]:
    young(house)
    return [house.case.reference, *more]


def a_notice(house: House) -> list[str]:
    """Rita asks whether something has to be told without her yes."""
    made = notices.ask_to_tell(house.case, answers=notice_of(days_ago(0)), by=her(house, "rita"))
    return [house.case.reference, made.reference]


def a_hold(house: House, *, agreed: bool = False) -> list[str]:
    hold = holds.ask_to_hold(house.case, until=days_ago(-30), answers={}, by=her(house, "rita"))
    if agreed:
        holds.agree_to_hold(house.case, reference=hold.reference, by=her(house, "lucia"))
    return [house.case.reference, hold.reference]


def let_in(house: House) -> list[str]:
    """The part that says that Rita was let in."""
    found = opened(her(house, "rita"), house.case).of_kind("letting_in")
    return [house.case.reference, found[0].reference]


def a_request(house: House) -> list[str]:
    """Tere asks Rita to let her read the case."""
    made = asking.ask_to_read(
        which=house.case.reference, whom=key(house, "rita"), why="covers", words="", by=her(house, "tere"),
        now=clock.now(),
    )  # fmt: skip
    return [made.reference]


def a_list(house: House, *, agreed: bool = False) -> list[str]:
    """Rita asks for a list that leaves, and names Lucía."""
    rita, now = her(house, "rita"), clock.now()
    to, coded = recipient_named(NETWORK, is_state=False), frozenset({"coded_only"})
    write_permission(house.case, said=Said("share_for_referral", "yes", to, NETWORK, coded, "written"), by=rita)
    made = exports.ask_for_export(
        kind="handover", cases=[house.case.reference], reason="network", words="la red de ejemplo", to=to_network(),
        second=key(house, "lucia"), by=rita, now=now,
    )  # fmt: skip
    if agreed:
        exports.agree(made, by=her(house, "lucia"), now=now)
    return [made.reference]


SURE = {"sure": "1"}
YES = {"say": "yes", "yes_asked": "La señora de ejemplo", "yes_words": "Lo leí."}
# Letters as in tests/access_table.txt, for WHO: tere | rita lucia paz gema sara olga | nadia (coordinates), a stranger.
ROWS: list[tuple[str, str, str, Callable[[House], list[str]], dict[str, Any]]] = [
    ("case_young", "GET", "n ooxxxo xs", lambda house: of_young(house, "assent"), {}),
    ("case_young", "POST", "n mmxxxm xs", lambda house: of_young(house, "assent"), {"assent_words": "de ejemplo"}),
    ("case_notice", "GET", "n ooxxxo xs", a_notice, {}),
    ("case_notice", "POST", "n xmxxxm xs", a_notice, {"say": "yes"}),
    ("case_notice", "POST", "n mmxxxm xs", a_notice, {"say": "no"}),
    ("case_notice", "POST", "n xxxxxx xs", a_notice, {"told_on": str(days_ago(1))}),  # nobody said yes
    ("case_yes_ask", "GET", "n oooxxo xs", lambda house: of_young(house, "close"), {}),
    ("case_yes_ask", "POST", "n mmmxxm xs", lambda house: of_young(house, "close"), {"yes_why": "de ejemplo"}),
    ("case_yes_ask_about", "GET", "n oooxxo xs", lambda house: of_young(house, "share_outside", "a" * 16), {}),
    ("case_yes", "GET", "n xoxxxx xs", lambda house: [house.case.reference, asked_yes(house, "close")], {}),
    ("case_yes", "POST", "n xmxxxx xs", lambda house: [house.case.reference, asked_yes(house, "close")], YES),
    ("case_grown", "POST", "n mmxxxm xs", is_grown, SURE),
    ("case_grown", "POST", "n xxxxxx xs", lambda house: is_grown(house, "12_17"), SURE),  # her age is written first
    # Whoever reads the case may be the second person, also who does not write there.
    ("case_hold_agree", "POST", "n xmmmmm xs", a_hold, {}),
    ("case_hold_end", "POST", "n mmmmmm xs", lambda house: a_hold(house, agreed=True), {}),
    ("case_seen", "POST", "n mmmxnm xs", let_in, {}),
    # Asked by its name, it is seen by whoever reads the case; Tere, who asks, chooses among cases of her own.
    ("case_let_in", "POST", "o mmmxxm xs", a_request, SURE),
    ("case_put_away", "POST", "n mmmmmm xs", a_request, {}),
    ("export", "GET", "n oonnnn ks", a_list, {}),
    ("export_agree", "POST", "n xmnnnn ns", a_list, {}),
    ("export_refuse", "POST", "n xmnnnn ns", a_list, {"why": "no"}),
    ("export_take_back", "POST", "n mxnnnn ns", a_list, {}),
    ("export_write", "POST", "n oxnnnn ns", lambda house: a_list(house, agreed=True), {}),
]


@pytest.mark.parametrize(("name", "verb", "told", "made", "sent"), ROWS, ids=[" ".join(each[:2]) for each in ROWS])
def test_everybody_gets_what_the_row_says(
    house: House, name: str, verb: str, told: str, made: Callable[[House], list[str]], sent: dict[str, Any]
) -> None:
    got = {}
    with undone():
        path = reverse(name, args=made(house))
        if name == "case_let_in":
            sent = sent | {"case": house.case.reference}
        for who in WHO:
            with undone() as written:
                got[who] = letter_of(getattr(house.browser(who), verb.lower())(path, sent))
            if got[who] in {SIGN_IN, REFUSED, SHUT, NOTHING}:
                assert written == [], f"{who} was refused, and yet something changed"
    assert "".join(got.values()) == told.replace(" ", "")
