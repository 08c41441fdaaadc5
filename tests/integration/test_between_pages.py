"""The pages of the door between houses: for whom they are, what they say, and a whole agreement through them."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from amparo.doors.exchange.models import Partnership
from amparo.evidence.queries import sources
from amparo.formats.passing.agreements import read_agreement
from amparo.formats.passing.documents import mark_of
from amparo.formats.passing.rows import read_receipt, receipt_of
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.padding import unpadded
from tests.between import (
    AGREED,
    NETWORK,
    Between,
    coming,
    going,
    inside,
    keep,
    make_between,
    their_agreement,
    their_file,
    what_is_in,
)
from tests.cast import Cast, browser_of
from tests.letters import opened_client

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def house(cast: Any) -> Between:
    return make_between(cast)


def desk(house: Between, name: str) -> Client:
    return opened_client(house.people[name], raise_request_exception=False)


def file_of(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.age", data)


def test_for_whom_the_pages_are(house: Between, cast: Cast) -> None:
    found = coming(house)
    pages = [reverse("agreements"), reverse("agreement", args=[found.reference])]
    for page in pages:
        answers = {name: desk(house, name).get(page).status_code for name in ("diana", "ana", "berta", "nadia", "eva")}
        assert answers == {"diana": 200, "ana": 200, "berta": 200, "nadia": 200, "eva": 403}, page
        assert browser_of(cast.stranger).get(page).status_code == 302
    draws = {name: desk(house, name).get(reverse("agreement_new")).status_code for name in ("diana", "ana", "berta")}
    reads = {
        name: desk(house, name).get(reverse("agreement_read_in")).status_code for name in ("diana", "ana", "berta")
    }
    assert draws == {"diana": 200, "ana": 403, "berta": 403}
    assert reads == {"diana": 403, "ana": 200, "berta": 403}
    assert desk(house, "ana").get(reverse("agreement", args=["0" * 16])).status_code == 404
    menus = {name: reverse("agreements") in desk(house, name).get(pages[0]).text for name in ("diana", "ana", "berta")}
    assert all(menus.values())
    assert f'href="{pages[0]}"' not in desk(house, "eva").get("/mesa").text


@pytest.mark.parametrize("page", [
    "agreement_confirm", "agreement_share", "agreement_end", "rows_send", "rows_receipt", "rows_take_in",
])  # fmt: skip
def test_what_only_takes_a_post_leads_back_and_lets_nobody_else_act(house: Between, page: str) -> None:
    found = coming(house)
    at = reverse(page, args=[found.reference])
    assert desk(house, "ana").get(at).headers["Location"] == reverse("agreement", args=[found.reference])
    assert desk(house, "eva").post(at, {"sure": "1"}).status_code == 403
    found.refresh_from_db()
    assert found.state == "in_force"


def test_from_drawing_up_to_the_receipt_through_the_pages_of_whoever_receives(house: Between) -> None:
    diana = desk(house, "diana")
    said = {**AGREED, "begins": f"{AGREED['begins']}", "ends": f"{AGREED['ends']}"}  # type: ignore[dict-item]
    wrong = diana.post(reverse("agreement_new"), {**said, "ends": said["begins"], "variables": []}).text
    assert "Marca al menos una." in wrong
    assert "El último día va después del primero" in wrong
    answer = diana.post(reverse("agreement_new"), said)
    assert answer.status_code == 302, answer.text
    found = Partnership.objects.get()
    saved = diana.get(reverse("agreement_file", args=[found.reference]))
    assert read_agreement(saved.content) == found.agreement
    assert saved["Content-Disposition"] == f'attachment; filename="{found.code[:4]}.json"'
    page, confirm = reverse("agreement", args=[found.reference]), reverse("agreement_confirm", args=[found.reference])
    assert "Tú lo anotaste" in diana.get(page).text
    other = desk(house, "ana").post(confirm, {"heard": "1111 2222 3333 4444"})
    assert (other.status_code, "No lo uses" in other.text) == (409, True)
    assert desk(house, "ana").post(confirm, {"heard": found.mark}).status_code == 302
    data, mark = their_file(found, inside(1, 30))
    take, shut = reverse("rows_take_in", args=[found.reference]), browser_of(house.people["diana"])
    assert shut.post(take, {"file": file_of(data), "heard": mark}).status_code == 403
    assert desk(house, "ana").post(take, {"file": file_of(data), "heard": mark}).status_code == 403
    refused = diana.post(take, {"file": file_of(data), "heard": "no lo oí"})
    assert "La marca que escribiste no es la de este archivo" in refused.text
    assert found.source not in sources()
    done = diana.post(take, {"file": file_of(data), "heard": mark})
    assert (done.status_code, "De 20 a 49" in done.text) == (200, True)
    assert "Este archivo ya entró" in diana.post(take, {"file": file_of(data), "heard": mark}).text
    receipt = read_receipt(diana.get(reverse("rows_receipt_file", args=[found.reference])).content)
    assert (receipt.mark, receipt.band, receipt.sequence) == (mark, "b20", 1)
    assert found.source in sources()


def test_the_end_through_the_pages_asked_for_refused_agreed_to_and_taken_back(house: Between) -> None:
    found = coming(house)
    data, mark = their_file(found, inside(1, 30))
    diana, ana, berta = (desk(house, name) for name in ("diana", "ana", "berta"))
    diana.post(reverse("rows_take_in", args=[found.reference]), {"file": file_of(data), "heard": mark})
    page, end, keep = (
        reverse(name, args=[found.reference]) for name in ("agreement", "agreement_end", "agreement_keep")
    )
    assert (end in berta.get(page).text, berta.post(end, {"sure": "1"}).status_code) == (False, 403)
    assert "hasta que" not in diana.get(page).text
    assert "Hasta entonces no cambia nada" in diana.post(end).text
    assert diana.post(end, {"sure": "1"}).status_code == 302
    assert "Pediste terminarlo" in diana.get(page).text
    assert diana.post(end, {"sure": "1"}).status_code == 403
    assert "pide terminar" not in berta.get(page).text
    assert berta.post(keep).status_code == 403
    assert found.source in sources()

    told = ana.get(page).text
    assert "pide terminar este acuerdo" in told
    assert "Estoy de acuerdo" in told
    assert ana.post(keep).status_code == 302
    assert "pide terminar" not in ana.get(page).text
    diana.post(end, {"sure": "1"})
    assert "Desde ahora sus filas no cuentan en nada" in ana.post(end).text
    assert found.source in sources()
    assert ana.post(end, {"sure": "1"}).status_code == 302
    assert found.source not in sources()
    told = diana.get(page).text
    assert "Terminó el" in told
    assert "Sus filas están apartadas" in told
    assert "Sus filas están apartadas" in berta.get(page).text
    assert keep not in berta.get(page).text
    assert diana.post(keep).status_code == 302
    assert found.source in sources()
    assert diana.post(keep).status_code == 403


def test_from_reading_in_to_the_filed_receipt_through_the_pages_of_whoever_sends(house: Between) -> None:
    agreement, secret = their_agreement()
    ana, read_in = desk(house, "ana"), reverse("agreement_read_in")
    assert "no es lo que se espera" in ana.post(read_in, {"file": file_of(b"{}")}).text
    assert ana.post(read_in, {"file": file_of(agreement.as_file())}).status_code == 302
    assert "ya está aquí" in ana.post(read_in, {"file": file_of(agreement.as_file())}).text
    found = Partnership.objects.get()
    page, send = reverse("agreement", args=[found.reference]), reverse("rows_send", args=[found.reference])
    assert agreement.mark in ana.get(page).text
    assert ana.post(send).status_code == 403
    assert desk(house, "nadia").post(
        reverse("agreement_confirm", args=[found.reference]), {"heard": agreement.mark}
    ).status_code == 302  # fmt: skip
    keep(13)
    answer = ana.post(send)
    assert re.fullmatch(r'attachment; filename="[0-9a-f]{4}\.age"', answer["Content-Disposition"])
    assert mark_of(answer.content) in ana.get(page).text
    found.refresh_from_db()
    told = what_is_in(answer.content, secret, found)
    for word in (b"diana", b"ana", found.reference.encode(), b"until", b"2026-11-"):
        assert word not in unpadded(open_sealed(answer.content, secret)).lower().replace(b"women", b""), word
    receipt = receipt_of(found.agreement, told, answer.content).as_file()
    filed = reverse("rows_receipt", args=[found.reference])
    assert "no es lo que se espera" in ana.post(filed, {"file": file_of(b"x")}).text
    assert ana.post(filed, {"file": file_of(receipt)}).status_code == 302
    assert "Llegó; hay acuse" in ana.get(page).text
    assert desk(house, "diana").post(send).status_code == 403
    assert NETWORK in ana.get(page).text


def test_a_second_colleague_who_counts_can_be_let_in(house: Between) -> None:
    found = coming(house)
    shown = desk(house, "diana").get(reverse("agreement", args=[found.reference])).text
    assert "Diana" in shown
    assert (
        desk(house, "ana").post(reverse("agreement_share", args=[found.reference]), {"person": "x"}).status_code == 403
    )
    assert desk(house, "diana").post(reverse("agreement_share", args=[found.reference]), {}).status_code == 409


def test_rows_of_one_direction_are_not_pressed_in_the_other(house: Between) -> None:
    (sends, _secret), takes = going(house), coming(house, sender="Casa Siete")
    assert desk(house, "ana").post(reverse("rows_send", args=[takes.reference])).status_code == 404
    assert desk(house, "ana").post(reverse("rows_receipt", args=[takes.reference])).status_code == 404
    assert desk(house, "diana").post(reverse("rows_take_in", args=[sends.reference])).status_code == 404
    assert desk(house, "diana").get(reverse("rows_receipt_file", args=[sends.reference])).status_code == 404
