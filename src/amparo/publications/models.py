"""Editions and their figures. They are added, never changed, never taken away; what is taken down stays known.

An edition is one release of one plan: its tables and words, the ledger that the next release is protected by, and one
row for each figure. Whoever draws anything for a reader draws these rows. An edition is written open, with its figures,
and closed by its digest; each digest holds the one before. The triggers of the second migration keep it so, whoever
writes and with whatever program: the one change that they let through is the taking down.
"""

from django.db import models
from django.db.models import Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference

KINDS = ("counts", "sample", "totals")
"""What an edition tells: counts of persons, estimates from a sample, or the own totals of one house."""

AUDIENCES = ("public", "coordination", "ombudsman", "partner")
FIGURES = ("count", "percent", "low", "high", "band", "hidden")
"""A count, a share of a hundred, the two ends of its interval, a band of how many, and a figure that is not shown."""


class Edition(QuietModel):
    """One release. ``shown`` is what a reader sees, in three languages; ``ledger`` is for the house alone."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    number = models.PositiveIntegerField(unique=True)
    plan = models.CharField(max_length=24)
    name = models.CharField(max_length=60, unique=True)  # plan/period, as the ledger calls it
    codebook = models.CharField(max_length=28)  # cases/2
    kind = models.CharField(max_length=8)
    audience = models.CharField(max_length=16)
    recipient = models.CharField(max_length=40, blank=True)  # which partner, by its code
    agreement = models.CharField(max_length=120, blank=True)  # the paper under which others than the public read it
    period = models.CharField(max_length=10)
    ledger = models.TextField(blank=True)
    shown = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)
    released_on = models.DateField()
    is_down = models.BooleanField(default=False)
    down_on = models.DateField(null=True, blank=True)
    down_why = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Shaped("plan", "word"), name="edition_plan_is_word"),
            models.CheckConstraint(condition=Shaped("codebook", "version"), name="edition_codebook_is_version"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="edition_kind_is_known"),
            models.CheckConstraint(condition=Q(audience__in=AUDIENCES), name="edition_audience_is_known"),
            models.CheckConstraint(
                condition=Q(audience="public", agreement="") | ~Q(audience="public") & ~Q(agreement=""),
                name="who_is_not_the_public_has_an_agreement",
            ),
            models.CheckConstraint(
                condition=Q(audience="partner") & ~Q(recipient="") | ~Q(audience="partner") & Q(recipient=""),
                name="a_partner_is_named",
            ),
            models.CheckConstraint(
                condition=Q(kind="sample", ledger="") | (~Q(kind="sample") & ~Q(ledger="")),
                name="what_counts_is_on_the_ledger",
            ),
            models.CheckConstraint(
                condition=Q(is_down=False, down_on=None, down_why="")
                | Q(is_down=True, down_on__isnull=False) & ~Q(down_why=""),
                name="what_is_down_says_why",
            ),
            models.CheckConstraint(condition=Shaped("previous", "hex64"), name="edition_previous_is_hex"),
            models.CheckConstraint(
                condition=Q(Shaped("digest", "empty")) | Q(Shaped("digest", "hex64")), name="edition_digest_is_hex"
            ),
        ]
        indexes = [models.Index(fields=["audience", "-number"], name="editions_for_whom")]


class Figure(QuietModel):
    """One figure as a reader sees it: a text, or nothing where it is not shown."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures")
    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    place = models.PositiveIntegerField()  # in the order of the edition
    label = models.TextField()  # JSON: the table, then a code for each of its dimensions
    kind = models.CharField(max_length=8)
    said = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "place"], name="one_figure_a_place"),
            models.CheckConstraint(condition=Q(kind__in=FIGURES), name="figure_kind_is_known"),
            models.CheckConstraint(condition=Q(kind="hidden") ^ ~Q(said=""), name="what_is_hidden_says_nothing"),
        ]
