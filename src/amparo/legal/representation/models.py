"""Legal matters: that there is one, whose it is and where it stands. All else is sealed in a lock of its own.

Of what kind a matter is, who the sides are and what its parts are, no column tells. The day on which something is due
stands in clear, so that a calendar can show it without a key.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, random_reference

INQUIRY, CONFLICT_CHECK, MERITS, CLOSED = "inquiry", "conflict_check", "merits", "closed"  # of the list matter_state


class Matter(QuietModel):
    """One legal matter. The ring of the vault that locks it is its only content."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    ring = models.CharField(max_length=16, unique=True)
    facts = models.BinaryField()  # sealed: who was left out of it, and why
    facts_version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=16, default=INQUIRY)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_on = models.DateField()
    last_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    counted_with = models.CharField(max_length=16, blank=True)  # the rules and calendars its days were reckoned by

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CLOSED, closed_on__isnull=False, keep_until__isnull=False)
                | ~Q(state=CLOSED) & Q(closed_on=None, keep_until=None),
                name="a_matter_that_is_over_says_until_when",
            )
        ]
        indexes = [
            models.Index(F("last_on").desc(), "id", name="open_matters", condition=Q(closed_on=None)),
            models.Index(F("last_on").desc(), "id", name="closed_matters", condition=Q(closed_on__isnull=False)),
        ]


class MatterPart(QuietModel):
    """Something that belongs to a matter: a side, a deadline, a hearing. Which of them, is sealed with it."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="parts")
    due_on = models.DateField(null=True, blank=True)  # by when something is to be done, or the day of a hearing
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index("due_on", "id", name="what_is_due", condition=Q(due_on__isnull=False, ended_on=None)),
        ]


class Feed(QuietModel):
    """An address that a calendar asks: it shows the due days of one person, with neutral words, until she ends it."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    check_of = models.CharField(max_length=64, unique=True)  # a digest of the word in the address; the word is not kept
    made_on = models.DateField()
