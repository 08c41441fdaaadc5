"""Coupons: printed, given, redeemed once, expired, replaced; thanks against the paper, never to a name.

A code stands on paper only. Whoever holds it can find the coupon, say who was brought by it and give thanks; whoever
has the tables cannot. Two who redeem the same coupon at once: the row is held, and one of them is told.
"""

import secrets
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, NoLonger
from amparo.fieldwork.models import Coupon, Study, Thanks
from amparo.fieldwork.models.coupons import EXPIRED, ISSUED, RECRUIT, REDEEMED, REPLACED, VOID
from amparo.fieldwork.policies.coupons import may_give, may_print, may_redeem, may_replace, may_thank, may_void
from amparo.formats.coarse import month_of
from amparo.vault.actions.coupons import Marks, NotACode, marks_of_typed, new_code

CARE = "default"
NUMBERS = range(1_000, 1_000_000)  # printed beside the code: by chance, so that none says how many there are
WHY_NO_CODE = {
    "letter": _("A letter or figure in it is on no coupon. Look at the paper: there is no 0, O, 1, I or Z on it."),
    "length": _("A code has twelve letters and figures. Look whether one is missing."),
    "check": _("This code is not right: one letter or figure is another one, or two changed places."),
    "unknown": _("This study gave no coupon with this code. Look whether it is of another study."),
}


class WrongCode(NoLonger):
    """What was typed is no code of this study; the sentence says what to look for."""

    def __init__(self, code: str) -> None:
        super().__init__(WHY_NO_CODE[code])
        self.code = code


@audited("coupons.printed", target="study", using=CARE)
def print_coupons(study: Study, *, many: int, by: Actor, is_seed: bool = False) -> list[tuple[Coupon, str]]:
    """New coupons with their codes. The codes are on this page, once; nobody can print the same again."""
    may_print.check(by, study, many)
    taken = set(study.coupons.values_list("number", flat=True))
    made: list[tuple[Coupon, str]] = []
    while len(made) < many:
        number = NUMBERS[secrets.randbelow(len(NUMBERS))]
        if number in taken:
            continue
        taken.add(number)
        code, marks = new_code(study.salt)
        made.append((Coupon(study=study, number=number, check_of=marks.lookup, is_seed=is_seed), code))
    Coupon.objects.bulk_create([coupon for coupon, _code in made])
    return made


@unaudited("it changes nothing")
def marks(study: Study, typed: str) -> Marks:
    """The marks of what was typed, or :class:`WrongCode`."""
    try:
        return marks_of_typed(typed, study.salt)
    except NotACode as error:
        raise WrongCode(error.code) from None


@unaudited("it changes nothing")
def find(study: Study, typed: str, *, held: bool = False) -> Coupon:
    """The coupon with this code, or :class:`WrongCode`. ``held``: for an act, until it is over."""
    rows: Any = Coupon.objects.filter(study=study, check_of=marks(study, typed).lookup)
    coupon: Coupon | None = (rows.select_for_update() if held else rows).first()
    if coupon is None:
        raise WrongCode("unknown")
    return coupon


@audited("coupon.given", using=CARE)
def give(study: Study, *, code: str, giver: str = "", by: Actor, on: date) -> Coupon:
    """Give a coupon from the drawer: by whoever came with the coupon ``giver``, or, without one, as a seed."""
    whose = ""
    if giver:
        own = find(study, giver, held=True)  # held, so that two who give for her come one after the other
        if own.state != REDEEMED:
            raise NoLonger(_("Whoever gives coupons on came with one herself, and was asked. Redeem hers first."))
        whose = marks(study, giver).giver
    coupon = find(study, code, held=True)
    hers = Coupon.objects.filter(study=study, given_by=whose).exclude(state__in=[REPLACED, VOID])
    given = hers.count() if whose else 0
    may_give.check(by, study, coupon, given, on, not whose)
    if bool(whose) == coupon.is_seed:
        raise NoLonger(_("Coupons that begin a chain are printed apart. This one is of the other kind."))
    coupon.state, coupon.given_by, coupon.expires_on = ISSUED, whose, runs_out(study, on)
    coupon.save(update_fields=["state", "given_by", "expires_on"])
    return coupon


@unaudited("it changes nothing")
def runs_out(study: Study, on: date) -> date:
    """The Sunday of the week in which a coupon of this day runs out: no day of anybody is told by it."""
    last = on + timedelta(weeks=study.weeks_valid)
    return last + timedelta(days=6 - last.weekday())


@audited("coupon.redeemed", using=CARE)
def redeem(study: Study, *, code: str, by: Actor, on: date, is_late: bool = False) -> Coupon:
    """Somebody came with it. Of two at once one is told that it was used."""
    coupon = find(study, code, held=True)
    may_redeem.check(by, study, coupon, on, is_late)
    coupon.state = REDEEMED
    coupon.save(update_fields=["state"])
    return coupon


@audited("coupon.replaced", using=CARE)
def replace(study: Study, *, number: int, giver: str, code: str, by: Actor, on: date) -> Coupon:
    """A lost coupon, by its number, gives way to one from the drawer. Whoever gave it says so with her own code."""
    lost = Coupon.objects.select_for_update().filter(study=study, number=number).first()
    if lost is None or lost.given_by != marks(study, giver).giver:
        raise NoLonger(_("Among the coupons that she gave there is none with this number."))
    other = find(study, code, held=True)
    may_replace.check(by, lost, other)
    other.state, other.given_by, other.expires_on = ISSUED, lost.given_by, runs_out(study, on)
    other.save(update_fields=["state", "given_by", "expires_on"])
    lost.state, lost.replaced_by = REPLACED, other
    lost.save(update_fields=["state", "replaced_by"])
    return other


@audited("coupon.voided", target="coupon", using=CARE)
def void(coupon: Coupon, *, by: Actor) -> None:
    """It is worth nothing any more."""
    row = Coupon.objects.select_for_update().get(pk=coupon.pk)
    may_void.check(by, row)
    row.state = VOID
    row.save(update_fields=["state"])


@audited("coupon.thanked", target="coupon", using=CARE)
def thank(coupon: Coupon, *, kind: str, by: Actor, on: date) -> Thanks:
    """Thanks for time and transport, against the paper."""
    row = Coupon.objects.select_for_update().select_related("study").get(pk=coupon.pk)
    may_thank.check(by, row, kind, row.thanks.filter(kind=kind).exists())
    study = row.study
    amount = study.thanks_each if kind == RECRUIT else study.thanks_own
    return Thanks.objects.create(coupon=row, kind=kind, amount=amount, currency=study.currency, month=month_of(on))


@unaudited("it changes nothing")
def brought_by(study: Study, typed: str) -> list[Coupon]:
    """The coupons that whoever came with this one gave on, by their numbers."""
    mine = marks(study, typed).giver
    return list(Coupon.objects.filter(study=study, given_by=mine).prefetch_related("thanks").order_by("number"))


@unaudited("their time is over, and nobody did it")
def expire(on: date) -> int:
    """Once a night: what was given and ran out."""
    return int(Coupon.objects.filter(state=ISSUED, expires_on__lt=on).update(state=EXPIRED))


@unaudited("their time is over, and nobody did it")
def forget_coupons(study: Study) -> None:
    """Two months after the end: every coupon of a study, with the thanks that were given against it."""
    study.coupons.update(replaced_by=None, state=VOID)  # one that stands for another would hold it back
    study.coupons.all().delete()
