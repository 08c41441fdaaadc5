"""Forms of others, made to try phones and converters: each is looked through, and what is known of some is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo.formats.form_lint import is_sensitive, lint, minutes
from amparo.formats.openrosa.forms import read_form

pytestmark = pytest.mark.shared

FORMS = Path(__file__).resolve().parents[3] / "shared" / "data" / "openrosa"
KNOWN = {  # written by hand, from looking at each form
    "collect/two-question-audit.xml": {"audit", "identity", "birth", "consent_missing"},
    "collect/single-geopoint.xml": {"exact_place", "identity", "consent_missing"},
    "collect/external_select.xml": {"unseen", "consent_missing"},
    "collect/required_question_with_custom_error_message.xml": {"required", "audit", "consent_missing"},
}
TOLD_BY_THE_PHONE = {"phone_told", "upload", "exact_place", "identity", "no_way_out", "required", "moment"}


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_of_a_form_is_found(name: str) -> None:
    form = read_form((FORMS / name).read_bytes())
    assert {each.rule for each in lint(form, kind="self")} == KNOWN[name]


def test_a_form_with_everything_is_found_to_have_everything() -> None:
    form = read_form((FORMS / "pyxform" / "expected" / "xlsform_spec_test.xml").read_bytes())
    found = lint(form, kind="interview")
    assert {each.rule for each in found} >= TOLD_BY_THE_PHONE
    assert all(each.sentence(language) for each in found for language in ("es", "pt", "en"))
    assert minutes(form, "en") >= 3
    assert is_sensitive(form)
