"""Whoever leaves hands her cases to a colleague: all of them but those the colleague was left out of, in batches."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.casework.actions import cases
from amparo.casework.actions.handing import Handed, hand_cases
from amparo.casework.models import Case
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Locked
from amparo.vault.actions.exclusion import was_left_out
from amparo.vault.actions.letters import write_facts
from amparo.vault.actions.readers import retire_reader
from amparo.vault.actions.rings import seal_to, share_many, turn_ring
from amparo.vault.models import Wrap
from amparo.vault.queries.opened import rings_of
from tests.cases import NAME, a_case, person
from tests.letters import Letters, a_house_for_letters, opened_client, who_reads

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]
NOBODY = {"excluded": [], "about": [], "roles": [], "teams": [], "complaint": ""}


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def leave_out(case: Case, **facts: Any) -> None:
    """She said so."""
    case.facts_version, case.facts = seal_to(case.ring, write_facts(NOBODY | facts))
    case.save()


def readers_of(*found: Case) -> list[set[str]]:
    return [who_reads(each) - {"recovery"} for each in found]


def test_all_of_them_and_they_are_hers_from_then_on(house: Letters) -> None:
    mine = [a_case(house) for _ in range(3)]
    other = a_case(house, "carla")
    turn_ring(mine[0].ring)  # an older and a newer lock: both are wrapped
    assert hand_cases(house.readers["berta"], by=person(house, "ana")) == Handed(3, 0, 0)
    assert readers_of(*mine, other) == [{"ana", "berta"}] * 3 + [{"carla"}]
    assert Wrap.objects.filter(case_key__ring=mine[0].ring, reader=house.readers["berta"]).count() == 2
    assert cases.open_case(mine[0], by=person(house, "berta")).name == NAME
    assert {each.owner.sign_in_name for each in Case.objects.filter(pk__in=[case.pk for case in mine])} == {"berta"}
    shared = Act.objects.filter(verb="case.shared").values_list("target", flat=True)
    assert sorted(shared) == sorted(f"case:{each.reference}" for each in mine)


@pytest.mark.parametrize("how", ["name", "account", "body", "role", "unread", "ledger"])
def test_never_one_from_which_she_was_left_out(house: Letters, how: str) -> None:
    free, shut = a_case(house), a_case(house)
    berta = house.readers["berta"]
    if how in {"name", "account"}:
        leave_out(shut, excluded=[berta.reference if how == "name" else house.cast.berta.reference])
    elif how == "body":
        berta.ties = "POL"
        berta.save()
        leave_out(shut, about=["POL"])
    elif how == "role":
        leave_out(shut, roles=["checker"])
    elif how == "unread":
        Case.objects.filter(pk=shut.pk).update(facts=b"damaged")
    else:
        cases.share(shut, reader=berta, by=person(house, "ana"))
        cases.leave(shut, by=person(house, "berta"))
        leave_out(shut)  # an old backup brought facts back that do not name her
    for _try in range(2):
        done = hand_cases(berta, by=person(house, "ana"))
        assert done.kept_back == 1
    assert readers_of(free, shut) == [{"ana", "berta"}, {"ana"}]


def test_nor_one_whose_person_did_not_say_that_we_may_go_with_her(house: Letters) -> None:
    asked, unasked = a_case(house), a_case(house, agreed="")
    assert hand_cases(house.readers["berta"], by=person(house, "ana")) == Handed(1, 1, 0)
    assert readers_of(asked, unasked) == [{"ana", "berta"}, {"ana"}]
    later = a_case(house)
    past = clock.now() + timedelta(days=91)
    assert hand_cases(house.readers["carla"], by=person(house, "ana"), now=past) == Handed(0, 3, 0)
    assert readers_of(later) == [{"ana"}]


def test_in_batches_that_are_taken_up_again(house: Letters) -> None:
    for _ in range(5):
        a_case(house)
    ana, berta = person(house, "ana"), house.readers["berta"]
    assert hand_cases(berta, by=ana, most=2) == Handed(2, 0, 3)
    assert hand_cases(berta, by=ana, most=2) == Handed(2, 0, 1)
    assert hand_cases(berta, by=ana, most=2) == Handed(1, 0, 0)
    assert hand_cases(berta, by=ana, most=2) == Handed(0, 0, 0)
    assert all(who_reads(each) >= {"ana", "berta"} for each in Case.objects.all())


def test_a_batch_that_breaks_leaves_nothing_half(house: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        a_case(house)
    before = Wrap.objects.count()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("amparo.casework.actions.handing.record", broken)
        with pytest.raises(KeyboardInterrupt):
            hand_cases(house.readers["berta"], by=person(house, "ana"))
    assert Wrap.objects.count() == before
    assert not Case.objects.filter(owner=house.cast.berta).exists()


def test_many_left_out_do_not_keep_the_others_waiting(house: Letters) -> None:
    shut = [a_case(house) for _ in range(4)]
    for each in shut:
        leave_out(each, excluded=[house.readers["berta"].reference])
    a_case(house)
    done = hand_cases(house.readers["berta"], by=person(house, "ana"), most=1)
    assert done.given == 1


def test_only_to_a_confirmed_key_of_somebody_else_and_with_her_own_open(house: Letters) -> None:
    a_case(house)
    with pytest.raises(Denied, match="yours already"):
        hand_cases(house.readers["ana"], by=person(house, "ana"))
    with pytest.raises(Denied, match="opened by whoever accompanies"):
        hand_cases(house.readers["berta"], by=house.cast.diana)
    with pytest.raises(Locked):
        hand_cases(house.readers["berta"], by=type(house.cast.ana).objects.get(pk=house.cast.ana.pk))
    berta = house.readers["berta"]
    retire_reader(berta, by="house.setup")
    berta.refresh_from_db()
    with pytest.raises(Denied, match="waits for another person"):
        hand_cases(berta, by=person(house, "ana"))
    with pytest.raises(ValueError, match="confirmed key"):
        share_many(rings_of(house.cast.ana), berta, by=person(house, "ana"))


def test_share_many_wraps_what_she_opens_and_counts_it(house: Letters) -> None:
    mine, other = [a_case(house) for _ in range(3)], a_case(house, "carla")
    ana = person(house, "ana")
    assert share_many([each.ring for each in (*mine, other)], house.readers["berta"], by=ana) == 3
    count = Wrap.objects.count()
    assert share_many([each.ring for each in mine], house.readers["berta"], by=ana) == 3
    assert Wrap.objects.count() == count, "done again it adds nothing"
    assert readers_of(*mine, other) == [{"ana", "berta"}] * 3 + [{"carla"}]
    assert not was_left_out(house.readers["berta"], NOBODY, ring=mine[0].ring)


# The page.


def test_the_page_asks_twice_and_says_what_stayed(house: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = a_case(house), a_case(house)
    leave_out(two, excluded=[house.readers["berta"].reference])
    ana, address = opened_client(house.cast.ana), reverse("cases_hand")
    assert reverse("cases_hand") in ana.get(reverse("cases")).text
    page = ana.get(address).text
    assert "Berta" in page
    assert house.readers["ana"].reference not in page
    sent = {"reader": house.readers["berta"].reference}
    asked = ana.post(address, sent)
    assert "Hand all your cases to Berta?" in asked.text
    assert readers_of(one) == [{"ana"}]
    done = ana.post(address, sent | {"sure": "1"}, follow=True)
    assert "Handed over to Berta: 1." in done.text
    assert "1 of yours she does not read" in done.text
    assert readers_of(one, two) == [{"ana", "berta"}, {"ana"}]


def test_the_page_goes_on_where_one_press_is_not_enough(house: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.casework.views.handing.ROUNDS", 1)
    for _ in range(3):
        a_case(house)
    monkeypatch.setattr(
        "amparo.casework.views.handing.hand_cases", lambda reader, *, by: hand_cases(reader, by=by, most=2)
    )
    ana, sent = opened_client(house.cast.ana), {"reader": house.readers["berta"].reference, "sure": "1"}
    first = ana.post(reverse("cases_hand"), sent)
    assert "Handed over now: 2. Still to come: 1." in first.text
    assert "Handed over to Berta: 1." in ana.post(reverse("cases_hand"), sent, follow=True).text


def test_who_has_put_her_key_away_comes_in_again_first(house: Letters) -> None:
    from tests.cast import browser_of

    assert "Hand all your cases" not in browser_of(house.cast.ana).get(reverse("cases_hand")).text


def test_of_somebody_under_18_none_goes_to_another_organisation_without_a_second_yes(house: Letters) -> None:
    from amparo.formats.case_questions import Answer

    young, grown = a_case(house, age_band=Answer("12_17")), a_case(house)
    assert hand_cases(house.readers["olga"], by=person(house, "ana")) == Handed(1, 1, 0)
    assert readers_of(young, grown) == [{"ana"}, {"ana", "olga"}]
    assert hand_cases(house.readers["berta"], by=person(house, "ana")) == Handed(2, 0, 0)


def test_who_reads_for_a_time_hands_nothing_on_and_whoever_is_let_in_is_named_in_the_case(house: Letters) -> None:
    case = a_case(house)
    soon = clock.now() + timedelta(hours=2)
    cases.share(case, reader=house.readers["carla"], by=person(house, "ana"), until=soon)
    assert hand_cases(house.readers["berta"], by=person(house, "carla")) == Handed(0, 0, 0)
    assert readers_of(case) == [{"ana", "carla"}]
    assert hand_cases(house.readers["berta"], by=person(house, "ana")) == Handed(1, 0, 0)
    let_in = cases.open_case(case, by=person(house, "ana")).of_kind("letting_in")
    assert [each.more["who"] for each in let_in][:1] == [house.cast.berta.reference]
