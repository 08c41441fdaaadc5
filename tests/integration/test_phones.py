"""What a phone speaks to: who gets which forms, what is taken, what is refused and in which words."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.fieldwork.actions import instruments, phones, studies
from amparo.fieldwork.models import Attachment, Submission
from tests.cast import Cast
from tests.field import MAPPING, NOW, SAID, TODAY, XFORM, Field, filled, instance, make_field, sealed_on_phone

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
LIST = "{http://openrosa.org/xforms/xformsList}"
RESPONSE = "{http://openrosa.org/http/response}"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


def base(field: Field) -> str:
    return f"/hojas/{field.token}"


def post(field: Field, xml: bytes, files: Mapping[str, bytes] | None = None, **more: Any) -> Any:
    """As a phone posts."""
    parts: dict[str, Any] = {"xml_submission_file": SimpleUploadedFile("a.xml", xml, "text/xml"), **more}
    parts |= {name: SimpleUploadedFile(name, data, "audio/amr") for name, data in (files or {}).items()}
    answer = Client().post(f"{base(field)}/submission?deviceID=x", parts, headers={"X-OpenRosa-Version": "1.0"})
    return answer


def message(answer: Any) -> tuple[str, str]:
    """The envelope, as a phone reads it: what nature, and what is shown."""
    assert answer["Content-Type"].startswith("text/xml")
    told = ElementTree.fromstring(answer.content).find(f"{RESPONSE}message")
    assert told is not None
    return told.get("nature", ""), told.text or ""


def test_a_phone_finds_its_form_and_the_digest_is_of_its_bytes(field: Field) -> None:
    answer = Client().get(f"{base(field)}/formList?deviceID=x", headers={"Date": "Fri, 27 Nov 2026 03:00:00 hh"})
    assert answer.status_code == 200
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert parsedate_to_datetime(answer["Date"]).utcoffset() == timedelta(), "OpenRosa asks for it"
    assert answer["Content-Type"].startswith("text/xml")
    (form,) = ElementTree.fromstring(answer.content).iter(f"{LIST}xform")
    told = {each.tag.removeprefix(LIST): each.text for each in form}
    assert (told["formID"], told["name"], told["version"]) == ("trial", "Prueba inventada", "1")
    bytes_of_it = Client().get(told["downloadUrl"] or "").content
    assert told["hash"] == f"md5:{hashlib.md5(bytes_of_it).hexdigest()}"
    assert "manifestUrl" not in told


def test_of_one_questionnaire_phones_are_offered_one_version(field: Field) -> None:
    """Also where an older one is asked again: two forms of one id in a list are one too many."""
    leda, xform = field.person("leda"), XFORM.replace('version="1"', 'version="2"').encode()
    brought = instruments.Brought(b"sheet", "prueba.xlsx", xform)
    second = instruments.write_version(field.version.instrument, brought, by=leda, mapping=MAPPING)
    instruments.sign(second, by=field.people["iris"], was_paid=True, on=TODAY)
    second.refresh_from_db()

    def offered() -> list[str | None]:
        listed = ElementTree.fromstring(Client().get(f"{base(field)}/formList").content)
        return [each.findtext(f"{LIST}version") for each in listed.iter(f"{LIST}xform")]

    for version, number in ((second, "2"), (field.version, "1"), (second, "2")):
        studies.send_out(version, study=field.study, by=leda, now=NOW)
        assert offered() == [number]


def test_a_token_that_nobody_has_finds_nothing(field: Field) -> None:
    for path in ("formList", "submission", f"form/{field.deployment.reference}"):
        assert Client().get(f"/hojas/{'0' * 40}/{path}").status_code == 404


def test_a_phone_is_told_that_it_may_send(field: Field) -> None:
    answer = Client().head(f"{base(field)}/submission?deviceID=x")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-OpenRosa-Accept-Content-Length"] == "10000000"


@pytest.mark.clock
def test_a_filled_form_is_taken_once_and_lies_sealed(field: Field) -> None:
    assert (post(field, filled(1)).status_code, post(field, filled(1)).status_code) == (201, 202)
    row = Submission.objects.get()
    assert (row.state, row.missing, row.month) == ("here", 0, f"{TODAY:%Y-%m}")
    assert row.check_of == hashlib.sha256(instance(1).encode()).hexdigest()
    assert SAID.encode() not in bytes(row.box)
    assert message(post(field, filled(1))) == ("submit_success", "Llegó. Gracias.")


def test_another_form_of_the_same_number_is_a_conflict_and_the_first_stays(field: Field) -> None:
    post(field, filled(1))
    before = bytes(Submission.objects.get().box)
    answer = post(field, filled(1, met="there"))
    assert answer.status_code == 409
    assert message(answer)[0] == "submit_error"
    assert bytes(Submission.objects.get().box) == before


def test_files_may_come_in_parts_and_in_any_order(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    xml = filled(2, voice="nota uno.amr")
    assert post(field, xml, **{"*isIncomplete*": "yes"}).status_code == 201
    assert Submission.objects.get().state == "waiting"
    assert post(field, xml, {"nota uno.amr": b"voz de ejemplo"}).status_code == 202
    row = Submission.objects.get()
    assert (row.state, row.missing) == ("here", 0)
    assert b"voz de ejemplo" not in bytes(Attachment.objects.get().box)
    assert post(field, xml, {"nota uno.amr": b"otra voz"}).status_code == 409


@pytest.mark.parametrize(("xml", "status", "words"), [
    (b"", 400, "No vino ningún formulario"),
    (b"no es xml", 400, ""),
    (filled(3).replace(b'id="trial"', b'id="other"'), 404, "no es de aquí"),
    (filled(3).replace(b'version="1"', b'version="9"'), 404, "otra versión"),
    (b"<!DOCTYPE d [<!ENTITY a 'x'>]>" + filled(3), 400, ""),
    (filled(3).replace(b"uuid:", b"\xff"), 400, ""),
])  # fmt: skip
def test_what_is_no_form_of_here_is_refused_in_words_and_nothing_is_kept(
    field: Field, xml: bytes, status: int, words: str
) -> None:
    answer = post(field, xml)
    assert answer.status_code == status
    nature, told = message(answer)
    assert nature == "submit_error"
    assert words in told
    assert told
    assert not Submission.objects.exists()


def test_a_sensitive_form_goes_locked_or_not_at_all(cast: Cast) -> None:
    field = make_field(cast, is_sensitive=True)
    assert field.deployment.public_key in Client().get(f"{base(field)}/form/{field.deployment.reference}").text
    refused = post(field, filled(1))
    assert refused.status_code == 400
    assert "cerrado con llave" in message(refused)[1]
    sent = sealed_on_phone(field, 1)
    assert post(field, sent.slip, sent.files).status_code == 201
    assert Submission.objects.get().state == "here"


def test_a_form_that_asks_for_no_lock_takes_none(field: Field, cast: Cast) -> None:
    other = filled(1).replace(b'version="1"', b'version="1" encrypted="yes"')
    assert post(field, other).status_code == 400


def test_a_lost_phone_is_out_at_once_and_the_others_are_not(field: Field) -> None:
    _other, token = phones.give_phone(
        field.study, person=field.people["leda"], label="Dos", by=field.person("leda"), on=TODAY
    )
    phones.lose_own_phones(by=field.people["ines"])
    assert Client().get(f"{base(field)}/formList").status_code == 404
    assert post(field, filled(1)).status_code == 404
    assert Client().get(f"/hojas/{token}/formList").status_code == 200


def test_who_left_the_house_has_no_phone_any_more(field: Field) -> None:
    field.people["ines"].is_active = False
    field.people["ines"].save()
    assert Client().get(f"{base(field)}/formList").status_code == 404


def test_of_a_closed_study_nothing_is_offered_and_what_lay_on_a_phone_is_taken(field: Field) -> None:
    studies.close_study(field.study, by=field.person("leda"), on=TODAY)
    answer = Client().get(f"{base(field)}/formList")
    assert b"<xform>" not in answer.content
    assert post(field, filled(1)).status_code == 201


def test_no_answer_of_the_house_and_no_header_tells_what_is_asked(field: Field) -> None:
    for answer in (post(field, filled(1)), post(field, b"x"), Client().head(f"{base(field)}/submission")):
        said = str(answer.headers) + answer.content.decode()
        assert not {"cupo", "golpes", "Prueba", "estudio", "encuesta"} & set(said.split())
        assert "Set-Cookie" not in answer.headers


def test_a_hundred_files_come_in_two_requests_and_more_than_that_at_once_are_refused_in_words(cast: Cast) -> None:
    field = make_field(cast, is_sensitive=True)
    sent = sealed_on_phone(field, 1, {f"{number}.amr": bytes([number]) * 52_000 for number in range(101)})
    names = list(sent.files)
    assert sum(map(len, sent.files.values())) > 5_000_000
    first, rest = ({name: sent.files[name] for name in some} for some in (names[:99], names[99:]))
    assert post(field, sent.slip, first, **{"*isIncomplete*": "yes"}).status_code == 201
    assert Submission.objects.get().missing == len(rest) == 3
    assert post(field, sent.slip, rest).status_code == 202
    assert (Submission.objects.get().state, Attachment.objects.count()) == ("here", 102)
    answer = post(field, filled(2), {f"{number}.amr": b"x" for number in range(115)})
    assert answer.status_code == 413
    assert "por partes" in message(answer)[1]


def test_a_file_that_no_question_asked_for_does_not_enter(field: Field) -> None:
    assert post(field, filled(4), {"passwd": b"x", "foto.jpg": b"y"}).status_code == 201
    assert not Attachment.objects.exists()


def test_a_name_that_wants_out_of_its_folder_is_refused_in_words(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    answer = post(field, filled(4, voice="../../etc/passwd"), {"passwd": b"x"})
    assert answer.status_code == 400
    assert message(answer)[1]
    assert not Submission.objects.exists()
