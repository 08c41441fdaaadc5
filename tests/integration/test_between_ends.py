"""The end of an agreement by which rows came: it takes two people, and for seven days it can be taken back."""

from datetime import date, timedelta
from typing import Any

import pytest

from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.doors.exchange import retention
from amparo.doors.exchange.actions import agreeing, ending, taking_in
from amparo.doors.exchange.models import Parcel, Partnership
from amparo.doors.exchange.policies import AnotherInForce, AskedMeanwhile, NobodyAsks
from amparo.doors.exchange.queries.partnerships import newest
from amparo.evidence.models import Observation
from amparo.evidence.queries import books_of, build_of, builds, how_many, people_of_book, rows_of, sources
from amparo.vault.actions.ledger import destroyed_rings, its_day_came
from tests.between import AGREED, NOW, TODAY, Between, coming, inside, make_between, their_file

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


class Cut(Exception):
    """The program ends here."""


@pytest.fixture
def house(cast: Any) -> Between:
    return make_between(cast)


def brings(house: Between, found: Partnership, file: tuple[bytes, str]) -> None:
    taking_in.take_in(found, file[0], heard=file[1], by=house.her("diana"), now=NOW)


def kept(found: Partnership) -> int:
    """How many of its rows are in the database, whether they count or not."""
    return Observation.objects.filter(batch__source=found.source, whole=None).count()


def test_with_the_last_day_of_an_agreement_their_rows_go_by_night(house: Between) -> None:
    found, other = coming(house), coming(house, sender="Casa Seis")
    for each in (found, other):
        brings(house, each, their_file(each, inside()))
    last = found.ends + timedelta(days=1)
    assert retention.due(NOW) == []
    Partnership.objects.filter(pk=other.pk).update(ends=last + timedelta(days=9))
    assert retention.due(NOW + (last - TODAY)) == [found.reference]
    retention.shred(found.reference)
    assert (kept(found), kept(other)) == (0, 12)
    found.refresh_from_db()
    assert (found.state, newest(found), found.source in destroyed_rings()) == ("ended", None, True)
    with pytest.raises(Denied):
        brings(house, found, their_file(found, inside(2)))


def ended_by_two(house: Between, found: Partnership, *, on: date = TODAY) -> None:
    """Diana asks, and Ana agrees."""
    ending.ask_to_end(found, by=house.people["diana"])
    ending.agree_to_end(found, by=house.people["ana"], on=on)
    ending.fit_rows(found, by=house.people["ana"])
    found.refresh_from_db()


def ended_alone(house: Between, found: Partnership, name: str) -> None:
    """One person presses as often as the page lets them."""
    for _ in range(3):
        found.refresh_from_db()
        ending.end(found, by=house.people[name])


@pytest.mark.parametrize("name", ["berta", "carla", "eva", "diana", "ana"])
def test_nobody_ends_alone_an_agreement_by_which_rows_came(house: Between, name: str) -> None:
    found = coming(house)
    brings(house, found, their_file(found, inside()))
    with pytest.raises(Denied):
        ended_alone(house, found, name)
    found.refresh_from_db()
    assert (found.state, kept(found), found.source in sources()) == ("in_force", 12, True)


@pytest.mark.parametrize("name", ["berta", "carla", "eva"])
def test_who_only_reads_agreements_decides_nothing(house: Between, name: str) -> None:
    found, actor = coming(house), house.people[name]
    for act in (
        lambda: ending.keep(found, by=actor, on=TODAY),
        lambda: ending.agree_to_end(found, by=actor, on=TODAY),
    ):
        Partnership.objects.filter(pk=found.pk).update(end_asked_by=house.people["diana"])
        with pytest.raises(Denied):
            act()
    drawn = agreeing.draw(by=house.her("diana"), **AGREED | {"sender": "Casa Seis"})
    with pytest.raises(Denied):
        agreeing.confirm(drawn, heard=drawn.mark, by=actor)


def test_what_two_people_ended_is_set_aside_and_one_brings_it_back(house: Between) -> None:
    found, other = coming(house), coming(house, sender="Casa Seis")
    for each in (found, other):
        brings(house, each, their_file(each, inside()))
    counted = people_of_book("cases")
    ended_by_two(house, found)
    assert (found.state, kept(found)) == ("set_aside", 12)
    assert found.source not in sources() | set(builds()) | set(books_of())
    assert (list(rows_of(found.source)), build_of(found.source), how_many(found.source)) == ([], "", {})
    assert people_of_book("cases") == counted - 12
    assert other.source in sources()
    assert retention.due(NOW + timedelta(days=7)) == []
    with pytest.raises(Denied):
        brings(house, found, their_file(found, inside(2)))

    ending.keep(found, by=house.people["diana"], on=TODAY + timedelta(days=7))
    found.refresh_from_db()
    assert (found.state, found.ended_on, found.end_asked_by, found.end_agreed_by) == ("in_force", None, None, None)
    assert people_of_book("cases") == counted
    brings(house, found, their_file(found, inside(2, 14)))
    assert kept(found) == 14
    verbs = ["agreement.end_asked", "agreement.set_aside", "agreement.kept"]
    assert [verb for verb in Act.objects.values_list("verb", flat=True) if verb in verbs] == verbs
    there = ["evidence.set_aside", "evidence.counts_again"]
    assert [verb for verb in Act.objects.using("evidence").values_list("verb", flat=True) if verb in there] == there


def test_after_seven_days_they_are_destroyed_and_nobody_brings_them_back(house: Between) -> None:
    found = coming(house)
    brings(house, found, their_file(found, inside()))
    ended_by_two(house, found)
    assert found.source not in destroyed_rings(), "a backup that is restored within the seven days wins"
    eighth = TODAY + timedelta(days=8)
    with pytest.raises(Denied, match="Ya es tarde"):
        ending.keep(found, by=house.people["diana"], on=eighth)
    assert retention.due(NOW + timedelta(days=8)) == [found.reference]
    with its_day_came():  # the night does it, and still two people ended it
        retention.shred(found.reference)
    found.refresh_from_db()
    assert (found.state, kept(found), found.source in destroyed_rings()) == ("ended", 0, True)
    assert found.ended_on == TODAY
    assert retention.due(NOW + timedelta(days=8)) == []
    with pytest.raises(Denied):
        ending.keep(found, by=house.people["diana"], on=TODAY)


def test_an_end_asked_for_is_refused_by_any_of_those_who_decide(house: Between) -> None:
    found = coming(house)
    ending.ask_to_end(found, by=house.people["diana"])
    with pytest.raises(AskedMeanwhile):
        ending.ask_to_end(found, by=house.people["ana"])
    ending.keep(found, by=house.people["nadia"], on=TODAY)
    found.refresh_from_db()
    assert (found.state, found.end_asked_by) == ("in_force", None)
    with pytest.raises(NobodyAsks):
        ending.agree_to_end(found, by=house.people["ana"], on=TODAY)


def test_what_is_set_aside_does_not_come_back_beside_another_agreement_with_them(house: Between) -> None:
    found = coming(house)
    brings(house, found, their_file(found, inside()))
    ended_by_two(house, found)
    coming(house)
    with pytest.raises(AnotherInForce):
        ending.keep(found, by=house.people["diana"], on=TODAY)
    found.refresh_from_db()
    assert (found.state, kept(found), found.source in sources()) == ("set_aside", 12, False)


@pytest.mark.parametrize("state", ["set_aside", "in_force"])
def test_a_step_that_was_cut_between_the_databases_goes_on_by_night(house: Between, state: str) -> None:
    found = coming(house)
    brings(house, found, their_file(found, inside()))
    ending.ask_to_end(found, by=house.people["diana"])
    ending.agree_to_end(found, by=house.people["ana"], on=TODAY)
    if state == "in_force":
        ending.fit_rows(found, by=house.people["ana"])
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(ending, "count_again", lambda *_a: (_ for _ in ()).throw(Cut()))
            with pytest.raises(Cut):
                ending.keep(found, by=house.people["ana"], on=TODAY)
    assert (found.source in sources()) is (state == "set_aside"), "not where its state says"
    (item,) = retention.due(NOW)
    retention.shred(item)
    assert (found.source in sources()) is (state == "in_force")
    assert (retention.due(NOW), kept(found)) == ([], 12)


def test_what_was_only_drawn_up_one_person_who_decides_puts_away(house: Between) -> None:
    found = agreeing.draw(by=house.her("diana"), **AGREED)
    with pytest.raises(Denied):
        ending.end(found, by=house.people["berta"])
    ending.end(found, by=house.people["ana"])
    found.refresh_from_db()
    assert found.state == "ended"


def test_an_end_that_was_cut_goes_on_by_night_and_old_paper_goes_after_years(house: Between) -> None:
    found = coming(house)
    brings(house, found, their_file(found, inside()))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ending, "take_rows_away", lambda *_a, **_k: (_ for _ in ()).throw(Cut()))
        with pytest.raises(Cut):
            ending.end(found, by=ending.NIGHT)
    assert kept(found) == 12
    assert retention.due(NOW) == [found.source]
    retention.shred(found.source)
    assert (kept(found), retention.due(NOW)) == (0, [])
    years = NOW + timedelta(days=5 * 365 + 2)
    assert retention.due(years) == [found.reference]
    retention.shred(found.reference)
    assert (Partnership.objects.count(), Parcel.objects.count()) == (0, 0)
