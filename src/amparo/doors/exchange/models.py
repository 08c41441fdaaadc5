"""What was agreed with other houses, and which files went or came. No row of anybody stands here."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference
from amparo.formats.passing.agreements import Agreement

# Of the list ``partnership_state``. What is set aside counts in nothing, and can be brought back for some days.
DRAWN, IN_FORCE, SET_ASIDE, ENDED = "drawn", "in_force", "set_aside", "ended"
MADE, FILED = "made", "filed"  # of the list ``parcel_state``: one of ours, and one whose receipt came
COMING, HERE, REPLACED = "coming", "here", "replaced"  # one of theirs
GRACE = timedelta(days=7)  # so long rows that came stay, set aside, after two people ended their agreement
SOURCE = "partner_"  # before the name of a partnership: the source of its rows in the room of evidence


class Partnership(QuietModel):
    """An agreement with another house, as this house keeps it. It names roles, and of people only who decided here."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    sends = models.BooleanField()  # is it ours that go, or theirs that come?
    code = models.CharField(max_length=16, unique=True)  # the same in both houses
    sender = models.CharField(max_length=80)
    receiver = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)
    codebook = models.CharField(max_length=28)
    digest = models.CharField(max_length=64)
    variables = models.JSONField()
    begins = models.DateField()
    ends = models.DateField()
    sender_role = models.CharField(max_length=60)
    receiver_role = models.CharField(max_length=60)
    recipient = models.CharField(max_length=100)
    ring = models.CharField(max_length=16, blank=True)  # where theirs come: the lock whose key this is
    state = models.CharField(max_length=10, default=DRAWN)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    end_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    end_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(confirmed_by=F("drawn_by")), name="an_agreement_takes_two"),
            models.CheckConstraint(condition=~Q(end_agreed_by=F("end_asked_by")), name="its_end_takes_two"),
            models.CheckConstraint(
                condition=Q(state__in=[SET_ASIDE, ENDED], ended_on__isnull=False)
                | Q(state__in=[DRAWN, IN_FORCE], ended_on=None),
                name="what_ended_has_its_day",
            ),
            models.CheckConstraint(condition=Q(sends=True, ring="") | (Q(sends=False) & ~Q(ring="")), name="who_opens"),
        ]

    @property
    def partner(self) -> str:
        """What the other house is called."""
        return self.receiver if self.sends else self.sender

    @property
    def is_drawn(self) -> bool:
        """Does it wait for a second person?"""
        return self.state == DRAWN

    @property
    def is_in_force(self) -> bool:
        """Did two people confirm it, and nobody end it yet? Its days are another question."""
        return self.state == IN_FORCE

    @property
    def is_over(self) -> bool:
        """Did it end?"""
        return self.state == ENDED

    @property
    def is_aside(self) -> bool:
        """Did two people end it, and can its rows still be brought back?"""
        return self.state == SET_ASIDE

    @property
    def ends_at_once(self) -> bool:
        """Does nothing of the other organisation's go when it ends: its own rows go there, or none came yet?"""
        return self.sends or self.state == DRAWN

    @property
    def gone_on(self) -> date | None:
        """The day in whose night rows that are set aside are destroyed; None where none are."""
        return self.ended_on + GRACE if self.is_aside and self.ended_on else None

    @property
    def source(self) -> str:
        """Under which source their rows stand in the room of evidence."""
        return f"{SOURCE}{self.reference}"

    @property
    def agreement(self) -> Agreement:
        """What both keep, in the same bytes."""
        return Agreement(
            self.code, self.sender, self.receiver, self.purpose, self.codebook, self.digest, tuple(self.variables),
            self.begins, self.ends, self.sender_role, self.receiver_role, self.recipient,
        )  # fmt: skip

    @property
    def mark(self) -> str:
        """The mark of all of it, as both read it aloud."""
        return self.agreement.mark


class Parcel(QuietModel):
    """One file that went or came: the how-manieth, its mark, and how much was in it to the nearest band."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="parcels")
    sequence = models.PositiveIntegerField()
    token = models.CharField(max_length=32, unique=True)
    mark = models.CharField(max_length=19)
    band = models.CharField(max_length=8)
    month = models.CharField(max_length=7)
    state = models.CharField(max_length=10)
    rows = models.JSONField(default=list)  # of our newest: which rows of this database went, by their random numbers

    class Meta:
        ordering = ("-sequence",)
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sequence"], name="one_parcel_a_number"),
            models.CheckConstraint(condition=Shaped("token", "hex32"), name="parcel_token_is_hex"),
            models.CheckConstraint(condition=Shaped("month", "month"), name="parcel_month_is_month"),
        ]
