"""Accounts and roles: opened, given, vouched for, closed."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.crypto import constant_time_compare

from amparo.commons.accounts import backends, hashers
from amparo.commons.accounts.actions.passphrases import CARE, hand_over
from amparo.commons.accounts.models import Membership, Team, User
from amparo.commons.accounts.policies import (
    SIGNING,
    may_close_account,
    may_give_role,
    may_manage_team,
    may_take_role,
    may_vouch,
    reference_of,
)
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import PROCESSES


class Changed(Exception):
    """What was read is another by now."""


@audited("user.opened", using=CARE)
def open_account(*, sign_in_name: str, name_used: str, password: str, language: str = "es", by: object) -> User:
    """Open an account for someone of the team."""
    backends.check_open(may_manage_team, by)
    user = User(sign_in_name=sign_in_name, name_used=name_used, language=language)
    hand_over(user, password, by)
    user.save()
    return user


@audited("user.closed", target="user", using=CARE)
def close_account(user: User, *, by: object) -> None:
    """Close an account at once: she can no longer come in, her roles are gone."""
    backends.check_open(may_close_account, by, user)
    user.is_active = False
    user.set_unusable_password()
    user.other_check, user.session_stamp = hashers.random_check(), random_reference()
    user.save(update_fields=["is_active", "password", "other_check", "session_stamp"])
    user.memberships.all().delete()
    user.second_steps.all().delete()
    user.forget_roles()
    backends.keeper.closed(user)


@audited("user.forgotten", target="user", using=CARE)
def forget_name(user: User, *, by: object) -> None:
    """The names of a closed account go; the trail names it by its reference, and that stays.

    Only a process of the house does it, on the day that was promised.
    """
    if by not in PROCESSES or user.is_active:
        raise ValueError("only the house itself forgets a name, and only that of a closed account")
    user.name_used, user.sign_in_name = "·", f"-{user.reference}"
    user.save(update_fields=["name_used", "sign_in_name"])


@audited("role.given", target="user", using=CARE)
def give_role(user: User, *, team: Team, role: str, by: object) -> Membership:
    """Give a role in a team; giving it twice changes nothing."""
    backends.check_open(may_give_role, by, user, role)
    membership, is_new = Membership.objects.get_or_create(user=user, team=team, role=role)
    vouch_at_once(membership, by)
    user.forget_roles()
    if is_new:
        backends.keeper.got_role(user, role)
    return membership


@audited("role.vouched", target="user", using=CARE)
def vouch(user: User, *, team: Team, role: str, by: object, seen: str | None = None) -> None:
    """Say that it is she who signs in this role, for this organisation: the word of a second person.

    ``seen`` is what stood on the page that was read; where it is another now, the word is not kept.
    """
    User.objects.select_for_update().get(pk=user.pk)  # nobody hands her a passphrase meanwhile
    membership = Membership.objects.select_related("user", "team__organisation").get(user=user, team=team, role=role)
    backends.check_open(may_vouch, by, membership)
    if seen is not None and not constant_time_compare(seen, membership.as_read):
        raise Changed
    _write_vouch(membership, by)


@unaudited("whoever calls it is audited")
def vouch_at_once(membership: Membership, by: object) -> None:
    """A role that signs, given by a process of the server, is vouched for by that; a person says so apart."""
    if membership.role in SIGNING and by in PROCESSES:
        _write_vouch(membership, by)


def _write_vouch(membership: Membership, by: object) -> None:
    """Keep whose word it is, and for what."""
    membership.vouched_by, membership.vouched_as = reference_of(by), membership.digest
    membership.save(update_fields=["vouched_by", "vouched_as"])


@audited("role.taken", target="user", using=CARE)
def take_role(user: User, *, team: Team, role: str, by: object) -> None:
    """Take a role away."""
    backends.check_open(may_take_role, by, user, role)
    Membership.objects.filter(user=user, team=team, role=role).delete()
    user.forget_roles()
    backends.keeper.lost_role(user, role)


@unaudited("it calls audited actions, one for each role that changes")
def set_roles(user: User, *, team: Team, roles: Iterable[str], by: object) -> None:
    """Give and take roles in a team until they are these."""
    wanted = set(roles)
    with transaction.atomic(using=CARE):
        held = set(Membership.objects.filter(user=user, team=team).values_list("role", flat=True))
        for role in sorted(wanted - held):
            give_role(user, team=team, role=role, by=by)
        for role in sorted(
            held - wanted
        ):  # last: whoever changes from one room to another does not lose her key between
            take_role(user, team=team, role=role, by=by)
