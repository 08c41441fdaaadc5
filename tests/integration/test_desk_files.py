"""Files of a thread: handed over as something to keep, shown only after they were made anew."""

import io
import re
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.reporting.actions.letters import Clear
from amparo.commons.audit.models import Act
from amparo.commons.ui.views.files import CSV, to_save
from tests.letters import a_house_for_letters, opened_client
from tests.threads import written

pytestmark = pytest.mark.django_db
HOSTILE = b"<html><script>alert(1)</script>"


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana, Berta and Carla read."""
    return a_house_for_letters(cast)


def a_photo(text: str = "") -> bytes:
    """A small JPEG, with a remark inside."""
    image = pytest.importorskip("PIL.Image")
    made = io.BytesIO()
    image.new("RGB", (40, 30), (200, 30, 30)).save(made, "JPEG", comment=text.encode())
    return made.getvalue()


def addresses(page: str) -> list[str]:
    """The addresses of the files on a page."""
    return re.findall(r'href="([^"]*/archivo/[0-9a-f]{16})"', page)


@pytest.mark.parametrize(("kind", "told", "ending"), [
    ("image/jpeg", "image/jpeg", "jpg"), ("application/pdf", "application/pdf", "pdf"),
    ("text/html", "application/octet-stream", "bin"), ("image/svg+xml", "application/octet-stream", "bin"),
    ("application/javascript", "application/octet-stream", "bin"), ("", "application/octet-stream", "bin"),
])  # fmt: skip
def test_a_file_leaves_to_be_kept_and_runs_nowhere(house: Any, kind: str, told: str, ending: str) -> None:
    letter = written(files=[Clear(HOSTILE, 'x"\r\nSet-Cookie: a=b.html', kind, "as_it_is")])
    client = opened_client(house.cast.ana)
    (address,) = addresses(client.get(letter.page).text)
    answer = client.get(address)
    assert answer.content == HOSTILE
    assert answer["Content-Type"] == told
    assert re.fullmatch(rf'attachment; filename="[0-9a-f]{{4}}\.{ending}"', answer["Content-Disposition"])
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert "x&quot;" not in client.get(letter.page).text, "nobody reads the name that somebody gave it"


def test_a_name_of_a_file_is_said_as_browsers_read_it() -> None:
    answer = to_save("a;b", "año, 2ª.csv", CSV)
    assert (answer.content, answer["Content-Type"]) == (b"a;b", "text/csv; charset=utf-8")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''a%C3%B1o%2C%202%C2%AA.csv"
    assert answer["Cache-Control"] == "no-store"


def test_what_is_shown_was_made_anew(house: Any) -> None:
    letter = written(files=[Clear(a_photo("Olmedo 12"), "foto.jpg", "image/jpeg", "original")])
    client = opened_client(house.cast.ana)
    (address,) = addresses(client.get(letter.page).text)
    assert b"Olmedo 12" in client.get(address).content, "what is kept is as it was sent"
    seen = client.get(address, {"ver": "1"})
    assert seen["Content-Type"] in {"image/jpeg", "image/png"}
    assert b"Olmedo 12" not in seen.content
    page = client.get(letter.page, {"ver": address.rpartition("/")[2]}).text
    assert f'<img src="{address}?ver=1"' in page
    assert "<img" not in client.get(letter.page).text.partition("<main")[2], (
        "nobody sees a photo before she asks for it"
    )


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf", "audio/mpeg"])
def test_what_cannot_be_made_anew_is_not_shown(house: Any, kind: str) -> None:
    letter = written(files=[Clear(HOSTILE, "a", kind)])
    client = opened_client(house.cast.ana)
    (address,) = addresses(client.get(letter.page).text)
    assert client.get(address, {"ver": "1"}).status_code == 404


def test_a_file_is_for_those_who_read_its_thread(house: Any) -> None:
    letter = written(files=[Clear(HOSTILE, "a", "image/jpeg")], roles=["counsel"])
    other = written(files=[Clear(b"otra", "a", "image/jpeg")])
    (address,) = addresses(opened_client(house.cast.ana).get(letter.page).text)
    assert opened_client(house.cast.carla).get(address).status_code == 404
    assert opened_client(house.cast.diana).get(address).status_code == 403
    assert opened_client(house.outside).get(address).status_code == 404
    name = address.rpartition("/")[2]
    assert (
        opened_client(house.cast.ana).get(reverse("desk_letter_file", args=[other.reference, name])).status_code == 404
    )
    assert not Act.objects.filter(verb="thread.file").exists()
    assert opened_client(house.cast.ana).get(address).status_code == 200
    done = Act.objects.get(verb="thread.file")
    assert (done.target, done.at.minute, done.at.second) == (f"thread:{letter.reference}", 0, 0)
