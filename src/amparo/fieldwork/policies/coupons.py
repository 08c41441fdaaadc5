"""What may be done with a coupon, from where it stands. The dictionary is the whole of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, NoLonger, Sentence, rule, rule_of_now
from amparo.fieldwork.models.coupons import EXPIRED, ISSUED, PRINTED, REDEEMED, REPLACED, VOID
from amparo.fieldwork.models.studies import CLOSED, RUNNING
from amparo.fieldwork.policies.asking import may_carry, may_write

NEXT: Mapping[str, frozenset[str]] = {
    PRINTED: frozenset({ISSUED, REDEEMED, VOID}),  # redeemed: a phone gave it, and its form is not here yet
    ISSUED: frozenset({REDEEMED, EXPIRED, VOID, REPLACED}),
    EXPIRED: frozenset({REDEEMED}),  # somebody came before it ran out, and that is written down later
    REDEEMED: frozenset(),
    VOID: frozenset(),
    REPLACED: frozenset(),
}
# What only a filled form said goes back when that form is left out or corrected.
BACK: Mapping[str, frozenset[str]] = {
    REDEEMED: frozenset({ISSUED, PRINTED}),
    ISSUED: frozenset({PRINTED}),
    EXPIRED: frozenset({PRINTED}),
}
MOST_AT_ONCE = 600  # coupons on one print
WHY = {
    PRINTED: _(
        "Nobody wrote down yet that this coupon was given to anybody. Give it first, or look at the code again."
    ),
    REDEEMED: _("Somebody came with this coupon already. One of the two is written down wrongly: look at the paper."),
    EXPIRED: _("This coupon ran out. Only who leads the study can write down that somebody came before that."),
    VOID: _("This coupon is worth nothing any more."),
    REPLACED: _("This coupon was lost, and another was given in its place. Whoever bears this one has found it."),
}
GONE = _("This coupon is not in the drawer any more. Take another one.")
NOT_IN_THE_FIELD = _("This study is not in the field, so it gives no coupons.")


class NotTaken(NoLonger):
    """Refused because of one thing that was typed; ``field`` names it."""

    def __init__(self, sentence: Sentence, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def stands(coupon: Any, on: date) -> str:
    """Where a coupon stands on a day: what ran out has run out, also before the night writes it down."""
    ran_out = coupon.state == ISSUED and coupon.expires_on is not None and on > coupon.expires_on
    return EXPIRED if ran_out else str(coupon.state)


def is_unsaid(coupon: Any) -> bool:
    """Did somebody come with it before anybody said who gave it?"""
    return bool(coupon.state == REDEEMED and not coupon.given_by and not coupon.is_seed)


@rule
def may_print(actor: Actor, study: Any, many: int) -> Sentence | None:
    """Who leads the study prints, before and while it is in the field."""
    refusal = may_write.reason(actor)
    if refusal is None and study.state == CLOSED:
        return _("This study is closed, so it gives no more coupons.")
    if refusal is None and not 1 <= many <= MOST_AT_ONCE:
        return format_lazy(_("Print from 1 to {n} at a time."), n=MOST_AT_ONCE)
    return refusal


@rule_of_now
def may_give(actor: Actor, study: Any, coupon: Any, given: int, on: date, is_seed: bool) -> Sentence | None:
    """From the drawer to somebody: at most so many each, and none when the study is about to end."""
    refusal = (may_write if is_seed else may_carry).reason(actor)
    if refusal is not None:
        return refusal
    if study.state != RUNNING:
        return NOT_IN_THE_FIELD
    if coupon.state != PRINTED and not is_unsaid(coupon):
        return GONE
    if is_seed != coupon.is_seed:
        return _("Coupons that begin a chain are printed apart. This one is of the other kind.")
    if is_seed:
        return None
    if given >= study.coupons_each:
        return format_lazy(_("She has all the coupons that one person gets: {n}."), n=study.coupons_each)
    return None if is_unsaid(coupon) else _ends_soon(study, on)


def _ends_soon(study: Any, on: date) -> Sentence | None:
    last = stops_on(study)
    if last is None or on <= last:
        return None
    return format_lazy(
        _("The study ends soon, so since {day} no more coupons are given: nobody should carry one for nothing."),
        day=date_format(last + timedelta(days=1), "DATE_FORMAT"),
    )


def stops_on(study: Any) -> date | None:
    """The last day on which coupons are given."""
    if study.ends_on is None:
        return None
    last: date = study.ends_on - timedelta(days=study.stops_days_before)
    return last


@rule_of_now
def may_give_on(actor: Actor, own: Any) -> Sentence | None:
    """Whoever gives coupons on came with one herself, and was asked."""
    refusal = may_carry.reason(actor)
    if refusal is None and own.state != REDEEMED:
        return _("Whoever gives coupons on came with one herself, and was asked. Redeem hers first.")
    return refusal


@rule_of_now
def may_redeem(
    actor: Actor, study: Any, coupon: Any, on: date, is_late: bool = False, was_given: bool = False
) -> Sentence | None:
    """Somebody comes with it: once, before it runs out. Late is only written down by who leads the study.

    ``was_given``: a phone or a sheet gave it, and has not sent that yet. She is not sent away for it.
    """
    refusal = (may_write if is_late else may_carry).reason(actor)
    if refusal is not None:
        return refusal
    if study.state != RUNNING and not is_late:
        return _("This study is not in the field, so nobody is asked now.")
    state = stands(coupon, on)
    if state == PRINTED and was_given and not coupon.is_seed:
        return None
    if state == PRINTED and coupon.is_seed:
        return _("This coupon begins a chain, and nobody gave it yet. Who leads the study gives it first.")
    return None if state == EXPIRED and is_late else WHY.get(state)


@rule_of_now
def may_replace(actor: Actor, study: Any, coupon: Any, other: Any, on: date) -> Sentence | None:
    """A lost one gives way to one of its kind from the drawer. One that begins a chain, by who leads the study."""
    refusal = (may_write if coupon.is_seed else may_carry).reason(actor)
    if refusal is not None:
        return refusal
    if study.state != RUNNING:
        return NOT_IN_THE_FIELD
    state = stands(coupon, on)
    if state == EXPIRED:
        return _("This coupon ran out, so there is nothing to replace.")
    if state != ISSUED:
        return WHY.get(state)
    if other.state != PRINTED or other.pk == coupon.pk:
        return GONE
    if other.is_seed != coupon.is_seed:
        return _("Coupons that begin a chain are printed apart. This one is of the other kind.")
    return None


@rule_of_now
def may_void(actor: Actor, coupon: Any) -> Sentence | None:
    """What nobody came with can be made worth nothing."""
    refusal = may_write.reason(actor)
    if refusal is None and VOID not in NEXT[coupon.state]:
        why = {
            REDEEMED: _("Number {n}: somebody came with it already, so it stays."),
            EXPIRED: _("Number {n} ran out already."),
            VOID: _("Number {n} is worth nothing any more already."),
            REPLACED: _("Number {n} was lost and replaced already."),
        }
        return format_lazy(why[coupon.state], n=coupon.number)
    return refusal


@rule_of_now
def may_thank(actor: Actor, coupon: Any) -> Sentence | None:
    """Against the paper of whoever came, and never to a name."""
    refusal = may_carry.reason(actor)
    if refusal is None and coupon.state != REDEEMED:
        return _("Nobody came with this coupon yet, so there is nothing to thank for.")
    return refusal
