"""The pages of questionnaires: for whom each is there, what it says, and what it leaves in the trail."""

import re
from typing import Any

import pytest

from amparo.fieldwork.models import Version
from amparo.formats.instruments import names
from tests.cast import PEOPLE, Cast
from tests.desk import last_number, verbs_since
from tests.questionnaires import at, browsers, form_bytes, make_version, people, signed_by, stands, text_of, version

__all__ = ["people", "stands", "version"]

pytestmark = pytest.mark.django_db
READS = {"leda", "otra", "ines", "iris", "ana"}
WRITES = {"leda", "otra"}
PAGE, LED, REFUSED, SIGN_IN, NOTHING = 200, 302, 403, 302, 404


@pytest.fixture
def everybody(stands: tuple[Cast, dict[str, Any]]) -> dict[str, Any]:
    cast, people = stands
    return browsers(people | {name: getattr(cast, name) for name in [*PEOPLE, "stranger"]})


FOR_READERS = (
    "questionnaire", "questionnaire_row", "questionnaire_changes", "questionnaire_download", "questionnaire_files",
    "questionnaire_reading",
)  # fmt: skip
FOR_WRITERS = ("questionnaire_sheet", "questionnaire_near")
POSTED = {"questionnaire_sign": "questionnaire_reading", "questionnaire_back": "questionnaire_reading",
          "questionnaire_next": "questionnaire", "questionnaire_withdraw": "questionnaire"}  # fmt: skip


@pytest.mark.parametrize("name", ["questionnaires", *FOR_READERS])
def test_who_has_to_do_with_asking_reads_and_nobody_else(everybody: Any, version: Version, name: str) -> None:
    address = at(name) if name == "questionnaires" else at(name, version.reference)
    before = last_number()
    got = {who: browser.get(address) for who, browser in everybody.items()}
    assert {who for who, answer in got.items() if answer.status_code == PAGE} == READS
    assert got["stranger"].status_code == SIGN_IN
    assert got["stranger"]["Location"].startswith(at("sign_in"))
    assert {got[who].status_code for who in set(got) - READS - {"stranger"}} == {REFUSED}
    assert verbs_since(before) == [], "looking leaves no line"


@pytest.mark.parametrize("name", ["questionnaire_new", "questionnaire_library", "questionnaire_from", *FOR_WRITERS])
def test_only_who_leads_a_study_writes(everybody: Any, version: Version, name: str) -> None:
    parts = {"questionnaire_from": ("risks",), "questionnaire_new": (), "questionnaire_library": ()}
    address = at(name, *parts.get(name, (version.reference,)))
    got = {who: browser.get(address).status_code for who, browser in everybody.items()}
    assert {who for who, status in got.items() if status == PAGE} == WRITES
    assert {got[who] for who in set(got) - WRITES - {"stranger"}} == {REFUSED}
    posted = {who: browser.post(address).status_code for who, browser in everybody.items() if who not in WRITES}
    assert set(posted.values()) <= {REFUSED, SIGN_IN, 405}
    assert posted["stranger"] == SIGN_IN


@pytest.mark.parametrize(("name", "page"), POSTED.items())
def test_what_is_only_pressed_leads_to_its_page(everybody: Any, version: Version, name: str, page: str) -> None:
    answer = everybody["leda"].get(at(name, version.reference))
    assert (answer.status_code, answer["Location"]) == (LED, at(page, version.reference))


@pytest.mark.parametrize("name", ["questionnaire", *POSTED])
def test_a_refused_press_changes_nothing(everybody: Any, version: Version, name: str) -> None:
    may = {"questionnaire_sign": {"iris"}, "questionnaire_back": {"iris"}}.get(name, WRITES)
    before = last_number(), Version.objects.values_list("state", "mapping", "sent_back").get()
    for who, browser in everybody.items():
        if who not in may:
            answer = browser.post(at(name, version.reference), {"was_paid": "on", "back": "no", "sure": "1"})
            assert answer.status_code in {REFUSED, SIGN_IN}, who
    assert (last_number(), Version.objects.values_list("state", "mapping", "sent_back").get()) == before


@pytest.mark.parametrize("name", [*FOR_READERS, *FOR_WRITERS])
def test_one_that_is_not_there_is_not_there(everybody: Any, name: str) -> None:
    assert everybody["leda"].get(at(name, "0123456789abcdef")).status_code == NOTHING
    assert everybody["berta"].get(at(name, "0123456789abcdef")).status_code == REFUSED, "nobody learns it by asking"


def test_a_file_and_an_instrument_that_are_not_there_are_not_there(everybody: Any, version: Version) -> None:
    assert everybody["leda"].get(at("questionnaire_file", version.reference, "a.png")).status_code == NOTHING
    assert everybody["leda"].get(at("questionnaire_from", "no_such")).status_code == NOTHING
    assert everybody["leda"].get("/mesa/estudios/cuestionarios/biblioteca/..%2f..%2fcodes").status_code == NOTHING


def test_a_page_of_one_who_reads_has_no_field(everybody: Any, version: Version) -> None:
    for who in READS - WRITES:
        page = everybody[who].get(at("questionnaire", version.reference)).content.decode()
        main = page[page.index("<main") :]
        assert "<select" not in main, who
        assert "<form" not in main, who
        assert f'"{at("questionnaire_sheet", version.reference)}"' not in main
    told = text_of(everybody["ines"].get(at("questionnaire", version.reference)))
    assert "Queda sellada. Solo la abre quien lleva el estudio, con su llave." in told
    assert "Es un permiso: sin «Sí» no se cuenta nada de ella." in told


def test_the_list_says_where_each_version_stands(everybody: Any, people: dict[str, Any], version: Version) -> None:
    assert "Espera a una revisora" in text_of(everybody["leda"].get(at("questionnaires")))
    told = text_of(everybody["iris"].get(at("questionnaires")))
    assert told.index("Para leer") < told.index("Cuaderno")
    signed_by(version, people["iris"])
    told = text_of(everybody["iris"].get(at("questionnaires")))
    assert "Firmada: ya no cambia" in told
    assert "Nada espera lectura." in told


def test_every_instrument_of_the_library_is_offered_with_its_note(everybody: Any) -> None:
    page = everybody["leda"].get(at("questionnaire_library")).content.decode()
    for name in names():
        assert at("questionnaire_from", name) in page
        told = text_of(everybody["leda"].get(at("questionnaire_from", name)))
        assert "Cómo se pregunta, y qué no puede decir" in told


@pytest.mark.parametrize("prefix", ["", "/pt", "/en"])
def test_pages_are_in_the_language_of_who_reads(everybody: Any, version: Version, prefix: str) -> None:
    """No word of another language is left on a page, and no page is heavier than sixty thousand bytes."""
    said = {"": "Cuestionarios", "/pt": "Questionários", "/en": "Questionnaires"}[prefix]
    for name in ("questionnaire", "questionnaire_reading", "questionnaire_row"):
        answer = everybody["iris"].get(prefix + at(name, version.reference))
        assert answer.status_code == PAGE
        assert len(answer.content) < 60_000
    assert said in text_of(everybody["iris"].get(prefix + at("questionnaires")))
    asked = {"": "¿Te atendieron bien?", "/pt": "Atenderam você bem?", "/en": "Did they treat you well?"}[prefix]
    assert asked in text_of(everybody["iris"].get(prefix + at("questionnaire", version.reference)))


def test_nothing_of_a_page_is_loaded_from_elsewhere_or_written_by_a_form(people: dict[str, Any]) -> None:
    """What a form says is text on the page: no tag of it, and no place of a sentence, is ever read."""
    from tests.unit.form_made import GOOD, NOT_SAID, Item

    trap = Item(
        "trap", label="<script>alert(1)</script> {{ x }} %(n)s {question}",
        hint="<img src=x onerror=alert(2)>", choices={"a": "<b>a</b>", "b": "\"'><i>"} | NOT_SAID,
    )  # fmt: skip
    version = make_version(people["leda"], *GOOD, trap, key="trap")
    every = browsers(people)
    for name in ("questionnaire", "questionnaire_reading", "questionnaire_row", "questionnaire_changes"):
        for who in ("leda", "iris"):
            page = every[who].get(at(name, version.reference)).content.decode()
            for tag in ("<script>alert", "<img src=x", "<b>a</b>", "<i>"):
                assert tag not in page, (name, who, tag)


def test_no_title_of_a_page_says_what_is_asked(everybody: Any, people: dict[str, Any]) -> None:
    """What a browser remembers of a page is its title: it says that there is a questionnaire, and not about what."""
    version = make_version(
        people["leda"], xml=form_bytes().replace(b"<h:title>Cuaderno", b"<h:title>Violencia y trata")
    )
    for name in (*FOR_READERS, *FOR_WRITERS):
        page = everybody["leda"].get(at(name, version.reference)).content.decode()
        title = re.search(r"<title>([^<]*)</title>", page)
        assert "Violencia" not in (title[1] if title else "")
    for code in names():
        page = everybody["leda"].get(at("questionnaire_from", code)).content.decode()
        title = re.search(r"<title>([^<]*)</title>", page)
        assert title is not None
        assert title[1] == "Uno de la biblioteca"
