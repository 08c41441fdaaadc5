"""Who checks a rule, and who changes a calendar: a lawyer of the house. Dates hang on both."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.deadlines.calendars import reaches

COUNSEL = "counsel"
LONGEST = timedelta(days=366)  # nobody vouches for a law for longer than a year


@rule
def may_look(actor: Actor) -> Sentence | None:
    """The rules and the calendars are a lawyer's desk."""
    if not actor.is_authenticated or not actor.has_role(COUNSEL):
        return _("Only a lawyer of the house works here. The coordinator gives that role.")
    return None


@rule
def may_check_rule(actor: Actor, known: Any = None) -> Sentence | None:
    """A lawyer for whom somebody vouches; and a rule that says something which can be checked."""
    refusal = may_look.reason(actor)
    if refusal is not None:
        return refusal
    if not actor.is_vouched_for(COUNSEL):
        return _("Nobody vouches for your role yet, so you cannot check a rule. Ask the coordinator to look at it.")
    if known is not None and known.count is None and not known.any_time:
        return _("This rule has no number yet. Write down in its file which page states one; then it can be checked.")
    return None


@rule
def may_review_by(actor: Actor, day: date, today: date) -> Sentence | None:
    """A check ends on a day: after today, and within a year."""
    if day <= today:
        return _("That day is not after today. Say until when your check holds.")
    if day > today + LONGEST:
        return _("A check holds for a year at most. Choose a day within a year.")
    return None


@rule
def may_change_day(actor: Actor, day: date | None = None) -> Sentence | None:
    """A lawyer of the house, for whom somebody vouches."""
    refusal = may_check_rule.reason(actor)
    if refusal is None and day is not None and not reaches(day):
        return _("No calendar here reaches that day. Look at the year.")
    return refusal
