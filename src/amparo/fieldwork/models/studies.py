"""Studies: what is asked where and by whom. The lock of a study holds every answer of it; its keepers open it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from amparo.commons.policy.models import QuietModel, Shaped, random_reference
from amparo.fieldwork.models.instruments import Version

PLANNED, RUNNING, CLOSED = "planned", "running", "closed"  # the list ``study_state``


class Study(QuietModel):
    """One study: its aim, where, by which design, and how many. Its plan is made before anybody is asked."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    name = models.CharField(max_length=80)
    aim = models.TextField(max_length=2000)
    design = models.CharField(max_length=12)  # the list ``study_design``
    place = models.CharField(max_length=20)  # a country, or a unit of one: never finer
    zone = models.CharField(max_length=8)  # the list ``zone``: border, urban, rural
    state = models.CharField(max_length=8, default=PLANNED)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)  # how many people, by the plan
    seeds = models.PositiveSmallIntegerField(default=0)
    coupons_each = models.PositiveSmallIntegerField(default=0)
    weeks_valid = models.PositiveSmallIntegerField(default=4)  # of a coupon
    stops_days_before = models.PositiveSmallIntegerField(default=0)  # so long before the end no coupon is given
    thanks_own = models.DecimalField(max_digits=10, decimal_places=2, default=0)  # for time and transport
    thanks_each = models.DecimalField(max_digits=10, decimal_places=2, default=0)  # for each who came with a coupon
    currency = models.CharField(max_length=3, blank=True)
    plan = models.JSONField(default=dict)  # what the size was worked out from, the stop rule, the protocol in words
    language = models.CharField(max_length=2, default="es")
    salt = models.CharField(max_length=32)  # of its coupons
    ring = models.CharField(max_length=16, unique=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[PLANNED, RUNNING, CLOSED]), name="a_study_has_a_state"),
            models.CheckConstraint(condition=Shaped("place", "place"), name="a_study_is_somewhere"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="a_study_ends_after_it_began",
            ),
            models.CheckConstraint(condition=Q(coupons_each__lte=3), name="at_most_three_coupons"),
            models.CheckConstraint(condition=Shaped("salt", "hex32"), name="a_study_has_a_salt"),
        ]

    @property
    def source(self) -> str:
        """What its rows are called in the evidence."""
        return f"s{self.reference}"


class Deployment(QuietModel):
    """That a version is asked in a study. Its form has a key of its own, whose other half the study locks."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="deployments")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="deployments")
    xform = models.BinaryField()  # as phones get it: with the key, where it has one
    digest = models.CharField(max_length=32)  # MD5 of it
    public_key = models.TextField(blank=True)  # RSA, base64; empty where answers come in clear over the line
    key_version = models.PositiveIntegerField(default=0)
    key_box = models.BinaryField(default=b"")  # its private half, sealed to the study
    codebook = models.CharField(max_length=28)  # its name and version, with which its rows are brought
    on_web = models.BooleanField(default=False)  # may it be answered on a page of this house too?
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "version"], name="a_version_is_asked_once_in_a_study"),
            models.CheckConstraint(condition=Shaped("digest", "hex32"), name="a_form_has_its_md5"),
            models.CheckConstraint(condition=Shaped("codebook", "version"), name="a_form_has_a_codebook"),
        ]


class Device(QuietModel):
    """A phone, or a sheet of them: a token of its own that may send answers of one study, and nothing else."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="devices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=40)
    check_of = models.CharField(max_length=64, unique=True)  # SHA-256 of its token: 160 random bits
    digest_check = models.CharField(max_length=32, blank=True)  # HA1, where a client knows only digest
    until = models.DateField()
    is_lost = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Shaped("check_of", "hex64"), name="a_phone_has_a_token")]
