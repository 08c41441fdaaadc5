"""She takes back what she allowed, and somebody has something of hers: they are told, and she reads their answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.casework.actions import calling_back, cases, exports, transfer
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case, Part
from amparo.casework.queries.calling_back import recalls_in
from amparo.casework.queries.hers import LARGEST, copy_of, weight
from amparo.casework.queries.permissions import permission_for, permissions_in, recipient_named
from amparo.casework.queries.today import day_of
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.formats.consent.permission import ANYBODY
from tests.cases import SOME, a_case, a_task, person, rows_as_text
from tests.exports import NETWORK, NOW, agreed, of_ana, says, taken, to_network, two_cases
from tests.incidents import an_incident
from tests.integration.test_her_case import agreed as her_page
from tests.letters import Letters, a_house_for_letters, letter, opened_client
from tests.transfers import THEIRS, allows, sent

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]
ABROAD = "cross_border_transfer"
TELL = f"Tell {THEIRS} that she took her permission back"
HONEST = (
    "What went out before, we cannot call back. If you take something back and somebody has something of yours, "
    "we tell them and ask them to delete it. Here you read what they answered."
)


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def words(house: Letters) -> str:
    return " ".join(letter(Client(), "Una carta de ejemplo."))


@pytest.fixture
def case(house: Letters, words: str) -> Case:
    """A case out of her letter."""
    ana = person(house, "ana")
    thread = desk.get_thread(ana, Thread.objects.get().reference)
    return desk.begin_case(thread, answers=SOME, agreed="written", by=ana)


def hers(sentence: str) -> str:
    """As she reads it."""
    with translation.override("es"):
        return gettext(sentence)


def waits(house: Letters, case: Case, by: str = "ana") -> list[str]:
    """Whom somebody is to tell, as the case says."""
    return [each.to for each in recalls_in(cases.open_case(case, by=person(house, by)).parts) if each.waits]


def on_the_day(house: Letters, by: str = "ana", after: int = 0) -> list[tuple[str, str]]:
    """The same on the list of the day, some days later: which case, and whom."""
    found = day_of(person(house, by), today=clock.today() + timedelta(days=after))
    return [(each.case.reference, each.to) for each in found.back]


def says_no(house: Letters, case: Case, kind: str = ABROAD, name: str = THEIRS) -> None:
    """Her no at the desk."""
    ana, to = person(house, "ana"), recipient_named(name, is_state=False)
    standing = permission_for(cases.opened(ana, case).parts, kind, to)
    seen = standing.part.number if standing else None
    write_permission(case, said=Said(kind, "no", to, name, seen=seen), by=ana)


def takes_back(house: Letters, case: Case, words: str, name: str = THEIRS) -> None:
    """Her own page, where no key is open."""
    found = permissions_in(cases.open_case(case, by=person(house, "ana")).parts)
    (reference,) = [each.part.reference for each in found if each.name == name]
    before = rows_as_text(Case)
    her_page(words, f"take:{reference}")
    assert Part.objects.get(reference=reference).ended_on == clock.today()
    assert rows_as_text(Case) == before, "no key was open, and nothing but its end was written"


def answers(house: Letters, case: Case, answer: str = "deleted", words: str = "Marta de ejemplo", **more: Any) -> None:
    """Somebody of the team writes what they answered."""
    ana = person(house, "ana")
    (one,) = recalls_in(cases.opened(ana, case).parts)
    said = {"answer": answer, "words": words, "seen": one.part.number, "by": ana, **more}
    calling_back.say_answered(case, reference=one.part.reference, **said)


def test_after_her_no_at_the_desk_they_are_to_be_told_at_once(house: Letters, case: Case) -> None:
    sent(house, case, allows(house, case, "identity"))
    assert (waits(house, case), on_the_day(house)) == ([], []), "while she allows it nothing is to be called back"
    says_no(house, case)
    assert waits(house, case) == [THEIRS]
    assert on_the_day(house) == [(case.reference, THEIRS)]
    assert on_the_day(house, "berta") == [], "who does not read her case finds nothing of it"
    client = opened_client(house.cast.ana)
    assert TELL in client.get(reverse("case", args=[case.reference])).text
    assert TELL in client.get(reverse("cases_today")).text


def test_what_she_takes_back_on_her_own_page_stands_there_at_once_and_until_it_is_done(
    house: Letters, case: Case, words: str
) -> None:
    sent(house, case, allows(house, case, "identity"))
    takes_back(house, case, words)
    assert on_the_day(house) == [(case.reference, THEIRS)], "before anybody opened the case"
    assert on_the_day(house, after=60) == [(case.reference, THEIRS)], "it does not fall off the list by itself"
    assert waits(house, case) == [THEIRS]


def test_whoever_got_nothing_is_not_named(house: Letters, case: Case, words: str) -> None:
    allows(house, case, "identity")
    takes_back(house, case, words)
    assert (waits(house, case), on_the_day(house)) == ([], [])
    other = a_case(house)
    sent(house, other, allows(house, other, "identity"))
    says_no(house, other, kind="share_for_referral", name="Otra casa de ejemplo")
    assert (waits(house, other), on_the_day(house)) == ([], []), "a no to others is no word about these"


def test_that_a_permission_ran_out_is_no_word_of_hers(house: Letters, case: Case) -> None:
    permission = allows(house, case, "identity", days=1)
    sent(house, case, permission)
    ana, later = person(house, "ana"), clock.now() + timedelta(days=2)
    assert waits(house, case) == []
    with pytest.raises(Denied, match="allows this no more"):
        transfer.say_arrived(case, how="", by=ana, now=later)


def test_a_list_with_her_in_it_is_called_back_from_the_organisation_alone_that_got_it(house: Letters) -> None:
    one, two = two_cases(house)
    taken(house, agreed(house, one, two))
    assert on_the_day(house) == []
    says(house, one, "no", now=NOW)
    assert (waits(house, one), waits(house, two)) == ([NETWORK], [])
    assert on_the_day(house) == [(one.reference, NETWORK)]
    (went,) = recalls_in(cases.opened(person(house, "ana"), one).parts)
    page = reverse("case_called_back", args=[one.reference, went.part.reference])
    assert f"There she is {one.reference}." in opened_client(house.cast.ana).get(page).text, "they know no name of hers"
    answers(house, one, "refuse")
    assert (waits(house, one), on_the_day(house)) == ([], [])


def test_who_was_left_out_of_a_list_is_not_called_back_from_it(house: Letters) -> None:
    one, two = two_cases(house)
    made = agreed(house, one, two)
    says(house, one, "no", now=NOW)
    assert taken(house, made).left_out == 1
    assert waits(house, one) == []


def test_a_list_that_went_because_anybody_may_have_it_is_called_back_when_she_names_them(house: Letters) -> None:
    case, ana = of_ana(house), person(house, "ana")
    said = Said("share_for_referral", "yes", ANYBODY, "", frozenset({"coded_only"}), "written")
    write_permission(case, said=said, by=ana, now=NOW - timedelta(days=1))
    taken(house, agreed(house, case))
    assert waits(house, case) == []
    says(house, case, "no", now=NOW)
    assert waits(house, case) == [NETWORK]


@pytest.mark.parametrize("told", [True, False])
def test_of_the_table_of_gbvims_only_who_stands_in_it(house: Letters, told: bool) -> None:
    """She allows it, and the file leaves; only where an incident of hers is a row they have something of her."""
    case, ana, kind = of_ana(house), person(house, "ana"), "share_nonidentifiable_stats"
    to = recipient_named(NETWORK, is_state=False)
    said = Said(kind, "yes", to, NETWORK, frozenset({"coded_only"}), "written")
    write_permission(case, said=said, by=ana, now=NOW - timedelta(days=1))
    if told:
        an_incident(house, case)
    made = exports.ask_for_export(
        kind="gbvims", cases=[case.reference], reason="network", words="x", to=to_network(),
        second=house.readers["berta"], by=ana, now=NOW,
    )  # fmt: skip
    exports.agree(made, by=person(house, "berta"), now=NOW)
    taken(house, made)
    says_no(house, case, kind=kind, name=NETWORK)
    assert waits(house, case) == ([NETWORK] if told else [])


def test_what_they_answered_is_sealed_and_the_file_on_its_way_counts_as_called_back(house: Letters, case: Case) -> None:
    permission = allows(house, case, "identity")
    sent(house, case, permission)
    says_no(house, case)
    answers(house, case, "deleted", "Marta de ejemplo, por teléfono")
    assert (waits(house, case), on_the_day(house)) == ([], [])
    found = cases.open_case(case, by=person(house, "ana"))
    (one,) = recalls_in(found.parts)
    assert (one.answer, one.words) == ("deleted", "Marta de ejemplo, por teléfono")
    assert one.part.is_over
    lying = rows_as_text(Part)
    assert one.part.reference in lying, "the look finds what does lie in clear"
    assert not [each for each in ("Marta", "deleted", THEIRS) if each in lying]
    with pytest.raises(Denied, match="on its way"):
        transfer.say_arrived(case, how="", by=person(house, "ana"))
    page = opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).text
    assert "They say that they deleted it" in page
    assert "has gone on with her" not in page


def test_once_it_is_theirs_she_can_still_take_it_back_and_they_are_told(house: Letters, case: Case, words: str) -> None:
    sent(house, case, allows(house, case, "identity"))
    transfer.say_arrived(case, how="Lo dijo Marta de ejemplo", by=person(house, "ana"))
    assert on_the_day(house) == []
    takes_back(house, case, words)
    assert on_the_day(house, after=60) == [(case.reference, THEIRS)]
    answers(house, case, "no_answer")
    assert on_the_day(house) == []
    case.refresh_from_db()
    assert case.state == "transferred"
    page = opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).text
    assert f"{THEIRS} has gone on with her" in page


@pytest.mark.parametrize("where", ["desk", "her page"])
def test_a_case_that_is_closed_keeps_it_on_the_list_of_the_day(
    house: Letters, case: Case, words: str, where: str
) -> None:
    sent(house, case, allows(house, case, "identity"))
    if where == "desk":
        says_no(house, case)
        cases.close(case, reason="agreed", by=person(house, "ana"))
    else:
        a_task(house, case, "paper_work")
        cases.close(case, reason="agreed", by=person(house, "ana"))
        takes_back(house, case, words)
    found = day_of(person(house, "ana"), today=clock.today())
    assert [each.to for each in found.back] == [THEIRS]
    assert (found.without, found.for_her, found.papers) == ([], [], []), "else a case that is over has no day"
    answers(house, case)
    assert on_the_day(house) == []


def test_her_page_says_that_they_are_told_and_then_what_they_answered(house: Letters, case: Case, words: str) -> None:
    sent(house, case, allows(house, case, "identity"))
    page, going = her_page(words), hers("We are going to tell them")
    assert hers(HONEST) in page, "honestly, before she presses anything"
    assert going not in page
    takes_back(house, case, words)
    waits(house, case)
    assert f"{THEIRS}: {going}." in her_page(words)
    answers(house, case, "deleted", "Marta de ejemplo")
    page = her_page(words)
    assert f"{THEIRS}: Dicen que lo borraron." in page
    assert "Marta" not in page, "the words beside it are for the team"


def test_with_many_of_them_her_page_keeps_its_size(house: Letters, case: Case) -> None:
    ana = person(house, "ana")
    for number in range(8):
        name = f"Casa {'ñ' * 150} {number}"
        write_permission(
            case,
            said=Said(ABROAD, "yes", recipient_named(name, is_state=False), name, frozenset({"identity"}), "written"),
            by=ana,
        )
        found = permissions_in(cases.opened(ana, case).parts)
        (permission,) = [each.part.reference for each in found if each.name == name]
        calling_back.note_given_out(case, {"to": name, "permission": permission}, by=ana, now=clock.now())
        says_no(house, case, name=name)
    found = cases.open_case(case, by=ana)
    assert len(recalls_in(found.parts)) == 8
    copy = copy_of(found, clock.now())
    assert 0 < len(copy["back"]) <= 6
    assert weight(copy) <= LARGEST


def test_with_a_new_yes_nobody_is_told_anything_and_it_may_arrive(house: Letters, case: Case) -> None:
    sent(house, case, allows(house, case, "identity"))
    says_no(house, case)
    ana, to = person(house, "ana"), recipient_named(THEIRS, is_state=False)
    standing: Any = permission_for(cases.opened(ana, case).parts, ABROAD, to)
    said = Said(ABROAD, "yes", to, THEIRS, frozenset({"identity"}), "written", seen=standing.part.number)
    write_permission(case, said=said, by=ana)
    assert (waits(house, case), on_the_day(house)) == ([], [])
    transfer.say_arrived(case, how="", by=ana)
    case.refresh_from_db()
    assert case.state == "transferred"


def test_what_went_first_is_called_back_also_where_something_else_went_after_it(house: Letters, case: Case) -> None:
    """Her name by one permission, and to the same key a little by another: each of them went."""
    sent(house, case, allows(house, case, "identity", "contact"))
    sent(house, case, allows(house, case, "coded_only", kind="share_for_referral"))
    assert waits(house, case) == []
    says_no(house, case)
    assert waits(house, case) == [THEIRS]
