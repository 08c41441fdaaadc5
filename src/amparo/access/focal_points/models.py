"""Who answers for a public body: an official with an account here. Of her as a person nothing is kept but that.

Her organisation is that of her team (``accounts.Team``), her name that of her account. States are worked out from days
(``queries.state``), so that none can be written that is not true.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, random_reference

# What a visit says, each one of ``TOLD``: codes of ``content/codes/known``. What could not be seen is never a no.
TOLD = ("yes", "no", "unknown")
SEEN = ("was_there", "knew_what_to_do", "name_respected", "asked_papers", "asked_complaint")


class FocalPoint(QuietModel):
    """One official: what she answers for, when she is there, who stands in for her, when somebody last made sure."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    # Nobody once her name was forgotten (``retention``).
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("accounts.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    competences = models.JSONField(default=list)  # content/codes/competence
    languages = models.JSONField(default=list, blank=True)  # content/codes/language
    hours = models.TextField(blank=True)  # written by formats.opening.written, in the hour of her place
    deputy = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in_for")
    invitation = models.CharField(max_length=16, default=random_reference)  # another one is another phrase
    invited_on = models.DateField()
    accredited_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by_role = models.CharField(max_length=24, blank=True)  # content/codes/house_role, never a name
    away_until = models.DateField(null=True, blank=True)  # the last day on which she is not there, by her own word
    reply = models.CharField(max_length=24, blank=True)  # content/codes/figure_reply: what she says of her figures
    replied_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accredited_on=None, checked_on=None, checked_by_role="")
                | (
                    Q(accredited_on__isnull=False, checked_on__isnull=False, checked_on__gte=F("accredited_on"))
                    & ~Q(checked_by_role="")
                ),
                name="who_is_accredited_was_checked_then",
            ),
            models.CheckConstraint(condition=~Q(deputy=F("id")), name="nobody_stands_in_for_herself"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(ended_on__isnull=False), name="only_who_ended_is_forgotten"
            ),
        ]


class Training(QuietModel):
    """What she was trained in, and on which day."""

    focal_point = models.ForeignKey(FocalPoint, on_delete=models.CASCADE, related_name="trainings")
    code = models.CharField(max_length=24)  # content/codes/training
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["focal_point", "code"], name="one_training_of_a_kind")]


class Visit(QuietModel):
    """What a paid peer saw who went there. The answers are codes of ``content/codes/known``; no words, no name."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    focal_point = models.ForeignKey(FocalPoint, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField()
    by_role = models.CharField(max_length=24)  # content/codes/house_role, never a name
    was_there = models.CharField(max_length=8, default="unknown")
    knew_what_to_do = models.CharField(max_length=8, default="unknown")
    name_respected = models.CharField(max_length=8, default="unknown")
    asked_papers = models.CharField(max_length=8, default="unknown")
    asked_complaint = models.CharField(max_length=8, default="unknown")
    thanked = models.BooleanField(default=False)  # she was given thanks for her time and transport
