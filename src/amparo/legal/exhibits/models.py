"""Pieces of proof, and the chain that says who had them in her hands. What they are is sealed in the ring of a matter.

The chain is added to and never changed: the triggers of the second migration keep it so, whoever writes and with
whatever program. It goes when the ring of its matter has no key any more, and what is in it opens for nobody.

No row points at a matter: it is named. So a matter can go on its day, and what is left of its chain goes after it.
"""

from django.db import models
from django.db.models import Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference

ASKED, AGREED, REFUSED, USED = "asked", "agreed", "refused", "used"


class Exhibit(QuietModel):
    """That there is a piece, and to which matter it belongs. All else is sealed in fields of its ring."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    matter = models.CharField(max_length=16, db_index=True)
    ring = models.CharField(max_length=16)


class Chain(QuietModel):
    """Where the chain of a matter ends: how many links, and the digest of the last. It is the one serial point."""

    matter = models.CharField(max_length=16, unique=True)
    ring = models.CharField(max_length=16, unique=True)
    count = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Shaped("head", "hex64"), name="chain_head_is_hex")]


class CustodyEvent(QuietModel):
    """One link. Which piece, what was done, by whom, when and why: sealed, and bound by its digest."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    fact = models.CharField(max_length=64)  # the digest of the sealed text
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="one_link_a_place"),
            models.CheckConstraint(
                condition=Q(Shaped("fact", "hex64")) & Q(Shaped("previous", "hex64")) & Q(Shaped("digest", "hex64")),
                name="link_holds_digests",
            ),
        ]


class Folder(QuietModel):
    """Somebody asks to take a folder out that is not locked to a key: a second person looks first."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    matter = models.CharField(max_length=16, db_index=True)
    ring = models.CharField(max_length=16, unique=True)  # of its own, for these two
    by = models.CharField(max_length=16)  # opaque names of accounts, as in the trail
    second = models.CharField(max_length=16)
    state = models.CharField(max_length=8, default=ASKED)
    until = models.DateTimeField()  # to the minute: after it nothing comes of this
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(second=models.F("by")), name="nobody_agrees_to_her_own_folder")
        ]


class DayList(QuietModel):
    """The list of a day that an authority of time was asked about, and what it said."""

    day = models.DateField(unique=True)
    text = models.TextField()  # digests alone, and many that stand for nothing
    nonce = models.CharField(max_length=40)  # the number that the answer bears
    answer = models.BinaryField(default=bytes)
    authority = models.TextField(blank=True)  # certificates, as PEM


class Leaf(QuietModel):
    """What stands for one chain in the list of a day: sealed to the matter, so that no row counts its days."""

    day = models.ForeignKey(DayList, on_delete=models.CASCADE, related_name="leaves")
    ring = models.CharField(max_length=16, db_index=True)
    key_version = models.PositiveIntegerField()
    box = models.BinaryField()
