"""What she says of a place: a count or three taps. Her own acts leave no row in the trail of the staff.

Nobody may flood a moderator, or smear a place by pressing a button all night: beyond a number in a day, an answer
is thanked for and not kept. Nothing is known of who presses, so the limit is of the place and the answer.
"""

from datetime import date

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.actions.outcomes import count_outcome
from amparo.commons.directory.models import Feedback, Service
from amparo.commons.directory.models.service import PUBLIC_TIERS
from amparo.formats.codes import by_code

MOST_ANSWERS = 20  # of one kind, of one place, in one day


@unaudited("her own act: a count of the month, and how many of them are of the last day")
def say_refusal(reference: str, code: str, *, today: date) -> bool:
    """Add one to what a public service said in this month; nothing happens where nothing fits."""
    said = by_code("refusal").get(code)
    service = _public(reference)
    if service is None or said is None:
        return False
    return count_outcome(
        service.reference, outcome=said.more["outcome"], refusal=said.code, source="route", today=today
    )


@unaudited("her own act: the answer she chose and the day, for a moderator to look at")
def say_feedback(reference: str, code: str, *, today: date) -> bool:
    """Leave one of the few answers for a moderator."""
    service = _public(reference)
    if service is None or code not in by_code("feedback"):
        return False
    if Feedback.objects.filter(service=service, code=code, on=today).count() < MOST_ANSWERS:
        Feedback.objects.create(service=service, code=code, on=today)
    return True


def _public(reference: str) -> Service | None:
    return Service.objects.filter(reference=reference[:16], tier__in=PUBLIC_TIERS, status="active").first()
