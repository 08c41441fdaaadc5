"""Staff accounts, teams and roles. The person who asks for help never has an account here."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

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
    last_login = None  # nobody needs to know when she was here

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
        """The codes of ``content/codes/house_role`` she holds, read once per request."""
        if not hasattr(self, "_role_codes"):
            self._role_codes = set(self.memberships.values_list("role", flat=True)) if self.is_active else set()
        return self._role_codes

    def leading_kinds(self, role: str) -> set[str]:
        """What kinds of organisations give her this role: the operators of the organisations of those teams."""
        held = self.memberships.filter(role=role, team__organisation__isnull=False)
        return set(held.values_list("team__organisation__operator", flat=True)) if self.is_active else set()

    def forget_roles(self) -> None:
        """Read the roles anew: they were changed."""
        vars(self).pop("_role_codes", None)


class Team(models.Model):
    """People who work together, in an organisation of the directory."""

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one team."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team", "role"], name="one_membership_per_team_and_role")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"
