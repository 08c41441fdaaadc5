"""The steps of a threat of deportation, laid into a matter once, each with its day."""

from datetime import datetime, timedelta

from amparo.commons import clock
from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import Actor
from amparo.legal.representation.actions.parts import CARE, add_part
from amparo.legal.representation.models import Matter
from amparo.legal.representation.policies import may_lay
from amparo.legal.representation.queries.matters import get_matter, opened
from amparo.legal.representation.queries.protocol import to_lay


@audited("matter.steps_laid", target="matter", using=CARE)
def lay_steps(matter: Matter, *, by: Actor, now: datetime | None = None) -> int:
    """Lay the steps that fit and are not there yet; how many. What she says later may add more, and doubles none."""
    moment = now or clock.now()
    found = opened(by, get_matter(by, matter.reference, held=True))
    steps = to_lay(found)
    may_lay.check(by, found.matter, found.is_clear, bool(steps))
    for each in steps:
        due = clock.day(moment + timedelta(hours=each.hours))
        more = {"step": each.code}  # what it says stands in the content, in the language of whoever reads
        add_part(found.matter, kind="step", answers={}, by=by, more=more, due_on=due, now=moment)
    return len(steps)
