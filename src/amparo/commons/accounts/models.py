"""Staff accounts, teams and roles. The person who asks for help never has an account here."""

import hashlib
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from amparo.commons.accounts import hashers
from amparo.commons.policy.models import random_reference


class UserManager(BaseUserManager["User"]):
    """Django asks for one; accounts are made by ``accounts.actions``."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(sign_in_name=username)


class User(AbstractBaseUser):
    """A person of the team. The name is the one she uses; no legal name, no mail, no phone is kept."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    sign_in_name = models.CharField(max_length=40, unique=True)
    name_used = models.CharField(max_length=60)
    language = models.CharField(max_length=5, default="es")
    is_active = models.BooleanField(default=True)
    # Whose hands her passphrase came through, as it was on that day: references, nothing where the server did it.
    handed_by = models.TextField(blank=True, default="unknown")
    must_choose = models.BooleanField(default=False)  # that passphrase is not her own yet
    # The passphrase she gives away when somebody forces her, or nothing at all: both look alike.
    other_check = models.CharField(max_length=44, default=hashers.random_check)
    session_stamp = models.CharField(max_length=16, default=random_reference)  # another one ends all her sessions
    last_login = None  # nobody needs to know when she was here

    # Of this request, not of the table: did she come in by the second passphrase, and what her key opens.
    is_empty_desk = False
    opened: Any = None

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS = ["name_used"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name_used

    def has_role(self, *roles: str) -> bool:
        """Does she hold one of these roles in any team?"""
        return not self.role_codes.isdisjoint(roles)

    @property
    def role_codes(self) -> set[str]:
        """The codes of ``content/codes/house_role`` she holds, read once per request; at an empty desk none."""
        if not hasattr(self, "_role_codes"):
            works = self.is_active and not self.is_empty_desk
            fetched = "memberships" in getattr(self, "_prefetched_objects_cache", {})  # then it costs no question
            held = [each.role for each in self.memberships.all()] if fetched else self._roles_held()
            self._role_codes = set(held) if works else set()
        return self._role_codes

    def _roles_held(self) -> list[str]:
        return list(self.memberships.values_list("role", flat=True))

    def leading_kinds(self, role: str) -> set[str]:
        """What kinds of organisations give her this role: the operators of the organisations of those teams."""
        if not self.is_active or self.is_empty_desk:
            return set()
        held = self.memberships.filter(role=role, team__organisation__isnull=False)
        return set(held.values_list("team__organisation__operator", flat=True))

    def is_vouched_for(self, role: str, kind: str = "") -> bool:
        """Does somebody else stand behind this role of hers, in a team of such a kind, as it is today?"""
        held = self.memberships.filter(role=role).select_related("user", "team__organisation")
        return (
            self.is_active
            and not self.is_empty_desk
            and not self.must_choose
            and any(each.is_vouched and kind in {"", each.team.kind} for each in held)
        )

    def hands(self) -> set[str]:
        """Everybody who could have come in as her: she, who handed her a passphrase, who handed that one hers.

        The chain ends at the server. Whoever opens accounts for others holds all of them in her hand, also those
        that these open in turn: two accounts are two people only where their hands have nobody in common. What was
        handed on stays as it was, so that no later passphrase for one of the chain takes the others out of it.
        """
        found: set[str] = set()
        waiting = {self.reference, *self.handed_by.split()}
        while waiting:
            found |= waiting
            handed = User.objects.filter(reference__in=waiting).values_list("handed_by", flat=True)
            waiting = {each for text in handed for each in text.split()} - found
        return found

    def forget_roles(self) -> None:
        """Read the roles anew: they were changed."""
        vars(self).pop("_role_codes", None)

    def set_password(self, raw_password: str | None) -> None:
        """Django would write a digest and leave her key under the passphrase of before: it would open never again."""
        raise TypeError("A passphrase is changed by accounts.actions.set_password, which looks after her key as well.")

    def try_passphrase(self, text: str) -> hashers.Tried:
        """What this passphrase is for her account."""
        return hashers.try_passphrase(text, self.password, self.other_check)

    def check_password(self, raw_password: str) -> bool:  # type: ignore[override]  # it never rewrites the digest
        """Is it the one with which she came in here?"""
        return self.came_by(self.try_passphrase(raw_password))

    def came_by(self, tried: hashers.Tried) -> bool:
        """Did she come in here by this one?"""
        return tried.is_second if self.is_empty_desk else tried.is_own

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """A session lives as long as both her passphrases and her stamp: where one changes, it has ended."""
        told = "\x1f".join((self.password, self.other_check, self.session_stamp))
        return salted_hmac("amparo.accounts.session", told, secret=secret, algorithm="sha256").hexdigest()


class SecondStep(models.Model):
    """The second thing she shows when she comes in: an app that counts time, or a sheet of numbers on paper."""

    APP, PAPER = "app", "paper"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="second_steps")
    kind = models.CharField(max_length=5)
    box = models.BinaryField()  # the secret, sealed by the key of the house: a dump alone does not show it
    last = models.BigIntegerField(default=0)  # the last step of time, or number of the sheet, that was used
    misses = models.PositiveSmallIntegerField(default=0)  # wrong numbers in a row, after her right passphrase
    is_ready = models.BooleanField(default=False)  # she has shown one number of it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "is_ready"], name="one_second_step_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.user} · {self.kind}"


class Team(models.Model):
    """People who work together, in an organisation of the directory."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(Lower("name"), name="one_team_of_this_name")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def has_namesake(cls, name: str, besides: "Team | None" = None) -> bool:
        """Has another team this name, in capitals or not?"""
        others = cls.objects.exclude(pk=besides.pk) if besides else cls.objects.all()
        return name.casefold() in {each.casefold() for each in others.values_list("name", flat=True)}

    @property
    def kind(self) -> str:
        """What kind of body its organisation is, as the list of places says today."""
        return str(self.organisation.operator) if self.organisation else ""


class Membership(models.Model):
    """One role of one person in one team.

    A role that signs counts only where somebody else vouches for it. That word is for this organisation, under
    this name and of this kind: where one of them becomes another, it falls by itself.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    vouched_by = models.CharField(max_length=16, blank=True)  # an opaque reference, or the name of a process
    vouched_as = models.CharField(max_length=64, blank=True)  # the digest of what she vouched for

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team", "role"], name="one_membership_per_team_and_role")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"

    @property
    def is_vouched(self) -> bool:
        """Does somebody vouch for this role, as it is today?"""
        return bool(self.vouched_by) and self.vouched_as == self.digest

    @property
    def as_read(self) -> str:
        """What a page shows to whoever may vouch: this role as it is, and the passphrase with which she comes in."""
        return salted_hmac("vouch", self.digest + self.user.password, algorithm="sha256").hexdigest()

    @property
    def digest(self) -> str:
        """What somebody vouches for: this role, for this organisation, under its name and of its kind."""
        whose = self.team.organisation
        said = (whose.reference, whose.name, whose.operator) if whose else ("", "", "")
        return hashlib.sha256("\x1f".join((self.role, self.team.reference, *said)).encode()).hexdigest()
