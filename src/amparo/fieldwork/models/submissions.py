"""What came back: sealed to the lock of its study, without a day, an hour or a name.

The number of an answer on the phone (its instance id) stands here only as a digest: whoever has the table cannot find
the answer that lies on a phone, and whoever sends the same again is told that it is there.
"""

from django.db import models
from django.db.models import Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference
from amparo.fieldwork.models.studies import Deployment

WAITING, HERE, KEPT, LEFT_OUT, REPLACED = "waiting", "here", "kept", "left_out", "replaced"  # ``submission_state``


class Submission(QuietModel):
    """One filled form. ``waiting``: a part of it is still on the phone; ``kept``: the door could not read it."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="submissions")
    check_of = models.CharField(max_length=64)  # SHA-256 of its instance id
    same = models.CharField(max_length=64)  # HMAC of its bytes under its instance id: is it the same once more?
    version = models.PositiveIntegerField()  # of the key of the ring
    box = models.BinaryField()
    missing = models.PositiveSmallIntegerField(default=0)  # how many of its files are not here yet
    state = models.CharField(max_length=10, default=HERE)
    reason = models.CharField(max_length=24, blank=True)  # the list ``door_reason``
    is_counted = models.BooleanField(default=False)  # was it in the build that stands today?
    is_seen = models.BooleanField(default=False)  # did who leads see to what it asks for?
    month = models.CharField(max_length=7)  # in which it came, for how long it is kept

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deployment", "check_of"], name="one_answer_an_instance"),
            models.CheckConstraint(
                condition=Q(state__in=[WAITING, HERE, KEPT, LEFT_OUT, REPLACED]), name="an_answer_has_a_state"
            ),
            *(
                models.CheckConstraint(condition=Shaped(column, shape), name=f"answer_{column}_is_{shape}")
                for column, shape in (("check_of", "hex64"), ("same", "hex64"), ("month", "month"))
            ),
        ]


class Attachment(QuietModel):
    """A file that came with a filled form, sealed as it is; its name is sealed with it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    check_of = models.CharField(max_length=64)  # HMAC of its name under the instance id
    same = models.CharField(max_length=64)  # HMAC of its bytes
    version = models.PositiveIntegerField()
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "check_of"], name="one_attachment_a_name"),
            models.CheckConstraint(condition=Shaped("check_of", "hex64"), name="attachment_check_of_is_hex64"),
            models.CheckConstraint(condition=Shaped("same", "hex64"), name="attachment_same_is_hex64"),
        ]
