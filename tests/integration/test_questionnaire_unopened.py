"""A form that no phone can open is not signed and not sent out, and each page says why in its own language."""

from typing import Any

import pytest

from amparo.commons.policy.policies import Denied
from amparo.fieldwork.actions import instruments
from amparo.fieldwork.models import Version
from amparo.fieldwork.queries.instruments import faults_of
from tests.field import TODAY
from tests.questionnaires import SHEET, at, leda, people, stands, text_of, upload

__all__ = ["leda", "people", "stands"]

pytestmark = pytest.mark.django_db
OPEN_BRACKET = SHEET.replace(
    "¿Qué más? | Que mais? | | ${consent} = 'yes'", "¿Qué más? | Que mais? | | not(${consent} = 'no'"
)


def test_an_open_bracket_is_told_where_it_is_brought_and_nobody_signs_it(leda: Any, people: dict[str, Any]) -> None:
    assert OPEN_BRACKET != SHEET
    typed = {"file": upload(OPEN_BRACKET, "hoja.md"), "kind": "self", "key": "riesgos"}
    page = leda.post(at("questionnaire_new"), typed)["Location"]
    version = Version.objects.get()
    assert ("ends_early", "/data/words") in [(each.rule, each.path) for each in faults_of(version)]
    told = text_of(leda.get(page))
    assert "Ningún teléfono abre este formulario: en words, a «not( /data/consent = 'no'» le falta el final." in told
    assert "Nada en él rompe una regla de la casa." not in told
    english = text_of(leda.get("/en" + page))
    assert "No phone opens this form: in words, the end of «not( /data/consent = 'no'» is missing." in english
    assert "Ningún teléfono" not in english
    with pytest.raises(Denied):
        instruments.sign(version, by=people["iris"], was_paid=True, on=TODAY)
