"""Coupons: found by what is printed on them, counted by where they stand, and what is owed to whoever shows hers.

Nothing here says who carried one. Who may do something with a coupon is asked where it is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, NoLonger
from amparo.fieldwork.models import Coupon, Study, Thanks
from amparo.fieldwork.models.coupons import ISSUED, OWN, RECRUIT, REDEEMED, REPLACED, STATES, VOID
from amparo.fieldwork.policies import may_carry, may_see
from amparo.fieldwork.policies.coupons import may_thank, stands
from amparo.vault.actions.coupons import Marks, NotACode, marks_of_typed

WHY_NO_CODE = {
    "letter": _("A letter or figure in it is on no coupon. Look at the paper: there is no 0, O, 1, I or Z on it."),
    "length": _("A code has twelve letters and figures. Look whether one is missing."),
    "check": _("This code is not right: one letter or figure is another one, or two changed places."),
    "unknown": _("This study gave no coupon with this code. Look whether it is of another study."),
}
ENDED = (REPLACED, VOID)


class WrongCode(NoLonger):
    """What was typed is no code of this study; the sentence says what to look for."""

    def __init__(self, code: str) -> None:
        super().__init__(WHY_NO_CODE[code])
        self.code = code


def marks(study: Study, typed: str) -> Marks:
    """The marks of what was typed, or :class:`WrongCode`."""
    try:
        return marks_of_typed(typed, study.salt)
    except NotACode as error:
        raise WrongCode(error.code) from None


def find(study: Study, typed: str, *, held: bool = False) -> Coupon:
    """The coupon with this code, or :class:`WrongCode`. ``held``: for an act, until it is over."""
    rows: Any = Coupon.objects.filter(study=study, check_of=marks(study, typed).lookup)
    coupon: Coupon | None = (rows.select_for_update() if held else rows).first()
    if coupon is None:
        raise WrongCode("unknown")
    return coupon


def given_on(study: Study, own: Marks) -> list[Coupon]:
    """The coupons that whoever came with this one gave on, by their numbers; also those that were lost or are void."""
    rows = Coupon.objects.filter(study=study, given_by__in=own.givers).prefetch_related("thanks")
    return list(rows.order_by("number"))


@dataclass(frozen=True, slots=True)
class Line:
    """A coupon as whoever gave it, or came with it, is told of it."""

    coupon: Coupon
    state: str  # the list ``coupon_state``
    kind: str  # the list ``thanks_kind``
    owed: Decimal  # nothing where thanks were given, or nobody came
    is_thanked: bool


@dataclass(frozen=True, slots=True)
class Account:
    """What is owed to whoever shows this coupon: for coming, and for each who came with one of hers."""

    own: Line
    given: tuple[Line, ...]

    @property
    def owed(self) -> Decimal:
        """All of it together."""
        return sum((each.owed for each in (self.own, *self.given)), Decimal(0))


def account_of(actor: Actor, study: Study, typed: str, *, on: date, held: bool = False) -> Account:
    """What is owed against a coupon, or why it is none."""
    may_carry.check(actor)
    own = find(study, typed, held=held)
    may_thank.check(actor, own)
    given = given_on(study, marks(study, typed))
    lines = [_line(each, RECRUIT, study.thanks_each, on) for each in given]
    return Account(_line(own, OWN, study.thanks_own, on), tuple(lines))


def _line(coupon: Coupon, kind: str, amount: Decimal, on: date) -> Line:
    is_thanked = any(each.kind == kind for each in coupon.thanks.all())
    owed = amount if coupon.state == REDEEMED and not is_thanked else Decimal(0)
    return Line(coupon, stands(coupon, on), kind, owed, is_thanked)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many coupons stand where, those that begin a chain apart."""

    state: str
    ordinary: int
    seeds: int

    @property
    def all(self) -> int:
        return self.ordinary + self.seeds


def counts_of(actor: Actor, study: Study, on: date) -> list[Counts]:
    """How many coupons of a study stand in each state; one that ran out today counts as that."""
    may_see.check(actor)
    rows = Coupon.objects.filter(study=study).values_list("state", "expires_on", "is_seed").annotate(n=Count("pk"))
    found: dict[tuple[str, bool], int] = {}
    for state, expires_on, is_seed, many in rows:
        now = "expired" if state == ISSUED and expires_on is not None and expires_on < on else state
        found[now, is_seed] = found.get((now, is_seed), 0) + many
    return [Counts(state, found.get((state, False), 0), found.get((state, True), 0)) for state in STATES]


def unsaid_of(actor: Actor, study: Study) -> int:
    """With how many coupons somebody came of which nobody said yet who gave them."""
    may_see.check(actor)
    return int(Coupon.objects.filter(study=study, state=REDEEMED, is_seed=False, given_by="").count())


def thanks_of(actor: Actor, study: Study) -> list[dict[str, Any]]:
    """How often thanks were given in each month, for what, and how much together."""
    may_see.check(actor)
    rows: Any = Thanks.objects.filter(coupon__study=study).values("month", "kind", "currency")
    return list(rows.annotate(n=Count("pk"), total=Sum("amount")).order_by("-month", "kind", "currency"))


def numbered(actor: Actor, study: Study, numbers: Iterable[int]) -> list[Coupon]:
    """The coupons of a study with these numbers, as they are printed."""
    may_see.check(actor)
    return list(Coupon.objects.filter(study=study, number__in=set(numbers)).order_by("number"))
