"""For what there has to be help where it is asked, and whether answers go locked: raised, and never lowered."""

from typing import Any

import pytest

from amparo.commons.policy.policies import Denied
from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.policies import ChangedMeanwhile
from amparo.fieldwork.queries.instruments import faults_of, signed_digest
from tests.cast import browser_of
from tests.desk import last_number, verbs_since
from tests.questionnaires import ASKS, TODAY, at, fields_of, leda, make_version, people, stands, text_of
from tests.unit.form_made import NOT_SAID, YES_NO, Item

__all__ = ["leda", "people", "stands"]

pytestmark = pytest.mark.django_db


def test_help_is_named_and_a_lock_is_raised_and_never_lowered(people: dict[str, Any], leda: Any) -> None:
    version = make_version(people["leda"])
    address = at("questionnaire_near", version.reference)
    page = leda.get(address)
    before = last_number()
    answer = leda.post(address, {**fields_of(page), "needs": ["food", "lawyer"], "is_sensitive": "on"})
    assert answer.status_code == 302
    version.refresh_from_db()
    assert (version.needs, version.is_sensitive) == (["food", "lawyer"], True)
    assert verbs_since(before) == ["version.helped"]
    leda.post(address, {**fields_of(leda.get(address)), "needs": ["food"]})
    version.refresh_from_db()
    assert (version.needs, version.is_sensitive) == (["food"], False), "what only she wanted, she takes back"
    stale = leda.post(address, {**fields_of(page), "needs": ["lawyer"]})
    assert "Alguien lo cambió mientras tanto." in text_of(stale)
    assert 'value="lawyer" ' in stale.content.decode()
    assert leda.post(address, {**fields_of(leda.get(address)), "needs": ["nothing"]}).status_code == 200


def test_what_asks_of_harm_is_locked_whatever_is_sent(people: dict[str, Any], leda: Any) -> None:
    hurt = Item("hurt", label="¿Alguien te golpeó?", choices=YES_NO | NOT_SAID)
    version = make_version(people["leda"], *ASKS, hurt)
    address = at("questionnaire_near", version.reference)
    page = leda.get(address)
    assert "Pregunta por cosas que pueden hacerle daño, así que aquí no se elige." in text_of(page)
    leda.post(address, {**fields_of(page), "needs": ["protection"]})
    version.refresh_from_db()
    assert (version.needs, version.is_sensitive) == (["protection"], True)
    seen = signed_digest(version)
    actions.name_help(version, needs=[], is_sensitive=False, seen=seen, by=people["leda"])
    assert version.is_sensitive
    actions.map_version(version, mapping={}, by=people["leda"], is_sensitive=False)
    assert version.is_sensitive
    with pytest.raises(ChangedMeanwhile):
        actions.name_help(version, needs=[], is_sensitive=False, seen=seen, by=people["leda"])
    with pytest.raises(ValueError, match="no such need"):
        actions.name_help(version, needs=["x"], is_sensitive=True, seen=signed_digest(version), by=people["leda"])


@pytest.mark.parametrize(("kind", "needs", "is_told"), [
    ("interview", (), True), ("interview", ("food",), True), ("interview", ("protection",), False),
    ("interview", ("food", "shelter_tonight"), False), ("round", (), False),
])  # fmt: skip
def test_what_asks_of_harm_is_not_signed_until_it_names_help_for_that(
    people: dict[str, Any], kind: str, needs: tuple[str, ...], is_told: bool
) -> None:
    """Without it no territory would be too far from help: nothing would be missing there."""
    hurt = Item("hurt", label="¿Alguien te golpeó?", choices=YES_NO | NOT_SAID)
    version = make_version(people["leda"], *ASKS, hurt, kind=kind, needs=needs)
    assert ("no_help" in {each.rule for each in faults_of(version)}) == is_told
    if is_told:
        with pytest.raises(Denied):
            actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)
        told = text_of(browser_of(people["iris"]).get(at("questionnaire_reading", version.reference)))
        assert "no nombra ayuda para eso" in told
    assert "no_help" not in {each.rule for each in faults_of(make_version(people["leda"], key="otro", needs=()))}


@pytest.mark.parametrize(("needs", "is_told"), [
    (("harm_reduction",), True), (("lawyer", "harm_reduction"), True), (("survivor_care",), False),
    (("shelter_tonight",), False),
])  # fmt: skip
def test_help_for_something_else_that_it_asks_is_no_help_for_what_was_done_to_her(
    people: dict[str, Any], needs: tuple[str, ...], is_told: bool
) -> None:
    hurt = Item("hurt", label="¿Alguien te golpeó?", choices=YES_NO | NOT_SAID)
    taken = Item("taken", label="¿Consumes drogas?", choices=YES_NO | NOT_SAID)
    held = Item("held", label="¿Te detuvo la policía?", choices=YES_NO | NOT_SAID)
    version = make_version(people["leda"], *ASKS, hurt, taken, held, needs=needs)
    assert ("no_help" in {each.rule for each in faults_of(version)}) == is_told
    milder = make_version(people["leda"], *ASKS, taken, key="otro", needs=("harm_reduction",))
    assert "no_help" not in {each.rule for each in faults_of(milder)}


def test_a_signed_one_says_so_where_something_was_to_be_changed(people: dict[str, Any], leda: Any) -> None:
    version = make_version(people["otra"])
    actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)
    for name in ("questionnaire_near", "questionnaire_files"):
        answer = leda.get(at(name, version.reference))
        assert "Esta versión ya tiene firma, así que no cambia más." in text_of(answer)
        assert "<button>Guardar" not in answer.content.decode()
