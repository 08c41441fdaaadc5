"""Files that are sent: held in memory and bounded; what is cut is marked, and half a letter is never taken."""

import io
import os
import re
import tempfile
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from amparo.access.reporting.models import Thread
from amparo.commons.policy import uploads
from tests.letters import WORDS, a_house_for_letters, hidden, sheet_page

pytestmark = pytest.mark.django_db
LIMIT = 10_500_000
TEXT = "No me pierdas."


def file(size: int, name: str = "a.jpg") -> io.BytesIO:
    made = io.BytesIO(os.urandom(min(size, 1000)) * -(-size // 1000))
    made.truncate(size)
    made.name = name
    return made


def read(data: dict[str, Any], *, cut: int | None = None) -> Any:
    """A request whose body is read, or as much of it as arrived."""
    body = encode_multipart(BOUNDARY, data)
    arrived = body[:cut]
    request = RequestFactory().generic("POST", "/", arrived, content_type=MULTIPART_CONTENT)
    request.META["CONTENT_LENGTH"] = str(len(arrived))
    request.POST  # noqa: B018 (it is read here)
    return request


def test_a_file_is_whole_and_in_memory() -> None:
    sent = file(3_000_000)
    request = read({"text": TEXT, "photo": sent, "t": "x"})
    [got] = request.FILES.getlist("photo")
    assert isinstance(got, InMemoryUploadedFile)
    assert got.read() == sent.getvalue()
    assert (request.POST["text"], request.POST["t"]) == (TEXT, "x")
    assert uploads.TOO_LARGE not in request.META
    assert uploads.CUT not in request.META


def test_the_one_way_in_is_ours(settings: Any) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["amparo.commons.policy.uploads.HeldInMemory"]
    assert settings.LARGEST_REQUEST == 12_500_000


@pytest.mark.parametrize(
    ("sizes", "is_too_large"),
    [
        ([LIMIT], False),
        ([LIMIT + 1], True),
        ([4_000_000] * 3, False),
        ([4_000_001] * 3, True),
        ([10] * 6, False),
        ([10] * 7, True),
        ([], False),
    ],
)
def test_what_is_too_much_is_not_kept_and_the_text_before_it_is(sizes: list[int], is_too_large: bool) -> None:
    request = read({"text": TEXT, "photo": [file(size) for size in sizes], "t": "x"})
    assert (uploads.TOO_LARGE in request.META) is is_too_large
    assert request.POST["text"] == TEXT
    kept = [each.size for each in request.FILES.getlist("photo")]
    assert (kept == sizes) is not is_too_large


def test_wherever_the_line_is_cut_no_half_of_it_goes_on(cast: Any) -> None:
    """At every place of the form that is told apart: in the text, in the file, before and in the ticket."""
    a_house_for_letters(cast)
    client = Client()
    page = sheet_page(client)
    said = {"e": hidden(page, "e"), "wish": "answer", "text": TEXT * 3, "photo": file(4_000), "t": hidden(page, "t")}
    body = encode_multipart(BOUNDARY, said)
    places = [
        body.index(part) + ahead for part in (TEXT.encode(), b"a.jpg", said["t"].encode()) for ahead in (-30, 3, 20)
    ]
    for place in [*places, len(body) - 40]:
        arrived = body[:place]
        if said["t"].encode() in arrived:
            continue  # the whole ticket is there: it is the last field
        answer = client.generic("POST", f"/{WORDS['letter_send']}", arrived, content_type=MULTIPART_CONTENT)
        assert answer.status_code in {200, 400}, place
        assert not Thread.objects.exists(), place
        assert "words" not in re.findall(r'<ol class="([^"]*)"', answer.text), place


def test_a_cut_file_is_marked() -> None:
    """A control: Django itself says nothing and goes on with what arrived."""
    body = encode_multipart(BOUNDARY, {"text": TEXT, "photo": file(4_000), "t": "x"})
    request = read({"text": TEXT, "photo": file(4_000), "t": "x"}, cut=len(body) - 2_000)
    assert request.META[uploads.CUT] is True
    assert (request.POST["text"], "photo" in request.FILES, "t" in request.POST) == (TEXT, False, False)


def test_large_photos_do_not_cost_her_the_text(cast: Any) -> None:
    """Three photos of a phone are more than the house takes; her words come back with a sentence."""
    a_house_for_letters(cast)
    client = Client()
    page = sheet_page(client)
    said = {"e": hidden(page, "e"), "text": TEXT, "photo": [file(9_000_000) for _ in range(3)], "t": hidden(page, "t")}
    answer = client.post(f"/{WORDS['letter_send']}", said)
    assert answer.status_code == 200
    assert TEXT in answer.text
    assert 'role="alert"' in answer.text
    assert not Thread.objects.exists()
    elsewhere = client.post(f"/{WORDS['results']}", {"photo": [file(9_000_000) for _ in range(2)]})
    assert elsewhere.status_code == 413


def test_nothing_of_a_file_touches_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, nowhere)
    request = read({"photo": file(8_000_000)})
    assert request.FILES["photo"].size == 8_000_000
