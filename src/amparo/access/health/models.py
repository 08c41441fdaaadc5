"""What a house agreed with places of health. Nobody who asks for help is in these tables, and nothing about her body.

A slot is a code on paper and a place at a door. It knows no person, no case and no need, and no table of them knows it:
she carries the code, and whoever finds this table finds codes.
"""

from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, random_reference

KNOWN = ("yes", "no", "unknown")  # of the list ``known``: what of it may be agreed
WALK_IN, SLOTS = "walk_in", "slots"  # the list ``door_hours``
HELD, USED, MISSED, FREED = "held", "used", "missed", "freed"  # the list ``slot_state``
MOST_AT_ONCE = 200  # more people than any door takes in at the hours of one line


class Channel(models.Model):
    """The way in that was agreed for one service at one place: for what, who receives her, and what she says there."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey("directory.Location", on_delete=models.CASCADE, related_name="+")
    needs = models.JSONField(default=list)  # of the list ``need``: what this door gives, never what somebody needed
    receives = models.CharField(max_length=80)  # a role in words, never anybody's name
    ask_for = models.CharField(max_length=40)  # the plain word to say at the door
    no_papers = models.CharField(max_length=8, default="unknown")
    no_complaint = models.CharField(max_length=8, default="unknown")
    name_used = models.CharField(max_length=8, default="unknown")
    since = models.DateField()
    checked_on = models.DateField()  # when somebody last made sure with them that all of it holds
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)  # of two who write at once, the second is told
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "location"], condition=Q(ended_on=None), name="one_agreed_way_in_at_a_door"
            ),
            models.CheckConstraint(
                condition=Q(no_papers__in=KNOWN, no_complaint__in=KNOWN, name_used__in=KNOWN),
                name="what_is_agreed_is_yes_no_or_unknown",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")), name="a_way_in_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Window(models.Model):
    """Agreed hours of a channel, in the hour of the place. ``closes`` before ``opens`` is the next morning."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="windows")
    kind = models.CharField(max_length=8)
    days = models.PositiveSmallIntegerField()  # bit 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()
    capacity = models.PositiveSmallIntegerField(default=0)  # how many they see in these hours of one day

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=127), name="agreed_hours_have_a_day"),
            models.CheckConstraint(
                condition=Q(kind=WALK_IN, capacity=0) | Q(kind=SLOTS, capacity__gte=1, capacity__lte=MOST_AT_ONCE),
                name="only_hours_with_codes_have_room_for_some",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


class Slot(QuietModel):
    """A place kept at a door on a day, by a code that means nothing."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="slots")
    day = models.DateField()  # on which the window opens
    seat = models.PositiveSmallIntegerField()  # by chance, so that it does not say who came first
    code = models.CharField(max_length=6, unique=True)
    state = models.CharField(max_length=6, default=HELD)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["window", "day", "seat"], condition=~Q(state=FREED), name="a_seat_is_taken_once"
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="a_seat_has_a_number"),
            models.CheckConstraint(condition=Q(state__in=[HELD, USED, MISSED, FREED]), name="a_slot_has_a_state"),
        ]


class Agreement(models.Model):
    """One thing that a place promised this house. Whether it is kept is counted, and kept nowhere."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=16)  # the list ``agreed``
    office = models.CharField(max_length=120)  # with which office, in words
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "what"], condition=Q(until=None), name="one_agreement_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="an_agreement_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.what
