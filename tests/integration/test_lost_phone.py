"""A lost phone: one tap, and at the next request nothing of hers is open anywhere."""

import re
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from amparo.commons.accounts import actions
from amparo.commons.accounts.models import SecondStep, User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from tests.entrance import OWN, enters, inside, person, shows, with_sheet

pytestmark = pytest.mark.django_db(databases=["default"])


def verbs_since(number: int) -> list[str]:
    return list(Act.objects.filter(number__gt=number).values_list("verb", flat=True))


def test_one_tap_and_every_device_is_out_at_its_next_request(keeper):
    person("ana", "editor")
    person("eva")
    eva = inside("eva")
    phone, desk = inside("ana"), inside("ana")
    assert f'action="{reverse("phone_lost")}"' in desk.get(reverse("my_account")).content.decode()
    keeper.heard()
    before = Act.objects.count()
    answer = desk.post(reverse("phone_lost"))
    assert answer.status_code == 200
    assert phone.get("/mesa").status_code == 302
    assert desk.get("/mesa").status_code == 302
    assert eva.get("/mesa").status_code == 200
    assert keeper.told[0] == ("locked", "ana")
    assert answer.cookies["amparo_k"].value == ""
    assert verbs_since(before) == ["user.phone_lost"]
    assert enters("ana")[1].status_code == 302, "her passphrase is still hers"


def test_the_page_of_her_account_is_one_tap_from_every_page(keeper):
    person("ana", "editor")
    assert f'href="{reverse("my_account")}"' in inside("ana").get("/mesa").content.decode()


def test_a_link_closes_nothing(keeper):
    person("ana", "editor")
    client = inside("ana")
    assert client.get(reverse("phone_lost")).url == reverse("my_account")
    assert client.get("/mesa").status_code == 200


def test_at_the_door_with_the_passphrase_and_without_the_number(keeper):
    """Her numbers were on the phone: she can still close everything, and comes in with a sheet that she is given."""
    ana = person("ana", "editor")
    numbers = with_sheet(ana)
    phone, _answer = enters("ana")
    shows(phone, numbers[0])
    borrowed, page = enters("ana")
    assert 'name="lost"' in page.content.decode()
    before = Act.objects.count()
    answer = borrowed.post(reverse("sign_in"), {"number": "", "lost": "1"})
    assert answer.status_code == 200
    assert phone.get("/mesa").status_code == 302
    assert borrowed.get("/mesa").status_code == 302
    assert ("locked", "ana") in keeper.told
    assert verbs_since(before) == ["user.phone_lost"]


def test_a_stranger_closes_nothing_at_the_door(keeper):
    person("ana", "editor")
    phone = inside("ana")
    client, _answer = enters("ana", "otra cosa otra cosa")
    client.post(reverse("sign_in"), {"number": "", "lost": "1", "sign_in_name": "ana"})
    assert phone.get("/mesa").status_code == 200


def test_a_coordinator_does_it_for_a_colleague_and_gives_her_a_sheet(keeper):
    person("ana", "coordinator")
    eva = person("eva", "editor")
    old = with_sheet(eva)
    phone, _answer = enters("eva")
    shows(phone, old[0])
    client = inside("ana")
    where = reverse("team_person", args=[eva.reference])
    form = reverse("team_phone", args=[eva.reference])
    assert f'action="{form}"' in client.get(where).content.decode()
    before = Act.objects.count()
    assert client.post(form).url == where
    assert phone.get("/mesa").status_code == 302
    assert verbs_since(before) == ["user.phone_lost"]
    before = Act.objects.count()
    page = client.post(form, {"sheet": "1"}).content.decode()
    numbers = [a + b for a, b in re.findall(r"<li>\d+ · <b>(\d{3}) (\d{3})</b>", page)]
    assert verbs_since(before) == ["user.phone_lost", "user.sheet"]
    assert len(numbers) == 40
    assert numbers != old
    again, _answer = enters("eva")
    assert shows(again, old[1]).status_code == 200
    assert shows(again, numbers[0]).status_code == 302
    assert numbers[0][:3] not in client.get(where).content.decode()


def test_nobody_else_does_it_for_a_colleague(keeper):
    eva = person("eva", "editor")
    for by in (person("berta", "editor"), person("zoe")):
        with pytest.raises(Denied):
            actions.lose_phone(eva, by=by)
        with pytest.raises(Denied):
            actions.hand_sheet(eva, by=by)
    assert inside("berta").post(reverse("team_phone", args=[eva.reference])).status_code == 403


@pytest.mark.usefixtures("english")
def test_the_server_does_it(keeper):
    eva = person("eva", "editor")
    phone = inside("eva")
    said = StringIO()
    call_command("account", "lost", "Eva", stdout=said)
    assert phone.get("/mesa").status_code == 302
    assert "Everything of eva is closed." in said.getvalue()
    assert not SecondStep.objects.exists()
    said = StringIO()
    call_command("account", "lost", "eva", "--sheet", stdout=said)
    rows = re.findall(r"(\d+): (\d{3}) (\d{3})", said.getvalue())
    assert [int(place) for place, _one, _two in rows] == list(range(1, 41))
    client, _answer = enters("eva")
    assert shows(client, rows[0][1] + rows[0][2]).status_code == 302
    assert eva.pk


@pytest.mark.parametrize("words", [["lost", "nobody"], ["found", "eva"], ["lost", "eva", "eva"], ["eva", "--sheet"]])
def test_a_wrong_word_does_nothing(words, keeper):
    eva = person("eva", "editor")
    with pytest.raises(CommandError):
        call_command("account", *words, stdout=StringIO())
    assert User.objects.get(pk=eva.pk).session_stamp == eva.session_stamp
    assert enters("eva")[1].status_code == 302


def test_panic_from_the_server_ends_every_session(keeper):
    person("ana", "editor")
    person("eva")
    clients = [inside("ana"), inside("eva")]
    keeper.heard()
    before, began = Act.objects.count(), time.monotonic()
    call_command("panic", stdout=StringIO())
    assert time.monotonic() - began < 10
    assert keeper.told == [("all",)]
    assert [client.get("/mesa").status_code for client in clients] == [302, 302]
    assert list(Act.objects.filter(number__gt=before).values_list("verb", "actor")) == [
        ("house.locked", "house.server")
    ]
    assert enters("ana", OWN)[1].status_code == 302
