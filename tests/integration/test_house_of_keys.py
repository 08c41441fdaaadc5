"""What holds around the keys: roles and keys end together, nobody alone takes away who reads from outside, nights."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amparo.access.reporting import retention
from amparo.access.reporting.models import Tally, Thread
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.config.demo.home import keep_sheets_aside
from amparo.vault.models import ACTIVE, RETIRED, Wrap
from amparo.vault.queries.opened import rings_of
from amparo.vault.queries.readers import readers_of_ring
from tests.entrance import enters
from tests.letters import Letters, a_house_for_letters, letter, opened_client, sentence, with_open_key
from tests.moment import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def test_whoever_does_not_read_any_more_holds_no_key(house: Letters) -> None:
    sentence(Client(), "Una frase.")
    berta, thread = house.cast.berta, Thread.objects.get()
    assert thread.ring in rings_of(berta)
    ana = with_open_key(house.cast.ana)
    accounts.take_role(berta, team=house.cast.border, role="checker", by=ana)
    assert thread.ring in rings_of(berta), "another role was taken, so she reads on"
    accounts.take_role(berta, team=house.cast.border, role="reader", by=ana)
    house.readers["berta"].refresh_from_db()
    assert house.readers["berta"].state == RETIRED
    assert not Wrap.objects.filter(reader=house.readers["berta"]).exists()
    sentence(Client(), "Otra frase.")
    assert set(rings_of(berta)) == set()
    accounts.give_role(berta, team=house.cast.border, role="reader", by=ana)
    assert set(rings_of(berta)) == set(), "her old key does not come back with the role"


@pytest.mark.parametrize("act", [
    lambda ana, olga: accounts.close_account(olga, by=ana),
    lambda ana, olga: accounts.set_password(olga, password="otra frase de cuatro", by=ana),
    lambda ana, olga: accounts.take_role(olga, team=olga.memberships.get().team, role="outside", by=ana),
])  # fmt: skip
def test_nobody_of_the_house_touches_who_reads_from_outside(house: Letters, act: Any) -> None:
    letter(Client(), "Fue la coordinadora.", early=True, hum="house")
    with pytest.raises(Denied, match="desde fuera"):
        act(house.cast.ana, house.outside)
    assert [each.user for each in readers_of_ring(Thread.objects.get().ring)] == [house.outside]
    assert house.readers["olga"].state == ACTIVE


def test_it_is_refused_without_any_letter_too_so_the_refusal_tells_nothing(house: Letters) -> None:
    page = opened_client(house.cast.ana).get(reverse("team_person", args=[house.outside.reference])).text
    assert page.count("Ella lee desde fuera") == 2
    with pytest.raises(Denied):
        accounts.close_account(house.outside, by=house.cast.ana)


def test_whoever_runs_the_server_still_can(house: Letters) -> None:
    accounts.close_account(house.outside, by=accounts.SERVER)
    house.readers["olga"].refresh_from_db()
    assert house.readers["olga"].state == RETIRED


def test_the_trail_keeps_the_hour_of_every_act_and_nothing_finer(house: Letters) -> None:
    assert Act.objects.count() > 20
    assert {(act.at.minute, act.at.second, act.at.microsecond) for act in Act.objects.all()} == {(0, 0, 0)}


def test_a_tally_goes_after_twelve_months(house: Letters) -> None:
    now = datetime(2027, 11, 30, 3, tzinfo=ZONE)
    for days in (300, 365, 366, 367, 400):
        Tally.objects.create(on=clock.day(now - timedelta(days=days)), what="heard")
    [old] = retention.due(now)
    assert sorted(item.on for item in old) == [clock.day(now - timedelta(days=days)) for days in (400, 367)]
    retention.shred(old)
    assert Tally.objects.count() == 3


def test_a_house_with_another_key_asks_for_a_new_sheet_and_does_not_break(house: Letters, settings: Any) -> None:
    number = accounts.hand_sheet(house.cast.ana, by=accounts.SERVER)[0]
    settings.SECRET_KEY = "another key of the house, as after a mistake with its settings"
    client, answer = enters("ana")
    assert answer.status_code == 200
    assert client.post(reverse("sign_in"), {"number": number}).status_code == 200
    assert client.get(reverse("desk")).status_code == 302


def test_taking_back_says_when_the_last_copy_is_gone(house: Letters) -> None:
    from tests.letters import her_page, hidden

    words = " ".join(sentence(Client(), "Una frase."))
    page = her_page(Client(), words)
    sure = Client().post(reverse("back_end"), {"p": words, "t": hidden(page, "t")}).text
    gone = Client().post(reverse("back_end"), {"p": words, "sure": "1", "t": hidden(sure, "t")}).text
    last = clock.today() + timedelta(days=35)
    assert f"{last.day} de " in gone
    assert "copias viejas" in gone


def test_the_page_about_who_reads_bears_the_mark_of_the_script(house: Letters, settings: Any) -> None:
    assert "El programa que cierra" in Client().get(reverse("readers")).text or not settings.LETTER_SCRIPT_DIGEST
    settings.LETTER_SCRIPT_DIGEST = "ab12" * 16
    assert "ab12" * 16 in Client().get(reverse("readers")).text


def test_the_sheets_of_the_demo_are_for_their_owner_only(tmp_path: Any) -> None:
    path = keep_sheets_aside(tmp_path, ["uno dos", "tres cuatro"])
    assert path.stat().st_mode & 0o077 == 0
    assert settings.COPY_DAYS == 35
