"""Threads: what is sealed, and the few coarse facts that let the house answer in time.

No moment is finer than a day, no id tells an order, and nothing here says who wrote, from where, or about whom.
"""

from django.conf import settings
from django.db import models

from amparo.commons.policy.models import QuietModel, random_reference

OURS, HERS, CLOSED = "ours", "hers", "closed"  # whose turn it is
HER, HOUSE = "her", "house"  # who wrote
PUZZLE, WAITED, EARLY = "puzzle", "waited", "early"  # how her ticket was earned: what came early is read after the rest
ON_PHONE, ON_SERVER = "phone", "house"  # where the first message was sealed


class Thread(QuietModel):
    """What one person wrote and was answered. The ring of the vault that locks it is its only content."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    ring = models.CharField(max_length=16, unique=True)
    facts = models.BinaryField()  # sealed: who was left out, about which bodies, whether it is a complaint
    facts_version = models.PositiveIntegerField(default=1)  # with which version of the ring the facts are sealed
    state = models.CharField(max_length=10, default=OURS)
    opened_on = models.DateField()
    last_on = models.DateField()
    answer_by = models.DateField(null=True, blank=True)
    expires_on = models.DateField()
    language = models.CharField(max_length=5)
    lane = models.CharField(max_length=10)
    sealed_on = models.CharField(max_length=10)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class Message(QuietModel):
    """One message, sealed; its number counts within its thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    by = models.CharField(max_length=10)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    on = models.DateField()
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="one_message_a_number")]


class Note(QuietModel):
    """What those who read a thread tell each other; she does not see it, and it goes with the thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    on = models.DateField()
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()


class Tally(QuietModel):
    """How many did what on a day: the whole trail of those who write to us."""

    on = models.DateField()
    what = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "what"], name="one_tally_a_day")]


class UsedTicket(QuietModel):
    """A ticket that was used, by its digest: the row that a second use meets."""

    check_of = models.CharField(max_length=64, unique=True)
    on = models.DateField()
