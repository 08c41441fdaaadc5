"""A clock that is wrong destroys nothing before two people said so, and a copy wins over what it destroyed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.models import Thread
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.nightly import actions, queries
from amparo.commons.policy.policies import NoLonger
from amparo.config.management.commands.tidy import tidy
from amparo.vault.actions.ledger import destroyed_rings, its_day_came, ledger, not_yet_destroyed, write_ledger
from amparo.vault.actions.replaying import replay_ledger
from amparo.vault.actions.rings import shred_ring
from amparo.vault.models import CaseKey
from tests import letters
from tests.cast import Cast
from tests.moment import TODAY, at

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
DAY = timedelta(days=1)


@pytest.fixture
def house(cast: Cast) -> letters.Letters:
    """An organisation with three letters, whose last night was yesterday."""
    made = letters.a_house_for_letters(cast)
    for text in ("Hola.", "Otra.", "Y otra."):
        letters.letter(Client(), text)
    actions.note_night(TODAY - DAY, ledger=0)
    return made


def night(days: int) -> str:
    """What the nightly work says, so many days after today by its clock."""
    said: list[str] = []
    with at(clock.at(TODAY + days * DAY, 3)):
        tidy(clock.now(), said.append)
    return "\n".join(said)


def eighteen_more() -> None:
    """As many threads as the first of three, each with a lock of its own."""
    first = Thread.objects.all()[0]
    kept = {"facts", "opened_on", "last_on", "expires_on", "language", "lane", "sealed_on"}
    made = [Thread(**{name: getattr(first, name) for name in kept}, ring=f"{number:016x}") for number in range(18)]
    Thread.objects.bulk_create(made)
    CaseKey.objects.bulk_create(CaseKey(ring=each.ring, recipient=f"age1{each.ring}") for each in made)


def sees(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_hundred_days_ahead_nothing_goes_and_the_page_today_says_why(house: letters.Letters) -> None:
    before = ledger().read_bytes() if ledger().is_file() else b""
    told = night(100)
    assert Thread.objects.count() == 3
    assert (ledger().read_bytes() if ledger().is_file() else b"") == before
    assert "El reloj del servidor no cuadra con la última noche." in told
    assert "Mensajes, borrados" not in told
    found = queries.get_wait()
    assert found is not None
    assert (found.why, found.going["letters"], found.last) == (["days"], [3, 3], TODAY - DAY)
    page = sees(house.cast.ana).get(reverse("desk")).text
    assert "No se borró en la noche" in page
    assert reverse("night") in page
    assert night(0).count("Mensajes, borrados: 0") == 1
    assert queries.get_wait() is None, "the clock was set right: nobody is asked any more"
    assert "No se borró en la noche" not in sees(house.cast.ana).get(reverse("desk")).text


def test_two_people_say_that_the_day_is_right_and_then_it_goes(house: letters.Letters) -> None:
    night(100)
    found = queries.get_wait()
    assert found is not None
    actions.say(found, by=house.cast.ana)
    assert "borrados" not in night(101)
    with pytest.raises(NoLonger):
        actions.agree(found, by=house.cast.ana)
    actions.agree(found, by=house.cast.berta)
    assert "Mensajes, borrados" in night(102)
    assert (Thread.objects.count(), queries.get_wait()) == (3, None), "seven days more, should two be wrong as well"
    for days in (103, 106, 109):
        night(days)
        assert Thread.objects.count() == 3
    night(110)
    assert Thread.objects.count() == 0
    assert set(Act.objects.values_list("verb", flat=True)) >= {"night.said", "night.agreed"}


def test_what_two_agreed_to_holds_for_that_clock_alone(house: letters.Letters) -> None:
    night(100)
    found = queries.get_wait()
    assert found is not None
    actions.say(found, by=house.cast.ana)
    actions.agree(found, by=house.cast.berta)
    assert "borrados" not in night(400)
    again = queries.get_wait()
    assert again is not None
    assert (again.said_by, again.agreed_by) == (None, None)
    assert Thread.objects.count() == 3


def test_what_two_agreed_to_for_one_reason_does_not_hold_for_another(house: letters.Letters) -> None:
    """A copy that is put back may hold their yes of another night."""
    eighteen_more()
    Thread.objects.update(expires_on=TODAY - DAY)
    found = actions.ask(TODAY, last=None, why=["days"], going={"letters": (21, 21)})
    actions.say(found, by=house.cast.ana)
    actions.agree(found, by=house.cast.berta)
    night(0)
    assert Thread.objects.count() == 21
    again = queries.get_wait()
    assert again is not None
    assert (again.why, again.said_by, again.agreed_by) == (["many"], None, None)


def test_one_person_says_no_and_it_goes_on_waiting(house: letters.Letters) -> None:
    night(100)
    found = queries.get_wait()
    assert found is not None
    actions.say(found, by=house.cast.ana)
    actions.agree(found, by=house.cast.berta)
    actions.refuse(found, by=house.cast.berta)
    assert "borrados" not in night(101)


@pytest.mark.parametrize(("days", "goes"), [(2, True), (3, False), (-4, True), (-5, False)])
def test_three_days_after_the_last_night_are_borne_and_three_before(
    house: letters.Letters, days: int, *, goes: bool
) -> None:
    """The last night was yesterday: two days from now are three days after it."""
    Act.objects.all()._raw_delete("default")
    assert ("borrados" in night(days)) is goes


def test_without_a_last_night_the_newest_row_says_how_far_the_clock_is(house: letters.Letters) -> None:
    queries.file_of_nights().unlink()
    assert "borrados" not in night(4)
    assert "borrados" in night(3)


def test_a_row_of_a_day_that_has_not_come_stops_the_night(house: letters.Letters) -> None:
    with at(clock.at(TODAY + 30 * DAY, 3)):
        actions.ask(TODAY, last=None, why=["days"], going={})
        found = queries.get_wait()
        assert found is not None
        actions.refuse(found, by=house.cast.ana)
    assert "Hay algo escrito con una fecha que todavía no llegó." in night(0)


def test_the_ledger_that_grew_since_the_last_night_is_a_witness(house: letters.Letters) -> None:
    Act.objects.all()._raw_delete("default")
    with at(clock.at(TODAY + 30 * DAY, 3)):
        write_ledger("a" * 16)
    assert "fecha que todavía no llegó" in night(0)
    actions.note_night(TODAY - DAY, ledger=ledger().stat().st_size)
    assert "borrados" in night(0), "two people agreed since: its length then is known"


def test_more_than_twenty_and_a_tenth_at_once_wait_and_the_rest_goes(house: letters.Letters) -> None:
    first = Thread.objects.first()
    assert first is not None
    eighteen_more()
    Thread.objects.update(expires_on=TODAY - DAY)
    told = night(0)
    assert "Se borraría mucho de una sola vez." in told
    assert "Mensajes, borrados: 0" in told
    assert Thread.objects.count() == 21
    Thread.objects.filter(pk=first.pk).update(expires_on=TODAY)
    assert "Mensajes, borrados: 20" in night(0), "twenty are borne"


def test_much_that_two_agreed_to_goes_and_what_waits_longer_is_not_late(house: letters.Letters) -> None:
    eighteen_more()
    Thread.objects.update(expires_on=TODAY - DAY)
    for days in range(0, 9, 2):
        night(days)
    found = queries.get_wait()
    assert found is not None
    actions.say(found, by=house.cast.ana)
    actions.agree(found, by=house.cast.berta)
    night(10)
    assert (Thread.objects.count(), queries.get_wait()) == (0, None)


def test_letters_that_came_while_the_clock_was_behind_are_not_gone_unread(house: letters.Letters) -> None:
    with at(clock.at(TODAY - 200 * DAY, 3)):
        letters.letter(Client(), "Nadie la leyó todavía.")
        tidy(clock.now(), lambda told: None)
    Thread.objects.filter(expires_on__gte=TODAY).update(expires_on=TODAY - DAY)
    night(0)
    assert list(Thread.objects.values_list("expires_on", flat=True)) == [TODAY + 7 * DAY], (
        "the others went on their day"
    )
    for days in (3, 6, 7):
        night(days)
        assert Thread.objects.count() == 1
    night(8)
    assert Thread.objects.count() == 0


def test_what_the_clock_destroyed_comes_back_with_a_copy_of_the_same_week(house: letters.Letters) -> None:
    ring = Thread.objects.values_list("ring", flat=True)[0]
    copy = [CaseKey(**row) for row in CaseKey.objects.filter(ring=ring).values()]
    with its_day_came():
        shred_ring(ring)
    assert (ring in not_yet_destroyed(), ring in destroyed_rings()) == (True, False)
    assert ring in destroyed_rings(TODAY + 7 * DAY), "without a copy it counts after seven days"
    CaseKey.objects.bulk_create(copy)
    assert replay_ledger() == 0
    with at(clock.at(TODAY + 30 * DAY, 3)):
        assert replay_ledger() == 0, "what came back stays, whatever day it is later"
    assert CaseKey.objects.filter(ring=ring).exists()


def test_after_seven_days_and_of_a_person_at_once_it_comes_back_never(house: letters.Letters) -> None:
    first, second = Thread.objects.values_list("ring", flat=True)[:2]
    copy = [CaseKey(**row) for row in CaseKey.objects.filter(ring__in=[first, second]).values()]
    with its_day_came():
        shred_ring(first)
    shred_ring(second)
    CaseKey.objects.bulk_create(copy)
    with at(clock.at(TODAY + 7 * DAY, 3)):
        assert replay_ledger() == 2
    assert not CaseKey.objects.filter(ring__in=[first, second]).exists()


def test_a_line_that_stands_there_is_not_written_again() -> None:
    with its_day_came():
        write_ledger("b" * 16)
        write_ledger("b" * 16)
    write_ledger("b" * 16)
    write_ledger("b" * 16)
    with its_day_came():
        write_ledger("b" * 16)
    lines = [line.split()[1:] for line in ledger().read_text(encoding="utf-8").splitlines() if line.endswith("b" * 16)]
    assert lines == [[f"{TODAY + 7 * DAY}", "b" * 16], ["b" * 16]], "by the clock, and then by a person"


def test_the_page_is_for_who_decides_and_takes_the_yes_of_two(house: letters.Letters) -> None:
    ana, berta = sees(house.cast.ana), sees(house.cast.berta)
    assert ana.get(reverse("night")).status_code == 404
    night(100)
    page = ana.get(reverse("night")).text
    assert "¿Es este el día correcto?" in page
    assert ana.post(reverse("night_say")).status_code == 302
    assert ana.post(reverse("night_agree")).status_code == 403
    assert "Ana dice que el día es correcto" in berta.get(reverse("night")).text
    assert berta.post(reverse("night_agree")).status_code == 302
    assert "Dos personas están de acuerdo" in ana.get(reverse("night")).text
    assert sees(house.cast.elena).get(reverse("night")).status_code == 403
    assert "No se borró en la noche" not in sees(house.cast.elena).get(reverse("desk")).text


@pytest.mark.parametrize("days", [0, 100])
def test_neither_page_says_how_many_messages_there_are(house: letters.Letters, days: int) -> None:
    """Who reads fewer of them would know that there are others."""
    eighteen_more()
    Thread.objects.update(expires_on=TODAY - DAY)
    night(days)
    for page in (reverse("desk"), reverse("night")):
        shown = re.sub(r"<[^>]+>", " ", sees(house.cast.ana).get(page).text)
        assert "21" not in shown.replace(f"{TODAY.year}", "").replace(f"{TODAY.day} de", ""), page
