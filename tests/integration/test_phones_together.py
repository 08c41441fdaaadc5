"""Many files, cut lines, phones at once, a server that is killed: nothing is lost, doubled, half kept or left lying."""

import http.client
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.canaries import hidden_in, in_files
from tests.field import SAID, filled, instance
from tests.lines import until_closed
from tests.odk_phone import sealed_submission
from tests.own_house import ROOT
from tests.phone_client import Answer, Phone, body_of, parts_of, split
from tests.phones_house import PhonesHouse, how_many, lose, opened, phones_house, rows_of

KIND = "multipart/form-data; boundary=b"
WHOLE = {"state": "here", "missing": 0}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PhonesHouse]:
    """One house for all of this file."""
    with phones_house(tmp_path_factory.mktemp("phones")) as made:
        yield made


def locked(house: PhonesHouse, number: int, files: int, size: int) -> tuple[bytes, dict[str, bytes]]:
    """A slip and its sealed files. What is in them does not matter here: the house opens none of them."""
    media = {f"nota {each}.amr": b"" for each in range(files)}
    sent = sealed_submission(
        filled(number).replace(b'id="trial"', b'id="locked"'), form_id="locked", version="1",
        instance_id=instance(number), public_key=house.world["public_key"], media=media, rng=Random(number),
    )  # fmt: skip
    return sent.slip, {name: secrets.token_bytes(size) for name in sent.files}


def statuses(answers: list[Answer]) -> list[int]:
    return [each.status for each in answers]


def correction(number: int, of: int, **said: str) -> bytes:
    meta = f"<orx:deprecatedID>{instance(of)}</orx:deprecatedID></orx:meta>".encode()
    return filled(number, **said).replace(b"</orx:meta>", meta)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """All of them at the same moment."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(act) for act in acts]]


# --- many files ---


def test_a_hundred_and_thirty_files_come_in_as_many_requests_as_the_app_makes(house: PhonesHouse) -> None:
    slip, files = locked(house, 1, 129, 45_000)
    assert sum(map(len, files.values())) > 5_000_000
    assert [len(each) for each in split(slip, files)] == [101, 29]
    phone = house.phone()
    assert statuses(phone.send(slip, files)) == [201, 202]
    assert house.inside.ask(rows_of, instance(1)) == [WHOLE | {"files": 130}]
    assert statuses(phone.send(slip, files)) == [202, 202]
    assert house.inside.ask(rows_of, instance(1)) == [WHOLE | {"files": 130}]


def test_parts_may_come_in_any_order_twice_and_by_another_phone_of_the_study(house: PhonesHouse) -> None:
    slip, files = locked(house, 2, 39, 60_000)
    requests = split(slip, files, most_bytes=500_000)
    assert len(requests) > 4
    phones = [house.phone(), Phone(house.port, house.world["spare"][0])]
    order = [requests[3], requests[0], requests[0], *requests[::-1]]
    came = [phones[n % 2].post(parts_of(slip, some, is_split=True)).status for n, some in enumerate(order)]
    assert came == [201] + [202] * (len(order) - 1)
    assert house.inside.ask(rows_of, instance(2)) == [WHOLE | {"files": 40}]


def test_a_file_that_came_with_other_bytes_is_a_conflict_and_nothing_of_that_request_is_kept(
    house: PhonesHouse,
) -> None:
    slip, files = locked(house, 3, 3, 100)
    first, second, *_rest = files
    phone = house.phone()
    assert phone.post(parts_of(slip, {first: files[first]}, is_split=True)).status == 201
    answer = phone.post(parts_of(slip, {first: b"otra", second: files[second]}))
    assert (answer.status, answer.said[:42]) == (409, "Ya hay un archivo con ese nombre y es otro")
    assert house.inside.ask(rows_of, instance(3)) == [{"state": "waiting", "missing": 3, "files": 1}]
    other_form = phone.post(parts_of(slip.replace(b"nota 0", b"nota 9"), files))
    assert (other_form.status, house.inside.ask(rows_of, instance(3))[0]["files"]) == (409, 1)
    assert statuses(phone.send(slip, files)) == [202]
    assert house.inside.ask(rows_of, instance(3)) == [WHOLE | {"files": 4}]


# --- a line that is cut, a phone that is lost, a server that is killed ---


@pytest.mark.parametrize("is_chunked", [False, True])
def test_of_what_was_cut_nothing_is_kept_and_sent_again_it_is_whole(house: PhonesHouse, is_chunked: bool) -> None:
    number = 10 + is_chunked
    xml, files, phone = filled(number, voice="v.amr"), {"v.amr": b"z" * 400_000}, house.phone()
    body = body_of(parts_of(xml, files), "b")
    ends = [0, 60, body.index(xml) + 200, body.index(b"zzz") - 2, body.index(b"zzz") + 200_000, len(body) - 5]
    for end in ends:
        phone.cut(body, "b", at=end, is_chunked=is_chunked)
    until_closed(house.port)
    assert house.inside.ask(rows_of, instance(number)) == []
    assert statuses(phone.send(xml, files)) == [201]
    assert house.inside.ask(rows_of, instance(number)) == [WHOLE | {"files": 1}]


def test_a_phone_that_is_lost_in_the_middle_sends_no_more_and_another_one_may(house: PhonesHouse) -> None:
    slip, files = locked(house, 12, 3, 100)
    gone, other = (Phone(house.port, house.world["spare"][n]) for n in (1, 2))
    first, *rest = files
    assert gone.post(parts_of(slip, {first: files[first]}, is_split=True)).status == 201
    house.inside.ask(lose, gone.token)
    answer = gone.post(parts_of(slip, {each: files[each] for each in rest}))
    assert (answer.status, answer.said[:27]) == (404, "Esta dirección ya no sirve.")
    assert house.inside.ask(rows_of, instance(12)) == [{"state": "waiting", "missing": 3, "files": 1}]
    assert statuses(other.send(slip, files)) == [202]
    assert house.inside.ask(rows_of, instance(12)) == [WHOLE | {"files": 4}]


@pytest.mark.parametrize("how", ["die", "abort"])
def test_a_server_that_is_killed_before_it_answers_has_kept_it_and_says_so(house: PhonesHouse, how: str) -> None:
    number = {"die": 20, "abort": 21}[how]
    xml, files = filled(number, voice="v.amr"), {"v.amr": b"voz de ejemplo"}
    with pytest.raises((http.client.HTTPException, OSError)):
        house.phone().send(xml, files, X_Plant=how)
    house.kill()
    assert house.inside.ask(rows_of, instance(number)) == [WHOLE | {"files": 1}]
    house.open()
    assert statuses(house.phone().send(xml, files)) == [202]
    assert statuses(house.phone().send(correction(number + 5, number))) == [201]
    for folder in (ROOT, house.temporary, house.inside.house.data):
        assert list(folder.glob("core*")) == []


# --- at once ---


def test_the_same_form_of_eight_phones_at_once_is_kept_once(house: PhonesHouse) -> None:
    slip, files = locked(house, 30, 7, 20_000)
    phones = [house.phone(), *(Phone(house.port, token) for token in house.world["spare"][2:])]
    acts = [lambda phone=phone: phone.send(slip, files)[-1].status for phone in phones]  # type: ignore[misc]
    assert Counter(at_once(*acts)) == Counter({201: 1, 202: len(acts) - 1})
    assert house.inside.ask(rows_of, instance(30)) == [WHOLE | {"files": 8}]


def test_each_part_by_another_phone_at_once_makes_one_whole(house: PhonesHouse) -> None:
    slip, files = locked(house, 31, 7, 20_000)
    phones = [house.phone(), *(Phone(house.port, token) for token in house.world["spare"][2:])]
    pairs = [dict([pair]) for pair in files.items()]
    turns = zip(cycle(phones), [*pairs, *pairs], strict=False)
    acts = [
        lambda phone=phone, some=some: phone.post(parts_of(slip, some, is_split=True)).status  # type: ignore[misc]
        for phone, some in turns
    ]
    assert Counter(at_once(*acts)) == Counter({201: 1, 202: len(acts) - 1})
    assert house.inside.ask(rows_of, instance(31)) == [WHOLE | {"files": 8}]


def test_of_forms_that_say_different_things_under_one_number_the_first_stays(house: PhonesHouse) -> None:
    acts = [
        lambda met=met: house.phone().send(filled(32, story=met))[0].status  # type: ignore[misc]
        for met in ("uno", "dos", "tres", "cuatro", "cinco", "seis")
    ]
    assert Counter(at_once(*acts)) == Counter({201: 1, 409: 5})
    (row,) = house.inside.ask(rows_of, instance(32))
    assert row == WHOLE | {"files": 0}


def test_of_corrections_of_one_form_at_once_one_is_taken(house: PhonesHouse) -> None:
    assert statuses(house.phone().send(filled(40))) == [201]
    acts = [
        lambda number=number: house.phone().send(correction(number, 40))[0].status  # type: ignore[misc]
        for number in range(41, 47)
    ]
    assert Counter(at_once(*acts)) == Counter({201: 1, 409: 5})
    rows = [house.inside.ask(rows_of, instance(number)) for number in range(40, 47)]
    assert Counter(each["state"] for some in rows for each in some) == Counter(replaced=1, here=1)
    again = at_once(*acts)
    assert Counter(again) == Counter({202: 1, 409: 5})


# --- what is left lying ---


def test_no_log_no_folder_and_no_answer_tells_what_was_sent(house: PhonesHouse, tmp_path: Path) -> None:
    phone = Phone(house.port, house.world["spare"][7])
    looked_for = [phone.token, instance(50), SAID, "/hojas/", "submission", "xml_submission_file"]

    def found() -> set[str]:
        return hidden_in(house.said.read_bytes(), looked_for)

    assert found() == set()
    assert in_files(house.temporary, looked_for) == {}
    before = house.inside.ask(how_many)
    assert phone.post(parts_of(filled(50)), X_Plant="log").status == 201
    assert phone.post(parts_of(filled(50)), X_Plant="file").status == 202
    assert found() == {phone.token, "/hojas/", "submission"}
    assert {frozenset(each) for each in in_files(house.temporary, looked_for).values()} == {frozenset(found())}
    house.said.write_bytes(b"")
    for each in house.temporary.iterdir():
        each.unlink()

    body = body_of(parts_of(filled(51), {"v.amr": b"z" * 3_000_000}), "b")
    path = phone.path("submission")
    refused = [
        phone.post(parts_of(filled(51)), X_Plant="break"), phone.post(parts_of(filled(51)), X_Plant="full"),
        phone.post(parts_of(filled(50, met="there"))), phone.post(parts_of(b"<!DOCTYPE x>" + filled(51))),
        phone.post(parts_of(filled(51)[:-3])), phone.ask("POST", path, body, Content_Type="text/xml"),
        phone.ask("POST", path, body[:-9], Content_Type=KIND), phone.ask("PUT", path, b"x", Content_Type=KIND),
        Phone(house.port, "0" * 40).ask("POST", f"/hojas/{'0' * 40}/submission", body, Content_Type=KIND),
        Phone(house.port, "").ask("POST", "/hojas/submission", body, Content_Type=KIND),
    ]  # fmt: skip
    assert statuses(refused) == [500, 503, 409, 400, 400, 400, 400, 405, 404, 401]
    phone.cut(body, "b", at=2_000_000)
    heads = f"POST {path} HTTP/1.1\r\nHost: x\r\n".encode()
    for odd in (
        b"X-Big: " + b"x" * 2_000_000,
        b"Content-Length: x",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\xff: 1",
    ):
        phone.raw(heads + b"Connection: close\r\n" + odd + b"\r\n\r\n")
    until_closed(house.port)
    assert statuses(phone.send(filled(52))) == [201]
    said = house.said.read_text("utf-8")
    assert "ERROR RuntimeError at doors/intake/actions/taking.py:" in said
    assert hidden_in(said.encode(), [*looked_for, instance(51), instance(52), "planted"]) == set()
    assert list(house.temporary.iterdir()) == []
    assert house.inside.ask(how_many) == before + 2
    for answer in refused:
        assert hidden_in(answer.body + str(answer.headers).encode(), [phone.token, instance(51), SAID]) == set()
    assert bytes.fromhex(house.inside.ask(opened, instance(52))["xml"]) == filled(52)
