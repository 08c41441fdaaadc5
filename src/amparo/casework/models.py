"""Cases: a few coarse facts that let a house work in time. What she told is sealed in the vault, answer by answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, random_reference

OPENING, CLOSED, TRANSFERRED = "opening", "closed", "transferred"  # of the list ``case_state``
OVER = (CLOSED, TRANSFERRED)  # nobody writes in it any more, and its time runs
EXPORT, READ = "export", "read"  # what is asked of a colleague
ASKED, AGREED, REFUSED, WITHDRAWN, USED = "asked", "agreed", "refused", "withdrawn", "used"


class Case(QuietModel):
    """One person's case. The ring of the vault that locks it is its only content."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    ring = models.CharField(max_length=16, unique=True)
    facts = models.BinaryField()  # sealed: who was left out of it, and why
    facts_version = models.PositiveIntegerField(default=1)  # with which version of the ring the facts are sealed
    state = models.CharField(max_length=12, default=OPENING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_on = models.DateField()
    last_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=16, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    her_ring = models.CharField(max_length=16, blank=True, db_index=True)  # the thread that her words open, if any
    her_ring_before = models.CharField(max_length=16, blank=True, db_index=True)  # the one of words she had before
    her_turn = models.PositiveIntegerField(default=0)  # of several cases out of one thread she sees the first
    her_takes = models.CharField(max_length=64, blank=True)  # a digest of the list of what she may take back
    her_box = models.BinaryField(null=True, blank=True)  # sealed to her words: what she sees of it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OVER, closed_on__isnull=False, keep_until__isnull=False) & ~Q(closure_reason="")
                | ~Q(state__in=OVER) & Q(closed_on=None, keep_until=None, closure_reason=""),
                name="a_case_that_is_over_says_why_and_until_when",
            )
        ]
        indexes = [  # the list of open cases, in its order, and that of the closed ones
            models.Index(F("last_on").desc(), "id", name="open_cases", condition=Q(closed_on=None)),
            models.Index(F("last_on").desc(), "id", name="closed_cases", condition=Q(closed_on__isnull=False)),
        ]


class Part(QuietModel):
    """Something that belongs to a case: what happened, a permission, a task. Which of them, is sealed with it."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts")
    due_on = models.DateField(null=True, blank=True)  # when it is to be done: the list of the day asks for it
    ended_on = models.DateField(null=True, blank=True)  # done; of a permission: she took it back herself

    class Meta:
        indexes = [  # what waits, by its day: whatever it is
            models.Index("due_on", "id", name="what_waits", condition=Q(due_on__isnull=False, ended_on=None)),
        ]


class Hold(QuietModel):
    """Two people said that a case must not be destroyed before a day. Why, is a part of the case, sealed with it.

    The day and the two stand in clear: the nightly job and her own page have to know it without a key.
    """

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    by = models.CharField(max_length=16)  # opaque names of accounts, as in the trail
    second = models.CharField(max_length=16, blank=True)  # empty: nobody has agreed yet, and it holds nothing
    until = models.DateField()
    lifted_by = models.CharField(max_length=16, blank=True)  # who asked to end it; a second person ends it

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(second=models.F("by")), name="a_hold_takes_two")]


class Request(QuietModel):
    """Somebody asks a colleague to let an export out, or to let her read a case. What exactly, is sealed to both."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    ring = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default=ASKED)
    by = models.CharField(max_length=16)  # opaque names of accounts, as in the trail
    second = models.CharField(max_length=16, blank=True)  # who agreed or refused
    on = models.DateField()
    until = models.DateTimeField()  # to the minute: after it nothing comes of this
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(second=models.F("by")) & (~Q(state__in=[AGREED, USED], kind=EXPORT) | ~Q(second="")),
                name="nobody_agrees_with_herself",
            )
        ]


class Certificate(QuietModel):
    """That a case was destroyed: the day, and sealed to whoever read it, which case and by whose wish."""

    ring = models.CharField(max_length=16, unique=True)
    on = models.DateField()
    box = models.BinaryField()


class Word(QuietModel):
    """What she wrote into her case from her own page, sealed to it, until somebody opens the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="words")
    number = models.PositiveIntegerField(default=1)  # counts within the case: what she says last is what holds
    on = models.DateField()
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()


class Supervised(QuietModel):
    """Somebody reads a case to look at its quality, and sees it without who she is. Asked before the case is opened."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supervised")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_supervision_a_person")]


class Carried(QuietModel):
    """What somebody of the team says of her own load and rest. The ring of the vault that locks it is its content."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ring = models.CharField(max_length=16, unique=True)


class Referred(QuietModel):
    """What came of a referral, in one word, for whoever made it: sealed to her alone, and it names no case."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    ring = models.CharField(max_length=16, unique=True)
    until = models.DateField()
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()


class Slice(QuietModel):
    """What a focal point of another body sees of a referral, sealed to her for a time. It names no case."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    ring = models.CharField(max_length=16, unique=True)
    until = models.DateTimeField()  # to the minute: after it she opens nothing of it
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()


class UsedSlip(QuietModel):
    """A slip that was used, by its digest: the row that a second use meets. It says nothing of what was answered."""

    check_of = models.CharField(max_length=64, unique=True)
    until = models.DateField()


class SlipCount(QuietModel):
    """How many said so on a slip in a month: no slip is kept, only counts. An empty question counts the slips."""

    month = models.DateField()
    question = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=12, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "question", "answer"], name="one_count_a_month_and_answer")
        ]
