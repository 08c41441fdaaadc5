"""Phones that know no address with a token prove themselves by a password: what lets them in, and what never does."""

import hashlib
import re
from base64 import b64encode
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client

from amparo.doors.intake.views.phones import NONCE_LIVES
from amparo.fieldwork.actions import phones
from amparo.fieldwork.models import Media, Submission
from tests.cast import Cast
from tests.field import TODAY, Field, filled, make_field
from tests.phone_client import body_of, parts_of

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
LIST = "/hojas/formList?deviceID=collect%3Ax"
SEND = "/hojas/submission?deviceID=x"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def asked(path: str = LIST) -> dict[str, str]:
    """What the house asks of whoever says nothing."""
    answer = Client().get(path)
    assert answer.status_code == 401
    return dict(re.findall(r'(\w+)="?([^",]+)', answer["WWW-Authenticate"]))


def says(field: Field, nonce: str, *, method: str = "GET", uri: str = LIST, **other: str) -> str:
    """How a client answers; ``other`` is what it says otherwise, or nothing of it where that is empty."""
    told = {"user": field.device.reference, "password": field.token, "realm": "Amparo", "nc": "00000001", **other}
    ha1 = md5(f"{told['user']}:{told['realm']}:{told['password']}")
    qop = told.get("qop", "auth")
    middle = f"{nonce}:{told['nc']}:c:{qop}" if qop else nonce
    said = {
        "username": told["user"], "realm": told["realm"], "nonce": nonce, "uri": uri,
        "response": md5(f"{ha1}:{middle}:{md5(f'{method}:{uri}')}"), "algorithm": told.get("algorithm", "MD5"),
        "cnonce": "c" if qop else "",
    }  # fmt: skip
    plain = [f"qop={qop}", f"nc={told['nc']}"] if qop else []
    return "Digest " + ", ".join([*(f'{name}="{value}"' for name, value in said.items() if value), *plain])


def get(header: str, path: str = LIST) -> Any:
    return Client().get(path, headers={"Authorization": header})


def test_it_is_asked_and_let_in_and_the_number_serves_again(field: Field) -> None:
    told = asked()
    assert (told["realm"], told["qop"], told["algorithm"]) == ("Amparo", "auth", "MD5")
    assert b"<formID>trial</formID>" in get(says(field, told["nonce"])).content
    assert get(says(field, told["nonce"], nc="00000002")).status_code == 200
    body = body_of(parts_of(filled(1)), "b")
    header = says(field, told["nonce"], method="POST", uri=SEND, nc="00000003")
    answer = Client().generic("POST", SEND, body, "multipart/form-data; boundary=b", headers={"Authorization": header})
    assert (answer.status_code, Submission.objects.count()) == (201, 1)
    assert asked()["nonce"] != told["nonce"]


def test_what_older_clients_leave_out_is_not_missed(field: Field) -> None:
    for other in ({"algorithm": ""}, {"qop": ""}, {"nc": "0000000a"}):
        assert get(says(field, asked()["nonce"], **other)).status_code == 200, other


WRONG = [
    {"password": "0" * 40}, {"password": ""}, {"user": "nadie"}, {"user": "0" * 16}, {"realm": "Otra"},
    {"qop": "auth-int"}, {"uri": "/hojas/submission"}, {"uri": "*"}, {"uri": LIST + "&formID=x"}, {"method": "POST"},
]  # fmt: skip


def test_who_says_it_wrongly_is_asked_again(field: Field) -> None:
    for other in WRONG:
        answer = get(says(field, asked()["nonce"], **other))
        assert (answer.status_code, answer.content) == (401, b""), other
        assert "stale" not in answer["WWW-Authenticate"]


def test_a_number_that_this_house_did_not_give_is_worth_nothing(field: Field) -> None:
    for nonce in ("n", "n:1xWswP:x", asked()["nonce"][:-1] + "!", ""):
        answer = get(says(field, nonce))
        assert answer.status_code == 401
        assert "stale" not in answer["WWW-Authenticate"]


def test_an_old_number_is_said_to_be_old_so_that_nobody_is_asked_for_the_password(field: Field) -> None:
    nonce = asked()["nonce"]
    with patch("django.core.signing.time.time", return_value=signing.time.time() + NONCE_LIVES + 1):
        answer = get(says(field, nonce))
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].endswith("stale=true")
        assert "stale" not in get(says(field, nonce, password="0" * 40))["WWW-Authenticate"]
        fresh = dict(re.findall(r'(\w+)="?([^",]+)', answer["WWW-Authenticate"]))["nonce"]
        assert get(says(field, fresh)).status_code == 200


OTHERWISE = [
    "Basic {basic}", "Bearer {token}", "Digest", "Digest x=y", "Digest " + "a" * 100_000, 'Digest username="', "\x00",
    'Digest username="\x00", realm="Amparo", nonce="{nonce}", uri="' + LIST + '", response="x"',
]  # fmt: skip


def test_whatever_else_is_said_is_a_question_and_no_breakdown(field: Field) -> None:
    basic = b64encode(f"{field.device.reference}:{field.token}".encode()).decode()
    for header in OTHERWISE:
        said = header.format(basic=basic, token=field.token, nonce=asked()["nonce"])
        assert get(said).status_code == 401, header[:80]


def test_a_file_with_blanks_and_brackets_in_its_name_is_fetched_too(field: Field) -> None:
    name = "foto (1) 'ñ'.jpg"
    Media.objects.create(version=field.version, name=name, digest=md5("x"), content=b"foto de ejemplo")
    listed = get(says(field, asked()["nonce"], uri=(path := f"/hojas/files/{field.deployment.reference}")), path)
    (url,) = re.findall(rb"<downloadUrl>http://testserver(/[^<]*)<", listed.content)
    ours = url.decode().replace("&apos;", "'").replace("&amp;", "&") + "?deviceID=x"
    other = f"/hojas/file/{field.deployment.reference}/{quote(name, safe='')}?deviceID=x"
    for path in {ours, other, other.lower()}:
        answer = get(says(field, asked()["nonce"], uri=path), path)
        assert (answer.status_code, answer.content) == (200, b"foto de ejemplo"), path


def test_a_lost_phone_proves_nothing_any_more(field: Field) -> None:
    nonce = asked()["nonce"]
    assert get(says(field, nonce)).status_code == 200
    phones.lose_phone(field.device, by=field.person("leda"))
    assert get(says(field, nonce)).status_code == 401
    phones.renew_phone(field.device, by=field.person("leda"), on=TODAY)
    assert get(says(field, nonce)).status_code == 401
