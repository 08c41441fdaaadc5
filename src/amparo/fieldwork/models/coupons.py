"""Coupons: pieces of paper that are worth a place in a study. Nobody who carries one is in these tables.

The code on the paper stands nowhere. From it hang two marks that tell nothing of each other: by the first the coupon is
found, and the second stands on the coupons that were given to whoever came with it. So whoever carries the table away
cannot say who brought whom; whoever holds the paper can, and her own key of the study.
"""

from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference
from amparo.fieldwork.models.studies import Study

PRINTED, ISSUED, REDEEMED = "printed", "issued", "redeemed"  # the list ``coupon_state``
EXPIRED, VOID, REPLACED = "expired", "void", "replaced"
STATES = (PRINTED, ISSUED, REDEEMED, EXPIRED, VOID, REPLACED)
OWN, RECRUIT = "own", "recruit"  # the list ``thanks_kind``


class Coupon(QuietModel):
    """One coupon. ``number`` is printed beside the code so that people can speak of it; it is worth nothing."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="coupons")
    number = models.PositiveIntegerField()
    check_of = models.CharField(max_length=64)
    given_by = models.CharField(max_length=64, blank=True)  # the other mark of whoever gave it; of a seed none
    is_seed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=PRINTED)
    expires_on = models.DateField(null=True, blank=True)  # the Sunday of a week, so that no day is told
    replaced_by = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "check_of"], name="one_coupon_a_code"),
            models.UniqueConstraint(fields=["study", "number"], name="one_coupon_a_number"),
            models.CheckConstraint(condition=Shaped("check_of", "hex64"), name="a_coupon_has_its_mark"),
            models.CheckConstraint(
                condition=Q(Shaped("given_by", "empty")) | Q(Shaped("given_by", "hex64")), name="who_gave_it_is_a_mark"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="a_coupon_has_a_state"),
            models.CheckConstraint(condition=Q(is_seed=False) | Q(given_by=""), name="nobody_gave_a_seed"),
            models.CheckConstraint(
                condition=~Q(state=PRINTED) | Q(expires_on=None), name="paper_in_a_drawer_does_not_expire"
            ),
            models.CheckConstraint(
                condition=Q(state=REPLACED, replaced_by__isnull=False) | ~Q(state=REPLACED) & Q(replaced_by=None),
                name="what_is_replaced_says_by_what",
            ),
            models.CheckConstraint(condition=~Q(replaced_by=F("id")), name="no_coupon_replaces_itself"),
        ]


class Thanks(QuietModel):
    """That thanks for time and transport were given against a coupon, once of each kind. Never to a name."""

    coupon = models.ForeignKey(Coupon, on_delete=models.CASCADE, related_name="thanks")
    kind = models.CharField(max_length=8)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    month = models.CharField(max_length=7)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coupon", "kind"], name="thanks_are_given_once"),
            models.CheckConstraint(condition=Q(kind__in=[OWN, RECRUIT]), name="thanks_have_a_kind"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="thanks_take_nothing"),
            models.CheckConstraint(condition=Shaped("month", "month"), name="thanks_have_a_month"),
        ]
