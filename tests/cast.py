"""The cast: the people over whom every permission test is a table.

Each is made as a house makes them, through ``accounts.actions``. The analyst and the output checkers have their desks
in rooms that only the largest house has.
"""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from amparo.commons.accounts import actions
from amparo.commons.accounts.models import Team, User
from tests.laid_once import laid_once

# Who works beside them, each with one role: a test of who may do what asks for these as well.
BESIDE = {
    "nadia": ("border", "Nadia", ("coordinator",)),  # looks after accounts and keys, and reads nothing
    "eva": ("border", "Eva", ("editor",)),
    "flor": ("border", "Flor", ("checker",)),
    "iris": ("coast", "Iris", ("reviewer",)),
    "mona": ("coast", "Mona", ("moderator",)),
    "rita": ("border", "Rita", ("reader",)),  # it is her case
    "tere": ("border", "Tere", ("reader",)),  # of the same team, and nobody let her in
    "lena": ("coast", "Lena", ("reader",)),  # it was hers; she stepped back
    "zoe": ("border", "Zoe", ("reader",)),  # read it too; her account is closed since
    "paz": ("border", "Paz", ("peer",)),
    "gema": ("border", "Gema", ("health",)),
    "lucia": ("coast", "Lucía", ("counsel",)),
    "sara": ("border", "Sara", ("supervisor",)),
}
PASSPHRASE = "mango lluvia puerta sal"
PEOPLE = {
    "ana": ("border", "Ana", ("coordinator", "editor")),
    "berta": ("border", "Berta", ("checker", "moderator")),
    "carla": ("coast", "Carla", ("editor", "counsel")),
    "diana": ("numbers", "Diana", ("analyst",)),
    "elena": ("numbers", "Elena", ("output_checker",)),
    "fabia": ("numbers", "Fabia", ("output_checker",)),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Two people of one team, one of another, who counts, who checks what leaves, and a stranger."""

    ana: User  # coordinates the team at the border, and writes the list
    berta: User  # of the same team: calls and confirms, reads what people say
    carla: User  # of another team: writes the list there, and is a lawyer
    diana: User  # the analyst: sees coded facts, never a person
    elena: User  # the output checker: looks at what wants to leave
    fabia: User  # the second one: one alone lets nothing out
    stranger: AnonymousUser  # whoever found the page
    border: Team
    coast: Team

    def everyone(self) -> dict[str, Any]:
        """Each by name, for a table of tests."""
        return {name: getattr(self, name) for name in [*PEOPLE, "stranger"]}


@laid_once
def make_cast() -> Cast:
    """Make all of them."""
    teams = {name: actions.make_team(name=name.title(), by=actions.SETUP) for name in ("border", "coast", "numbers")}
    people = {}
    for sign_in_name, (team, name_used, roles) in PEOPLE.items():
        person = actions.open_account(
            sign_in_name=sign_in_name, name_used=name_used, password=PASSPHRASE, by=actions.SETUP
        )
        for role in roles:
            actions.give_role(person, team=teams[team], role=role, by=actions.SETUP)
        people[sign_in_name] = person
    return Cast(**people, stranger=AnonymousUser(), border=teams["border"], coast=teams["coast"])


@laid_once
def make_beside(cast: Cast) -> dict[str, User]:
    """Make those who work beside them, each in her team."""
    teams, people = {"border": cast.border, "coast": cast.coast}, {}
    for sign_in_name, (team, name_used, roles) in BESIDE.items():
        person = actions.open_account(
            sign_in_name=sign_in_name, name_used=name_used, password=PASSPHRASE, by=actions.SETUP
        )
        for role in roles:
            actions.give_role(person, team=teams[team], role=role, by=actions.SETUP)
        people[sign_in_name] = person
    return people


def without_a_role(person: User) -> User:
    """Take every role of somebody away: her desk is empty from then on."""
    for membership in person.memberships.all():
        actions.take_role(person, team=membership.team, role=membership.role, by=actions.SETUP)
    return person


def copy_of(browser: Client, **options: Any) -> Client:
    """A fresh browser with what this one holds: cheaper than coming in once more."""
    client = Client(**options)
    client.cookies = SimpleCookie(browser.cookies.output(header="", sep=";"))
    return client


def browser_of(person: User | AnonymousUser, **options: Any) -> Client:
    """A browser in which this person has come in; a stranger's has nothing."""
    client = Client(**options)
    if isinstance(person, User):
        client.force_login(person)
    return client
