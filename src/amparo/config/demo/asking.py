"""The made-up studies of the demo: one from hand to hand at the border, and how it grew; one on a page and on rounds.

Everything goes through the acts of the house: coupons are printed, given and redeemed, forms come in sealed, and the
door is opened by who leads the study. Who answers is nobody: answers are drawn from the shares that the library gives
as made up, from one seed, so that every demo shows the same town.
"""

from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps

from amparo.commons.accounts import backends
from amparo.config.demo import town
from amparo.config.demo.coupons import lay_coupons
from amparo.config.demo.laying import Laid
from amparo.config.demo.letters import House, open_readers
from amparo.config.demo.people import Person
from amparo.config.demo.pressing import lay_pressing
from amparo.config.demo.questionnaires import HOUR, signed, standards_of

BRINGS = ((0, 0.12), (1, 0.28), (2, 0.35), (3, 0.25))  # how many come with the coupons of one person, and how often


@dataclass(frozen=True, slots=True)
class Asking:
    """What the terminal tells: the accounts, and codes of coupons to try with, by what they are."""

    people: tuple[Person, ...] = ()
    coupons: tuple[tuple[str, str], ...] = ()


def lay_studies(house: House, laid: Laid) -> Asking:
    """All of it, where the house asks in the field."""
    if not apps.is_installed("amparo.fieldwork"):
        return Asking()
    from amparo.config.demo.listening import lay_listening, lay_unread

    facts = town.read("asking")
    people, told = open_people(facts, house, laid)
    lead, said = people["irma"], facts["study"]
    asked = signed(
        said["instrument"], kind="interview", modules=said["modules"], lead=lead, on=laid.before(said["days"])
    )
    study, came = lay_chain(said, asked, facts, people, laid, seed=facts["seed"])
    coupons = lay_coupons(study, facts["coupons"], [code for code, _on in came], people, laid)
    for more in facts["elsewhere"]:
        lay_chain(said | {"phones": []} | more, asked, facts, people, laid, seed=more["seed"])
    lay_listening(facts, {**people, "maya": house.people["maya"]}, laid)
    lay_unread(facts["unread"], lead)
    lay_pressing(facts, people, laid)
    for person in people.values():
        backends.keeper.lock_person(person)
    return Asking(tuple(told), coupons)


def open_people(facts: dict[str, Any], house: House, laid: Laid) -> tuple[dict[str, Any], list[Person]]:
    """Who leads it and who asks. Only who leads has a key to which something is sealed."""
    rows = [{"ties": [], **row} for row in facts["people"]]
    return open_readers(rows, house.teams, on=laid.today)


def lay_chain(
    said: dict[str, Any], asked: tuple[Any, bytes], facts: dict[str, Any], people: dict[str, Any], laid: Laid, *,
    seed: int,
) -> tuple[Any, list[tuple[str, date]]]:  # fmt: skip
    """A study from hand to hand, with everybody who came; by which coupon and on which day, in order."""
    (version, form), lead = asked, people["irma"]
    study, deployment = begun(said, version, facts["eligible"], lead, laid)
    came = grown(study, begin(study, said, people, laid), said, Random(seed), people, laid)
    fill(deployment, form, came, said, Random(seed + 1), lead)
    return study, came


def begun(said: dict[str, Any], version: Any, eligible: list[dict[str, str]], lead: Any, laid: Laid) -> tuple[Any, Any]:
    """A questionnaire that the reviewer of the demo signed, in a study that goes on since some weeks."""
    from amparo.fieldwork.actions import studies

    began = laid.before(said["days"])
    plain = ("name", "aim", "design", "zone", "size", "seeds", "coupons_each", "weeks_valid", "thanks_own",
             "thanks_each", "currency")  # fmt: skip
    study = studies.plan_study(
        by=lead, is_example=True, place=said["place"], starts_on=began,
        ends_on=laid.today + timedelta(days=45), plan={**said["plan"], "eligible": eligible},
        **{name: said[name] for name in plain},
    )  # fmt: skip
    return study, studies.send_out(version, study=study, by=lead, now=laid.now)


def begin(study: Any, said: dict[str, Any], people: dict[str, Any], laid: Laid) -> list[str]:
    """Phones are given, the first coupons printed, and it goes into the field; one phone was lost since."""
    from amparo.fieldwork.actions.coupons import print_coupons
    from amparo.fieldwork.actions.phones import give_phone, lose_phone
    from amparo.fieldwork.actions.studies import begin_study

    lead, began = people["irma"], laid.before(said["days"])
    given = [give_phone(study, person=people["dalia"], label=label, by=lead, on=began) for label in said["phones"]]
    seeds = [code for _coupon, code in print_coupons(study, many=said["seeds"], by=lead, is_seed=True)]
    begin_study(study, by=lead, on=laid.today)
    study.refresh_from_db()
    for device, _token in given[-1:]:
        lose_phone(device, by=lead)
    return seeds


def grown(
    study: Any, seeds: list[str], said: dict[str, Any], rng: Random, people: dict[str, Any], laid: Laid
) -> list[tuple[str, date]]:
    """Who came, by the code of her coupon and the day, in order; coupons that nobody came with stay out.

    ``brief``: only coupons with which somebody came were given, and nobody was thanked yet.
    """
    from amparo.fieldwork.actions.coupons import give, print_coupons, redeem, thank

    lead, asks, brief = people["irma"], people["dalia"], bool(said.get("brief"))
    drawer = [code for _coupon, code in print_coupons(study, many=(2 if brief else 3) * said["people"], by=lead)]
    waiting = deque((code, laid.before(said["days"] - number)) for number, code in enumerate(seeds))
    for code, on in waiting:
        give(study, code=code, by=lead, on=on)
    came: list[tuple[str, date]] = []
    while waiting and len(came) < said["people"]:
        code, on = waiting.popleft()
        redeem(study, code=code, by=asks, on=on)
        came.append((code, on))
        if not brief:
            thank(study, code=code, by=asks, on=on)
        brings = rng.choices([n for n, _p in BRINGS], [p for _n, p in BRINGS])[0]
        brings = max(brings, 1 if len(came) <= said["seeds"] - 1 else 0)
        for place in range(min(said["coupons_each"], len(drawer))):
            later = on + timedelta(days=rng.randint(2, 6))
            comes = place < brings and later < laid.today
            if brief and not comes:
                continue
            given = drawer.pop()
            give(study, code=given, giver=code, by=asks, on=on)
            if comes:
                waiting.append((given, later))
    return came


def fill(
    deployment: Any, form: bytes, came: list[tuple[str, date]], said: dict[str, Any], rng: Random, lead: Any
) -> None:
    """What each of them answered, sealed as it came; the door was opened before the last ``waiting``."""
    from amparo.doors.intake.actions.door import build
    from amparo.fieldwork.actions.submissions import Sent, receive
    from amparo.formats.instruments import instrument
    from amparo.formats.instruments.simulating import made_up
    from amparo.formats.openrosa.filling import blank_form

    told, blank = instrument(said["instrument"]), blank_form(form)
    shares = told.simulate[said["zone"]] | said.get("shares", {})
    asked = replace(told, simulate={said["zone"]: shares})
    ticked = standards_of(blank)
    adults = {
        code: share for code, share in shares["age_band"].items() if code != "12_17"
    }  # whoever is younger gets no coupon
    for number, (code, on) in enumerate(came):
        if number == len(came) - said["waiting"]:
            build(deployment.study, by=lead, rng=rng)
        now = datetime.combine(on, HOUR, UTC)
        age = rng.choices(list(adults), list(adults.values()))[0]
        given = {"coupon": code, "amparo_before_ticked": ticked, "age": age}
        xml = made_up(
            blank, asked, said["zone"], rng, number=f"uuid:{UUID(int=rng.getrandbits(128))}", now=now, given=given
        )
        receive(deployment, Sent(xml), now=now, at_the_desk=True)
    if not said["waiting"]:
        build(deployment.study, by=lead, rng=rng)
