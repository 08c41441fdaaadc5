"""From the library to the evidence: made on the pages, signed, sent into the field, filled on a phone, counted.

What a row holds is written out here by hand: nothing of the answers that stay sealed is in it.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

import pytest

from amparo.commons.directory.actions.projection import project
from amparo.commons.policy.policies import Denied
from amparo.doors.intake.actions import door
from amparo.evidence.queries import rows_of
from amparo.fieldwork.actions import studies
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Version
from amparo.fieldwork.queries.forms import form_in
from amparo.formats.openrosa.forms import Form
from tests.cast import Cast, browser_of
from tests.field import NOW, make_people, plan
from tests.health import clinic
from tests.letters import with_open_key
from tests.odk_phone import sealed_submission
from tests.questionnaires import at, fields_of

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
TOLD = "me lo contó Ema de ejemplo, en su casa"
SAID = {
    "amparo_before_ticked": " ".join(f"x{n}" for n in range(10)), "consent": "yes", "counted": "yes",
    "asked_on": "2026-11-25", "age": "25_34", "gender": "trans_woman", "gender_counted": "trans_feminine",
    "origin": "south_america", "hurt": "yes", "acts": "ROB AGF", "worry": TOLD, "words": TOLD,
}  # fmt: skip


def filled(form: Form, number: int, said: Mapping[str, str]) -> bytes:
    """A filled form, as a phone writes it: every question in its page, those that were not asked empty."""
    pages: dict[str, str] = {}
    for each in form.questions:
        page, _slash, step = each.path.rpartition("/")
        if not page.endswith("/meta"):
            pages[page] = pages.get(page, "") + f"<{step}>{escape(said.get(each.name, ''))}</{step}>"
    inside = "".join(f"<{page.rpartition('/')[2]}>{text}</{page.rpartition('/')[2]}>" for page, text in pages.items())
    return (
        f'<data id="{form.id}" version="{form.version}" xmlns:orx="http://openrosa.org/xforms">{inside}'
        f"<orx:meta><orx:instanceID>uuid:{UUID(int=number)}</orx:instanceID></orx:meta></data>"
    ).encode()


def test_an_instrument_of_the_library_comes_back_as_rows_with_the_codes_that_were_mapped(
    cast: Cast, tulcan: Any
) -> None:
    _letters, people = make_people(cast)
    leda, iris = browser_of(people["leda"]), browser_of(people["iris"])
    leda.post(at("questionnaire_from", "risks"), {"modules": ["urban"], "kind": "interview", "key": "riesgos"})
    version = Version.objects.get()
    page = fields_of(iris.get(at("questionnaire_reading", version.reference)))
    assert iris.post(at("questionnaire_sign", version.reference), {**page, "was_paid": "on"}).status_code == 302
    version.refresh_from_db()

    person = with_open_key(people["leda"])
    study = studies.plan_study(by=person, **plan(place="EC-C"))
    with pytest.raises(Denied, match="no conoce ningún lugar"):
        studies.send_out(version, study=study, by=person, now=NOW)
    project([clinic(tulcan, needs=version.needs, operator="civil_society").pk])
    deployment = studies.send_out(version, study=study, by=person, now=NOW)
    assert deployment.public_key, "it asks of harm, so it goes locked"
    studies.begin_study(study, by=person, on=date(2026, 11, 27))

    form = form_in(bytes(deployment.xform))
    ticked = next(each for each in form.questions if each.name == "amparo_before_ticked")
    said = SAID | {"amparo_before_ticked": " ".join(each.name for each in ticked.choices)}
    for number in range(1, 12):
        answers = (
            said | ({"counted": "no"} if number == 11 else {}) | ({"acts": "does_not_know"} if number == 10 else {})
        )
        sent = sealed_submission(
            filled(form, number, answers), form_id="riesgos", version="1", instance_id=f"uuid:{UUID(int=number)}",
            public_key=deployment.public_key, rng=Random(number),
        )  # fmt: skip
        receive(deployment, Sent(sent.slip, sent.files), now=datetime(2026, 11, 28, tzinfo=UTC))
    study.refresh_from_db()
    made = door.build(study, by=person, rng=Random(3))
    assert (made.counted, made.reasons) == (10, Counter(no_consent=1))
    rows = [row["codes"] for _book, row in rows_of(study.source)]
    same = {
        "zone": ["urban"], "territory": ["EC-C"], "quarter": ["2026-Q4"], "age_band": ["25_34"],
        "gender_group": ["trans_feminine"], "origin_group": ["south_america"], "hurt": ["yes"],
    }  # fmt: skip
    assert sorted(rows, key=len) == [same, *([same | {"acts": ["AGF", "ROB"]}] * 9)]
    assert TOLD not in repr(rows_of(study.source))
