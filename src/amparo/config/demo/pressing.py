"""The made-up study of pressures: questions of which no answer says anything of anybody, asked at a border.

Half of those who were asked heard the short list and half the long one, each by a form of its own.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps

from amparo.config.demo import town
from amparo.config.demo.laying import Laid


def lay_pressing(facts: dict[str, Any], people: dict[str, Any], laid: Laid) -> None:
    """Every study of pressures of the file, with what was answered, through its door."""
    if not apps.is_installed("amparo.information.exposure"):
        return
    from amparo.config.demo.questionnaires import signed
    from amparo.doors.intake.actions.door import build
    from amparo.fieldwork.actions import studies

    lead, rng = people["irma"], Random(facts["seed"] + 3)
    forms: list[tuple[Any, bytes]] = []
    for row in facts["pressing"]:
        began = laid.before(row["days"])
        forms = forms or [
            signed(row["instrument"], kind="interview", modules=[arm], lead=lead, on=began, key=f"pressures_{arm[-1]}")
            for arm in row["arms"]
        ]
        study = studies.plan_study(
            by=lead, is_example=True, place=town.read("town")["unit"], starts_on=began,
            ends_on=laid.today + timedelta(days=row["ends"]), plan=row["plan"],
            **{name: row[name] for name in ("name", "aim", "design", "zone", "size")},
        )  # fmt: skip
        sent = [(studies.send_out(version, study=study, by=lead, now=laid.now), form) for version, form in forms]
        studies.begin_study(study, by=lead, on=laid.today)
        study.refresh_from_db()
        answered(study, sent, row, laid, rng)
        build(study, by=lead, rng=rng)


def answered(study: Any, sent: list[tuple[Any, bytes]], row: dict[str, Any], laid: Laid, rng: Random) -> None:
    """What came: by turns of the one form and of the other."""
    from amparo.config.demo.questionnaires import HOUR, standards_of
    from amparo.fieldwork.actions.submissions import Sent, receive
    from amparo.formats.instruments import instrument
    from amparo.formats.instruments.simulating import made_up
    from amparo.formats.openrosa.filling import blank_form

    asked, blanks = instrument(row["instrument"]), [blank_form(form) for _deployment, form in sent]
    ticked = standards_of(blanks[0])
    for number in range(row["came"]):
        (deployment, _form), blank = sent[number % len(sent)], blanks[number % len(sent)]
        now = datetime.combine(laid.before(1 + number % row["days"]), HOUR, UTC)
        xml = made_up(
            blank, asked, study.zone, rng, number=f"uuid:{UUID(int=rng.getrandbits(128))}", now=now,
            given={"amparo_before_ticked": ticked, "go_on": "yes" if rng.random() < row["go_on"] else "no"},
        )  # fmt: skip
        receive(deployment, Sent(xml), now=now, at_the_desk=True)
