"""What is said on our pages lies nowhere in clear: a form that is sent, put down for another day, or left; a round.

Every column of both databases is read, the sessions, the folder of the house, the temporary folder, what was said and
logged. That a string would be found in each is shown first. What a server writes by itself is looked at in
``test_canaries``.
"""

import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.doors.intake.models import Draft
from amparo.fieldwork.models import Attachment, Submission
from tests.canaries import hidden_in
from tests.cast import Cast
from tests.field import make_field
from tests.left_behind import Look, found
from tests.over_the_wire import words_on
from tests.unit.media_made import note
from tests.web_form import Filler, answers_of, begun, on_web, said_in

__all__ = ["found"]

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
PLANTED, SENT, PUT_DOWN, LEFT, TYPED, VOICE = (
    f"CanarioHoja{name}Xq7" for name in ("Plantada", "Enviada", "Guardada", "Dejada", "Palabra", "Voz")
)
ROUND = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Ronda</h:title>'
    '<model><instance><data id="ronda" version="1"><met/><told/><orx:meta><orx:instanceID/></orx:meta></data>'
    "</instance>"
    '<bind nodeset="/data/told" type="binary"/></model></h:head><h:body><input ref="/data/met"><label>¿Con cuántas?'
    '</label></input><upload ref="/data/told" mediatype="audio/*"><label>Cuéntalo</label></upload></h:body></h:html>'
).encode()


def told(short: Any, text: str) -> Filler:
    """She answered everything, and sees it."""
    she = begun(short).presses("start").presses("next", may="yes").presses("next", counted="yes")
    return she.presses("next", story=text).presses("next")


def test_what_is_said_on_our_pages_lies_nowhere_in_clear(
    cast: Cast, found: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amparo.doors.intake.views.paper.WAIT", 0)
    session = SessionStore()
    session["what"] = PLANTED
    session.save()
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(PLANTED.encode())
    Path(settings.DATA, "planted").write_text(PLANTED)
    logging.getLogger("amparo").warning(PLANTED)
    print(PLANTED, file=sys.stderr)
    planted = found([PLANTED])
    os.unlink(Path(settings.DATA, "planted"))
    assert {"a session", "said", "logged", "planted", Path(file.name).name} <= set(planted), planted

    field = make_field(cast)
    short = on_web(field)
    assert "Gracias" in told(short, SENT).presses("send").text
    she = told(short, PUT_DOWN).presses("later")
    words = " ".join(words_on(she.text))
    assert "Está guardado" in she.presses("keep").text
    assert LEFT in told(short, LEFT).text
    assert PUT_DOWN in Filler(Client(), "/cuadro/volver").sends_words(words).text
    Filler(Client(), "/cuadro/volver").sends_words(f"{TYPED} uno dos tres")
    a_round = on_web(field, ROUND, key="ronda", kind="round", on_page=False, is_strict=False)
    peer = Filler(field.client("ines"), f"/mesa/estudios/{field.study.reference}/hoja/{a_round.reference}")
    voice = note("ogg", "libopus", tags=VOICE)
    assert hidden_in(voice, [VOICE])
    file_of_voice = SimpleUploadedFile(f"{VOICE}.ogg", voice, "audio/ogg")
    assert peer.presses("send", file=file_of_voice, met=f"{SENT} 2").answer.status_code == 302

    assert (Submission.objects.count(), Attachment.objects.count(), Draft.objects.count()) == (2, 1, 1)
    assert said_in(answers_of(field, short)[0])["story"] == SENT
    assert found([SENT, PUT_DOWN, LEFT, TYPED, VOICE, words, words.replace(" ", "")]) == {}
