"""What phones and networks do that no standard says: names of files, dates, sizes, pages in between, addresses."""

import threading
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client

from amparo.doors.intake.actions import taking
from amparo.fieldwork.models import Attachment, Submission
from amparo.vault.actions.answers import named_answer, opener_of
from tests.cast import Cast
from tests.collect_reading import made_of_head, made_of_list, made_of_sent
from tests.field import Field, filled, instance, make_field
from tests.phone_client import Part, body_of, form_part, part, parts_of

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
KIND = "multipart/form-data; boundary=b0undary"
NARROW = "Captura 9.00.00\u202fa.m..png"
DISPOSITION = b"Content-Disposition: form-data; "


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, with_voice=True)


def post(field: Field, parts: list[Part], *, kind: str = KIND, **headers: str) -> Any:
    """These parts, byte by byte."""
    client = Client(raise_request_exception=False)
    path = f"/hojas/{field.token}/submission?deviceID=collect%3Aabc"
    return client.generic("POST", path, body_of(parts, "b0undary"), kind, headers=headers)


def files_kept(field: Field) -> dict[str, bytes]:
    """What was kept beside the only form, opened."""
    open_one = opener_of(field.person("leda"), field.study.ring)
    return dict(named_answer(open_one(each.version, each.box)) for each in Attachment.objects.all())


NAMES = [
    ("1699.jpg", b'name="1699.jpg"; filename="1699.jpg"'),
    ("ñandú.jpg", 'name="ñandú.jpg"; filename="ñandú.jpg"'.encode()),
    ("ñandú.jpg", 'name="ñandú.jpg"; filename="ñandú.jpg"'.encode("latin-1")),
    ("ñandú.jpg", b"name=\"x\"; filename*=UTF-8''%C3%B1and%C3%BA.jpg"),
    ("ñandú.jpg", b"name=x; filename*0*=UTF-8''%C3%B1and; filename*1*=%C3%BA.jpg"),
    (NARROW, f'name="{NARROW}"; filename="{NARROW}"'.encode()),
    ("una 'foto'; de día.jpg", "name=\"f\"; filename=\"una 'foto'; de día.jpg\"".encode()),
    ("una &quot;foto&quot;.jpg", b'name="f"; filename="una %22foto%22.jpg"'),
    ("una &quot;foto&quot;.jpg", b'name="f"; filename="una \\"foto\\".jpg"'),
    ("100%25 de 50%.jpg", b'name="f"; filename="100%25 de 50%.jpg"'),
    ("1699.jpg", b'name="f"; filename="/storage/emulated/0/odk/1699.jpg"'),
    ("1699.jpg", b'name="f"; filename="..\\\\..\\\\1699.jpg"'),
    ("1699.jpg", b'name="1699.jpg"'),
    ("1699.jpg", b'name="1699.jpg"; filename=""'),
    ("1699.jpg", b'name="1699.jpg"; filename="blob"'),
    ("j" * 251 + ".jpg", b'name="f"; filename="' + b"j" * 251 + b'.jpg"'),
    ("é" * 251 + ".jpg", 'name="{0}"; filename="{0}"'.format("é" * 251 + ".jpg").encode()),
]  # fmt: skip


def test_a_file_is_found_by_its_name_however_that_is_written(field: Field) -> None:
    for number, (name, head) in enumerate(NAMES, start=1):
        answer = post(field, [form_part(filled(number, voice=name)), (DISPOSITION + head, b"voz")])
        assert answer.status_code == 201, head
        assert files_kept(field) == {name.replace("&quot;", '"'): b"voz"}, head
        assert set(Submission.objects.values_list("state", "missing")) == {("here", 0)}
        Attachment.objects.all().delete()


OTHER_NAMES = [
    b'name="f"; filename="1700.jpg"', b'name="f"; filename=""', b'name=""; filename=""', b'filename="1699.jpg"',
    b'name="f"; filename="1699.jpg\x00"', b'name="f"; filename="1699.JPG"',
]  # fmt: skip


def test_what_bears_another_name_or_none_does_not_enter(field: Field) -> None:
    for number, head in enumerate(OTHER_NAMES, start=1):
        answer = post(field, [form_part(filled(number, voice="1699.jpg")), (DISPOSITION + head, b"voz")])
        assert (answer.status_code, Attachment.objects.count()) == (201, 0), head
    assert set(Submission.objects.values_list("missing", flat=True)) == {1}


def test_a_form_that_names_a_way_out_of_its_folder_is_refused_in_words(field: Field) -> None:
    for name in ("../1699.jpg", "/etc/passwd", "..", "a\\b.jpg"):
        answer = post(field, parts_of(filled(1, voice=name), {name: b"voz"}))
        assert (answer.status_code, made_of_sent(answer.status_code, answer.content)[0]) == (400, "not sent")
        assert "nombre de un archivo" in made_of_sent(answer.status_code, answer.content)[1]
    assert not Submission.objects.exists()


def test_two_files_of_one_name_are_one_or_a_conflict(field: Field) -> None:
    form = form_part(filled(1, voice="v.amr"))
    assert post(field, [form, part("v.amr", "v.amr", b"una"), part("v.amr", "v.amr", b"otra")]).status_code == 409
    assert not Submission.objects.exists()
    assert post(field, [form, *[part("v.amr", "v.amr", b"una")] * 2]).status_code == 201
    assert files_kept(field) == {"v.amr": b"una"}


def test_two_forms_at_once_are_refused_and_the_same_one_twice_is_not(field: Field) -> None:
    answer = post(field, [form_part(filled(1)), form_part(filled(2))])
    assert (answer.status_code, Submission.objects.count()) == (400, 0)
    assert "dos formularios" in made_of_sent(400, answer.content)[1]
    assert post(field, [form_part(filled(1))] * 2).status_code == 201


NAMED = DISPOSITION + b'name="xml_submission_file"'
FORMS = [
    (NAMED, filled(1)),
    (NAMED + b'; filename="a.xml"', filled(1)),
    (b"Content-Type: text/xml; charset=utf-8\r\n" + NAMED + b'; filename=""', filled(1)),
    (NAMED + b'; filename="a.xml"\r\nContent-Type: application/octet-stream', filled(1)),
    (NAMED + b'; filename="../../a.xml"', filled(1)),
    (NAMED + b'; filename="a.xml"', b"\xef\xbb\xbf" + filled(1)),
]  # fmt: skip


def test_the_form_is_found_in_whatever_part_it_comes(field: Field) -> None:
    more = [(DISPOSITION + b'name="deviceID"', b"x"), (DISPOSITION + b'name="deviceID"', b"y")]
    for head, form in FORMS:
        assert post(field, [*more, (head, form)]).status_code == 201, head
        Submission.objects.all().delete()


NO_FORMS = [
    ("text/xml", filled(1)), ("", filled(1)), ("multipart/form-data", body_of([form_part(filled(1))], "b")),
    ("multipart/form-data; boundary=b", b""), ("application/x-www-form-urlencoded", b"xml_submission_file=x"),
    ("multipart/form-data; boundary=b", body_of([part("file", "a.xml", filled(1))], "b")),
    ("multipart/form-data; boundary=b", body_of([form_part(b" \r\n")], "b")),
    ("multipart/form-data; boundary=other", body_of([form_part(filled(1))], "b")),
]  # fmt: skip
CUT = "Se cortó la línea. No se guardó nada. Manda otra vez."


def test_what_brings_no_form_is_refused_in_words(field: Field) -> None:
    for kind, body in NO_FORMS:
        answer = Client().generic("POST", f"/hojas/{field.token}/submission", body, kind)
        assert answer.status_code == 400, kind
        assert made_of_sent(400, answer.content)[1] in {"No vino ningún formulario.", CUT}
    assert not Submission.objects.exists()


HEADERS = [
    {"Date": "Fri, 27 Nov 2026 03:00:00 hh"}, {"Date": ""}, {"Date": "mañana"}, {"X-OpenRosa-Version": "9.9"},
    {"User-Agent": "x" * 20_000}, {"Accept": "text/html"}, {"Accept-Language": "\x00"}, {"Range": "bytes=0-1"},
    {"Host": "127.0.0.1"}, {"Expect": "100-continue"}, {"Content-Encoding": "gzip"},
    {"X-HTTP-Method-Override": "DELETE"},
]  # fmt: skip


def test_no_header_of_a_phone_is_believed_or_in_the_way(field: Field) -> None:
    for number, headers in enumerate(HEADERS, start=1):
        listed = Client().get(f"/hojas/{field.token}/formList?deviceID=a&deviceID=b", headers=headers)
        assert (listed.status_code, post(field, parts_of(filled(number)), **headers).status_code) == (200, 201), headers


def test_the_number_of_a_phone_stands_in_every_address_and_is_kept_nowhere(field: Field) -> None:
    number = "collect%3AnumeroDelTelefono"
    listed = Client().get(f"/hojas/{field.token}/formList?deviceID={number}&verbose=true&listAllVersions=true")
    assert (listed.status_code, b"numeroDelTelefono" in listed.content) == (200, False)
    for page in (f"form/{field.deployment.reference}", f"files/{field.deployment.reference}"):
        assert Client().get(f"/hojas/{field.token}/{page}?deviceID={number}").status_code == 200
    assert Client().get(f"/hojas/{field.token}/formList?formID=other").content.count(b"<xform>") == 0
    assert Client().get(f"/hojas/{field.token}/formList?formID=trial%00").content.count(b"<xform>") == 0
    assert Client().get(f"/hojas/{field.token}/file/{field.deployment.reference}/a%00.jpg").status_code == 404


def every_answer(field: Field) -> Iterator[tuple[str, Any]]:
    """One of each kind that this house gives under the address of phones, good and bad."""
    client, base = Client(raise_request_exception=False), f"/hojas/{field.token}"
    for path in ("formList", f"form/{field.deployment.reference}", f"files/{field.deployment.reference}", "submission"):
        yield f"GET {path}", client.get(f"{base}/{path}")
        yield f"of nobody {path}", client.get(f"/hojas/{'0' * 40}/{path}")
        yield f"plain {path}", client.get(f"/hojas/{path}")
    for method in ("PUT", "OPTIONS", "DELETE", "PATCH", "TRACE"):
        yield method, client.generic(method, f"{base}/submission")
    yield "HEAD", client.head(f"{base}/submission")
    for path in ("", "formlist", "formList/", "Submission", "submission/", "xformsManifest/1", "form/x", "file/x/y"):
        yield path, client.get(f"{base}/{path}")
        yield path, client.post(f"{base}/{path}", {})
    yield "sent", post(field, parts_of(filled(1)))
    yield "again", post(field, parts_of(filled(1)))
    yield "other", post(field, parts_of(filled(1, met="there")))
    yield "large", client.generic("POST", f"{base}/submission", b"x", KIND, CONTENT_LENGTH="290000000")
    yield "host", client.get(f"{base}/formList", headers={"Host": "elsewhere.example"})
    yield "site", client.post(f"{base}/submission", {}, headers={"Origin": "https://elsewhere.example"})
    with patch.object(taking, "receive", side_effect=RuntimeError("planted")):
        yield "broken", post(field, parts_of(filled(2)))


def test_every_answer_of_ours_bears_the_mark_and_none_that_failed_looks_like_success(field: Field) -> None:
    seen: dict[int, set[str]] = {}
    for what, answer in every_answer(field):
        assert answer["X-OpenRosa-Version"] == "1.0", what
        assert "Set-Cookie" not in answer.headers, what
        seen.setdefault(answer.status_code, set()).add(what)
    assert set(seen) == {200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 413, 500}
    assert (seen[201], seen[202], seen[500]) == ({"sent"}, {"again"}, {"broken"})
    assert seen[200] == {f"GET {page}" for page in (
        "formList", f"form/{field.deployment.reference}", f"files/{field.deployment.reference}",
    )}  # fmt: skip


class Portal(BaseHTTPRequestHandler):
    """A network that wants a sign-in: it sends everything to a page of its own, which is always well."""

    status = 200

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        page = b"<!doctype html><title>WiFi</title><h1>Aceptar</h1>"
        self.send_response(self.status)
        self.send_header("Location", "/sign-in")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_told: object) -> None:
        pass


@pytest.mark.parametrize("status", [200, 302, 511])
def test_a_page_of_the_network_is_never_taken_for_this_house(status: int) -> None:
    with HTTPServer(("127.0.0.1", 0), type("This", (Portal,), {"status": status})) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        told: dict[str, tuple[int, Mapping[str, str], bytes]] = {}
        for method in ("GET", "HEAD", "POST"):
            line = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
            line.request(method, "/hojas/x/submission", b"x" if method == "POST" else None)
            answer = line.getresponse()
            told[method] = (answer.status, answer.headers, answer.read())
            line.close()
        server.shutdown()
        thread.join()
    assert made_of_list(*told["GET"]) in {"network", "no server"}
    assert made_of_head(told["HEAD"][0]) == ("network" if status == 200 else "goes on")
    assert made_of_sent(told["POST"][0], told["POST"][2])[0] in {"network", "not sent"}


def test_what_this_house_answers_is_taken_for_it(field: Field) -> None:
    base = f"/hojas/{field.token}"
    listed = Client().get(f"{base}/formList")
    assert made_of_list(listed.status_code, listed.headers, listed.content) == "forms"
    assert made_of_head(Client().head(f"{base}/submission").status_code) == "goes on"
    sent = post(field, parts_of(filled(1)))
    assert made_of_sent(sent.status_code, sent.content) == ("sent", "Llegó. Gracias.")
    refused = Client().post(f"/hojas/{'0' * 40}/submission", {})
    assert made_of_sent(refused.status_code, refused.content)[0] == "not sent"
    assert "Esta dirección ya no sirve" in made_of_sent(refused.status_code, refused.content)[1]
    assert Submission.objects.count() == 1
    assert instance(1) not in sent.content.decode()
    assert settings.LANGUAGE_CODE == sent["Content-Language"] == refused["Content-Language"] == "es"
