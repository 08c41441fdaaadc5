"""What is said on our pages lies nowhere in clear: a real server, a form that is sent, one that is put down, a round.

Then every file is read, every column, every session, the temporary folder and what the server said. That each store
would be found out is shown in ``test_canaries``; here a planted string is looked for in the database once more.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.paper_house import lay
from tests.canaries import hidden_in
from tests.integration.test_canaries import plant
from tests.left_behind import Standing, a_standing_house
from tests.over_the_wire import Wire, field, words_on
from tests.unit.media_made import note
from tests.web_form import form_on

PLANTED, SENT, PUT_DOWN, TYPED, VOICE = (
    f"CanarioHoja{name}Xq7" for name in ("Plantada", "Enviada", "Guardada", "Palabra", "Voz")
)


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Standing]:
    with a_standing_house(tmp_path) as standing:
        yield standing


def an_older_ticket() -> str:
    """A ticket of half a minute ago."""
    import time

    from amparo.access.reporting.queries.tickets import new_ticket

    return new_ticket(time.time() - 30)


def presses(she: Wire, page: str, does: str, **said: str) -> str:
    """A button of a page, with these answers."""
    form = form_on(page)
    fields: dict[str, Any] = {name: values[-1] for name, values in form.fields.items()} | {"do": does}
    for step, value in said.items():
        (name,) = {each for each in (*form.fields, *form.offered) if each.endswith(f"/{step}") or each == step}
        fields[name] = value
    return she.post(form.action, fields)


def told(she: Wire, reference: str, ticket: str, text: str) -> str:
    """She answered everything, and sees it."""
    page = presses(she, she.get(f"/cuadro/{reference}"), "start", t=ticket)
    page = presses(she, presses(she, page, "next", may="yes"), "next", counted="yes")
    return presses(she, presses(she, page, "next", story=text), "next")


def a_round(standing: Standing, laid: dict[str, Any]) -> str:
    """A peer comes in and speaks."""
    she = Wire(standing.address)
    entrance = she.get("/entrar")
    she.post("/entrar", {"sign_in_name": "rondaperla", "password": laid["people"]["rondaperla"],
                         "csrfmiddlewaretoken": field(entrance, "csrfmiddlewaretoken")})  # fmt: skip
    at = f"/mesa/estudios/{laid['study']}/hoja/{laid['forms']['round']}"
    form = form_on(she.get(at))
    fields = {name: values[-1] for name, values in form.fields.items()} | {"do": "send"}
    (met,) = {name for name in form.offered if name.endswith("/met")}
    voice = note("ogg", "libopus", tags=VOICE)
    assert hidden_in(voice, [VOICE])
    return she.post(at, fields | {met: "few"}, {"voice": (f"{VOICE}.ogg", "audio/ogg", voice)})


def how_many() -> list[int]:
    from amparo.doors.intake.models import Draft
    from amparo.fieldwork.models import Attachment, Submission

    return [Submission.objects.count(), Attachment.objects.count(), Draft.objects.count()]


def test_what_is_said_on_our_pages_lies_nowhere_in_clear(standing: Standing) -> None:
    laid = standing.house.run(lay, ["round"])
    standing.house.run(plant, PLANTED)
    standing.canaries = [PLANTED]
    assert standing.found(), "a planted string is found"
    standing.canaries = [SENT, PUT_DOWN, TYPED, VOICE]

    she, short = Wire(standing.address), laid["forms"]["short"]
    page = told(she, short, standing.house.run(an_older_ticket), SENT)
    assert SENT in page
    thanks = presses(she, page, "send")
    assert "Gracias" in thanks
    page = told(she, short, standing.house.run(an_older_ticket), PUT_DOWN)
    page = presses(she, page, "later")
    words = " ".join(words_on(page))
    assert len(words.split()) == 8
    assert "Está guardado" in presses(she, page, "keep")
    back = she.get("/cuadro/volver")
    assert PUT_DOWN in she.post("/cuadro/volver", {"p": words, "t": field(back, "t")})
    back = she.get("/cuadro/volver")
    she.post("/cuadro/volver", {"p": f"{TYPED} uno dos tres", "t": field(back, "t")})
    assert "Llegó" in a_round(standing, laid)
    assert standing.house.run(how_many) == [2, 1, 1]
    assert not she.jar

    standing.canaries += [words, words.replace(" ", "")]
    assert standing.found() == {}
