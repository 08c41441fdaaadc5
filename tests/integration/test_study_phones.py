"""Phones of a study on their pages: a square that is read again, the same in words, shown once; renewed; lost."""

import hashlib
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.models import Act
from amparo.fieldwork.actions.phones import give_phone, lose_phones_of
from amparo.fieldwork.models import Device
from amparo.formats.openrosa.settings_code import read_settings
from tests.cast import browser_of, make_cast
from tests.field import TODAY, Field, make_field
from tests.once import laid_once
from tests.qr_reading import squares_of, text_of

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
LIST = "{http://openrosa.org/xforms/xformsList}"


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    with laid_once(django_db_blocker, lambda: make_field(make_cast())) as made:
        yield made


@pytest.fixture
def field(laid: Field) -> Field:
    return deepcopy(laid)


def at(name: str, *args: str) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def verbs_since(number: int) -> list[str]:
    return list(Act.objects.filter(number__gt=number).order_by("number").values_list("verb", flat=True))


def given(field: Field, who: str = "ines", label: str = "Azul") -> str:
    """The page that is shown once."""
    sent = {"person": field.people[who].reference, "label": label}
    answer = field.client("leda").post(at("study_phones", field.study.reference), sent)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return str(answer.text)


def code_on(page: str) -> str:
    """What a camera reads on it."""
    return text_of(squares_of(re.findall(r"<svg class=\"square\".*?</svg>", page, re.DOTALL)[0]))


def words_on(page: str) -> list[str]:
    """What stands there to be typed: address, user, password, lock."""
    return [re.sub(r"\s", "", each) for each in re.findall(r"<code>(.*?)</code>", page)]


def forms_at(address: str, **headers: str) -> Any:
    path = address.removeprefix("http://testserver")
    return Client().get(f"{path}/formList", headers={"X-OpenRosa-Version": "1.0", **headers})


def test_a_phone_reads_the_square_and_finds_its_form(field: Field) -> None:
    before = Act.objects.count()
    page = given(field)
    settings = read_settings(code_on(page))
    server, project = settings["general"]["server_url"], settings["project"]["name"]
    assert project == "Libreta"
    assert settings["general"]["delete_send"] is True
    assert settings["general"]["analytics"] is False
    assert settings["admin"]["admin_pw"] == words_on(page)[3]
    assert re.fullmatch(r"http://testserver/hojas/[0-9a-f]{40}", server)
    answer = forms_at(server)
    assert [each.findtext(f"{LIST}formID") for each in ElementTree.fromstring(answer.content)] == ["trial"]
    assert verbs_since(before) == ["phone.given"]
    device = Device.objects.get(label="Azul")
    assert device.check_of == hashlib.sha256(server[-40:].encode()).hexdigest()
    assert server[-40:] not in str(list(Device.objects.values())), "the table has a digest of it alone"


def test_typed_by_hand_it_is_the_same_phone(field: Field) -> None:
    address, user, password, _lock = words_on(given(field))
    assert address == "http://testserver/hojas"
    challenge = forms_at(address)
    assert challenge.status_code == 401
    said = dict(re.findall(r'(\w+)="([^"]*)"', challenge["WWW-Authenticate"]))
    uri = "/hojas/formList"
    proof = _md5(_md5(f"{user}:{said['realm']}:{password}"), said["nonce"], "00000001", "c", "auth", _md5(f"GET:{uri}"))
    told = {**said, "username": user, "uri": uri, "nc": "00000001", "cnonce": "c", "qop": "auth", "response": proof}
    header = "Digest " + ", ".join(f'{name}="{value}"' for name, value in told.items())
    assert forms_at(address, Authorization=header).status_code == 200


def _md5(*parts: str) -> str:
    return hashlib.md5(":".join(parts).encode()).hexdigest()


def test_it_is_shown_once_and_the_page_says_what_lies_open_on_the_phone(field: Field) -> None:
    page = given(field)
    token = read_settings(code_on(page))["general"]["server_url"][-40:]
    for said in ("This page is shown once.", "A form that is not finished lies readable on the phone.",
                 "save as draft", "No screenshots", "Before a checkpoint", "I lost my phone"):  # fmt: skip
        assert said in page, said
    for name in ("study_phones", "study", "studies"):
        later = field.client("leda").get(at(name, *([] if name == "studies" else [field.study.reference]))).text
        assert token not in later
        assert '<svg class="square"' not in later
    assert len(page.encode()) < 25_000


def test_set_up_anew_the_word_before_opens_nothing(field: Field) -> None:
    first = read_settings(code_on(given(field)))["general"]["server_url"]
    device = Device.objects.get(label="Azul")
    before = Act.objects.count()
    where = at("study_phone_renew", field.study.reference, device.reference)
    second = read_settings(code_on(field.client("leda").post(where).text))["general"]["server_url"]
    assert verbs_since(before) == ["phone.renewed"]
    assert (forms_at(first).status_code, forms_at(second).status_code) == (404, 200)


@pytest.mark.parametrize("who", ["leda", "ines", "otra"])
def test_lost_at_the_desk_the_next_request_of_the_phone_fails(field: Field, who: str) -> None:
    server = read_settings(code_on(given(field)))["general"]["server_url"]
    device = Device.objects.get(label="Azul")
    client = field.client(who) if who != "ines" else browser_of(field.people["ines"])
    assert forms_at(server).status_code == 200
    assert "It is lost" in browser_of(field.people["ines"]).get(at("study_phones", field.study.reference)).text
    before = Act.objects.count()
    assert client.post(at("study_phone_lost", field.study.reference, device.reference)).status_code == 302
    assert forms_at(server).status_code == 404
    assert Client().post(f"{server.removeprefix('http://testserver')}/submission").status_code == 404
    assert verbs_since(before) == ["phone.lost"]
    page = field.client("leda").get(at("study_phones", field.study.reference)).text
    assert "Lost: it neither sends nor fetches any more" in page


def test_one_press_in_her_account_ends_her_sessions_and_her_phones_and_nobody_elses(field: Field) -> None:
    hers = [read_settings(code_on(given(field, label=each)))["general"]["server_url"] for each in ("Azul", "Rojo")]
    ledas = read_settings(code_on(given(field, "leda", "Verde")))["general"]["server_url"]
    phone, desk = browser_of(field.people["ines"]), browser_of(field.people["ines"])
    assert "The phones of studies that you carry are shut out with it." in desk.get(at("my_account")).text
    before = Act.objects.count()
    assert desk.post(at("phone_lost")).status_code == 200
    assert phone.get(at("studies")).status_code == 302
    assert [forms_at(each).status_code for each in hers] == [404, 404]
    assert forms_at(ledas).status_code == 200
    assert verbs_since(before) == ["phones.lost", "user.phone_lost"]


def test_a_coordinator_does_it_for_her_and_who_carries_none_leaves_no_line(field: Field) -> None:
    server = read_settings(code_on(given(field)))["general"]["server_url"]
    before = Act.objects.count()
    accounts.lose_phone(field.people["iris"], by=field.people["ana"])
    assert verbs_since(before) == ["user.phone_lost"]
    browser_of(field.people["ana"]).post(at("team_phone", field.people["ines"].reference))
    assert forms_at(server).status_code == 404
    lose_phones_of(field.people["ines"], by=field.people["ana"])
    assert verbs_since(before) == ["user.phone_lost", "phones.lost", "user.phone_lost"]


@pytest.mark.parametrize(
    ("person", "label", "said"),
    [
        ("", "Azul", "Choose one first."), ("iris", "Azul", "Choose one of these."),
        ("ines", "Refugiadas", "Call it by a number or a colour."),
    ],
)  # fmt: skip
def test_a_phone_goes_to_who_asks_and_its_name_tells_nothing(field: Field, person: str, label: str, said: str) -> None:
    before = Device.objects.count()
    body = {"person": field.people[person].reference if person else "", "label": label}
    assert said in field.client("leda").post(at("study_phones", field.study.reference), body).text
    assert Device.objects.count() == before


def test_who_left_and_whose_time_is_over_stand_so_on_the_list(field: Field) -> None:
    old, _token = give_phone(field.study, person=field.people["leda"], label="Viejo", by=field.person("leda"), on=TODAY)
    Device.objects.filter(pk=old.pk).update(until="2026-01-01")
    accounts.close_account(field.people["ines"], by=accounts.SETUP)
    page = field.client("leda").get(at("study_phones", field.study.reference)).text
    assert "Its time is over" in page
    assert "Who carries it asks here no more" in page


@pytest.mark.parametrize("how", ["left", "lost the role"])
def test_a_phone_of_somebody_who_asks_no_more_is_out(field: Field, how: str) -> None:
    server = read_settings(code_on(given(field)))["general"]["server_url"]
    assert forms_at(server).status_code == 200
    if how == "left":
        accounts.close_account(field.people["ines"], by=accounts.SETUP)
    else:
        (held,) = field.people["ines"].memberships.all()
        accounts.take_role(field.people["ines"], team=held.team, role=held.role, by=accounts.SETUP)
    assert forms_at(server).status_code == 404
