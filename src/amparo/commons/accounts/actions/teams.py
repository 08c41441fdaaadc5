"""Teams: made, named, placed, taken away."""

from typing import Any

from django.db import transaction

from amparo.commons.accounts import backends
from amparo.commons.accounts.actions.passphrases import CARE
from amparo.commons.accounts.actions.people import vouch_at_once
from amparo.commons.accounts.models import Team
from amparo.commons.accounts.policies import may_name_team, may_place_team, may_remove_team
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import PROCESSES


@audited("team.made", using=CARE)
def make_team(*, name: str, organisation: Any = None, by: object) -> Team:
    """Make a team, under a name that no other has."""
    backends.check_open(may_name_team, by, name)
    return Team.objects.create(name=name, organisation=organisation)


@audited("team.renamed", target="team", using=CARE)
def rename_team(team: Team, *, name: str, by: object) -> None:
    """Give a team another name."""
    backends.check_open(may_name_team, by, name, team)
    team.name = name
    team.save(update_fields=["name"])


@audited("team.removed", target="team", using=CARE)
def remove_team(team: Team, *, by: object) -> None:
    """Take away a team in which nobody does anything."""
    backends.check_open(may_remove_team, by, team)
    Team.objects.filter(pk=team.pk).delete()


@audited("team.placed", target="team", using=CARE)
def place_team(team: Team, *, organisation: Any, by: object) -> None:
    """Say to which organisation of the list a team belongs: a reviewer signs in the name of that one."""
    backends.check_open(may_place_team, by, team)
    team.organisation = organisation
    team.save(update_fields=["organisation"])
    if by in PROCESSES:
        for membership in team.memberships.all():
            vouch_at_once(membership, by)


@unaudited("it calls audited actions, one for each thing that changes")
def change_team(team: Team, *, name: str, organisation: Any, by: object) -> None:
    """Give a team this name and this organisation; what is so already is left alone."""
    with transaction.atomic(using=CARE):
        if name != team.name:
            rename_team(team, name=name, by=by)
        if organisation != team.organisation:
            place_team(team, organisation=organisation, by=by)
