"""The next sheet and the next version: rules go along, what was signed stays, and of two at once the second is told."""

from typing import Any

import pytest

from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.models import Version
from amparo.fieldwork.policies import ChangedMeanwhile
from amparo.fieldwork.queries.forms import form_in
from amparo.fieldwork.queries.instruments import signed_digest
from tests.cast import browser_of
from tests.desk import last_number, verbs_since
from tests.questionnaires import (
    ASKS,
    at,
    fields_of,
    form_bytes,
    leda,
    make_version,
    next_bytes,
    people,
    signed_by,
    stands,
    text_of,
    upload,
)
from tests.unit.form_made import GOOD, NOT_SAID, YES_NO, Item

__all__ = ["leda", "people", "stands"]

pytestmark = pytest.mark.django_db


def test_another_sheet_takes_the_place_of_a_draft_and_keeps_the_rules(leda: Any, people: dict[str, Any]) -> None:
    version = make_version(people["leda"])
    rules = dict(version.mapping)
    page = leda.get(at("questionnaire_sheet", version.reference))
    more = form_bytes(*ASKS, Item("later", "text", "¿Y después?"))
    answer = leda.post(at("questionnaire_sheet", version.reference), {**fields_of(page), "file": upload(more)})
    assert answer["Location"] == at("questionnaire", version.reference)
    version.refresh_from_db()
    assert (version.number, version.mapping) == (1, rules)
    assert Version.objects.count() == 1


def test_after_a_signature_it_becomes_the_next_version_and_the_signed_one_stays(
    leda: Any, people: dict[str, Any]
) -> None:
    version = signed_by(make_version(people["otra"]), people["iris"])
    kept = bytes(version.xform), dict(version.mapping)
    page = leda.get(at("questionnaire_sheet", version.reference))
    assert "Será la versión que sigue a la 1." in text_of(page)
    answer = leda.post(
        at("questionnaire_sheet", version.reference), {**fields_of(page), "file": upload(form_bytes(*GOOD))}
    )
    row = Version.objects.get(number=2)
    assert answer["Location"] == at("questionnaire", row.reference)
    assert form_in(bytes(row.xform)).version == "2"
    assert row.mapping == {path: rule for path, rule in kept[1].items() if path in ("/data/consent", "/data/well")}
    version.refresh_from_db()
    assert (bytes(version.xform), version.mapping, version.state) == (*kept, "signed")


def test_the_next_version_out_of_the_same_sheet_takes_everything_over(leda: Any, people: dict[str, Any]) -> None:
    version = signed_by(make_version(people["otra"], needs=("food",)), people["iris"])
    answer = leda.post(at("questionnaire_next", version.reference))
    row = Version.objects.get(number=2)
    assert answer["Location"] == at("questionnaire", row.reference)
    assert (row.mapping, row.needs, row.state) == (version.mapping, ["food"], "draft")
    assert "No cambió nada." in text_of(leda.get(at("questionnaire_changes", row.reference)))
    again = leda.post(at("questionnaire_next", version.reference))
    assert again["Location"] == answer["Location"], "there is one draft at a time"
    assert Version.objects.count() == 2


def test_of_two_who_bring_a_sheet_at_once_the_second_is_told(people: dict[str, Any]) -> None:
    version = make_version(people["leda"])
    leda, otra = browser_of(people["leda"]), browser_of(people["otra"])
    address = at("questionnaire_sheet", version.reference)
    hers, theirs = fields_of(leda.get(address)), fields_of(otra.get(address))
    leda.post(address, {**hers, "file": upload(form_bytes(*GOOD))})
    late = otra.post(address, {**theirs, "file": upload(form_bytes(*ASKS), "otra.xml")})
    assert late.status_code == 200
    assert "Alguien lo cambió mientras tanto." in text_of(late)
    version.refresh_from_db()
    assert "needed" not in [each.name for each in form_in(bytes(version.xform)).questions]
    again = otra.post(address, fields_of(late))
    assert again.status_code == 302, "her file came with the page: she looks, and presses once more"
    version.refresh_from_db()
    assert "needed" in [each.name for each in form_in(bytes(version.xform)).questions]


def test_a_form_that_was_made_for_another_number_is_not_kept(people: dict[str, Any]) -> None:
    """Two make the next version at once: what the second made bears the number of the first."""
    version = signed_by(make_version(people["leda"]), people["iris"])
    hers, theirs = next_bytes(version, *GOOD), next_bytes(version, *ASKS)
    actions.write_version(version.instrument, hers, by=people["leda"], seen=signed_digest(version))
    with pytest.raises(ChangedMeanwhile):
        actions.write_version(version.instrument, theirs, by=people["otra"], seen=signed_digest(version))
    draft = Version.objects.get(number=2)
    signed_by(draft, people["iris"])
    with pytest.raises(ChangedMeanwhile):
        actions.write_version(version.instrument, theirs, by=people["otra"])
    assert Version.objects.count() == 2


def test_what_it_asks_now_is_added_to_what_it_needs_and_locks_it(people: dict[str, Any]) -> None:
    version = make_version(people["leda"], needs=("food",))
    assert (version.needs, version.is_sensitive) == (["food"], False)
    hurt = Item(
        "hurt", label="¿Alguien te golpeó?", choices={"yes": "Sí", "no": "No", "prefers_not": "Prefiero no decir"}
    )
    actions.write_version(version.instrument, next_bytes(version, *ASKS, hurt), by=people["leda"])
    version.refresh_from_db()
    assert (version.needs, version.is_sensitive) == (["food", "mental_health", "protection", "survivor_care"], True)


def test_what_changed_is_told_in_words(people: dict[str, Any]) -> None:
    version = signed_by(make_version(people["leda"]), people["iris"])
    reworded = Item("well", label="¿Te trataron bien?", choices=YES_NO | NOT_SAID)
    more = Item("later", "text", "¿Y después?")
    row = actions.write_version(
        version.instrument, next_bytes(version, *GOOD[:2], reworded, *ASKS[4:], more), by=people["leda"]
    )
    actions.map_version(row, mapping=row.mapping | {"/data/words": {"do": "dropped"}}, by=people["leda"])
    told = text_of(browser_of(people["ines"]).get(at("questionnaire_changes", row.reference)))
    assert "De la versión 1 a la versión 2." in told
    for said in (
        "well Otras palabras Antes: ¿Te atendieron bien? Ahora: ¿Te trataron bien?",
        "later Pregunta nueva Ahora: ¿Y después?",
        "needed Ya no se pregunta Antes: ¿Qué te hace falta?",
        "words Otro destino de la respuesta Antes: Queda sellada. Solo la abre quien lleva el estudio, con su llave. "
        "Ahora: Nadie la necesita: no se cuenta.",
    ):  # fmt: skip
        assert said in told, said
    assert "Es la primera versión." in text_of(
        browser_of(people["ines"]).get(at("questionnaire_changes", version.reference))
    )


def test_it_is_compared_with_what_was_signed_last(people: dict[str, Any]) -> None:
    version = signed_by(make_version(people["leda"]), people["iris"])
    second = actions.write_version(version.instrument, next_bytes(version, *GOOD), by=people["leda"])
    actions.withdraw(second, by=people["leda"])
    third = actions.write_version(version.instrument, next_bytes(second, *ASKS), by=people["leda"])
    told = text_of(browser_of(people["ines"]).get(at("questionnaire_changes", third.reference)))
    assert "De la versión 1 a la versión 3." in told


def test_it_is_asked_no_more_after_a_second_yes(people: dict[str, Any]) -> None:
    version = signed_by(make_version(people["leda"]), people["iris"])
    leda = browser_of(people["leda"])
    asked = leda.post(at("questionnaire_withdraw", version.reference))
    assert "¿No preguntar más la versión 1 de «Cuaderno»?" in text_of(asked)
    version.refresh_from_db()
    assert version.state == "signed"
    before = last_number()
    answer = leda.post(at("questionnaire_withdraw", version.reference), {"sure": "1"})
    assert answer["Location"] == at("questionnaires")
    version.refresh_from_db()
    assert (version.state, verbs_since(before)) == ("withdrawn", ["version.withdrawn"])
    assert leda.post(at("questionnaire_withdraw", version.reference), {"sure": "1"}).status_code == 403
    assert "No preguntarlo más" not in text_of(leda.get(at("questionnaire", version.reference)))
