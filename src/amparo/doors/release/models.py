"""What wants to leave, how far it is, and who said yes to what. In the room of evidence: no key leads out of it.

People of the team stand here by their opaque name. What was counted for a request stands with it until it ends; with
what was released it stays, because the attackers of every later edition are played with it.
"""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference
from amparo.doors.release.policies.states import DRAFT, STEPS
from amparo.formats.plans import BadPlan, plan

CHECK, READ = "check", "read"
WAITING = ""  # of a word that was not given yet


class Request(QuietModel):
    """One request to release one period of one plan, for one audience."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    plan = models.CharField(max_length=24)
    plan_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, default="counts")  # of the plan
    period = models.CharField(max_length=10)
    name = models.CharField(max_length=60)  # of the edition: plan/period
    result = models.CharField(max_length=16, blank=True)  # of a sample: the kept profile that it is made of
    revises = models.BooleanField(default=False)  # does it count what came late?
    audience = models.CharField(max_length=16)
    recipient = models.CharField(max_length=40, blank=True)
    agreement = models.CharField(max_length=120, blank=True)
    readers = models.TextField(blank=True)  # not for the public: the paid reviewers whom the agreement lets read it
    checkers = models.PositiveSmallIntegerField()  # how many say yes besides the author
    author = models.CharField(max_length=16)
    author_hands = models.TextField(blank=True)  # through whose hands she came in, each time she wrote in it
    state = models.CharField(max_length=12, default=DRAFT)
    asked_on = models.DateField()
    read_on = models.DateField(null=True, blank=True)  # on which day the rows were counted
    counts = models.TextField(blank=True)  # JSON: what came since the last edition, by organisation and finest cell
    edition = models.TextField(blank=True)  # JSON: the ledger's edition, as it would leave
    cells = models.TextField(blank=True)  # JSON: every planned cell, its value or why it is hidden
    report = models.TextField(blank=True)  # JSON: what the attackers tried, without a count; it stays with a no
    digest = models.CharField(max_length=64, blank=True)  # over these four: what the checkers say yes to
    words = models.TextField(blank=True)  # JSON: the title and the sentences
    words_digest = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=24, blank=True)  # it was refused, or failed: a code
    remarks = models.TextField(blank=True)  # JSON: what the method said when it refused
    released = models.CharField(max_length=16, blank=True)  # the edition

    @property
    def title(self) -> Mapping[str, str] | None:
        """What its plan is called; None where it is no plan any more."""
        try:
            return plan(self.plan).texts
        except BadPlan:
            return None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Shaped("plan", "word"), name="request_plan_is_word"),
            models.CheckConstraint(condition=Q(state__in=list(STEPS)), name="request_state_is_known"),
            models.CheckConstraint(condition=Q(state="released") ^ Q(released=""), name="what_is_released_says_where"),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "failed", "withdrawn"]) | Q(counts="", edition="", cells=""),
                name="what_does_not_leave_counts_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "failed"]) | ~Q(why=""), name="a_no_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(checkers__gte=1), name="somebody_else_says_yes"),
            models.UniqueConstraint(
                fields=["name"],
                condition=~Q(state__in=["refused", "failed", "withdrawn"]),
                name="one_way_to_an_edition",
            ),
        ]


class Say(QuietModel):
    """One yes: of a checker to the figures, or of a reader to the words; to exactly what had this digest."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="says")
    kind = models.CharField(max_length=8)
    who = models.CharField(max_length=16)
    hands = models.TextField(blank=True)  # through whose hands she came in that day: a later passphrase takes none out
    paid = models.BooleanField(default=False)  # of a reader: is she paid, and of a peer organisation?
    # Of another house: ``who`` is the agreement with it.
    outside = models.BooleanField(default=False, db_default=False)
    digest = models.CharField(max_length=64)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "kind", "who"], name="one_yes_a_person"),
            models.CheckConstraint(condition=Q(kind__in=[CHECK, READ]), name="a_yes_is_to_figures_or_words"),
        ]


class AskedOutside(QuietModel):
    """The word that was asked of another house for own totals. Of the tokens of its yes and its no stand the digests.

    So nobody who reads or copies this room can answer for the other house: the tokens went sealed to its key.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="asked_outside")
    partner = models.CharField(max_length=16)  # the code of the agreement
    house = models.CharField(max_length=80)  # what it is called there
    digest = models.CharField(max_length=64)  # of the figures
    words_digest = models.CharField(max_length=64)
    looked_at = models.CharField(max_length=64)  # of all that they see
    yes = models.CharField(max_length=64, unique=True)
    no = models.CharField(max_length=64, unique=True)
    mark = models.CharField(max_length=19)
    asked_on = models.DateField()
    until = models.DateField()
    said = models.CharField(max_length=3, blank=True, default=WAITING)
    said_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_on",)
        constraints = [
            models.CheckConstraint(condition=Shaped("yes", "hex64"), name="asked_yes_is_hex"),
            models.CheckConstraint(condition=Shaped("no", "hex64"), name="asked_no_is_hex"),
            models.CheckConstraint(
                condition=Q(said="", said_on=None) | Q(said__in=["yes", "no"], said_on__isnull=False),
                name="an_answer_has_its_day",
            ),
        ]


class Theirs(QuietModel):
    """The own totals of another house, as they came to be looked at here, and what one who checks said to them."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    partner = models.CharField(max_length=16)  # the code of the agreement
    house = models.CharField(max_length=80)
    plan = models.CharField(max_length=24)
    codebook = models.CharField(max_length=24)
    period = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    cells = models.TextField()
    words = models.TextField()
    report = models.TextField()
    looked_at = models.CharField(max_length=64)
    yes = models.CharField(max_length=32, blank=True)  # the token of her yes; once she said no it is gone
    no = models.CharField(max_length=32, blank=True)
    team = models.TextField(blank=True)  # digests of how people of that house sign in, until she answered
    seen = models.CharField(max_length=64, unique=True)  # the digest of the token of the yes: each comes in once
    mark = models.CharField(max_length=19)
    came_on = models.DateField()
    brought_by = models.CharField(max_length=16)
    until = models.DateField()
    said = models.CharField(max_length=3, blank=True, default=WAITING)
    why = models.CharField(max_length=24, blank=True)
    said_by = models.CharField(max_length=16, blank=True)
    said_on = models.DateField(null=True, blank=True)

    @property
    def title(self) -> Mapping[str, str] | None:
        """What its plan is called; None where it is no plan any more."""
        try:
            return plan(self.plan).texts
        except BadPlan:
            return None

    class Meta:
        ordering = ("-came_on", "name")
        constraints = [
            models.CheckConstraint(condition=Shaped("plan", "word"), name="theirs_plan_is_word"),
            models.CheckConstraint(
                condition=Q(said="", said_on=None, said_by="") & ~Q(yes="") & ~Q(no="")
                | Q(said="yes", no="", team="", why="", said_on__isnull=False) & ~Q(yes="") & ~Q(said_by="")
                | Q(said="no", yes="", team="", said_on__isnull=False) & ~Q(no="") & ~Q(why="") & ~Q(said_by=""),
                name="one_word_is_left",
            ),
        ]
