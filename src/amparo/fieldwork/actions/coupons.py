"""Coupons: printed, given, redeemed once, expired, replaced; thanks against the paper, never to a name.

A code stands on paper only. Whoever holds it can find the coupon, say who was brought by it and give thanks; whoever
has the tables cannot. Nor does the trail say of which coupon a line speaks: lines stand in their order, and whoever
came, and what she was given to hand on, would stand one under the other. It names the study, and the hour once.
Until when a coupon holds is forgotten once nobody needs it: in a week in which one person came, those that ran out on
one Sunday would be of one hand.

Two who redeem the same coupon at once: the row is held, and one of them is told.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, NoLonger, Process
from amparo.fieldwork.models import Coupon, Study, Thanks
from amparo.fieldwork.models.coupons import EXPIRED, ISSUED, PRINTED, REDEEMED, REPLACED, VOID
from amparo.fieldwork.policies import may_lead_this
from amparo.fieldwork.policies.coupons import (
    NotTaken,
    may_give,
    may_give_on,
    may_print,
    may_redeem,
    may_replace,
    may_void,
    stands,
)
from amparo.fieldwork.queries.coupons import ENDED, WrongCode, account_of, find, marks
from amparo.fieldwork.queries.leading import is_hers
from amparo.formats.coarse import month_of
from amparo.vault.actions.coupons import new_code

__all__ = ["NotTaken", "WrongCode"]

CARE = "default"
NUMBERS = range(1_000, 1_000_000)  # printed beside the code: by chance, so that none says how many there are


@contextmanager
def _about(field: str) -> Iterator[None]:
    """What is refused inside is refused because of this field."""
    try:
        yield
    except NoLonger as error:
        raise NotTaken(error.sentence, field) from None


def _leads(study: Study, by: Actor, field: str = "") -> None:
    """Whoever leads another study prints, begins, ends and admits nothing here; ``field``: it is said beside this."""
    leads = isinstance(by, Process) or is_hers(by, study)
    refusal = may_lead_this.reason(by, leads)
    if refusal is not None and field:
        raise NotTaken(refusal, field)
    may_lead_this.check(by, leads)


@audited("coupons.printed", target="study", using=CARE)
def print_coupons(study: Study, *, many: int, by: Actor, is_seed: bool = False) -> list[tuple[Coupon, str]]:
    """New coupons with their codes. The codes are on this page, once; nobody can print the same again."""
    _leads(study, by)
    row = Study.objects.select_for_update().get(pk=study.pk)  # two who print at once draw no number twice
    may_print.check(by, row, many)
    taken = set(row.coupons.values_list("number", flat=True))
    made: list[tuple[Coupon, str]] = []
    while len(made) < many:
        number = NUMBERS[secrets.randbelow(len(NUMBERS))]
        if number in taken:
            continue
        taken.add(number)
        code, found = new_code(row.salt)
        made.append((Coupon(study=row, number=number, check_of=found.lookup, is_seed=is_seed), code))
    Coupon.objects.bulk_create([coupon for coupon, _code in made])
    return made


@audited("coupon.given", target="study", using=CARE, hourly=True)
def give(study: Study, *, code: str, giver: str = "", by: Actor, on: date) -> Coupon:
    """Give a coupon from the drawer: by whoever came with the coupon ``giver``, or, without one, as a seed."""
    if not giver:
        _leads(study, by, "code")
    own, free = _of_giver(study, giver, by) if giver else (None, [])
    with _about("code"):
        coupon = find(study, code, held=True)
        if own is not None and own.pk == coupon.pk:
            raise NoLonger(_("This is the coupon with which she came herself. Take one from the drawer."))
        may_give.check(by, study, coupon, study.coupons_each - len(free), on, own is None)
    coupon.given_by = free[0] if own is not None else ""
    if coupon.state == PRINTED:
        coupon.state, coupon.expires_on = ISSUED, runs_out(study, on)
    coupon.save(update_fields=["state", "given_by", "expires_on"])
    return coupon


@audited("coupon.given", target="study", using=CARE, hourly=True)
def give_several(study: Study, *, codes: Sequence[str], giver: str = "", by: Actor, on: date) -> list[Coupon]:
    """All of these or none; :class:`NotTaken` names the one that is refused: ``code1``, ``code2``, …"""
    given = []
    for place, code in enumerate(codes, start=1):
        try:
            given.append(give(study, code=code, giver=giver, by=by, on=on))
        except NotTaken as error:
            raise NotTaken(error.sentence, f"code{place}" if error.field == "code" else error.field) from None
    return given


def _of_giver(study: Study, giver: str, by: Actor) -> tuple[Coupon, list[str]]:
    """The coupon with which she came, held, so that two who give for her come one after the other; her free marks."""
    with _about("giver"):
        own = find(study, giver, held=True)
        may_give_on.check(by, own)
    _seen_on_paper(own)
    hers = marks(study, giver).givers[: study.coupons_each]
    used = Coupon.objects.filter(study=study, given_by__in=hers).exclude(state__in=ENDED)
    taken = set(used.values_list("given_by", flat=True))
    return own, [mark for mark in hers if mark not in taken]


def _seen_on_paper(own: Coupon) -> None:
    """Until now only a filled form said that somebody came with it."""
    if own.is_redeemed_by_form:
        own.is_redeemed_by_form = False
        own.save(update_fields=["is_redeemed_by_form"])


@unaudited("it changes nothing")
def runs_out(study: Study, on: date) -> date:
    """The Sunday of the week in which a coupon of this day runs out: no day of anybody is told by it.

    Where the study ends before, the day on which it ends, which is the same for everybody.
    """
    last = on + timedelta(weeks=study.weeks_valid)
    sunday = last + timedelta(days=6 - last.weekday())
    return min(sunday, study.ends_on) if study.ends_on is not None and on <= study.ends_on else sunday


@audited("coupon.redeemed", target="study", using=CARE, hourly=True)
def redeem(study: Study, *, code: str, by: Actor, on: date, is_late: bool = False, was_given: bool = False) -> Coupon:
    """Somebody came with it. Of two at once one is told that it was used.

    ``is_late``: she came before it ran out, which is written down only now. ``was_given``: a phone or a sheet gave it,
    and has not said so yet; the form that came with it waits until then.
    """
    if is_late:
        _leads(study, by, "code")
    with _about("code"):
        coupon = find(study, code, held=True)
        may_redeem.check(by, study, coupon, on, is_late, was_given)
    coupon.state, coupon.expires_on = REDEEMED, None
    coupon.save(update_fields=["state", "expires_on"])
    return coupon


@audited("coupon.replaced", target="study", using=CARE)
def replace(study: Study, *, number: int, code: str, by: Actor, on: date, giver: str = "") -> Coupon:
    """A lost coupon, by its number, gives way to one from the drawer. Whoever gave it says so with her own code.

    One that begins a chain was given by nobody: who leads the study replaces it, without a code of anybody.
    """
    with _about("giver"):
        hers = marks(study, giver).givers if giver else ("",)
    lost = Coupon.objects.select_for_update().filter(study=study, number=number).first()
    if lost is None or lost.given_by not in hers:
        raise NotTaken(_("Among the coupons that she gave there is none with this number."), "number")
    if lost.is_seed:
        _leads(study, by, "number")
    with _about("code"):
        other = find(study, code, held=True)
    with _about("code" if stands(lost, on) == ISSUED else "number"):
        may_replace.check(by, study, lost, other, on)
    lost.state, lost.replaced_by, lost.expires_on = REPLACED, other, None
    lost.save(update_fields=["state", "replaced_by", "expires_on"])  # first: of two coupons with one mark one has ended
    other.state, other.given_by, other.expires_on = ISSUED, lost.given_by, runs_out(study, on)
    other.save(update_fields=["state", "given_by", "expires_on"])
    return other


@audited("coupons.voided", target="study", using=CARE)
def void(study: Study, *, numbers: Sequence[int], by: Actor) -> list[Coupon]:
    """They are worth nothing any more. All of them, or none."""
    _leads(study, by)
    wanted = set(numbers)
    rows = list(Coupon.objects.select_for_update().filter(study=study, number__in=wanted).order_by("number"))
    missing = sorted(wanted - {each.number for each in rows})
    if missing:
        raise NotTaken(format_lazy(_("This study has no coupon with the number {n}."), n=missing[0]), "numbers")
    with _about("numbers"):
        for each in rows:
            may_void.check(by, each)
    Coupon.objects.filter(pk__in=[each.pk for each in rows]).update(state=VOID, expires_on=None)
    return rows


@audited("coupons.emptied", target="study", using=CARE)
def void_the_drawer(study: Study, *, by: Actor) -> int:
    """Every coupon that is in the drawer: it was taken, or nobody knows where the paper lies."""
    _leads(study, by)
    return int(Coupon.objects.filter(study=study, state=PRINTED).update(state=VOID))


@audited("coupon.thanked", target="study", using=CARE)
def thank(study: Study, *, code: str, by: Actor, on: date) -> list[Thanks]:
    """All that is owed to whoever shows this coupon: for her time and transport, and for each who came with hers."""
    with _about("code"):
        account = account_of(by, study, code, on=on, held=True)
        _seen_on_paper(account.own.coupon)
        owed = [each for each in (account.own, *account.given) if each.owed]
        if not owed:
            raise NoLonger(_("Nothing is owed to her now: thanks were given for all of it."))
    month = month_of(on)
    return [
        Thanks.objects.create(
            coupon=each.coupon, kind=each.kind, amount=each.owed, currency=study.currency, month=month
        )
        for each in owed
    ]


@unaudited("their time is over, and nobody did it")
def expire(on: date) -> int:
    """Once a night: what was given and ran out."""
    return int(Coupon.objects.filter(state=ISSUED, expires_on__lt=on).update(state=EXPIRED, expires_on=None))


@unaudited("their time is over, and nobody did it")
def forget_coupons(study: Study) -> None:
    """Every coupon of a study, with the thanks that were given against it: two months after the end, or with all of it.

    First each is made worth nothing: one that stands for another, or that a form redeemed, would hold the others back.
    """
    study.coupons.update(replaced_by=None, state=VOID, is_redeemed_by_form=False)
    study.coupons.all().delete()
