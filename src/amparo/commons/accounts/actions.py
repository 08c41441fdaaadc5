"""Changing who works here."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare

from amparo.commons.accounts.models import Membership, Team, User
from amparo.commons.accounts.policies import (
    SIGNING,
    may_close_account,
    may_give_role,
    may_manage_team,
    may_name_team,
    may_place_team,
    may_remove_team,
    may_take_role,
    may_vouch,
)
from amparo.commons.audit.actions import audited, unaudited

CARE = "default"
SETUP = "house.setup"  # the process that makes the first account, before anyone can be asked
SERVER = "house.server"  # whoever runs the server: ./amparo account
PROCESSES = frozenset({SETUP, SERVER})
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another: it is read aloud and written by hand


class Changed(Exception):
    """What was read is another by now."""


def _check(rule: object, by: object, *things: object) -> None:
    if by not in PROCESSES:
        rule.check(by, *things)  # type: ignore[attr-defined]


@audited("user.opened", using=CARE)
def open_account(*, sign_in_name: str, name_used: str, password: str, language: str = "es", by: object) -> User:
    """Open an account for someone of the team."""
    _check(may_manage_team, by)
    user = User(sign_in_name=sign_in_name, name_used=name_used, language=language)
    _hand_over(user, password, by)
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
    """Make a team, under a name that no other has."""
    _check(may_name_team, by, name)
    return Team.objects.create(name=name, organisation=organisation)


@audited("team.renamed", target="team", using=CARE)
def rename_team(team: Team, *, name: str, by: object) -> None:
    """Give a team another name."""
    _check(may_name_team, by, name, team)
    team.name = name
    team.save(update_fields=["name"])


@audited("team.removed", target="team", using=CARE)
def remove_team(team: Team, *, by: object) -> None:
    """Take away a team in which nobody does anything."""
    _check(may_remove_team, by, team)
    Team.objects.filter(pk=team.pk).delete()


@audited("team.placed", target="team", using=CARE)
def place_team(team: Team, *, organisation: Any, by: object) -> None:
    """Say to which organisation of the list a team belongs: a reviewer signs in the name of that one."""
    _check(may_place_team, by, team)
    team.organisation = organisation
    team.save(update_fields=["organisation"])
    if by in PROCESSES:
        for membership in team.memberships.all():
            _vouch_at_once(membership, by)


@unaudited("it calls audited actions, one for each thing that changes")
def change_team(team: Team, *, name: str, organisation: Any, by: object) -> None:
    """Give a team this name and this organisation; what is so already is left alone."""
    with transaction.atomic(using=CARE):
        if name != team.name:
            rename_team(team, name=name, by=by)
        if organisation != team.organisation:
            place_team(team, organisation=organisation, by=by)


@audited("role.given", target="user", using=CARE)
def give_role(user: User, *, team: Team, role: str, by: object) -> Membership:
    """Give a role in a team; giving it twice changes nothing."""
    _check(may_give_role, by, user, role)
    membership, _ = Membership.objects.get_or_create(user=user, team=team, role=role)
    _vouch_at_once(membership, by)
    user.forget_roles()
    return membership


@audited("role.vouched", target="user", using=CARE)
def vouch(user: User, *, team: Team, role: str, by: object, seen: str | None = None) -> None:
    """Say that it is she who signs in this role, for this organisation: the word of a second person.

    ``seen`` is what stood on the page that was read; where it is another now, the word is not kept.
    """
    User.objects.select_for_update().get(pk=user.pk)  # nobody hands her a passphrase meanwhile
    membership = Membership.objects.select_related("user", "team__organisation").get(user=user, team=team, role=role)
    _check(may_vouch, by, membership)
    if seen is not None and not constant_time_compare(seen, membership.as_read):
        raise Changed
    _write_vouch(membership, by)


def _vouch_at_once(membership: Membership, by: object) -> None:
    """A role that signs, given by a process of the server, is vouched for by that; a person says so apart."""
    if membership.role in SIGNING and by in PROCESSES:
        _write_vouch(membership, by)


def _write_vouch(membership: Membership, by: object) -> None:
    """Keep whose word it is, and for what."""
    membership.vouched_by, membership.vouched_as = _reference(by), membership.digest
    membership.save(update_fields=["vouched_by", "vouched_as"])


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
    """Give an account a new password: her own, or one the coordinator hands over.

    Whoever hands one over could come in as her: nobody vouches for what she signs until somebody does so anew.
    """
    if by == user:
        user.set_password(password)
        user.must_choose = False
    else:
        _check(may_manage_team, by)
        User.objects.select_for_update().get(pk=user.pk)  # nobody vouches for her meanwhile
        _hand_over(user, password, by)
        user.memberships.update(vouched_by="", vouched_as="")
    user.save(update_fields=["password", "handed_by", "must_choose"])


def _hand_over(user: User, password: str, by: object) -> None:
    """A passphrase that somebody else knows, so that she chooses another; who makes the house chose hers herself."""
    user.set_password(password)
    hands = {_reference(by)} | (by.hands() if isinstance(by, User) else set())
    user.handed_by = "" if by in PROCESSES else " ".join(sorted(hands))
    user.must_choose = by != SETUP


def _reference(by: object) -> str:
    """Whose hand it was: a reference that leads to an account, or the name of a process."""
    return str(getattr(by, "reference", by))[:16]
