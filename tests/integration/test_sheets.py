"""Forms at the desk: who fills in which, a round on one page with five taps and a voice note, and what comes of it."""

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.commons.accounts import actions as accounts
from amparo.commons.policy.policies import Denied
from amparo.doors.intake.actions import door
from amparo.evidence.queries import rows_of
from amparo.fieldwork.actions import phones, studies
from amparo.fieldwork.models import Attachment, Submission
from amparo.formats.instruments import instrument
from amparo.formats.instruments.mapping import mapping_of
from amparo.formats.openrosa.forms import read_form
from amparo.formats.xlsform import convert, workbook
from amparo.vault.actions.answers import named_answer, opener_of
from tests.canaries import hidden_in
from tests.cast import Cast
from tests.field import NOW, TODAY, Field, make_field
from tests.filling_form import WALK
from tests.unit.media_made import note
from tests.web_form import SECRET, SHORT, Filler, answers_of, form_on, on_web, said_in

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
SHEETS = "/mesa/hojas"
TAGGED = "Casa-de-Lupe-7731"


@cache
def library(name: str) -> bytes:
    """An instrument of the library as a form."""
    return convert(workbook(instrument(name), modules=()), f"{name}.xlsx", form_id=name, version="1").xform


@pytest.fixture
def field(cast: Cast) -> Field:
    found = make_field(cast)
    for name in ("paz", "sol"):
        found.people[name] = accounts.open_account(
            sign_in_name=name, name_used=name.title(), password="mango lluvia puerta sal", by=accounts.SETUP
        )
        accounts.give_role(found.people[name], team=cast.border, role="peer", by=accounts.SETUP)
    leda = found.person("leda")
    phones.give_phone(found.study, person=found.people["paz"], label="Ronda", by=leda, on=TODAY)
    return found


def from_library(field: Field, name: str) -> Any:
    found, xform = instrument(name), library(name)
    return on_web(
        field, xform, key=name, kind="round", library=name, mapping=mapping_of(found, read_form(xform)),
        is_sensitive=found.is_sensitive, on_page=False,
    )  # fmt: skip


def at(field: Field, deployment: Any) -> str:
    return f"/mesa/estudios/{field.study.reference}/hoja/{deployment.reference}"


def fills(field: Field, name: str, deployment: Any) -> Filler:
    return Filler(field.client(name), at(field, deployment))


@pytest.mark.parametrize(("name", "status"), [
    ("leda", 200), ("otra", 403), ("ines", 200), ("paz", 200), ("sol", 403), ("iris", 403), ("ana", 403),
])  # fmt: skip
def test_who_fills_in_a_form_of_a_study(field: Field, name: str, status: int) -> None:
    short = on_web(field, on_page=False)
    answer = field.client(name).get(at(field, short))
    assert answer.status_code == status
    assert ("¿Quieres responder?" in answer.text) == (status == 200)
    listed = field.client(name).get(SHEETS)
    assert (at(field, short) in listed.text) == (status == 200)


def test_a_lost_phone_fills_in_nothing_any_more(field: Field) -> None:
    short = on_web(field, on_page=False)
    phones.lose_phone(field.device, by=field.people["ines"])
    assert field.client("ines").get(at(field, short)).status_code == 403


def test_what_has_to_be_locked_on_a_phone_is_not_asked_here(field: Field) -> None:
    sensitive = on_web(field, is_sensitive=True, on_page=False)
    answer = field.client("ines").get(at(field, sensitive))
    assert answer.status_code == 403
    assert "tiene que cerrarse con llave antes de salir" in answer.text
    assert at(field, sensitive) not in field.client("ines").get(SHEETS).text


def test_another_study_and_what_is_taken_in_are_not_filled_in(field: Field) -> None:
    short = on_web(field, on_page=False)
    client = field.client("ines")
    assert client.get(at(field, short).replace(field.study.reference, "0" * 16)).status_code == 404
    studies.take_in(short, by=field.person("leda"))
    assert client.get(at(field, short)).status_code == 403


def test_the_same_pages_at_the_desk(field: Field) -> None:
    short = on_web(field, on_page=False)
    she = fills(field, "ines", short)
    assert "csrfmiddlewaretoken" in she.form.fields
    assert [each.value for each in she.form.buttons] == ["next", "stay", "stay"], "no words at the desk"
    she.presses("next", may="yes").presses("next", counted="yes")
    she.presses("next", story=SECRET, nights="x")
    assert "Escribe un número entero" in she.text
    she.presses("next", nights="2").presses("next").presses("send")
    assert she.answer.status_code == 302
    assert "Llegó, y está cerrado con llave" in she.client.get(SHEETS).text
    (form,) = answers_of(field, short)
    assert said_in(form)["story"] == SECRET
    she.again()
    assert she.answer.status_code == 302
    assert Submission.objects.count() == 1


def test_a_forged_request_is_refused(field: Field) -> None:
    short = on_web(field, on_page=False)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(field.people["ines"])
    assert client.post(at(field, short), {"do": "send"}).status_code == 403


def test_where_it_is_refused_meanwhile_what_she_filled_in_can_be_copied(field: Field) -> None:
    short = on_web(field, on_page=False)
    she = fills(field, "ines", short).presses("next", may="yes").presses("next", counted="yes")
    phones.lose_phone(field.device, by=field.people["ines"])
    she.presses("next", story=SECRET)
    assert she.answer.status_code == 403
    assert SECRET in she.text


def test_a_form_that_was_taken_in_meanwhile_is_still_taken(field: Field) -> None:
    short = on_web(field, on_page=False)
    she = fills(field, "ines", short).presses("next", may="yes").presses("next", counted="yes")
    she.presses("next", story=SECRET).presses("next")
    studies.take_in(short, by=field.person("leda"))
    she.presses("send")
    assert said_in(answers_of(field, short)[0])["story"] == SECRET


# --- a round ---

TAPS = {"met": "some", "how": "in_person", "given": ["condoms"], "heard": ["nothing"], "urgent": "no"}


def voiced(she: Filler, data: bytes, **said: Any) -> Filler:
    """The page of a round with a voice note chosen."""
    return she.presses("send", file=SimpleUploadedFile(f"{TAGGED}.ogg", data, "audio/ogg"), **said)


def test_a_round_is_one_page_of_five_taps_and_one_press(field: Field) -> None:
    a_round = from_library(field, "round")
    she = fills(field, "paz", a_round)
    form = she.form
    asked = {name for name in form.offered if name.startswith("a/")}
    assert len(asked) == 5, "a tap for each"
    assert next(each.value for each in form.buttons) == "send"
    assert she.text.count("<fieldset") == 5
    assert re.search(r'<input type="file" id="voice" name="voice" accept="audio/\*" capture aria-describedby', she.text)
    assert "usa Collect en el teléfono" in she.text
    she.presses("send", **TAPS)
    assert she.answer.status_code == 302
    (sent,) = answers_of(field, a_round)
    told = said_in(sent)
    assert {name: told[name] for name in TAPS} == {**TAPS, "given": "condoms", "heard": "nothing"}
    assert "told" not in told


def test_a_voice_note_is_made_anew_and_sealed_as_what_its_question_names(field: Field) -> None:
    a_round = from_library(field, "round")
    voice = note("ogg", "libopus", tags=TAGGED)
    assert hidden_in(voice, [TAGGED])
    she = voiced(fills(field, "paz", a_round), voice, **TAPS)
    assert she.answer.status_code == 302, she.text
    assert said_in(answers_of(field, a_round)[0])["told"] == "1.mp3"
    row = Submission.objects.get()
    assert (row.state, row.missing) == ("here", 0)
    (file,) = row.attachments.all()
    assert not hidden_in(bytes(file.box) + bytes(row.box), [TAGGED, "condoms"])
    name, data = named_answer(opener_of(field.person("leda"), field.study.ring)(file.version, file.box))
    assert name == "1.mp3"
    assert data.startswith(b"\xff\xf3")
    assert not hidden_in(data, [TAGGED])


def test_what_is_no_voice_note_is_said_and_no_tap_is_lost(field: Field) -> None:
    a_round = from_library(field, "round")
    she = voiced(fills(field, "paz", a_round), b"nothing that sounds", **TAPS)
    assert she.answer.status_code == 200
    assert "No es una nota de voz" in she.text
    assert "Elígela otra vez" in she.text
    assert ["some"] in she.form.fields.values()
    assert not Submission.objects.exists()
    she.presses("send")
    assert said_in(answers_of(field, a_round)[0])["met"] == "some"


def test_what_cannot_be_ticked_together_is_said_beside_it(field: Field) -> None:
    a_round = from_library(field, "round")
    she = fills(field, "paz", a_round).presses("send", **TAPS | {"heard": ["nothing", "raid"]})
    assert she.answer.status_code == 200
    assert 'href="#q4"' in she.text
    assert not Submission.objects.exists()
    assert not Attachment.objects.exists()


def test_three_questions_for_houses_without_phones_are_one_page_too(field: Field) -> None:
    short = from_library(field, "round_short")
    she = fills(field, "paz", short)
    assert she.text.count("<fieldset") == 3
    assert 'type="file"' not in she.text
    she.presses("send", met="few", heard=["raid"], urgent="yes")
    assert said_in(answers_of(field, short)[0])["heard"] == "raid"


def test_a_house_without_phones_brings_a_table_of_rounds(field: Field) -> None:
    """Ten lines that somebody typed from paper: sealed here, and counted with those of phones by the same codes."""
    short, address = from_library(field, "round_short"), f"/mesa/estudios/{field.study.reference}/papel"
    heading = field.client("ines").get(f"{address}/{short.reference}").content.decode("utf-8-sig").strip()
    assert heading == "fecha;met;heard;urgent"
    lines = [f"{7 + n}/09/2026;few;{'raid fee' if n else 'nothing'};no" for n in range(10)]
    field.again(starts_on="2026-09-01")
    data = "\n".join([heading, *lines, "8/9/2026;many;hoguera;no"]).encode()
    sent = {"deployment": short.reference, "file": SimpleUploadedFile("rondas.csv", data, "text/csv")}
    page = field.client("ines").post(address, sent)
    assert "Meter las 10 que están bien" in page.text
    assert not Submission.objects.exists()
    carried = re.search(r'name="carried" value="([^"]+)"', page.text)
    assert carried
    field.client("ines").post(address, {"deployment": short.reference, "carried": carried[1], "take": "1"})
    assert [said_in(each)["met"] for each in answers_of(field, short)] == ["few"] * 10
    assert not hidden_in(b"".join(bytes(each.box) for each in Submission.objects.all()), ["raid fee", "nothing"])
    assert door.build(field.study, by=field.person("leda")).counted == 10
    heard = Counter(tuple(row["codes"]["heard"]) for _book, row in rows_of(field.study.source))
    assert heard == Counter({("fee", "raid"): 9, ("nothing",): 1})


def test_pressed_twice_it_counts_once(field: Field) -> None:
    short = from_library(field, "round_short")
    she = fills(field, "paz", short).presses("send", met="few", heard=["raid"], urgent="yes")
    she.again()
    assert she.answer.status_code == 302
    assert Submission.objects.count() == 1


def test_a_round_goes_through_the_door(field: Field) -> None:
    """Ten of them, sealed here, are counted; what was said aloud is in none."""
    short = from_library(field, "round")
    she = fills(field, "paz", short)
    for _ in range(10):
        she.answer = she.client.get(at(field, short))
        she.presses("send", **TAPS)
    built = door.build(field.study, by=field.person("leda"))
    assert (built.counted, dict(built.reasons)) == (10, {})


# --- what may be put on a page ---


def test_what_our_page_cannot_ask_is_said_where_it_is_sent_out(field: Field) -> None:
    outside = SHORT.replace(b"</instance>", b'</instance><instance id="t" src="jr://file-csv/t.csv"/>', 1)
    asked, listed = b'<input ref="/data/about/nights">', b"<itemset nodeset=\"instance('t')/root/item\">"
    begin, end = outside.index(asked), outside.index(b"</input>", outside.index(asked))
    item = listed + b'<value ref="name"/><label ref="label"/></itemset></select1>'
    outside = outside[:begin] + outside[begin:end].replace(b"<input", b"<select1") + item + outside[end + 8 :]
    with pytest.raises(Denied) as refused:
        on_web(field, outside, is_strict=False)
    told = str(refused.value.sentence)
    assert "¿Cuántas noches?: Las respuestas vienen de un archivo aparte, y nuestra página no lo lee." in told


def test_what_has_to_be_locked_on_a_phone_is_not_put_on_a_page(field: Field) -> None:
    with pytest.raises(Denied) as refused:
        on_web(field, is_sensitive=True)
    assert "tiene que cerrarse con llave antes de salir" in str(refused.value.sentence)


def test_what_somebody_else_asks_is_not_put_on_a_page(field: Field) -> None:
    with pytest.raises(Denied) as refused:
        studies.send_out(field.version, study=field.study, by=field.person("leda"), on_web=True, now=NOW)
    assert "Esta la pregunta alguien" in str(refused.value.sentence)
    field.deployment.refresh_from_db()
    assert not field.deployment.on_web


def test_everything_our_page_can_ask_can_be_put_on_one(field: Field) -> None:
    assert on_web(field, WALK.replace(b'version="3"', b'version="1"'), key="walk", is_strict=False).on_web


def test_the_desk_shows_the_form_in_a_language_of_its_own(field: Field) -> None:
    short = on_web(field, on_page=False)
    text = field.client("ines").get(f"/pt{at(field, short)}").text
    assert "Quer responder?" in text
    assert form_on(text).action.startswith("/pt/")
