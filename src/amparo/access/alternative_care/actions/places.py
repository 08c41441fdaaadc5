"""Places where children are minded, and who minds there. Each act is in the trail; where a place stands is sealed."""

from datetime import date, datetime, timedelta
from typing import Any

from amparo.access.alternative_care.actions.letting_in import CARE, let_in, take_out_who_minds_no_more
from amparo.access.alternative_care.models import CarePlace, Carer
from amparo.access.alternative_care.policies import may_keep_places, may_look, may_vet
from amparo.access.alternative_care.queries.children import minding_at, protecting
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Hidden, Locked, check
from amparo.formats.care_hours import WEEK, is_zone
from amparo.formats.codes import by_code
from amparo.vault.actions.sending import lock_again, lock_note, open_note
from amparo.vault.queries.readers import reader_of

PLAIN = ("name", "kind", "run_by", "service", "age_from", "age_to", "days", "opens", "closes", "zone", "capacity",
         "is_open")  # fmt: skip


@audited("care_place.made", using=CARE)
def make_place(*, by: Actor, where: str = "", **facts: Any) -> CarePlace:
    """A place. Where it is, is sealed to child protection, and to whoever minds there once she does."""
    check(may_keep_places, by)
    _check_facts(facts)
    own = reader_of(by) if getattr(by, "pk", None) else None
    readers = {each.pk: each for each in (*protecting(), *([own] if own and own.state == "active" else []))}
    ring, version, box = lock_note(readers.values(), {"where": where})
    return CarePlace.objects.create(ring=ring, key_version=version, box=box, **facts)


@audited("care_place.changed", target="place", using=CARE)
def change_place(place: CarePlace, *, by: Actor, where: str | None = None, **facts: Any) -> None:
    """Change what a place says of itself; ``where`` only where somebody wrote it anew."""
    check(may_keep_places, by)
    _check_facts(facts)
    row = CarePlace.objects.select_for_update().get(pk=place.pk)
    for name, value in facts.items():
        setattr(row, name, value)
    if where is not None:
        row.key_version, row.box = lock_again(row.ring, {"where": where})
    row.save()


def _check_facts(facts: dict[str, Any]) -> None:
    known = facts.get("kind", "night") in by_code("care_kind") and is_zone(facts.get("zone", "UTC"))
    if set(facts) - set(PLAIN) or not known or set(facts.get("days", "")) - set(WEEK):
        raise ValueError("a place has no such fact, kind, zone or day")


@audited("care_place.opened", target="place", using=CARE, hourly=True)
def open_place(place: CarePlace, *, by: Actor) -> str | None:
    """Where it is, with her key; None where that is not opened to her. Whoever minds there is let in."""
    may_look.check(by)
    try:
        where = str(open_note(by, place.ring, place.key_version, place.box)["where"])
        let_in(place.ring, [*protecting(), *minding_at(place, clock.day(zone_name=place.zone))], by=by)
    except (Hidden, Locked):
        return None
    return where


@audited("carer.vetted", using=CARE)
def vet_carer(
    place: CarePlace, *, by: Actor, until: date, days: str, user: Any = None, name: str = "", on: date | None = None
) -> Carer:
    """Somebody may mind children at a place until a day. Only the role of who looked at her is kept."""
    today = on or clock.today()
    check(may_vet, by, user, until, today)
    role = next((each for each in ("child_protection", "coordinator") if by.has_role(each)), "")
    return Carer.objects.create(
        place=place, user=user, name_used="" if user else name.strip(), days=days, vetted_on=today, vetted_by=role,
        until=until,
    )  # fmt: skip


@audited("carer.ended", target="carer", using=CARE)
def end_carer(carer: Carer, *, by: Actor, now: datetime | None = None) -> None:
    """From now on she minds nobody there; where she minds nowhere else, no record of a child opens to her any more."""
    may_keep_places.check(by)
    moment = now or clock.now()
    yesterday = clock.day(moment, carer.place.zone) - timedelta(days=1)
    Carer.objects.filter(pk=carer.pk).update(until=min(carer.until, yesterday))
    take_out_who_minds_no_more(moment)


@unaudited("it changes nothing")
def carers_at(place: CarePlace) -> list[Carer]:
    """Everybody who minds or minded there, who stays longest first."""
    return list(place.carers.select_related("user").order_by("-until", "pk"))


@unaudited("it changes nothing")
def get_carer(place: CarePlace, reference: str) -> Carer:
    """One of them."""
    carer = place.carers.filter(reference=reference).first()
    if carer is None:
        raise Hidden
    return carer
