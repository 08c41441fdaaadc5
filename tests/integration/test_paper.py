"""A short form on our pages, without a script: from the first page to the sealed answer, and what is refused on the way."""

from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.queries import tickets
from amparo.fieldwork.models import Submission
from tests.cast import Cast
from tests.field import Field, make_field
from tests.web_form import SECRET, Filler, answers_of, begun, on_web, said_in

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


@pytest.fixture
def short(field: Field) -> Any:
    return on_web(field)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits twenty seconds here, but the test of it."""
    monkeypatch.setattr("amparo.doors.intake.views.paper.WAIT", 0)


def on_the_page_about_her(short: Any) -> Filler:
    she = begun(short).presses("start").presses("next", may="yes")
    return she.presses("next", counted="yes")


def test_from_the_first_page_to_the_sealed_answer(field: Field, short: Any) -> None:
    she = begun(short)
    assert "Nobody asks your name" in Client().get(f"/en/cuadro/{short.reference}").text
    she.presses("start")
    assert "Parte 1 de" in she.text
    she.presses("next", may="yes").presses("next", counted="yes")
    she.presses("next", met="few", acts=["VIO", "EXT"], nights="3", since="25/3/2026", story=SECRET)
    print(she.text)
    she.presses("next")
    assert SECRET in she.text
    she.presses("send")
    assert she.answer.status_code == 200
    assert SECRET not in she.text
    (form,) = answers_of(field, short)
    assert said_in(form) == {
        "may": "yes", "counted": "yes", "met": "few", "acts": "VIO EXT", "nights": "3", "since": "2026-03-25",
        "story": SECRET, "instanceID": form.instance_id,
    }  # fmt: skip
