"""What becomes of each answer: one choice a question, nothing typed is lost, and the second of two is told."""

from typing import Any

import pytest

from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.models import Version
from amparo.fieldwork.queries.codebook import A_PAGE, row_of
from amparo.fieldwork.queries.instruments import rules_digest
from tests.cast import browser_of
from tests.desk import last_number, verbs_since
from tests.questionnaires import at, field_of, fields_of, leda, make_version, people, signed_by, stands, text_of
from tests.unit.form_made import GOOD, NOT_SAID, YES_NO, Item

__all__ = ["leda", "people", "stands"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(people: dict[str, Any]) -> Version:
    """Nobody said anything of it yet."""
    return make_version(people["leda"], mapped=False)


def test_a_proposal_is_chosen_already_and_holds_once_it_is_saved(leda: Any, version: Version) -> None:
    page = leda.get(at("questionnaire", version.reference))
    told, fields = text_of(page), fields_of(page)
    assert told.count("Nadie lo decidió todavía: es una propuesta, y vale cuando guardas.") == 4
    assert fields[field_of(page, "consent", "w")] == "consent"
    assert fields[field_of(page, "needed", "w")] == "coded.many.need"
    assert fields[field_of(page, "words", "w")] == "sealed"
    assert row_of(version).book is not None
    assert [each.code for each in row_of(version).book.variables] == ["zone", "territory"], "nothing holds yet"
    before = last_number()
    answer = leda.post(at("questionnaire", version.reference), fields)
    assert answer.status_code == 302
    version.refresh_from_db()
    assert version.mapping == {
        "/data/consent": {"do": "consent", "yes": ["yes"]},
        "/data/well": {"do": "coded", "variable": "well", "kind": "one", "list": "answer"},
        "/data/needed": {"do": "coded", "variable": "needed", "kind": "many", "list": "need"},
        "/data/words": {"do": "sealed"},
    }
    assert verbs_since(before) == ["version.mapped"]
    again = leda.get(at("questionnaire", version.reference))
    assert "Nadie lo decidió todavía" not in text_of(again)
    assert fields_of(again) == {**fields, "seen": fields_of(again)["seen"]}, "saved again it is the same"
    assert "Todas las preguntas están decididas." in text_of(again)


def test_questions_that_nobody_answers_have_no_rule(leda: Any, version: Version) -> None:
    """The ten standards are ticked by whoever asks, and a note is only read."""
    page = leda.get(at("questionnaire", version.reference))
    with pytest.raises(AssertionError, match="no such field"):
        field_of(page, "ticked", "w")
    assert "instanceID" not in text_of(page)


@pytest.mark.parametrize(("name", "said"), [
    ("Año", "«Año» no sirve de nombre en la fila."), ("", "no sirve de nombre en la fila."),
    ("zone", "«zone» lo pone la casa en cada fila."), ("needed", "«needed» ya es el nombre de"),
])  # fmt: skip
def test_a_fault_stands_beside_its_field_and_all_that_was_typed_stays(
    leda: Any, version: Version, name: str, said: str
) -> None:
    page = leda.get(at("questionnaire", version.reference))
    fields = fields_of(page)
    well, needed, words = (field_of(page, each, "v") for each in ("well", "needed", "well"))
    fields |= {well: name, needed: "needed", field_of(page, "words", "w"): "dropped"}
    before = last_number()
    answer = leda.post(at("questionnaire", version.reference), fields)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Todavía no se guardó. Mira lo marcado." in text_of(answer)
    faulty = well if name != "needed" else needed
    error = html[html.index(f'id="{faulty}_error"') :]
    assert said in text_of(answer)
    assert error.index("</p>") < error.index(f'name="{faulty}"'), "the sentence stands before the control"
    assert {key: value for key, value in fields_of(answer).items() if key != "seen"} == {
        key: value for key, value in fields.items() if key != "seen"
    }
    version.refresh_from_db()
    assert (version.mapping, last_number()) == ({}, before)
    assert words == well


def test_a_name_of_another_page_is_taken_too(people: dict[str, Any], leda: Any) -> None:
    many = [Item(f"q{n}", label="¿Sí?", choices=YES_NO | NOT_SAID) for n in range(30)]
    version = make_version(people["leda"], *GOOD, *many)
    page = leda.get(at("questionnaire", version.reference) + "?hoja=2")
    fields = fields_of(page) | {field_of(page, "q29", "v"): "q1"}
    told = text_of(leda.post(at("questionnaire", version.reference) + "?hoja=2", fields))
    assert "«q1» ya es el nombre de q1. Cada respuesta tiene el suyo." in told


def test_only_what_is_offered_can_be_chosen(leda: Any, version: Version) -> None:
    """Words are not counted, whatever a browser sends."""
    page = leda.get(at("questionnaire", version.reference))
    for way in ("coded.one", "coded.many.need", "coded.week", "consent", "nothing", ""):
        fields = fields_of(page) | {field_of(page, "words", "w"): way}
        answer = leda.post(at("questionnaire", version.reference), fields)
        assert answer.status_code == 200, way
    version.refresh_from_db()
    assert version.mapping == {}
    with pytest.raises(ValueError, match="no rule"):
        actions.map_questions(
            version, rules={"/data/words": {"do": "publish"}}, seen=rules_digest(version, ["/data/words"]),
            by=version_author(version),
        )  # fmt: skip


def version_author(version: Version) -> Any:
    from amparo.commons.accounts.models import User

    return User.objects.get(sign_in_name="leda")


def test_a_rule_keeps_its_very_words_where_nothing_of_it_changed(people: dict[str, Any], leda: Any) -> None:
    """What another list calls a choice, and codes that somebody wrote, are not lost by saving a page."""
    version = make_version(people["leda"])
    odd = version.mapping | {
        "/data/well": {"do": "coded", "variable": "well", "kind": "one", "list": "answer", "codes": {"yes": "no"}}
    }
    Version.objects.filter(pk=version.pk).update(mapping=odd)
    leda.post(at("questionnaire", version.reference), fields_of(leda.get(at("questionnaire", version.reference))))
    version.refresh_from_db()
    assert version.mapping == odd


def test_a_long_questionnaire_is_decided_page_by_page(people: dict[str, Any], leda: Any) -> None:
    many = [Item(f"q{n}", label="¿Sí?", choices=YES_NO | NOT_SAID) for n in range(60)]
    version = make_version(people["leda"], *GOOD, *many, mapped=False)
    address = at("questionnaire", version.reference)
    seen = []
    for number in (1, 2, 3):
        page = leda.get(f"{address}?hoja={number}")
        names = [name for name in fields_of(page) if name.endswith("w")]
        assert len(names) <= A_PAGE
        assert len(page.content) < 60_000
        seen += names
        answer = leda.post(f"{address}?hoja={number}", fields_of(page))
        assert answer["Location"].startswith(f"{address}?hoja={min(number + 1, 3)}&")
        assert leda.get(answer["Location"]).status_code == 200
    assert len(seen) == len(set(seen)) == 62
    version.refresh_from_db()
    assert len(version.mapping) == 62
    for odd in ("0", "9", "x", "-1", "99999999"):
        assert leda.get(f"{address}?hoja={odd}").status_code == 200


def test_of_two_who_write_at_once_the_second_is_told_and_her_choice_stays(
    people: dict[str, Any], version: Version
) -> None:
    leda, otra = browser_of(people["leda"]), browser_of(people["otra"])
    address = at("questionnaire", version.reference)
    page = leda.get(address)
    hers = fields_of(page) | {field_of(page, "well", "w"): "dropped"}
    theirs = fields_of(otra.get(address)) | {
        field_of(page, "well", "w"): "sealed",
        field_of(page, "needed", "v"): "lack",
    }
    leda.post(address, hers)
    before = last_number()
    late = otra.post(address, theirs)
    told = text_of(late)
    assert late.status_code == 200
    assert "Alguien lo cambió mientras tanto." in told
    assert "Lo que dice ahora: Nadie la necesita: no se cuenta." in told
    assert told.count("Lo que dice ahora:") == 2, "beside the two that she chose otherwise, and no other"
    kept = fields_of(late)
    assert {key: kept[key] for key in theirs if key != "seen"} == {key: theirs[key] for key in theirs if key != "seen"}
    assert last_number() == before
    version.refresh_from_db()
    assert version.mapping["/data/well"] == {"do": "dropped"}
    assert otra.post(address, kept).status_code == 302, "she saw it, and saves again"
    version.refresh_from_db()
    assert (version.mapping["/data/well"], version.mapping["/data/needed"]["variable"]) == ({"do": "sealed"}, "lack")


def test_two_who_write_on_different_pages_do_not_meet(people: dict[str, Any]) -> None:
    many = [Item(f"q{n}", label="¿Sí?", choices=YES_NO | NOT_SAID) for n in range(30)]
    version = make_version(people["leda"], *GOOD, *many, mapped=False)
    leda, otra = browser_of(people["leda"]), browser_of(people["otra"])
    address = at("questionnaire", version.reference)
    first, second = fields_of(leda.get(address)), fields_of(otra.get(f"{address}?hoja=2"))
    assert leda.post(address, first).status_code == 302
    assert otra.post(f"{address}?hoja=2", second).status_code == 302
    version.refresh_from_db()
    assert len(version.mapping) == 32


def test_what_was_signed_meanwhile_changes_no_more_and_her_words_stay(people: dict[str, Any], leda: Any) -> None:
    version = make_version(people["otra"])
    page = leda.get(at("questionnaire", version.reference))
    fields = fields_of(page) | {field_of(page, "well", "v"): "otro_nombre"}
    signed_by(version, people["iris"])
    answer = leda.post(at("questionnaire", version.reference), fields)
    assert answer.status_code == 200
    assert "Esta versión ya tiene firma, así que no cambia más." in text_of(answer)
    assert fields_of(answer)[field_of(page, "well", "v")] == "otro_nombre"
    assert "<button>Guardar" not in answer.content.decode()
    version.refresh_from_db()
    assert version.mapping["/data/well"]["variable"] == "well"


def test_a_page_of_a_sheet_that_is_another_by_now_is_told(people: dict[str, Any], version: Version, leda: Any) -> None:
    from tests.questionnaires import next_bytes

    fields = fields_of(leda.get(at("questionnaire", version.reference)))
    actions.write_version(version.instrument, next_bytes(version, *GOOD), by=people["otra"])
    answer = leda.post(at("questionnaire", version.reference), fields)
    assert "Alguien lo cambió mientras tanto." in text_of(answer)


# What one row will hold


def test_what_one_row_will_hold_is_told_with_codes_and_words(people: dict[str, Any], leda: Any) -> None:
    version = make_version(people["leda"])
    told = text_of(leda.get(at("questionnaire_row", version.reference)))
    assert "well ¿Te atendieron bien? Sí (yes) · No (no)" in told
    assert "zone Tipo de zona" in told
    assert "1 pregunta queda sellada." in told
    assert "1 es un permiso." in told
    assert "words" not in told
    Version.objects.filter(pk=version.pk).update(
        mapping={"/data/well": {"do": "coded", "variable": "A", "kind": "one"}}
    )
    assert "no se puede hacer ninguna fila" in text_of(leda.get(at("questionnaire_row", version.reference)))
