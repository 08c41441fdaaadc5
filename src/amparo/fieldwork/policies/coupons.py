"""What may be done with a coupon, from where it stands. The dictionary is the whole of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule, rule_of_now
from amparo.fieldwork.models.coupons import EXPIRED, ISSUED, OWN, PRINTED, RECRUIT, REDEEMED, REPLACED, VOID
from amparo.fieldwork.models.studies import CLOSED, RUNNING
from amparo.fieldwork.policies.asking import may_carry, may_write

NEXT: Mapping[str, frozenset[str]] = {
    PRINTED: frozenset({ISSUED, VOID}),
    ISSUED: frozenset({REDEEMED, EXPIRED, VOID, REPLACED}),
    EXPIRED: frozenset({REDEEMED}),  # on paper, before it ran out, and written down later
    REDEEMED: frozenset(),
    VOID: frozenset(),
    REPLACED: frozenset(),
}
MOST_AT_ONCE = 600  # coupons on one print
WHY = {
    PRINTED: _("This coupon was never given to anybody. Give it first, or look at the code again."),
    REDEEMED: _("Somebody came with this coupon already. One of the two is written down wrongly: look at the paper."),
    EXPIRED: _("This coupon ran out. Only who leads the study can write down that somebody came before that."),
    VOID: _("This coupon is worth nothing any more."),
    REPLACED: _("This coupon was lost, and another was given in its place. Whoever bears this one has found it."),
}


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
        return _("This study is not in the field, so it gives no coupons.")
    if coupon.state != PRINTED:
        return _("This coupon is not in the drawer any more. Take another one.")
    if is_seed:
        return None
    if given >= study.coupons_each:
        return format_lazy(_("She has all the coupons that one person gets: {n}."), n=study.coupons_each)
    last = stops_on(study)
    if last is not None and on > last:
        return format_lazy(
            _("The study ends soon, so since {day} no more coupons are given: nobody should carry one for nothing."),
            day=date_format(last, "DATE_FORMAT"),
        )
    return None


def stops_on(study: Any) -> date | None:
    """The last day on which coupons are given."""
    if study.ends_on is None:
        return None
    last: date = study.ends_on - timedelta(days=study.stops_days_before)
    return last


@rule_of_now
def may_redeem(actor: Actor, study: Any, coupon: Any, on: date, is_late: bool = False) -> Sentence | None:
    """Somebody comes with it: once, before it runs out. Late is only written down by who leads the study."""
    refusal = (may_write if is_late else may_carry).reason(actor)
    if refusal is not None:
        return refusal
    if study.state != RUNNING and not is_late:
        return _("This study is not in the field, so nobody is asked now.")
    ran_out = coupon.state == ISSUED and coupon.expires_on is not None and on > coupon.expires_on
    state = EXPIRED if ran_out else coupon.state
    if state == EXPIRED and is_late:
        return None
    return WHY.get(state)


@rule_of_now
def may_replace(actor: Actor, coupon: Any, other: Any) -> Sentence | None:
    """A lost one gives way to one from the drawer."""
    refusal = may_carry.reason(actor)
    if refusal is None and coupon.state != ISSUED:
        return WHY.get(coupon.state)
    if refusal is None and (other.state != PRINTED or other.pk == coupon.pk):
        return _("This coupon is not in the drawer any more. Take another one.")
    return refusal


@rule_of_now
def may_void(actor: Actor, coupon: Any) -> Sentence | None:
    """What nobody came with can be made worth nothing."""
    refusal = may_write.reason(actor)
    if refusal is None and VOID not in NEXT[coupon.state]:
        return WHY.get(coupon.state)
    return refusal


@rule_of_now
def may_thank(actor: Actor, coupon: Any, kind: str, is_thanked: bool) -> Sentence | None:
    """For coming, once; for each who came with a coupon of hers, once. Against the paper, and never to a name."""
    refusal = may_carry.reason(actor)
    if refusal is not None:
        return refusal
    if kind not in (OWN, RECRUIT) or coupon.state != REDEEMED:
        return _("Nobody came with this coupon yet, so there is nothing to thank for.")
    if is_thanked:
        return _("Thanks were given for this already.")
    if kind == RECRUIT and coupon.is_seed:
        return _("Nobody gave this coupon: it began a chain.")
    return None
