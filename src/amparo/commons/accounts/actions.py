"""Changing who works here."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from amparo.commons.accounts.models import Membership, Team, User
from amparo.commons.accounts.policies import (
    may_close_account,
    may_give_role,
    may_manage_team,
    may_place_team,
    may_take_role,
)
from amparo.commons.audit.actions import audited, unaudited

CARE = "default"
SETUP = "house.setup"  # the process that makes the first account, before anyone can be asked
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another: it is read aloud and written by hand


def _check(rule: object, by: object, *things: object) -> None:
    if by != SETUP:
        rule.check(by, *things)  # type: ignore[attr-defined]


@audited("user.opened", using=CARE)
def open_account(*, sign_in_name: str, name_used: str, password: str, language: str = "es", by: object) -> User:
    """Open an account for someone of the team."""
    _check(may_manage_team, by)
    user = User(sign_in_name=sign_in_name, name_used=name_used, language=language)
    user.set_password(password)
    user.save()
    return user


@audited("user.closed", target="user", using=CARE)
def close_account(user: User, *, by: object) -> None:
    """Close an account at once: she can no longer come in, her roles are gone."""
    _check(may_close_account, by, user)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    user.memberships.all().delete()
    user.forget_roles()


@audited("team.made", using=CARE)
def make_team(*, name: str, organisation: Any = None, by: object) -> Team:
    """Make a team."""
    _check(may_manage_team, by)
    return Team.objects.create(name=name, organisation=organisation)


@audited("team.placed", target="team", using=CARE)
def place_team(team: Team, *, organisation: Any, by: object) -> None:
    """Say to which organisation of the list a team belongs: a reviewer signs in the name of that one."""
    _check(may_place_team, by, team)
    team.organisation = organisation
    team.save(update_fields=["organisation"])


@audited("role.given", target="user", using=CARE)
def give_role(user: User, *, team: Team, role: str, by: object) -> Membership:
    """Give a role in a team; giving it twice changes nothing."""
    _check(may_give_role, by, user, role)
    membership, _ = Membership.objects.get_or_create(user=user, team=team, role=role)
    user.forget_roles()
    return membership


@audited("role.taken", target="user", using=CARE)
def take_role(user: User, *, team: Team, role: str, by: object) -> None:
    """Take a role away."""
    _check(may_take_role, by, user, role)
    Membership.objects.filter(user=user, team=team, role=role).delete()
    user.forget_roles()


@unaudited("it calls audited actions, one for each role that changes")
def set_roles(user: User, *, team: Team, roles: Iterable[str], by: object) -> None:
    """Give and take roles in a team until they are these."""
    wanted = set(roles)
    with transaction.atomic(using=CARE):
        held = set(Membership.objects.filter(user=user, team=team).values_list("role", flat=True))
        for role in sorted(held - wanted):
            take_role(user, team=team, role=role, by=by)
        for role in sorted(wanted - held):
            give_role(user, team=team, role=role, by=by)


@unaudited("it changes nothing")
def fresh_passphrase(choose: secrets.SystemRandom | None = None) -> str:
    """Twenty characters in five groups, about 99 bits: nobody guesses it and a hand can write it."""
    chance = choose or secrets.SystemRandom()
    return "-".join("".join(chance.choices(LETTERS, k=4)) for _ in range(5))


@audited("user.password", target="user", using=CARE)
def set_password(user: User, *, password: str, by: object) -> None:
    """Give an account a new password: her own, or one the coordinator hands over."""
    if by != user:
        _check(may_manage_team, by)
    user.set_password(password)
    user.save(update_fields=["password"])


@unaudited("a language is how a page is read, nothing is done to anybody")
def choose_language(user: User, language: str) -> None:
    """Remember the language of her desk."""
    user.language = language
    user.save(update_fields=["language"])
