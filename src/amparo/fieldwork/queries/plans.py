"""What a plan says besides its columns: why this size, how chains begin, who may take part, the protocol, who was paid.

All of it stands in ``study.plan``. Roles and amounts are there, and never anybody's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from amparo.fieldwork.models import Study
from amparo.fieldwork.queries.sizes import Thought

PROTOCOL = ("agreed", "benefit", "danger", "help", "told")  # with whom it was agreed, whom it serves, what if, who
WEIGHED = ("rds", "time_place")  # designs of which a sample can be weighed to stand for more than itself
YES_NO = ("yes", "no")
RETURNED = 50  # of 100 coupons, where nobody thought of a number


@dataclass(frozen=True, slots=True)
class Eligible:
    """A question that is asked before a coupon is redeemed, and the answer with which somebody may take part."""

    ask: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Paid:
    """Work that a study pays: a role of the list ``paid_role``, how many of them, and how much each."""

    role: str
    many: int
    amount: Decimal

    @property
    def together(self) -> Decimal:
        """For all of them."""
        return self.many * self.amount


@dataclass(frozen=True, slots=True)
class Budget:
    """What it comes to at most, if everybody comes who is wanted."""

    own: Decimal
    each: Decimal
    paid: Decimal

    @property
    def together(self) -> Decimal:
        """All of it."""
        return self.own + self.each + self.paid


def protocol_of(study: Study) -> dict[str, str]:
    """The texts of the protocol, each by its name; empty where nobody wrote it."""
    said = study.plan.get("protocol", {})
    return {name: str(said.get(name, "")) for name in PROTOCOL}


def eligible_of(study: Study) -> list[Eligible]:
    """Who may take part, as it is asked before a coupon is redeemed."""
    return [Eligible(str(each["ask"]), str(each["wanted"])) for each in study.plan.get("eligible", [])]


def paid_of(study: Study) -> list[Paid]:
    """Whose work it pays."""
    return [Paid(each["role"], int(each["many"]), Decimal(each["amount"])) for each in study.plan.get("paid", [])]


def budget_of(study: Study) -> Budget:
    """Thanks for all who come, and for each who came with a coupon of somebody; and the work."""
    brought = max(0, study.size - study.seeds) if study.design == "rds" else 0
    paid = sum((each.together for each in paid_of(study)), Decimal(0))
    return Budget(study.size * study.thanks_own, brought * study.thanks_each, paid)


def thought_of(study: Study) -> Thought | None:
    """What its size was worked out from; None where nobody worked it out."""
    said: Mapping[str, Any] = study.plan.get("size", {})
    if not said.get("share") or not said.get("margin"):
        return None
    people, before, after = (said.get(name) for name in ("people", "before", "after"))
    by_hand = study.design == "rds"
    return Thought(
        share=said["share"], margin=said["margin"], effect=said.get("effect", 2), people=people, before=before,
        after=after, seeds=study.seeds if by_hand else 0, coupons=study.coupons_each if by_hand else 0,
        returned=said.get("returned", 0) if by_hand else 0, size=study.size,
    )  # fmt: skip


def stands_for_nobody(study: Study) -> bool:
    """Is it asked of whoever is met? Then nothing in it stands for anybody else, however many there are."""
    return study.design not in WEIGHED
