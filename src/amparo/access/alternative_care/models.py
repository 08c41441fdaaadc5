"""Places of care, who minds there, and stays. Who a child is, is sealed in the vault, under a lock of its own.

Nothing here points at a case, and no case points here: what somebody's mother does or tells is in another lock, and no
row leads from one to the other.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, random_reference

ASKED, BOOKED, CAME, COLLECTED = "asked", "booked", "came", "collected"  # of the list ``booking_state``
DID_NOT_COME, CANCELLED = "did_not_come", "cancelled"
TAKES_ROOM = (BOOKED, CAME, COLLECTED)  # a place that was slept in stays taken for that night


class CarePlace(QuietModel):
    """Where children are minded. Where exactly it stands is sealed: no page without a key says it."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    run_by = models.CharField(max_length=120, blank=True)
    service = models.CharField(max_length=16, blank=True)  # the opaque name of its entry in the directory, if any
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(default=17)
    days = models.CharField(max_length=7)  # days of the week on which a stay begins, 0 for Monday
    opens = models.TimeField()
    closes = models.TimeField()  # where it is not later than ``opens``, on the next day
    zone = models.CharField(max_length=40)
    capacity = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    ring = models.CharField(max_length=16, unique=True)
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()  # sealed: where it is, and what whoever works there has to know

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(age_from__lte=F("age_to"), age_to__lte=17), name="ages_of_children")
        ]


class Carer(QuietModel):
    """Somebody who minds children at a place, and until when those who looked at her stand by that."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    place = models.ForeignKey(CarePlace, on_delete=models.CASCADE, related_name="carers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name_used = models.CharField(max_length=80, blank=True)  # of who has no account
    days = models.CharField(max_length=7)  # on which days of the week she is there, 0 for Monday
    vetted_on = models.DateField()
    vetted_by = models.CharField(max_length=16)  # the role of who looked, never the person
    until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(name_used="") | Q(user__isnull=False, name_used=""),
                name="a_carer_is_an_account_or_a_name",
            ),
        ]


class Child(QuietModel):
    """A child who is minded. The ring of the vault that locks what is known of her or him is its only content."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    ring = models.CharField(max_length=16, unique=True)
    made_on = models.DateField()
    last_on = models.DateField()  # the end of the last stay that was booked: from then on its time runs


class Booking(QuietModel):
    """One stay of a child at a place. It holds a number of the room there is, so that no number is given twice."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="bookings")
    place = models.ForeignKey(CarePlace, on_delete=models.PROTECT, related_name="bookings")
    day = models.DateField()  # on which it begins, at the place
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    slots = models.PositiveSmallIntegerField(default=0)  # how much room the place had when it was given
    collected_at = models.DateTimeField(null=True, blank=True)  # to the hour
    collected_by = models.PositiveSmallIntegerField(null=True, blank=True)  # who, by the position in the sealed list
    misses = models.PositiveSmallIntegerField(default=0)  # wrong words, since the last time that it rested
    rests_until = models.DateTimeField(null=True, blank=True)  # to the minute: after wrong words no word is taken
    is_counted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "day", "slot"], condition=Q(slot__isnull=False), name="no_room_is_given_twice"
            ),
            models.CheckConstraint(
                condition=Q(slot=None) | Q(slot__gte=1, slot__lte=F("slots")), name="no_more_than_there_is_room"
            ),
            models.CheckConstraint(
                condition=Q(state__in=TAKES_ROOM, slot__isnull=False) | ~Q(state__in=TAKES_ROOM) & Q(slot=None),
                name="who_is_booked_has_room",
            ),
            models.CheckConstraint(
                condition=Q(state=COLLECTED, collected_at__isnull=False, collected_by__isnull=False)
                | ~Q(state=COLLECTED) & Q(collected_at=None, collected_by=None),
                name="collected_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["child", "place", "day"], condition=Q(state=ASKED), name="a_child_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["place", "day"], name="who_stays_when")]


class Minded(QuietModel):
    """A half hour of a child that is promised to one stay: no child is in two places at once, whoever asks."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="minded")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    cell = models.PositiveIntegerField()  # half hours since 1970

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "cell"], name="no_child_in_two_places")]


class ProtectionNote(QuietModel):
    """What child protection wrote of what is best for a child, locked apart: whoever minds it does not open this."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="notes")
    ring = models.CharField(max_length=16, unique=True)
    on = models.DateField()
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()


class CareTally(QuietModel):
    """How many stays of a month at a place came to what (list ``care_count``). There is no child in it."""

    month = models.DateField()
    place = models.ForeignKey(CarePlace, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "place", "what"], name="one_count_of_care_a_month")]
