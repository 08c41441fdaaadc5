"""Whoever has a token may send anything: it is refused in words, in the language of the study, and nothing breaks."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connections
from django.test import Client

from amparo.commons import room
from amparo.doors.intake.actions import flow, taking
from amparo.doors.intake.views import phones as views
from amparo.fieldwork.actions import phones, studies
from amparo.fieldwork.models import Attachment, Deployment, Submission
from amparo.fieldwork.queries.studies import _known
from tests import moment
from tests.cast import Cast
from tests.collect_reading import read_message
from tests.field import TODAY, Field, filled, instance, make_field, sealed_on_phone
from tests.own_house import ON_POSTGRES
from tests.phone_client import body_of, parts_of

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
SECRET = "algo que solo ella dijo"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, with_voice=True, language="pt")


@pytest.fixture(autouse=True)
def nobody_sent_yet() -> Iterator[None]:
    """What phones sent in other tests counts in none of these."""
    with patch.object(flow, "FLOW", flow.Flow()):
        yield


def post(field: Field, xml: bytes, files: dict[str, bytes] | None = None, *, token: str = "") -> Any:
    path = f"/hojas/{token or field.token}/submission?deviceID=x"
    body = body_of(parts_of(xml, files), "b")
    answer = Client().generic("POST", path, body, "multipart/form-data; boundary=b")
    assert answer.status_code < 500 or answer.status_code == 503
    assert SECRET not in answer.content.decode()
    return answer


def said(answer: Any) -> str:
    told = read_message(answer.content)
    assert told is not None
    assert told[0] == "submit_error"
    return told[1]


INSIDE = filled(1, story=SECRET).partition(b"?>")[2]
LAUGHS = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))


HARMFUL = [
    (b'<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + INSIDE.replace(b"<coupon/>", b"&x;"), "DOCTYPE"),
    (b'<!DOCTYPE data SYSTEM "http://127.0.0.1:9/x.dtd">' + INSIDE, "DOCTYPE"),
    (b'<!DOCTYPE data [<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;]>' + INSIDE, "DOCTYPE"),
    (b'<!DOCTYPE data [<!ENTITY l0 "ja">' + LAUGHS + b"]>" + INSIDE.replace(b"<coupon/>", b"&l9;"), "DOCTYPE"),
    (INSIDE.replace(b"<coupon/>", b"&l9;"), "não dá para ler"),
    (INSIDE.decode().encode("utf-16"), "UTF-8"),
    (b'<?xml version="1.0" encoding="UTF-7"?>' + INSIDE.replace(b"algo", b"\xff"), "UTF-8"),
    (INSIDE.replace(b"<coupon/>", b"<coupon>" + b"x" * 1_000_000 + b"</coupon>"), "longas demais"),
    (INSIDE.replace(b"<coupon/>", b"<a>" * 100_000 + b"</a>" * 100_000), "partes demais"),
    (INSIDE.replace(b"<coupon/>", b"<a/>" * 60_000), "partes demais"),
    (INSIDE.replace(b"<coupon/>", b"<" + b"a" * 5_000 + b"/>"), "nomes compridos demais"),
    (INSIDE.replace(b"<data ", b"<data " + b"".join(b'a%d="1" ' % n for n in range(100))), "partes demais"),
    (INSIDE.replace(b"<coupon/>", b"<x:coupon/>"), "não dá para ler"),
    (INSIDE[:-9], "não dá para ler"),
    (INSIDE + INSIDE, "não dá para ler"),
    (INSIDE.replace(b"<coupon/>", b"\x00"), "não dá para ler"),
    (INSIDE.replace(instance(1).encode(), b""), "Falta o número"),
    (INSIDE.replace(instance(1).encode(), b"uuid:" + b"1" * 300), "longo demais"),
    (INSIDE.replace(instance(1).encode(), "uuid:é".encode()), "letras que não cabem"),
    (INSIDE.replace(b"</data>", b"<meta><instanceID>uuid:2</instanceID></meta></data>"), "mais de um número"),
    (INSIDE.replace(b' id="trial"', b""), "de que formulário"),
    (INSIDE.replace(b' id="trial"', b' id="' + b"t" * 300 + b'"'), "de que formulário"),
]  # fmt: skip


def test_a_document_that_means_harm_is_refused_in_words(field: Field) -> None:
    for xml, words in HARMFUL:
        answer = post(field, xml)
        assert (answer.status_code, answer["Content-Language"]) == (400, "pt"), xml[:200]
        assert words in said(answer), xml[:200]
    assert not Submission.objects.exists()


ELSEWHERE = [
    (b'id="trial"', b'id="other"'), (b'id="trial"', b'id="trial "'), (b'id="trial"', b"id=\"trial' OR 1=1 --\""),
    (b'version="1"', b'version="2"'), (b'version="1"', b""), (b'version="1"', b'version="01"'),
    (b'version="1"', 'version="١"'.encode()), (b'version="1"', b'version="99999999999999999999"'),
    (b'version="1"', b'version="-1"'), (b'version="1"', b'version="1.0"'),
]  # fmt: skip


def test_a_form_of_elsewhere_is_refused_in_words(field: Field) -> None:
    for change in ELSEWHERE:
        answer = post(field, filled(1).replace(*change))
        assert (answer.status_code, "de outra versão" in said(answer)) == (404, True), change
    assert not Submission.objects.exists()


def test_ten_thousand_answers_are_kept_as_they_are(field: Field) -> None:
    xml = filled(1).replace(b"<coupon/>", b"<coupon/>" + b"<more>x</more>" * 10_000)
    assert (post(field, xml).status_code, post(field, xml).status_code) == (201, 202)
    assert Submission.objects.get().state == "here"


def test_a_slip_that_names_files_without_end_is_refused(cast: Cast) -> None:
    field = make_field(cast, is_sensitive=True)
    slip = sealed_on_phone(field, 1, {f"{n}": b"" for n in range(3)}).slip
    many = slip.replace(b"<file>0.enc</file>", b"".join(b"<file>%d.x</file>" % n for n in range(1_000)))
    answer = post(field, many)
    assert (answer.status_code, "demasiadas partes" in said(answer)) == (400, True)
    assert post(field, slip).status_code == 201


def test_of_a_closed_study_what_lay_on_a_phone_is_taken_and_of_another_study_nothing(field: Field) -> None:
    studies.close_study(field.study, by=field.person("leda"), on=TODAY)
    assert post(field, filled(1)).status_code == 201
    told = {"person": field.people["ines"], "label": "Dos", "by": field.person("leda"), "on": TODAY}
    plain = {"design": "convenience", "place": "EC-G", "zone": "urban", "language": "es"}
    other = studies.plan_study(by=field.person("leda"), name="Otro", aim="Otro.", **plain)
    _device, token = phones.give_phone(other, **told)
    answer = post(field, filled(2), token=token)
    assert (answer.status_code, answer["Content-Language"]) == (404, "es")
    assert "no es de aquí" in said(answer)
    assert Client().get(f"/hojas/{token}/form/{field.deployment.reference}").status_code == 404
    assert Submission.objects.count() == 1


def test_a_phone_that_is_lost_between_two_parts_sends_no_more_and_what_came_stays(field: Field) -> None:
    xml = filled(1, voice="v.amr")
    assert post(field, xml).status_code == 201
    phones.lose_phone(field.device, by=field.person("leda"))
    answer = post(field, xml, {"v.amr": b"voz"})
    assert (answer.status_code, "no sirve" in said(answer)) == (404, True)  # in the language of the house
    assert (Submission.objects.get().state, Attachment.objects.count()) == ("waiting", 0)


@pytest.mark.skipif(ON_POSTGRES, reason="a table of SQLite is told how large it may be")
@pytest.mark.django_db(databases=["default", "evidence"], transaction=True)
def test_a_full_disk_is_said_and_nothing_is_half_kept(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    xml, voice = filled(1, voice="v.amr"), {"v.amr": b"v" * 5_000_000}
    with connections["default"].cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 8}")
        try:
            answer = post(field, xml, voice)
            assert (answer.status_code, "ya no cabe nada" in said(answer)) == (503, True)
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert not Submission.objects.exists()
    assert not Attachment.objects.exists()
    assert post(field, xml, voice).status_code == 201


def test_a_disk_that_is_nearly_full_takes_no_form(field: Field) -> None:
    with patch.object(room, "FOR_FILES", 10**18):
        answer = post(field, filled(1))
        assert (answer.status_code, "já não cabe nada" in said(answer)) == (503, True)
    assert post(field, filled(1)).status_code == 201


def test_a_database_that_is_busy_or_away_is_said_and_is_no_breakdown(field: Field) -> None:
    for where, name in ((taking, "receive"), (taking, "deployment_for"), (views, "device_with")):
        with patch.object(where, name, side_effect=OperationalError("database is locked")):
            answer = post(field, filled(1))
            assert answer.status_code == 503
            assert "Hay muchas" in said(answer) or "São muitas" in said(answer)
            listed = Client().get(f"/hojas/{field.token}/formList").status_code
            assert listed == (503 if name == "device_with" else 200)
    assert post(field, filled(1)).status_code == 201


@pytest.mark.django_db(databases=["default", "evidence"], transaction=True)
def test_a_form_that_went_meanwhile_is_refused_and_is_no_breakdown(cast: Cast) -> None:
    field = make_field(cast)
    assert post(field, filled(1)).status_code == 201
    Deployment.objects.filter(pk=field.deployment.pk).delete()
    assert _known, "each process remembers the forms that it met"
    answer = post(field, filled(2))
    assert (answer.status_code, "no es de aquí" in said(answer)) == (404, True)
    _known.clear()


def test_a_flood_of_one_phone_is_stopped_until_tomorrow_and_of_that_phone_alone(field: Field, settings: Any) -> None:
    _device, other = phones.give_phone(
        field.study, person=field.people["ines"], label="Dois", by=field.person("leda"), on=TODAY
    )
    settings.PHONE_FORMS = 3
    assert [post(field, filled(number)).status_code for number in (1, 2, 3, 1, 2, 3)] == [201] * 3 + [429] * 3
    answer = post(field, filled(4))
    assert (answer.status_code, "Envie o resto amanhã" in said(answer)) == (429, True)
    assert post(field, filled(5), token=other).status_code == 201
    with moment.at(moment.later(days=1)):
        assert [post(field, filled(number)).status_code for number in (4, 6, 7, 8)] == [201] * 3 + [429]
    assert Submission.objects.count() == 7


def test_what_came_before_counts_nothing_and_large_files_count_as_they_lie(field: Field, settings: Any) -> None:
    settings.PHONE_MEGABYTES = 1
    voice = {"v.amr": b"v" * 400_000}
    assert post(field, filled(1, voice="v.amr"), voice).status_code == 201
    assert {post(field, filled(1, voice="v.amr"), voice).status_code for _ in range(5)} == {202}
    assert post(field, filled(2, voice="v.amr"), voice).status_code == 201
    assert post(field, filled(3, voice="v.amr"), voice).status_code == 429
    assert post(field, filled(4)).status_code == 201


def test_a_correction_of_nothing_says_so_and_is_taken_once_the_other_came(field: Field) -> None:
    meta = f"<orx:deprecatedID>{instance(1)}</orx:deprecatedID></orx:meta>".encode()
    correction = filled(2, met="there").replace(b"</orx:meta>", meta)
    answer = post(field, correction)
    assert (answer.status_code, "Envie primeiro o outro" in said(answer)) == (409, True)
    assert [post(field, xml).status_code for xml in (filled(1), correction, correction)] == [201, 201, 202]
    second = post(field, correction.replace(instance(2).encode(), instance(3).encode()))
    assert (second.status_code, "Outra correção" in said(second)) == (409, True)
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["here", "replaced"]
