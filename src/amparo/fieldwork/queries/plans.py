"""What a plan says besides its columns: who may take part."""

from dataclasses import dataclass

from amparo.fieldwork.models import Study


@dataclass(frozen=True, slots=True)
class Eligible:
    """A question that is asked before a coupon is redeemed, and the answer with which somebody may take part."""

    ask: str
    wanted: str


def eligible_of(study: Study) -> list[Eligible]:
    """Who may take part, as it is asked before a coupon is redeemed."""
    return [Eligible(str(each["ask"]), str(each["wanted"])) for each in study.plan.get("eligible", [])]
