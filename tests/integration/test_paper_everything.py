"""Every kind of question on our pages: each with a control that an old phone has, and what is sent of it."""

import json
from typing import Any

import pytest

from tests.cast import Cast
from tests.field import Field, make_field
from tests.filling_form import WALK
from tests.web_form import Filler, answers_of, begun, on_web, said_in

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


@pytest.fixture
def walk(field: Field, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("amparo.doors.intake.views.paper.WAIT", 0)
    return on_web(field, WALK.replace(b'version="3"', b'version="1"'), key="walk", is_strict=False)


def test_a_form_with_one_of_everything(field: Field, walk: Any) -> None:
    she = begun(walk).presses("start")
    for _ in range(40):
        if she.form.buttons[0].value == "send" or "Lo que dijiste" in she.text:
            break
        she.presses("next", **{name: value for name, value in EVERYTHING.items() if _asks(she, name)})
    assert "Lo que dijiste" in she.text
    she.presses("send")
    assert "Gracias" in she.text, she.text
    said = said_in(answers_of(field, walk)[0])
    assert {name: said.get(name) for name in EXPECTED} == EXPECTED


EVERYTHING = {
    "n": "4", "name": "Sol <b>", "nick": "Lu", "sex": "x", "country": "co", "town": "c", "towns": ["a", "b"],
    "luck": "a", "b1": "yes", "b2": "2", "c1": "sí", "cname": "Río", "age": "9", "many": "1", "l2": "dos",
    "dec": "2,5", "scale": "7", "at": "18:30", "moment": "25-3-2026 18:30", "when": "1-2-2026", "ack": "OK",
    "phone": "3123",
}  # fmt: skip
EXPECTED = {
    "n": "4", "name": "Sol <b>", "nick": "Lu", "sex": "x", "country": "co", "town": "c", "towns": "a b", "luck": "a",
    "b1": "yes", "b2": "2", "c1": "sí", "cname": "Río", "age": "9", "older": "10", "many": "1", "l2": "dos",
    "dec": "2.5", "scale": "7", "at": "18:30:00.000-05:00", "moment": "2026-03-25T18:30:00.000-05:00",
    "when": "2026-02-01", "cond": "early", "ack": "OK", "phone": "3123", "total": "1",
}  # fmt: skip


def _asks(she: Filler, step: str) -> bool:
    form = she.form
    return any(name.endswith(f"/{step}") for name in (*form.fields, *form.offered))


def test_what_is_told_several_times_has_a_page_each_and_can_be_taken_back(field: Field, walk: Any) -> None:
    she = begun(walk).presses("start")
    while not any(each.value == "more" for each in she.form.buttons):
        she.presses(
            "next", **({"n": "1"} if _asks(she, "n") else {}), **({"cname": "Uno"} if _asks(she, "cname") else {})
        )
    assert "Contaste una" in she.text
    she.presses("more")
    assert _asks(she, "child[2]/cname")
    she.presses("next", cname="Dos")
    while not any(each.value == "more" for each in she.form.buttons):
        she.presses("next")
    assert "Contaste 2" in she.text
    assert "Contaste una" in she.presses("less").text
    state = json.loads(she.form.fields["s"][0])
    assert {key: value for key, value in state.items() if "cname" in key} == {"/data/child[1]/cname": "Uno"}
