"""The made-up team: accounts, teams, roles, and passphrases that are told once and written nowhere."""

import secrets
from dataclasses import dataclass

from django.utils.translation import get_language

from amparo.commons.accounts.actions import give_role, make_team, open_account
from amparo.config.demo import town
from amparo.config.demo.laying import SETUP, Laid
from amparo.formats.codes import label

WORDS = tuple(town.read("people")["phrase_words"].split())


@dataclass(frozen=True, slots=True)
class Person:
    """One account, as the terminal shows it."""

    name: str
    sign_in_name: str
    role: str
    passphrase: str
    first: str
    page: str


def fresh_phrase() -> str:
    """Four words and a number: easy to type from one screen to another, on this computer only."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(4)), str(10 + secrets.randbelow(90))])


def as_shown(row: town.Row, role: str, phrase: str) -> Person:
    """What the terminal tells of an account, in its language."""
    language = get_language() or "es"
    what = label("house_role", role, language)
    return Person(row["name_used"], row["sign_in_name"], what, phrase, row["first"][language], row["page"])


def open_accounts(laid: Laid) -> list[Person]:
    """Open the accounts of the team and give the roles."""
    facts = town.read("people")
    teams = {
        row["key"]: make_team(name=row["name"], organisation=laid.organisations[row["organisation"]], by=SETUP)
        for row in facts["teams"]
    }
    opened = []
    for row in facts["people"]:
        phrase = fresh_phrase()
        user = open_account(
            sign_in_name=row["sign_in_name"], name_used=row["name_used"], password=phrase, language="es", by=SETUP
        )
        give_role(user, team=teams[row["team"]], role=row["role"], by=SETUP)
        opened.append(as_shown(row, row["role"], phrase))
    return opened
