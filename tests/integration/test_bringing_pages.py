"""The page where answers are brought in: who finds it, what it says before anything is kept, and what it carries on."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from amparo.doors.intake.actions import importing
from amparo.fieldwork.models import Submission
from tests.canaries import hidden_in
from tests.cast import Cast, browser_of
from tests.field import MAPPING, SAID, Field, instance, make_field
from tests.integration.test_bringing import PHONE, table, zipped

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


def at(field: Field) -> str:
    return reverse("study_bring", args=[field.study.reference])


def sent(field: Field, data: bytes, who: str = "leda", **more: str) -> Any:
    file = SimpleUploadedFile("respuestas.csv", data)
    told = {"questionnaire": field.deployment.reference, "file": file, **more}
    return field.client(who).post(at(field), told)


def carried_in(page: str) -> dict[str, str]:
    """What the page carries on."""
    return dict(re.findall(r'<input type="hidden" name="(seen|questionnaire|carried)" value="([^"]*)"', page))


def words(page: Any) -> str:
    """What stands on a page, without its marks."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_who_leads_it_finds_the_page_and_others_hear_whom_to_ask_or_find_nothing(field: Field, cast: Cast) -> None:
    statuses = {name: field.client(name).get(at(field)).status_code for name in ("leda", "otra", "ines", "iris")}
    assert statuses == {"leda": 200, "otra": 404, "ines": 403, "iris": 403}
    assert browser_of(cast.everyone()["stranger"]).get(at(field)).status_code == 302
    assert browser_of(cast.berta).get(at(field)).status_code == 403
    shut = browser_of(field.people["leda"]).get(at(field))  # her key is put away
    assert shut.status_code == 403
    assert "Quien lleva este estudio trae respuestas" in field.client("ines").get(at(field)).text
    assert at(field) in field.client("leda").get(reverse("study_monitor", args=[field.study.reference])).text


def test_first_she_sees_what_would_come_then_she_brings_it_in_without_choosing_the_file_again(field: Field) -> None:
    data = table(*range(1, 4)) + b"\n" + table(4, age="veinte").partition(b"\n")[2]
    page = sent(field, data)
    said = words(page)
    assert "Respuestas en el archivo 4" in said
    assert "Nuevas y completas 3" in said
    assert "4 age" not in said
    assert "5 age Aquí va un número entero, en cifras." in said
    assert "Dice qué teléfono o quién preguntó. No se trae. deviceid, username" in said
    assert "Preguntas que nada responde en el archivo" in said
    assert "Cupón" in said
    assert not Submission.objects.exists()
    on = carried_in(page.text)
    assert set(on) == {"seen", "questionnaire", "carried"}
    done = field.client("leda").post(at(field), on | {"bring": "1"})
    assert "Entraron ahora 3" in words(done)
    assert "bórralo de ahí" in words(done)
    assert Submission.objects.count() == 3
    back = field.client("leda").post(at(field), carried_in(done.text) | {"back": "1"})
    assert back["Content-Disposition"] == 'attachment; filename="filas.csv"'
    assert back.content.decode("utf-8-sig").splitlines()[1].startswith("5,")
    again = words(field.client("leda").post(at(field), on))
    assert "Ya están aquí 3" in again


def test_what_travels_inside_the_page_is_sealed_and_opens_with_her_key_only(field: Field) -> None:
    page = sent(field, table(1, 2))
    assert hidden_in(page.content, [SAID, PHONE, "ines.inventada"]) == set()
    on = carried_in(page.text)
    assert "Elige el archivo" in words(field.client("leda").post(at(field), on | {"carried": on["carried"][:-8]}))
    for broken in ("", "x", "1.", "1.%%%", "9.QUJD", "1.QUJD"):
        answer = field.client("leda").post(at(field), on | {"carried": broken, "bring": "1"})
        assert (answer.status_code, Submission.objects.count()) == (200, 0)
    assert field.client("otra").post(at(field), on | {"bring": "1"}).status_code == 404


def test_only_what_she_looked_at_is_brought_in(field: Field) -> None:
    seen = carried_in(sent(field, table(1)).text)["seen"]
    other = sent(field, table(2), seen=seen, bring="1")
    assert "Este no es el archivo que miraste" in words(other)
    assert not Submission.objects.exists()
    assert "Entraron ahora 1" in words(sent(field, table(1), seen=seen, bring="1"))
    assert "Este no es el archivo que miraste" in words(sent(field, table(3), bring="1"))


def test_a_file_too_large_for_the_page_is_chosen_once_more(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_CARRIED", 100)
    page = sent(field, table(1))
    assert set(carried_in(page.text)) == {"seen", "questionnaire"}
    assert "Elige el mismo archivo otra vez" in words(page)


def test_a_part_comes_in_and_the_rest_with_the_next_press(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing.bring_in, "__kwdefaults__", {"most": 2})
    on = carried_in(sent(field, table(1, 2, 3)).text)
    first = field.client("leda").post(at(field), on | {"bring": "1"})
    assert "Entró una parte" in words(first)
    second = field.client("leda").post(at(field), carried_in(first.text) | {"bring": "1"})
    assert "Ya están dentro Entraron ahora 1 Ya estaban aquí 2" in words(second)
    assert Submission.objects.count() == 3


@pytest.mark.parametrize(("data", "said"), [
    (b"", "Elige el archivo"),
    ("¿Se puede contar?,Años,En tus palabras\nSí,27,x\n".encode(), "elige «valores y encabezados XML»"),
    (b"PK\x03\x04", "Este zip está dañado"), (b"<html>", "Esto es una página web"), (b"a,b\n1,2\n", "Ninguna columna"),
    (b"a" * 10_000_001, "pasa de 10 MB"), (b"a" * 11_000_000, "pasa de 10 MB"),
])  # fmt: skip
def test_what_cannot_be_brought_in_is_one_sentence(field: Field, data: bytes, said: str) -> None:
    page = sent(field, data)
    assert page.status_code == 200
    assert said in words(page)
    assert 'name="bring"' not in page.text


def test_without_the_question_whether_it_may_be_counted_the_page_says_so(field: Field) -> None:
    assert MAPPING["/data/may"]["do"] == "consent"
    said = words(sent(field, b"age,met,otra cosa\n27,here,x\n"))
    assert "Ninguna columna dice si se puede contar." in said
    assert "Este cuestionario no tiene esa pregunta. No se trae. otra cosa" in said


def test_recordings_that_did_not_come_along_are_counted(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    said = words(sent(field, zipped({"a.csv": b"may,voice,KEY\nyes,1.m4a," + instance(1).encode()})))
    assert "no vienen en el archivo: 1." in said


def test_strange_names_are_shown_as_text(field: Field) -> None:
    page = sent(field, b'may,"<script>alert(1)</script>"\nyes,1\n')
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_a_questionnaire_of_another_study_is_no_choice(field: Field) -> None:
    on = {"questionnaire": "0123456789abcdef"}
    assert sent(field, table(1), **on).status_code == 200
    assert "error" in sent(field, table(1), **on).text
    assert not Submission.objects.exists()


def test_the_pages_speak_three_languages_and_are_light(field: Field) -> None:
    for language, said in (("pt", "Isto entraria"), ("en", "This would come")):
        with translation.override(language):
            page = sent(field, table(1, 2, age="x"))
        assert said in page.text
        assert len(page.content) < 60_000
