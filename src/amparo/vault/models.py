"""Whose keys there are, and to whom each locked thing is wrapped. No column here opens anything by itself."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from amparo.commons import clock
from amparo.commons.policy.models import QuietModel, Shaped, random_reference
from amparo.sealing.keys import fingerprint

STAFF, OUTSIDE, RECOVERY, RECEIPT = "staff", "outside", "recovery", "receipt"
PROPOSED, ACTIVE, RETIRED = "proposed", "active", "retired"


class House(QuietModel):
    """One row: what all receipts of this house are salted with, and since when it takes letters."""

    salt = models.BinaryField(max_length=16)
    index_ring = models.CharField(max_length=16, default=random_reference)
    opened_on = models.DateField(null=True)


class Reader(QuietModel):
    """Somebody, or a set of sheets, or eight words, to whom a thing may be wrapped: a public key and its state."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    kind = models.CharField(max_length=10)
    recipient = models.CharField(max_length=100, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="readers"
    )
    check_of = models.CharField(max_length=64, unique=True, null=True, blank=True)  # receipts: SHA-256 of the lookup
    state = models.CharField(max_length=10, default=PROPOSED)
    ties = models.CharField(max_length=200, blank=True)  # codes of perpetrator_class she is tied to, by her own word
    organisation = models.CharField(max_length=120, blank=True)  # of a reader outside: whose she is
    since = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RECEIPT, check_of__isnull=False, user=None)
                | Q(kind__in=[STAFF, OUTSIDE, RECOVERY], check_of=None),
                name="only_words_have_a_check",
            ),
            models.CheckConstraint(condition=~Q(kind=STAFF, user=None), name="staff_is_somebody"),
            models.UniqueConstraint(
                fields=["user"], condition=~Q(state=RETIRED) & Q(user__isnull=False), name="one_key_a_person"
            ),
        ]

    @property
    def fingerprint(self) -> str:
        """The public key, as people compare it."""
        return fingerprint(self.recipient)

    @property
    def tied_to(self) -> set[str]:
        """The kinds of bodies she is tied to."""
        return set(self.ties.split())

    @property
    def keeps_own_key(self) -> bool:
        """Does she open what is wrapped to her with the ``age`` program, without an account here?"""
        return self.kind == OUTSIDE and self.user_id is None


class StaffKey(QuietModel):
    """A seed sealed under the key of a passphrase."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reader = models.OneToOneField(Reader, on_delete=models.PROTECT, related_name="+")
    box = models.BinaryField()
    version = models.PositiveIntegerField(default=1)


class Unlock(QuietModel):
    """A seed sealed under half of a cookie: without the cookie the row opens nothing. Panic deletes all of them."""

    handle = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    box = models.BinaryField()
    opened_at = models.DateTimeField()  # to the minute
    seen_at = models.DateTimeField()  # to the minute


class CaseKey(QuietModel):
    """One version of the key of a locked thing (a *ring*): to whom one seals for it."""

    ring = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    recipient = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ring", "version"], name="one_key_a_version")]


class InForce(models.Manager["Wrap"]):
    """Wraps that count now: the one place where a wrap whose time is over stops to count, in the same second.

    Whoever looks at wraps goes through here. ``Wrap.every`` is for taking them away.
    """

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(Q(until=None) | Q(until__gt=clock.now()))


class Wrap(QuietModel):
    """The seed of a case key, sealed to one reader. Where this row is gone, that reader opens it no more."""

    case_key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="wraps")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="wraps")
    box = models.BinaryField()
    until = models.DateTimeField(null=True, blank=True)  # to the minute; let in for a time

    objects = InForce()
    every = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_key", "reader"], name="one_wrap_a_reader")]
        indexes = [
            models.Index(fields=["reader", "case_key", "until"], name="what_a_reader_opens"),
            models.Index(fields=["reader"], condition=Q(until__isnull=False), name="read_for_a_time"),
        ]


class SealedFile(QuietModel):
    """A file, sealed to a key that only its message holds. It lies in the database: a file system would date it."""

    reference = models.CharField(max_length=16, unique=True)
    ring = models.CharField(max_length=16, db_index=True)
    box = models.BinaryField()


class SealedField(QuietModel):
    """One answer of a case, under the seed of its ring and bound to its place: who moves it opens nothing."""

    ring = models.CharField(max_length=16, db_index=True)
    thing = models.CharField(max_length=16)  # the opaque name of what it is an answer of
    name = models.CharField(max_length=40)
    number = models.PositiveIntegerField()  # by chance, another with each writing: two who write at once notice
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "name"], name="one_field_a_name")]


class Recovery(QuietModel):
    """The sheets of paper that open everything together: how many there are, never what is on them."""

    reader = models.OneToOneField(Reader, on_delete=models.PROTECT, related_name="+")
    threshold = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField()
    rehearsed_on = models.DateField(null=True)


class Share(QuietModel):
    """One sheet: who keeps it, and whether she has shown that she can read it."""

    recovery = models.ForeignKey(Recovery, on_delete=models.CASCADE, related_name="shares")
    number = models.PositiveSmallIntegerField()
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    holder = models.CharField(max_length=80)
    check_of = models.CharField(max_length=64)
    confirmed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recovery", "number"], name="one_sheet_a_number")]


class KeyEntry(QuietModel):
    """One line of the key log: whose key came or went, and which two people said so. Each bears the one before."""

    number = models.PositiveBigIntegerField(unique=True)
    on = models.DateField()
    act = models.CharField(max_length=20)
    reader = models.CharField(max_length=16, blank=True)
    fingerprint = models.CharField(max_length=24, blank=True)
    by = models.CharField(max_length=40)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)


class Blind(QuietModel):
    """A keyed digest of a phone that stands in a thread; without the index key it is chance."""

    ring = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=10)
    token = models.CharField(max_length=32, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ring", "kind", "token"], name="one_token_a_ring")]


class CodedRow(QuietModel):
    """What may be counted of one case, in coarse codes and in clear, where she allowed it. Nothing says of which case.

    It is found again by a token that hangs on the key of the case (``actions.coded``); here stands a digest of it.
    """

    check_of = models.CharField(max_length=64, unique=True)
    codebook = models.CharField(max_length=28)  # its name and version: cases/1
    codes = models.JSONField()
    until = models.CharField(max_length=7)  # of all the same, the next quarter: 2027-01
    partners = models.CharField(max_length=200, blank=True)  # to whom it may go on, by digests of their names

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Shaped(column, shape), name=f"coded_{column}_is_{shape}")
            for column, shape in (("check_of", "hex64"), ("codebook", "version"), ("until", "month"))
        ]
