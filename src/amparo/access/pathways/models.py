"""What a house knows about the lines of its packs: who checked them, who signed them.

The texts are data under ``content/routes``; these rows bind to the digest of a text, so that a changed text
loses its check and its signature by itself.
"""

from django.db import models


class LineCheck(models.Model):
    """Someone of the house made sure that a local line is true: by phone, on the spot, on paper."""

    line = models.CharField(max_length=24)  # the id of the step, phone line or reporting rule: EC-1, EC-L2, EC-adult
    digest = models.CharField(max_length=64)
    checked_on = models.DateField()
    checked_by_role = models.CharField(max_length=24)
    checked_by = models.CharField(max_length=16, blank=True)  # an opaque reference: the same person may not sign it
    how = models.CharField(max_length=10)  # visit, phone, message, paper
    holds = models.BooleanField(default=True)  # False: it was found wrong, and is not shown
    is_example = models.BooleanField(default=False)  # of the demo: no other house believes it

    class Meta:
        indexes = [models.Index(fields=["line", "-checked_on"], name="check_of_line")]

    def __str__(self) -> str:
        return f"{self.line} · {self.checked_on}"


class SignOff(models.Model):
    """A signature: of a paid reviewer from a sex-worker-led or trans-led organisation, or of a lawyer."""

    line = models.CharField(max_length=24)
    digest = models.CharField(max_length=64)
    role = models.CharField(max_length=24)  # reviewer, counsel
    organisation_kind = models.CharField(max_length=24, blank=True)  # content/codes/operator: peer_led
    signed_on = models.DateField()
    signed_by = models.CharField(max_length=16, blank=True)  # an opaque reference: the same person may not check it
    is_example = models.BooleanField(default=False)  # of the demo: no other house believes it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "digest", "role"], name="one_signature_per_text_and_role")
        ]

    def __str__(self) -> str:
        return f"{self.line} · {self.role}"
