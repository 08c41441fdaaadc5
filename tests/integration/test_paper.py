"""A short form on our pages, without a script: from the first page to the sealed answer, and what is refused."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from amparo.commons import clock
from amparo.fieldwork.actions import studies
from amparo.fieldwork.models import Submission
from tests.cast import Cast
from tests.field import TODAY, Field, make_field
from tests.filling_form import WALK
from tests.web_form import SECRET, Filler, answers_of, begun, on_web, said_in

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
HOUR = 3600


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


def about_her(short: Any, **more: Any) -> Filler:
    """She said yes twice and stands before the questions about her."""
    return begun(short, **more).presses("start").presses("next", may="yes").presses("next", counted="yes")


def all_said(short: Any, **said: Any) -> Filler:
    """She sees all she said."""
    she = about_her(short).presses("next", **{"met": "few", "story": SECRET, **said}).presses("next")
    assert "Lo que dijiste" in she.text
    return she


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """It is later now, to the end of the test."""
    was = clock.source
    monkeypatch.setattr(clock, "source", lambda: was() + timedelta(seconds=seconds))


def test_from_the_first_page_to_the_sealed_answer(field: Field, short: Any) -> None:
    she = about_her(short)
    assert "Parte 3 de 4" in she.text
    she.presses("next", met="few", acts=["VIO", "EXT"], nights="3", since="25/3/2026", story=SECRET).presses("next")
    assert [each in she.text for each in (SECRET, "Una cosa, Otra cosa", "25-3-2026", "Pocas")] == [True] * 4
    she.presses("send")
    assert she.answer.status_code == 200
    assert "Gracias" in she.text
    for hers in (SECRET, "Pocas", "uuid", 'name="b"'):
        assert hers not in she.text
    (form,) = answers_of(field, short)
    assert said_in(form) == {
        "may": "yes", "counted": "yes", "met": "few", "acts": "VIO EXT", "nights": "3", "since": "2026-03-25",
        "story": SECRET, "instanceID": form.instance_id,
    }  # fmt: skip


def test_the_first_page_says_who_reads_how_long_and_that_she_can_stop(field: Field, short: Any) -> None:
    answer = Client().get(f"/en/cuadro/{short.reference}")
    text = answer.text
    for said in (
        "Nobody asks your name", "you can stop when you like", "They take about 2 minutes", "one person of this house",
        "Go on another day", "Use the buttons of the page", "Before you tell anybody",
    ):  # fmt: skip
        assert said in text, said
    assert re.findall(r'<a class="go" href="([^"]+)" lang="(\w\w)"', text) == [
        (f"/cuadro/{short.reference}", "es"), (f"/pt/cuadro/{short.reference}", "pt"),
    ]  # fmt: skip
    assert re.findall("<title>(.*)</title>", text) == ["Libreta"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("change", ["not on web", "taken in", "planned", "closed"])
def test_what_is_not_asked_on_the_web_now_is_not_there(field: Field, short: Any, change: str) -> None:
    leda = field.person("leda")
    if change == "taken in":
        studies.take_in(short, by=leda)
    elif change == "closed":
        studies.close_study(field.study, by=leda, on=TODAY)
    elif change == "planned":
        field.again(state=change)
    reference = field.deployment.reference if change == "not on web" else short.reference
    assert Client().get(f"/cuadro/{reference}").status_code == 404


def test_what_is_wrong_stands_beside_its_question_and_in_a_list_and_nothing_is_lost(short: Any) -> None:
    she = about_her(short).presses("next", met="few", acts="VIO", nights="300", since="ayer", story=SECRET)
    assert "Mira esto primero" in she.text
    summary = re.findall(r'<li><a href="#(q\d)">([^<]+)</a> ([^<]+)</li>', she.text)
    assert summary == [
        ("q3", "¿Cuántas noches?", "Escribe menos de cien."),
        ("q4", "¿Desde qué día?", "Escribe el día, el mes y el año, por ejemplo 25-3-2026."),
    ]  # fmt: skip
    assert '<p class="error" id="q3-e">Escribe menos de cien.</p>' in she.text
    assert re.search(r'<input id="q3"[^>]*aria-describedby="q3-e" aria-invalid="true">', she.text)
    assert re.search(r'<input id="q4"[^>]*aria-describedby="q4-h q4-e" aria-invalid="true">', she.text)
    fields = she.form.fields
    assert [fields[f"a/data/about/{name}"] for name in ("met", "acts", "nights", "since", "story")] == [
        ["few"], ["VIO"], ["300"], ["ayer"], [SECRET],
    ]  # fmt: skip
    she.presses("back")
    assert she.form.fields["a/data/counted"] == ["yes"]
    she.presses("next")
    assert she.form.fields["a/data/about/nights"] == ["300"]


def test_what_has_to_be_answered_is_asked_again_and_the_rest_may_stay_empty(field: Field, short: Any) -> None:
    she = begun(short).presses("start").presses("next")
    assert "hace falta una respuesta" in she.text
    she.presses("next", may="yes").presses("next").presses("next").presses("next").presses("send")
    (form,) = answers_of(field, short)
    assert set(said_in(form)) == {"may", "instanceID"}


def test_a_change_brings_her_back_to_all_she_said(field: Field, short: Any) -> None:
    she = all_said(short)
    part = next(each for each in she.form.buttons if each.words == "Cambiar la parte 3")
    she.presses(part.value)
    assert she.form.fields["a/data/about/story"] == [SECRET]
    she.presses("next", story="Otra frase")
    assert "Lo que dijiste" in she.text
    assert SECRET not in she.text
    she.presses("send")
    assert said_in(answers_of(field, short)[0])["story"] == "Otra frase"


def test_another_language_keeps_what_she_said(field: Field, short: Any) -> None:
    she = about_her(short)
    (portuguese,) = [each for each in she.form.buttons if each.to.startswith("/pt/")]
    she.sends(portuguese.to, she.form.fields | {"do": ["stay"], "a/data/about/story": [SECRET]})
    assert "Um pouco de você" in she.text
    assert "Com quantas?" in she.text
    assert she.form.fields["a/data/about/story"] == [SECRET]
    she.presses("next").presses("next")
    assert she.sent[0].startswith("/pt/")
    she.presses("send")
    assert said_in(answers_of(field, short)[0])["story"] == SECRET


def test_a_form_that_has_not_her_language_says_in_which_it_speaks(field: Field) -> None:
    only = on_web(
        field,
        WALK.replace(b'version="3"', b'version="1"').replace(b"English (en)", b"Kreyol (ht)"),
        key="walk",
        is_strict=False,
    )
    she = begun(only, prefix="/en").presses("start")
    assert re.search('<h1 lang="es" dir="ltr">', she.text)


def test_who_says_no_sends_nothing(short: Any) -> None:
    she = begun(short).presses("start").presses("next", may="no")
    assert "No se envió nada" in she.text
    assert not Submission.objects.exists()
    she.again()
    assert she.answer.status_code == 409


def test_she_may_send_nothing_at_the_end_too(short: Any) -> None:
    she = all_said(short).presses("drop")
    assert "No se envió nada" in she.text
    assert SECRET not in she.text
    assert not Submission.objects.exists()


def test_sending_twice_counts_once_and_shows_nothing(field: Field, short: Any) -> None:
    she = all_said(short)
    before = she.sent
    she.presses("send").again()
    assert she.answer.status_code == 409
    she.sends(*before)
    assert she.answer.status_code == 409, "nor does a page before it"
    assert SECRET not in she.text
    assert len(answers_of(field, short)) == 1


def test_who_is_quicker_than_a_person_is_asked_to_press_again(
    field: Field, short: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amparo.doors.intake.views.paper.WAIT", 20)
    she = all_said(short).presses("send")
    assert "Espera veinte segundos" in she.text
    assert SECRET in she.text
    assert not Submission.objects.exists()
    she.presses("later")
    assert "Espera veinte segundos" in she.text
    later(monkeypatch, 21)
    she.presses("send")
    assert len(answers_of(field, short)) == 1


def test_out_of_a_history_a_page_shows_what_it_held_for_an_hour(short: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    she = all_said(short)
    assert SECRET in she.again().text, "Back while she fills it in loses nothing"
    later(monkeypatch, HOUR + 60)
    she.again()
    assert she.answer.status_code == 410
    assert SECRET not in she.text


def test_a_page_that_lies_open_takes_what_she_said_for_a_day(
    field: Field, short: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    she = about_her(short)
    later(monkeypatch, 20 * HOUR)
    she.presses("next", story=SECRET)
    later(monkeypatch, 20 * HOUR)
    assert SECRET in she.presses("next").text
    she.presses("send")
    assert len(answers_of(field, short)) == 1
    other = about_her(short)
    later(monkeypatch, 25 * HOUR)
    assert other.presses("next", story=SECRET).answer.status_code == 410


def test_what_was_begun_is_taken_also_after_the_study_was_closed(field: Field, short: Any) -> None:
    she = all_said(short)
    studies.close_study(field.study, by=field.person("leda"), on=TODAY)
    she.presses("send")
    assert "Gracias" in she.text
    assert len(answers_of(field, short)) == 1
    assert "cuadro" not in she.again().form.action


def test_a_database_that_is_busy_loses_nothing(short: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    she = all_said(short)

    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr("amparo.doors.intake.actions.sending.receive", full)
        she.presses("send")
    assert she.answer.status_code == 503
    assert she.answer["Retry-After"] == "20"
    assert SECRET in she.text
    assert "Gracias" in she.presses("send").text


def test_a_cut_line_loses_nothing_of_before(short: Any) -> None:
    she = about_her(short)
    whole = she.form.fields | {"do": ["next"], "a/data/about/story": [SECRET]}
    cut = {name: whole[name] for name in whole if name not in ("p", "t", "q")}
    she.sends(she.form.action, cut)
    assert "La línea se cortó" in she.text or "Se cortó" in she.text
    assert json.loads(she.form.fields["s"][0])["/data/counted"] == "yes"
    she.presses("next", story=SECRET).presses("next")
    assert SECRET in she.text


BAD = [
    ("b", ""), ("b", "x"), ("b", "0" * 300), ("t", "x"), ("p", "x"), ("p", ""), ("s", "["), ("s", "[1]"), ("s", "{}"),
    ("s", '{"/data/may": 1, "/data/x": "y"}'), ("s", '{"/data/may": "' + "a" * 900_000 + '"}'), ("at", "9.9"),
    ("at", "x"), ("at", "-1"), ("at", "1." + "9" * 80), ("do", "nothing"), ("do", "go 9.9"), ("do", "go <b>"),
    ("do", "more"), ("do", "keep"), ("k", "x"), ("w", "x"), ("q", ""), ("a/data/may", "maybe"), ("a/data/may", "\0"),
]  # fmt: skip


def test_whatever_arrives_there_is_a_page(short: Any) -> None:
    for name, value in BAD:
        she = begun(short).presses("start")
        she.sends(she.form.action, she.form.fields | {"a/data/may": ["yes"], "do": ["next"]} | {name: [value]})
        assert she.answer.status_code in (200, 409, 410), (name, value[:40])
        assert "<h1" in she.text, (name, value[:40])
        assert not she.answer.cookies


def test_a_number_of_another_form_or_of_nobody_begins_nothing(field: Field, short: Any) -> None:
    other = on_web(field, WALK.replace(b'version="3"', b'version="1"'), key="walk", is_strict=False)
    she, her = begun(short).presses("start"), begun(other).presses("start")
    her.sends(her.form.action, her.form.fields | {"b": she.form.fields["b"], "do": ["send"]})
    assert her.answer.status_code == 410
    assert not Submission.objects.exists()


def test_pages_are_light_alike_in_size_and_set_nothing(short: Any) -> None:
    she = begun(short)
    sizes = [len(she.answer.content)]
    for does, said in (
        ("start", {}),
        ("next", {"may": "yes"}),
        ("next", {"counted": "yes"}),
        ("next", {"story": SECRET}),
    ):
        she.presses(does, **said)
        sizes.append(len(she.answer.content))
        assert she.answer["Cache-Control"] == "no-store, no-transform"
        assert not she.answer.cookies
        assert "set-cookie" not in {name.lower() for name in she.answer.headers}
    assert set(sizes[1:]) == {16_384}
