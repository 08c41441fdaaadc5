"""The made-up study of the demo: a questionnaire of the library, signed and asked at the border, and how it grew.

Everything goes through the acts of the house: coupons are printed, given and redeemed, forms come in sealed, and the door
is opened by who leads the study. Who answers is nobody: answers are drawn from the shares that the library gives as made
up, from one seed, so that every demo shows the same town.
"""

from collections import deque
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps

from amparo.commons.accounts import backends
from amparo.config.demo import town
from amparo.config.demo.laying import Laid
from amparo.config.demo.letters import House, open_readers
from amparo.config.demo.people import Person

BRINGS = ((0, 0.28), (1, 0.26), (2, 0.26), (3, 0.2))  # how many come with the coupons of one person, and how often
HOUR = time(15)


def lay_study(house: House, laid: Laid) -> list[Person]:
    """All of it, where the house asks in the field; who is told to the terminal."""
    if not apps.is_installed("amparo.fieldwork"):
        return []
    facts = town.read("asking")
    people, told = open_people(facts, house, laid)
    lead = people["irma"]
    study, deployment, form = begun(facts, lead, laid)
    came = grown(study, begin(study, facts, people, laid), facts, people, laid)
    fill(deployment, form, came, facts, lead)
    for person in people.values():
        backends.keeper.lock_person(person)
    return told


def open_people(facts: dict[str, Any], house: House, laid: Laid) -> tuple[dict[str, Any], list[Person]]:
    """Who leads it and who asks. Only who leads has a key to which something is sealed."""
    rows = [{"ties": [], **row} for row in facts["people"]]
    return open_readers(rows, house.teams, on=laid.before(facts["study"]["days"]))


def begun(facts: dict[str, Any], lead: Any, laid: Laid) -> tuple[Any, Any, bytes]:
    """A questionnaire of the library, signed by the reviewer of the demo, in a study that goes on since some weeks."""
    from amparo.commons.accounts.queries import accounts_with
    from amparo.fieldwork.actions import instruments, studies
    from amparo.formats.instruments import instrument
    from amparo.formats.instruments.mapping import mapping_of
    from amparo.formats.openrosa.forms import read_form
    from amparo.formats.xlsform import convert, standards
    from amparo.formats.xlsform.writing import workbook

    said = facts["study"]
    asked = instrument(said["instrument"])
    sheet = workbook(asked, modules=said["modules"])
    made = convert(sheet, f"{asked.name}.xlsx", form_id=asked.name, version="1", before=(standards(),))
    form = instruments.make_instrument(key=asked.name, kind="interview", library=asked.name, is_example=True, by=lead)
    version = instruments.write_version(
        form, instruments.Brought(sheet, f"{asked.name}.xlsx", made.xform), by=lead,
        mapping=mapping_of(asked, read_form(made.xform)), needs=asked.needs, is_sensitive=asked.is_sensitive,
    )  # fmt: skip
    began = laid.before(said["days"])
    reviewer = next(iter(accounts_with("reviewer")))
    instruments.sign(version, by=reviewer, was_paid=True, on=began)
    version.refresh_from_db()
    plain = ("name", "aim", "design", "zone", "size", "seeds", "coupons_each", "weeks_valid", "thanks_own", "thanks_each",
             "currency")  # fmt: skip
    study = studies.plan_study(
        by=lead, is_example=True, place=town.read("town")["unit"], starts_on=began,
        ends_on=laid.today + timedelta(days=45), plan={**said["plan"], "eligible": facts["eligible"]},
        **{name: said[name] for name in plain},
    )  # fmt: skip
    deployment = studies.send_out(version, study=study, by=lead, now=laid.now)
    return study, deployment, made.xform


def begin(study: Any, facts: dict[str, Any], people: dict[str, Any], laid: Laid) -> list[str]:
    """Phones are given, the first coupons printed, and it goes into the field; one phone was lost since."""
    from amparo.fieldwork.actions.coupons import print_coupons
    from amparo.fieldwork.actions.phones import give_phone, lose_phone
    from amparo.fieldwork.actions.studies import begin_study

    lead, began = people["irma"], laid.before(facts["study"]["days"])
    for label in facts["study"]["phones"]:
        device, _token = give_phone(study, person=people["dalia"], label=label, by=lead, on=began)
    seeds = [code for _coupon, code in print_coupons(study, many=facts["study"]["seeds"], by=lead, is_seed=True)]
    begin_study(study, by=lead, on=laid.today)
    study.refresh_from_db()
    lose_phone(device, by=lead)
    return seeds


def grown(
    study: Any, seeds: list[str], facts: dict[str, Any], people: dict[str, Any], laid: Laid
) -> list[tuple[str, date]]:
    """Who came, by the code of her coupon and the day, in order; coupons that nobody came with stay out."""
    from amparo.fieldwork.actions.coupons import give, print_coupons, redeem, thank

    said, rng, lead, asks = facts["study"], Random(facts["seed"]), people["irma"], people["dalia"]
    drawer = [code for _coupon, code in print_coupons(study, many=3 * said["people"], by=lead)]
    waiting = deque((code, laid.before(said["days"] - number)) for number, code in enumerate(seeds))
    for code, on in waiting:
        give(study, code=code, by=lead, on=on)
    came: list[tuple[str, date]] = []
    while waiting and len(came) < said["people"]:
        code, on = waiting.popleft()
        redeem(study, code=code, by=asks, on=on)
        thank(study, code=code, by=asks, on=on)
        came.append((code, on))
        brings = rng.choices([n for n, _p in BRINGS], [p for _n, p in BRINGS])[0]
        for place in range(min(said["coupons_each"], len(drawer))):
            given = drawer.pop()
            give(study, code=given, giver=code, by=asks, on=on)
            later = on + timedelta(days=rng.randint(2, 7))
            if place < max(brings, 1 if len(came) <= said["seeds"] - 1 else 0) and later < laid.today:
                waiting.append((given, later))
    return came


def fill(deployment: Any, form: bytes, came: list[tuple[str, date]], facts: dict[str, Any], lead: Any) -> None:
    """What each of them answered, sealed as it came; the door was opened before the last two."""
    from amparo.doors.intake.actions.door import build
    from amparo.fieldwork.actions.submissions import Sent, receive
    from amparo.formats.instruments import instrument
    from amparo.formats.instruments.simulating import made_up
    from amparo.formats.openrosa.filling import blank_form

    said, rng = facts["study"], Random(facts["seed"] + 1)
    asked, blank = instrument(said["instrument"]), blank_form(form)
    ticked = " ".join(each.name for each in _standards(blank))
    for number, (code, on) in enumerate(came):
        if number == len(came) - said["waiting"]:
            build(deployment.study, by=lead, rng=rng)
        now = datetime.combine(on, HOUR, UTC)
        given = {"coupon": code, "amparo_before_ticked": ticked}
        xml = made_up(
            blank, asked, said["zone"], rng, number=f"uuid:{UUID(int=rng.getrandbits(128))}", now=now, given=given
        )
        receive(deployment, Sent(xml), now=now, at_the_desk=True)


def _standards(blank: Any) -> Any:
    """The choices of the page that the house puts in front."""
    found = (each for path, each in blank.questions.items() if path.endswith("/amparo_before_ticked"))
    return next(found).choices
