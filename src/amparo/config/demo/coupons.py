"""Coupons of the made-up study in every state that its page counts, and two codes with which a visitor tries a desk.

A code stands on paper alone, so whoever looks at a demo would have none. These two are told to the terminal, once.
"""

from collections.abc import Sequence
from typing import Any

from amparo.config.demo.laying import Laid


def lay_coupons(
    study: Any, facts: dict[str, Any], came: Sequence[str], people: dict[str, Any], laid: Laid
) -> tuple[tuple[str, str], ...]:
    """Thanks for those who were brought; of some more coupons one was lost, some are void, two nobody said who gave."""
    from amparo.fieldwork.actions.coupons import give, print_coupons, redeem, replace, thank, void
    from amparo.fieldwork.queries.coupons import account_of

    lead, asks, today = people["irma"], people["dalia"], laid.today
    for code in came[: facts["back"]]:
        if account_of(asks, study, code, on=today).owed:
            thank(study, code=code, by=asks, on=today)
    drawer = print_coupons(study, many=facts["printed"], by=lead)
    for _ in range(facts["unsaid"]):
        _coupon, own = drawer.pop()
        redeem(study, code=own, by=asks, on=today, was_given=True)
    (_given, given), (lost, gone), (_other, other) = (drawer.pop() for _ in range(3))
    for code in (given, gone):
        give(study, code=code, giver=own, by=asks, on=today)
    replace(study, number=lost.number, code=other, giver=own, by=asks, on=today)
    void(study, numbers=[drawer.pop()[0].number for _ in range(facts["void"])], by=lead)
    return (("given", given), ("drawer", drawer[0][1]))
