"""What was signed and no phone can open is not sent out; what our page alone cannot ask is a note about our page."""

from typing import Any

import pytest

from amparo.fieldwork.actions import instruments
from amparo.fieldwork.models import SignOff, Version
from amparo.fieldwork.models.instruments import SIGNED
from amparo.fieldwork.policies import REVIEWER
from amparo.fieldwork.queries.instruments import signed_digest
from amparo.fieldwork.queries.paper import not_on_web
from tests.field import TODAY
from tests.questionnaires import text_of
from tests.study import planned_study
from tests.unopened import ASKED, bound
from tests.xforms import asking

pytestmark = pytest.mark.django_db
CIRCLE = asking(
    "<q/><w/>", binds=bound("q", 'relevant="../w = 1"') + bound("w", 'calculate="../q + 1"'), body=ASKED
).replace(b'id="f"', b'id="round"')


def signed_before_it_was_looked_at(xform: bytes, by: Any) -> Version:
    """A version with a signature from a time in which nobody looked whether a phone can open it."""
    made = instruments.make_instrument(key="round", kind="self", by=by["leda"])
    version = instruments.write_version(made, instruments.Brought(b"", "round.xml", xform), mapping={}, by=by["leda"])
    Version.objects.filter(pk=version.pk).update(state=SIGNED)
    version.refresh_from_db()
    SignOff.objects.create(
        version=version, by=by["iris"], role=REVIEWER, on=TODAY, digest=signed_digest(version), was_paid=True
    )
    return version


def test_what_was_signed_before_is_not_sent_out_and_nobody_is_told_to_ask_it_with_phones() -> None:
    house = planned_study()
    version = signed_before_it_was_looked_at(CIRCLE, house.people)
    for more in ({}, {"on_web": "1"}):
        page = text_of(house.post("study_send", {"version": version.reference, **more}))
        assert "No phone opens this form: q hangs on itself: q → w → q." in page
        assert "mend it in the next one" in page
        assert "with phones" not in page
        assert "Look through the list of places" not in page, "no place is missing"
        assert "teléfono" not in page
    assert not version.deployments.exists()


def test_what_phones_can_ask_and_our_page_cannot_is_a_note_about_our_page_in_the_language_of_the_page() -> None:
    house = planned_study()
    digest = CIRCLE.replace(b'relevant="../w = 1"', b"relevant=\"digest('a', 'MD5') = 1\"")
    version = signed_before_it_was_looked_at(digest, house.people)
    page = text_of(house.post("study_send", {"version": version.reference, "on_web": "1"}))
    assert "Our page cannot ask all of it." in page
    assert "The function “digest” is not used on this page." in page
    assert not_on_web(digest, "es")[0].endswith("para reconocer a alguien.")
    assert house.post("study_send", {"version": version.reference}).status_code == 302
