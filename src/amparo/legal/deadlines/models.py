"""What a house knows of the rules and of the calendar: who checked a rule, and which days it adds or takes away.

The rules are data under ``content/legal/rules``; a check binds to the digest of a text, so that a changed rule loses it
by itself. Nothing here points at a matter, and nobody's matter is known here.
"""

from django.db import models
from django.db.models import Q

from amparo.commons.policy.models import QuietModel, random_reference


class RuleCheck(QuietModel):
    """A lawyer of the house read a rule against the law of the country, and until when that holds."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    rule = models.CharField(max_length=40)  # the code of the rule: co_tutela_ruling
    digest = models.CharField(max_length=64)
    checked_on = models.DateField()
    review_by = models.DateField()
    checked_by = models.CharField(max_length=16)  # an opaque reference
    ended_on = models.DateField(null=True, blank=True)  # taken back
    is_example = models.BooleanField(default=False)  # of the demo: no other house believes it

    class Meta:
        indexes = [models.Index(fields=["rule", "-checked_on"], name="check_of_rule")]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "digest"], condition=Q(ended_on=None), name="one_check_of_a_rule_stands"
            )
        ]


class HolidayEdit(QuietModel):
    """A day that the house adds as one on which nobody works there, or takes away from the holidays."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    calendar = models.CharField(max_length=2)  # a country
    place = models.CharField(max_length=80, blank=True)  # a city or a court; empty: the whole country
    day = models.DateField()
    is_off = models.BooleanField()
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=200)  # where it is written
    made_on = models.DateField()
    made_by = models.CharField(max_length=16)  # an opaque reference
    ended_on = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "place", "day"], condition=Q(ended_on=None), name="one_word_of_a_day_stands"
            ),
            models.CheckConstraint(condition=~Q(source="") & ~Q(name=""), name="a_day_has_a_name_and_a_source"),
        ]
