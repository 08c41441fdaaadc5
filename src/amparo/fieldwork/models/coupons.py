"""Coupons: pieces of paper that are worth a place in a study. Nobody who carries one is in these tables.

The code on the paper stands nowhere. From it hang marks that tell nothing of each other: by the first the coupon is
found, and each of the others stands on one of the coupons that whoever came with it gave on. So whoever carries the
table away cannot say who brought whom, nor which coupons were of one hand; whoever holds the paper can, and the key of
the study.

What filled forms say of a coupon is taken over by each build anew, and marked so: what the desk wrote down with the
paper in its hand stands, what a form said goes when the form does.
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
    given_by = models.CharField(max_length=64, blank=True)  # one of the other marks of whoever gave it; of a seed none
    is_seed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=PRINTED)
    expires_on = models.DateField(null=True, blank=True)  # the Sunday of a week; only while it is out
    is_given_by_form = models.BooleanField(default=False)  # only a filled form says so, as of the last build
    is_redeemed_by_form = models.BooleanField(default=False)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "check_of"], name="one_coupon_a_code"),
            models.UniqueConstraint(fields=["study", "number"], name="one_coupon_a_number"),
            models.UniqueConstraint(
                fields=["study", "given_by"],
                condition=~Q(given_by="") & ~Q(state__in=[REPLACED, VOID]),
                name="one_coupon_a_mark_of_who_gave_it",
            ),
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
            models.CheckConstraint(
                condition=~Q(is_redeemed_by_form=True) | Q(state=REDEEMED), name="what_a_form_redeemed_is_redeemed"
            ),
            models.CheckConstraint(
                condition=Q(is_given_by_form=False) | ~Q(given_by=""), name="what_a_form_gave_says_by_whom"
            ),
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
