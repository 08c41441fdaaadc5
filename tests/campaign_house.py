"""A study of pressures in a house with a server: coupons, forms that the engine of ODK fills, the door, the rows.

The people, who brought whom and what each answers come from outside (``bench/_region.py``, ``bench/_answers.py``); here
is only what a house does with them. Two forms are of one questionnaire: in one the list is short, in the other long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any

from tests.engine_client import Job, fill
from tests.golden.test_library_engine import forms_of, sent_locked
from tests.instruments_house import TICKED, of_the_library
from tests.phone_client import Phone
from tests.phones_house import KNOWN, PhonesHouse

SHORT, LONG = "pressures_a", "pressures_b"
PLACES = {"border": "EC-C", "urban": "EC-P", "rural": "EC-S"}
ALWAYS = {"consent": "yes", "counted": "yes", "go_on": "yes", "help": "no"}
AT_ONCE = 60  # forms in one Node


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of the forms: how many were sent and accepted, and the rows by number with who brought each."""

    sent: int
    accepted: int
    counted: int
    reasons: dict[str, int]
    source: str
    rows: list[tuple[int, int | None, dict[str, list[str]]]]
    figures: list[dict[str, Any]]  # what the page of pressures tells of them, by item


def through_the_door(
    house: PhonesHouse, said: Sequence[dict[str, str]], *, sizes: Sequence[int] = ()
) -> Arrived:  # fmt: skip
    """Fill a form for each of these people, seal it, send it as a phone does, open the door, and reckon what came."""
    phone = Phone(house.port, house.world["token"])
    forms = {form_id: (form, media) for form_id, form, media in forms_of(phone)}
    accepted = 0
    for some in batched(range(len(said)), AT_ONCE):
        jobs = [_job(house.world, place, said[place], forms) for place in some]
        for job, told in zip(jobs, fill(*jobs), strict=True):
            assert (told.error, told.ready) == ("", "ready"), told.error
            accepted += sent_locked(phone, job.form, told)[1] == 201
    built = house.inside.ask(open_the_door)
    rows = [(number, by, codes) for number, by, codes in built.pop("rows")]
    figures = house.inside.ask(reckon, built["source"], list(sizes))
    return Arrived(len(said), accepted, rows=rows, figures=figures, **built)


def _job(world: dict[str, Any], place: int, said: dict[str, str], forms: dict[str, Any]) -> Job:
    """What the engine fills in for one person."""
    key = LONG if "list_long" in said else SHORT
    form, media = forms[key]
    paths = world["paths"][key]
    told = ALWAYS | said | {TICKED: world["ticked"][key], "coupon": world["own"][place]}
    told["coupons_given"] = ",".join(world["given"][place])
    return Job(form=form, media=media, answers={paths[name]: value for name, value in told.items() if name in paths})


def lay_campaign(territory: str, by: list[int]) -> dict[str, Any]:
    """A study by coupons in the field, its two forms, a phone, and the coupon of everybody who will come.

    ``by``: the place of whoever brings each one, -1 of a seed.
    """
    from amparo.fieldwork.actions import phones, studies
    from tests.cast import make_cast
    from tests.field import TODAY, make_field, plan

    field = make_field(make_cast())
    leda = field.person("leda")
    more = {"name": f"Campaña inventada, {territory}", "zone": territory, "place": PLACES[territory]}
    study = studies.plan_study(by=leda, **plan(design="rds", size=len(by), **more))
    told: dict[str, Any] = {"paths": {}, "ticked": {}}
    for key in (SHORT, LONG):
        told["paths"][key], told["ticked"][key] = of_the_library(field, study, key)
    studies.begin_study(study, by=leda, on=TODAY)
    study.refresh_from_db()
    KNOWN["campaign"] = replace(field, study=study)
    told["own"], told["given"] = _coupons(study, by, leda)
    _device, told["token"] = phones.give_phone(study, person=field.people["ines"], label="1", by=leda, on=TODAY)
    return told


def _coupons(study: Any, by: Sequence[int], leda: Any) -> tuple[list[str], list[list[str]]]:
    """With which coupon each came, and which she was given; a seed's comes from whoever leads. Some never come back."""
    from amparo.fieldwork.actions.coupons import give
    from tests.field import TODAY

    given: list[list[str]] = [[] for _ in by]
    own = []
    seeds, others = (_printed(study, many, leda, is_seed) for many, is_seed in _how_many(by))
    for brought_by in by:
        own.append(next(seeds if brought_by < 0 else others))
        if brought_by < 0:
            give(study, code=own[-1], by=leda, on=TODAY)
        else:
            given[brought_by].append(own[-1])
    for hers in given:
        hers.extend(next(others) for _ in range(min(1, study.coupons_each - len(hers))))
    return own, given


def _how_many(by: Sequence[int]) -> list[tuple[int, bool]]:
    seeds = sum(each < 0 for each in by)
    return [(seeds, True), (2 * len(by) - seeds, False)]


def _printed(study: Any, many: int, leda: Any, is_seed: bool) -> Iterator[str]:
    from amparo.fieldwork.actions.coupons import print_coupons

    for some in batched(range(many), 100):
        for _coupon, code in print_coupons(study, many=len(some), by=leda, is_seed=is_seed):
            yield code


def open_the_door() -> dict[str, Any]:
    """Whoever leads builds what may be counted; what then lies in the evidence."""
    from amparo.doors.intake.actions.door import build
    from amparo.evidence.queries import sample_of

    field = KNOWN["campaign"]
    built = build(field.study, by=field.person("leda"))
    rows = [[number, by, codes] for number, by, _book, codes in sample_of(field.study.source)]
    return {
        "counted": built.counted, "reasons": dict(built.reasons), "source": field.study.source, "rows": rows,
    }  # fmt: skip


def reckon(source: str, sizes: list[int]) -> list[dict[str, Any]]:
    """The job of the page of pressures, and what it kept."""
    from amparo.commons.policy.policies import SERVER
    from amparo.information.exposure.jobs.reckoning import KIND, reckon_study
    from amparo.information.risk_profiles.queries import get_result

    asked = {"source": source, "sizes": sizes}
    reference = reckon_study(asked, by="campaign", tell=lambda *_any, **_more: None)
    items: list[dict[str, Any]] = get_result(SERVER, reference, kind=KIND).body["items"]
    return items
