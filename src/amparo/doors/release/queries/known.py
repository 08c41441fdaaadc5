"""Who published figures of its own, and what everybody is therefore taken to know when others are protected.

A partner whose totals somebody of this house said yes to counts from that yes on, whether or not it published them:
nobody here would hear of it. It is taken that everybody knows all that it gave, which is more than its totals tell.
"""

import json
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from amparo.commons.policy.policies import Sentence
from amparo.doors.release.models import Theirs
from amparo.doors.release.queries.people import OWN, called
from amparo.doors.release.queries.requests import of_codebook, other_readings, readings
from amparo.formats.passing.totals import YES
from amparo.formats.plans import BadPlan, Plan, plan
from amparo.publications.queries import every_edition

TIME_LIMIT_S = 20.0


def known_by_themselves(codebook: str) -> tuple[str, ...]:
    """The organisations that published figures of their own by this codebook, this house among them."""
    found = {OWN for each in every_edition() if each.kind == "totals" and of_codebook(each, codebook)}
    for each in Theirs.objects.filter(said=YES, codebook=codebook):
        found.add(called(each.house))
    return tuple(sorted(found))


def words_given() -> int:
    """How many yeses this house gave to totals of partners: none is ever taken away."""
    return Theirs.objects.filter(said=YES).count()


def past_for(one: Plan, *, also: Collection[str] = ()) -> Any:
    """What was published before a plan, who it counted, and of whom everybody knows all."""
    from amparo.doors.release.queries.protection import past_of  # numpy, and hundreds of its kind
    from amparo.publications.queries.ledgers import ledger

    known = tuple(sorted({*known_by_themselves(one.codebook), *also}))
    before = ledger(one.codebook, one.kind)
    return past_of(one, before, readings(one.codebook, one.kind), other_readings(one.codebook, one.kind), known)


def told_with(theirs: Theirs, *, time_limit_s: float = TIME_LIMIT_S) -> Sentence | None:
    """What could be told of this house's own editions with the totals of a partner in hand; None where nothing."""
    from amparo.doors.release.queries.protection import counts_of, rules_of  # numpy, and hundreds of its kind
    from amparo.methods.disclosure import audit
    from amparo.methods.estimate import Refused

    before = [each for each in every_edition() if each.kind == "counts" and of_codebook(each, theirs.codebook)]
    if not before or called(theirs.house) not in _whose(theirs.codebook):
        return None
    try:
        one = plan(before[0].plan)
        past = past_for(one, also={called(theirs.house)})
        rules = rules_of(one, before[0].period, past, Counter())
        found = audit(
            past.ledger, counts=counts_of(one, rules, past, Counter()), colluding=rules.colluding,
            time_limit_s=time_limit_s,
        )  # fmt: skip
    except (BadPlan, Refused):
        return _("What this house published could not be attacked with these totals in hand. So there is no yes.")
    if found.safe:
        return None
    return _(
        "With these totals in hand somebody could tell what this house hid in “%(name)s”. So there is no yes. Tell them"
        " to publish the rows with yours, not by themselves."
    ) % {"name": found.findings[0].edition}


def _whose(codebook: str) -> set[str]:
    """Whose people the editions of a codebook counted."""
    return {key[0] for each in readings(codebook).values() if each for key in json.loads(each)["cells"]}
