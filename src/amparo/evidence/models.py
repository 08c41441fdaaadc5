"""What may be counted. An observation has no words: each of its values is a row of the codebook that a door brought.

The database itself keeps it so, whoever writes into it and with whatever program: the shape of every text is a CHECK, a
value is a foreign key, and the triggers of the second migration close a codebook once it was brought, keep values to
the codebook of their observation, and let nothing be changed afterwards. There is no column for a number, a day, a
name or a place in words.
"""

from django.db import models
from django.db.models import Q

from amparo.commons.policy.models import QuietModel, Shaped

# The kind of a variable and of its codes, and their shape. A code is never a plain number; a place begins with letters.
KINDS = {"one": "code", "many": "code", "month": "month", "quarter": "quarter", "week": "week", "place": "place"}


class Codebook(QuietModel):
    """One version of a codebook, as a door brought it. With its digest it is closed: no code is added any more."""

    name = models.CharField(max_length=28, unique=True)  # cases/1
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Shaped("name", "version"), name="codebook_name_is_version"),
            models.CheckConstraint(
                condition=Q(Shaped("digest", "empty")) | Q(Shaped("digest", "hex64")), name="codebook_digest_is_hex"
            ),
        ]


class Variable(QuietModel):
    """One variable of a codebook: of what kind its values are, and in which part of a row it stands."""

    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="variables")
    part = models.CharField(max_length=24, blank=True)
    code = models.CharField(max_length=24)
    kind = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["codebook", "part", "code"], name="one_variable_a_code"),
            models.CheckConstraint(condition=Shaped("code", "word"), name="variable_code_is_word"),
            models.CheckConstraint(
                condition=Q(Shaped("part", "empty")) | Q(Shaped("part", "word")), name="variable_part_is_word"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="variable_kind_is_coarse"),
        ]


class Code(QuietModel):
    """One value that a variable may have: a code of its list, or a month, a quarter, a week, a place."""

    variable = models.ForeignKey(Variable, on_delete=models.PROTECT, related_name="codes")
    kind = models.CharField(max_length=8)
    code = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variable", "code"], name="one_code_a_variable"),
            *(
                models.CheckConstraint(
                    condition=~Q(kind=kind) | Q(Shaped("code", shape)), name=f"a_code_of_{kind}_has_its_shape"
                )
                for kind, shape in KINDS.items()
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="code_kind_is_coarse"),
        ]


class Batch(QuietModel):
    """One build of one source: what a door brought in one transaction. It replaces the one before."""

    token = models.CharField(max_length=32, unique=True)
    source = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Shaped("token", "hex32"), name="batch_token_is_hex"),
            models.CheckConstraint(condition=Shaped("source", "word"), name="batch_source_is_word"),
        ]


class SetAside(QuietModel):
    """A source whose rows count in nothing for now. A batch itself is never changed."""

    source = models.CharField(max_length=24, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Shaped("source", "word"), name="set_aside_source_is_word")]


class Observation(QuietModel):
    """One row, or one part of a row (``whole`` is the row). No key of where it came from, no day, no number."""

    batch = models.ForeignKey(Batch, on_delete=models.DB_CASCADE, related_name="observations")
    codebook = models.ForeignKey(Codebook, on_delete=models.DO_NOTHING, related_name="+")
    part = models.CharField(max_length=24, blank=True)
    whole = models.ForeignKey("self", on_delete=models.DB_CASCADE, null=True, blank=True, related_name="parts")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(Shaped("part", "empty"), whole=None) | Q(Shaped("part", "word"), whole__isnull=False),
                name="a_part_is_of_a_whole",
            )
        ]


class Value(QuietModel):
    """One value of one observation: a row of its codebook, never a text."""

    observation = models.ForeignKey(Observation, on_delete=models.DB_CASCADE, related_name="values", db_index=False)
    code = models.ForeignKey(Code, on_delete=models.DO_NOTHING, related_name="+", db_index=False)

    class Meta:  # one index, not three: a build is written whole and read whole
        constraints = [models.UniqueConstraint(fields=["observation", "code"], name="one_value_a_code")]


class Recruitment(QuietModel):
    """In a sample that grows from hand to hand: which row was brought by which. Both are of one build.

    It is what the estimators need, and it is a net of people without a name: it is read in this room only, and leaves
    it in no form but that of an estimate.
    """

    recruit = models.OneToOneField(Observation, on_delete=models.DB_CASCADE, related_name="brought_by")
    recruiter = models.ForeignKey(Observation, on_delete=models.DB_CASCADE, related_name="brought")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(recruit=models.F("recruiter")), name="nobody_recruits_herself")
        ]
