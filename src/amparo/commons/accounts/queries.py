"""Reading who works here, and where a person goes once she has come in."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from amparo.commons.accounts.models import Team, User
from amparo.commons.accounts.policies import SIGNING, may_manage_team, may_vouch
from amparo.commons.policy.policies import Actor, Hidden


def people_for(actor: Actor) -> list[User]:
    """Everyone with an open account, by name: whoever works here may know with whom."""
    if not actor.is_authenticated:
        raise Hidden
    return list(User.objects.filter(is_active=True).prefetch_related("memberships__team").order_by("name_used"))


def get_person(actor: Actor, reference: str) -> User:
    """One open account, for the coordinator; closed ones no longer exist for anybody."""
    may_manage_team.check(actor)
    person = User.objects.filter(reference=reference, is_active=True).prefetch_related("memberships__team").first()
    if person is None:
        raise Hidden
    return person


def teams_for(actor: Actor) -> list[Team]:
    """The teams of the house."""
    return list(Team.objects.select_related("organisation")) if actor.is_authenticated else []


def get_team(actor: Actor, reference: str) -> Team:
    """One team, for the coordinator."""
    may_manage_team.check(actor)
    team = Team.objects.filter(reference=reference).first()
    if team is None:
        raise Hidden
    return team


def find_organisation(name: str) -> Any:
    """The one organisation of the list that has this name; None where there is none, or more than one."""
    listed: Any = Team._meta.get_field("organisation").related_model
    found = list(listed.objects.filter(name__iexact=name)[:2])
    return found[0] if len(found) == 1 else None


def roles_in(person: User, team: Team) -> list[str]:
    """The roles of a person in a team."""
    return sorted(membership.role for membership in person.memberships.all() if membership.team_id == team.pk)


def signing_of(actor: Actor, person: User) -> list[dict[str, Any]]:
    """The roles of a person that sign, and whether somebody vouches for each; or why this reader may not."""
    held = person.memberships.filter(role__in=SIGNING).select_related("user", "team__organisation")
    return [
        {
            "role": each.role,
            "team": each.team,
            "is_vouched": each.is_vouched,
            "seen": each.as_read,
            "why_not": may_vouch.reason(actor, each),
        }
        for each in held.order_by("team__name", "role")
    ]


def signs_for(person: Any, role: str) -> list[str]:
    """For which organisations somebody signs in this role, by name."""
    held = person.memberships.filter(role=role, team__organisation__isnull=False).select_related("team__organisation")
    return sorted({each.team.organisation.name for each in held if each.is_vouched})


def is_name_taken(sign_in_name: str) -> bool:
    """Does an account carry this name, open or closed? A name is never given twice: the trail would lie."""
    return User.objects.filter(sign_in_name=sign_in_name).exists()


def person_named(sign_in_name: str) -> User | None:
    """The open account that comes in by this name, for whoever runs the server."""
    return User.objects.filter(sign_in_name=sign_in_name, is_active=True).first()


def team_for_setup(name: str) -> Team | None:
    """The team of this name, or the first one where none is named, for whoever runs the server."""
    found = Team.objects.filter(name__iexact=name) if name else Team.objects.order_by("name")
    return found.first()


def is_empty() -> bool:
    """Is nobody here yet?"""
    return not User.objects.exists()


def page_after_signing_in(person: User, wanted: str) -> str:
    """The page she wanted, where it is one of ours; else the desk in her language."""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    with translation.override(person.language):
        return reverse("desk")
