"""Questionnaires. What they ask is public: whoever is asked may read it before, and a reviewer did."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference

DRAFT, SIGNED, WITHDRAWN = "draft", "signed", "withdrawn"  # the list ``version_state``


class Instrument(QuietModel):
    """A questionnaire by its name in the phones; what it asks stands in its versions."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    key = models.CharField(max_length=24, unique=True)  # the id of the form, as phones know it
    kind = models.CharField(max_length=12, default="interview")  # the list ``instrument_kind``
    library = models.CharField(max_length=24, blank=True)  # of which instrument of the library it was made
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Shaped("key", "word"), name="the_id_of_a_form_is_a_word")]


class Version(QuietModel):
    """One version of a questionnaire. Once somebody signed it, nothing in it changes any more."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    sheet = models.BinaryField()  # as the author gave it
    sheet_name = models.CharField(max_length=120)
    xform = models.BinaryField()  # as phones read it, without a key
    mapping = models.JSONField(default=dict)  # by question: sealed, coded or dropped (formats/coding.py)
    needs = models.JSONField(default=list)  # of the list ``need``: help that must be near where this is asked
    is_sensitive = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=DRAFT)
    sent_back = models.CharField(max_length=600, blank=True)  # what a reviewer asks to be mended before she signs
    sent_back_of = models.CharField(max_length=64, blank=True)  # what she had read: is it another one by now?

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["instrument"], condition=Q(state=DRAFT), name="one_draft_at_a_time"),
            models.CheckConstraint(condition=Q(state__in=[DRAFT, SIGNED, WITHDRAWN]), name="a_version_has_a_state"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=999), name="a_version_has_a_number"),
            models.CheckConstraint(
                condition=Q(Shaped("sent_back_of", "empty")) | Q(Shaped("sent_back_of", "hex64")),
                name="what_is_sent_back_was_read",
            ),
        ]

    @property
    def form_version(self) -> str:
        """As the form says it."""
        return str(self.number)


class Media(QuietModel):
    """A file that a questionnaire shows or plays."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=32)  # MD5, as phones compare it
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="one_file_a_name"),
            models.CheckConstraint(condition=Shaped("digest", "hex32"), name="a_file_has_its_md5"),
        ]


class SignOff(QuietModel):
    """That somebody of a peer-led organisation, who was paid for it, read a version and stands by it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sign_offs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    on = models.DateField()
    digest = models.CharField(max_length=64)  # of what she read: the form and what becomes of each answer
    was_paid = models.BooleanField()
    words = models.CharField(max_length=600, blank=True)  # what she asks the author to know

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "by"], name="one_signature_a_person"),
            models.CheckConstraint(condition=Shaped("digest", "hex64"), name="a_signature_names_what_was_read"),
            models.CheckConstraint(condition=Q(was_paid=True), name="who_signs_is_paid"),
        ]
