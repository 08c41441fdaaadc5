"""The way in for phones, asked by clients that others wrote: curl, and requests for Python where it is installed."""

import hashlib
import importlib.util
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collect_reading import read_form_list, read_message
from tests.field import filled, instance
from tests.phone_client import Phone
from tests.phones_house import PhonesHouse, opened, phones_house, rows_of

pytestmark = [
    pytest.mark.walk,
    pytest.mark.skipif(not shutil.which("curl"), reason="curl is not on this computer (Debian: apt install curl)"),
]
NAME = "nota uno.amr"
VOICE = secrets.token_bytes(1_500_000)  # so large that curl asks first whether it may send


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PhonesHouse]:
    """One house and one server for all of this file."""
    with phones_house(tmp_path_factory.mktemp("phones")) as made:
        yield made


def curl(*words: str) -> tuple[int, str, str]:
    """What curl tells: the last status, every head that came, and the last body."""
    shown = ["--silent", "--show-error", "--max-time", "60", "--include", "--write-out", "\n%{http_code}"]
    done = subprocess.run(["curl", *shown, *words], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    told, _, status = done.stdout.decode().rpartition("\n")
    heads, _, body = told.rpartition("\r\n\r\n")
    return int(status), heads.lower(), body


def address(house: PhonesHouse, page: str, *, plain: bool = False) -> str:
    phone = Phone(house.port, "") if plain else house.phone()
    return f"http://127.0.0.1:{house.port}{phone.path(page)}"


def by_password(house: PhonesHouse, password: str = "") -> list[str]:
    return ["--digest", "--user", f"{house.world['device']}:{password or house.world['token']}"]


def form(folder: Path, number: int, *, name: str = NAME, data: bytes = VOICE) -> list[str]:
    """A form with a recording, as curl sends it."""
    (folder / "a.xml").write_bytes(filled(number, voice=name))
    (folder / name).write_bytes(data)
    said = f"xml_submission_file=@{folder / 'a.xml'};type=text/xml"
    return ["--form", said, "--form", f"{name}=@{folder / name};type=audio/amr"]


def test_it_is_told_that_it_may_send(house: PhonesHouse) -> None:
    status, heads, body = curl("--head", address(house, "submission"))
    assert (status, body) == (204, "")
    assert "x-openrosa-version: 1.0\r\n" in heads
    assert "x-openrosa-accept-content-length: 10000000\r\n" in heads
    assert heads.count("\r\ndate:") == 1
    assert "set-cookie" not in heads


def test_it_fetches_the_list_and_the_form(house: PhonesHouse) -> None:
    status, heads, body = curl(address(house, "formList"))
    assert status == 200
    assert "content-type: text/xml" in heads
    listed = read_form_list(body.encode())
    assert listed is not None
    assert [(each.form_id, each.version) for each in listed] == [("locked", "1"), ("trial", "1")]
    for each in listed:
        done = subprocess.run(["curl", "--silent", each.download_url + "?deviceID=x"], capture_output=True, check=True)
        assert hashlib.md5(done.stdout).hexdigest() == each.hash


@pytest.mark.parametrize(("number", "words"), [
    (11, ()),
    (12, ("--header", "Transfer-Encoding: chunked")),
    (13, ("--header", "Transfer-Encoding: chunked", "--header", "Expect: 100-continue")),
    (14, ("--http1.0",)),
    (15, ("--http2-prior-knowledge",)),
    (16, ("--header", "Content-Type: multipart/form-data; charset=utf-8")),
])  # fmt: skip
def test_it_sends_in_each_way_it_knows(house: PhonesHouse, tmp_path: Path, number: int, words: tuple[str, ...]) -> None:
    sent = [*words, *form(tmp_path, number), address(house, "submission")]
    first, again = curl(*sent), curl(*sent)
    assert (first[0], again[0]) == (201, 202), first
    assert read_message(first[2].encode()) == ("submit_success", "Llegó. Gracias.")
    assert ("100 continue" in first[1]) == (number not in (14, 15))
    told = house.inside.ask(opened, instance(number))
    assert bytes.fromhex(told["xml"]) == filled(number, voice=NAME)
    assert bytes.fromhex(told["files"][NAME]) == VOICE


def test_it_proves_itself_by_a_password_that_does_not_go_over_the_line(house: PhonesHouse, tmp_path: Path) -> None:
    status, heads, _ = curl(*by_password(house), "--head", address(house, "submission", plain=True))
    assert (status, heads.count(" 401 "), heads.count("digest realm=")) == (204, 1, 1)
    for number, words in ((21, ()), (22, ("--header", "Transfer-Encoding: chunked"))):
        sent = [*by_password(house), *words, *form(tmp_path, number), address(house, "submission", plain=True)]
        assert (curl(*sent)[0], curl(*sent)[0]) == (201, 202)
        assert house.inside.ask(rows_of, instance(number)) == [{"state": "here", "missing": 0, "files": 1}]


def test_with_another_password_or_the_bare_one_it_is_not_let_in(house: PhonesHouse, tmp_path: Path) -> None:
    sent = [*form(tmp_path, 23), address(house, "submission", plain=True)]
    bare = ["--basic", "--user", f"{house.world['device']}:{house.world['token']}"]
    for words in (by_password(house, "f" * 40), bare, []):
        status, heads, body = curl(*words, *sent)
        assert (status, body) == (401, "")
        assert "basic" not in heads
        assert "x-openrosa-version: 1.0\r\n" in heads
    assert house.inside.ask(rows_of, instance(23)) == []


@pytest.mark.parametrize("words", [(), ("--header", "Transfer-Encoding: chunked")])
@pytest.mark.parametrize("megabytes", [12, 70])
def test_what_is_too_large_is_refused_in_words_that_arrive(
    house: PhonesHouse, tmp_path: Path, megabytes: int, words: tuple[str, ...]
) -> None:
    sent = form(tmp_path, 31, data=b"")
    with (tmp_path / NAME).open("wb") as file:
        file.truncate(megabytes * 1_000_000)
    status, heads, body = curl(*words, *sent, address(house, "submission"))
    assert status == 413
    assert "x-openrosa-version: 1.0\r\n" in heads
    assert read_message(body.encode()) == (
        "submit_error", "Este formulario es demasiado grande. Quita una grabación y manda otra vez.",
    )  # fmt: skip
    assert house.inside.ask(rows_of, instance(31)) == []


def test_one_file_of_the_size_that_phones_are_told_fits(house: PhonesHouse, tmp_path: Path) -> None:
    assert curl(*form(tmp_path, 32, data=secrets.token_bytes(10_000_000)), address(house, "submission"))[0] == 201


@pytest.mark.skipif(not importlib.util.find_spec("requests"), reason="requests for Python is not installed")
def test_requests_for_python_sends_too(house: PhonesHouse) -> None:
    import requests

    auth = requests.auth.HTTPDigestAuth(house.world["device"], house.world["token"])
    files = {
        "xml_submission_file": ("a.xml", filled(41, voice="ñandú.amr"), "text/xml"),
        "ñandú.amr": ("ñandú.amr", b"voz de ejemplo", "audio/amr"),
    }
    with requests.Session() as session:
        session.auth = auth
        session.trust_env = False
        assert session.head(address(house, "submission", plain=True)).status_code == 204
        sent = [session.post(address(house, "submission", plain=True), files=files) for _ in range(2)]
        assert [len(each.history) for each in sent] == [0, 0]  # the number that the house gave serves again
    assert [each.status_code for each in sent] == [201, 202]
    assert house.inside.ask(rows_of, instance(41)) == [{"state": "here", "missing": 0, "files": 1}]
