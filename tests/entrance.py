"""Coming in as a person does: through the page, by passphrase and number; and a keeper that remembers."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts import actions, queries
from amparo.commons.accounts.backends import Keeper
from amparo.commons.accounts.models import Team, User

OWN, SECOND = "mango lluvia puerta sal", "otra lluvia otra puerta"
SECRET = bytes(range(20))


def person(name: str, *roles: str) -> User:
    """Someone of the team with these roles."""
    made = actions.open_account(sign_in_name=name, name_used=name.title(), password=OWN, by=actions.SETUP)
    for role in roles:
        team = Team.objects.first() or actions.make_team(name="Casa", by=actions.SETUP)
        actions.give_role(made, team=team, role=role, by=actions.SETUP)
    return made


def enters(name: str, password: str = OWN, client: Client | None = None, **more: Any) -> tuple[Client, Any]:
    """She types both on the page: her browser, and the answer."""
    client = client or Client()
    return client, client.post(reverse("sign_in"), {"sign_in_name": name, "password": password}, **more)


def inside(name: str, password: str = OWN) -> Client:
    """A browser in which she has come in through the page, where no number is asked."""
    client, answer = enters(name, password)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return client


def with_second(user: User, *, locks: bool = False) -> User:
    """She has a passphrase for when she is forced."""
    user.refresh_from_db()
    user.forget_roles()
    actions.set_second(user, password=SECOND, locks=locks, by=user)
    return user


def with_sheet(user: User) -> list[str]:
    """She has a sheet; its numbers."""
    return actions.hand_sheet(user, by=actions.SERVER, secret=SECRET)


def shows(client: Client, number: str) -> Any:
    """She types a number."""
    return client.post(reverse("sign_in"), {"number": number})


def plain(answer: HttpResponse) -> str:
    """The page without its token, which is another one on every page."""
    text, tokens = re.subn(r'name="csrfmiddlewaretoken" value="[A-Za-z0-9]{64}"', "", answer.content.decode())
    assert tokens == answer.content.decode().count("csrfmiddlewaretoken")
    return text


def left(person: User) -> int | None:
    """How many numbers of her sheet are left."""
    return queries.left_on_sheet(person)


class Remembering(Keeper):
    """A keeper that writes down what it is told, and opens what it is told to open."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def came_half(self, request: Any, user: Any, kek: bytes) -> None:
        self.told.append(("half", user.sign_in_name, kek))
        request.new_unlock = "a" * 32 + "b" * 64

    def came_in(self, request: Any, user: Any) -> None:
        self.told.append(("in", user.sign_in_name))

    def opened(self, user: Any, raw: str) -> Any:
        return raw or None

    def changed_password(self, user: Any, kek: bytes, opened: Any) -> None:
        self.told.append(("changed", user.sign_in_name, kek, opened))

    def lost_password(self, user: Any) -> None:
        self.told.append(("lost", user.sign_in_name))

    def went(self, user: Any, raw: str) -> None:
        self.told.append(("went", user.sign_in_name, raw))

    def closed(self, user: Any) -> None:
        self.told.append(("closed", user.sign_in_name))

    def lock_person(self, user: Any) -> None:
        self.told.append(("locked", user.sign_in_name))

    def lock_all(self) -> None:
        self.told.append(("all",))

    def heard(self) -> list[str]:
        """The first words of what it was told, once."""
        words = [str(each[0]) for each in self.told]
        self.told.clear()
        return words
