"""Who comes in: one derivation for every try, whatever comes of it; and the slot in which the vault puts its keeper.

An unknown name, a closed account and a wrong passphrase do the same work and say the same. A passphrase can be hers,
or the second one that she gives to whoever forces her: both come in, to different desks.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from amparo.commons.accounts import hashers, queries
from amparo.commons.policy.policies import PROCESSES, Locked, Rule, check

PATH = f"{__name__}.OnePass"  # as a session names it


class ShutKey(Exception):
    """Her passphrase is right, and her key does not open with it: somebody changed one of the two past this house."""

    def __init__(self, person: Any) -> None:
        super().__init__("this key does not open with the passphrase of its account")
        self.person = person


@dataclass(frozen=True, slots=True)
class Goes:
    """A key that counts, and whether there are sheets of paper that bring something back."""

    has_sheets: bool


class Keeper:
    """What happens to keys when accounts change. This one keeps none: a guide has nothing that is sealed.

    The vault puts its own in ``keeper``. Every method runs inside the transaction of whoever calls it.
    """

    @property
    def keeps(self) -> bool:
        """Is there anything to open?"""
        return type(self) is not Keeper

    def came_half(self, request: Any, user: Any, kek: bytes) -> None:
        """The passphrase is right: her seed waits, useless until she is signed in. Sets ``request.new_unlock``.

        :class:`ShutKey` where her key does not open with it.
        """

    def is_shut(self, user: Any) -> bool:
        """Has she a key that is not open now?"""
        return False

    def goes_with(self, user: Any) -> Goes | None:
        """What goes with her passphrase or her account; None where nothing that is sealed hangs on it."""
        return None

    def came_in(self, request: Any, user: Any) -> None:
        """The second step is right too, or none was asked for."""

    def opened(self, user: Any, raw: str) -> Any:
        """What her cookie opens now, or None."""

    def changed_password(self, user: Any, kek: bytes, opened: Any) -> None:
        """She chose another passphrase herself: her seed goes under ``kek``."""

    def lost_password(self, user: Any) -> None:
        """Somebody handed her a passphrase: her old key is lost."""

    def went(self, user: Any, raw: str) -> None:
        """She signed out here."""

    def closed(self, user: Any) -> None:
        """Her account is closed."""

    def lost_role(self, user: Any, role: str) -> None:
        """She does not do this here any more."""

    def got_role(self, user: Any, role: str) -> None:
        """She does this here from now on."""

    def lock_person(self, user: Any) -> None:
        """Whatever she has open is locked."""

    def lock_all(self) -> None:
        """Whatever anybody has open is locked."""


keeper = Keeper()


def check_open(asked: Rule, by: Any, *things: object) -> None:
    """Ask a rule, and then her key: for whatever changes who works here, who reads, or what opens on a bad day.

    From a browser that is signed in while the key is put away, nobody takes a passphrase, a role or a key. Who has
    none acts without it: somebody must be left who can close an account. A lost phone, the button that locks the
    house and closing it for new letters never ask, because they only shut.
    """
    check(asked, by, *things)
    if by not in PROCESSES and keeper.is_shut(by):
        raise Locked


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody whose passphrase is right, and what it turned out to be."""

    person: Any
    tried: hashers.Tried


@sensitive_variables()
def try_to_enter(sign_in_name: str, password: str) -> Entry | None:
    """Whoever comes in by this name and passphrase, after one derivation; None says nothing of why not."""
    person = queries.person_named(sign_in_name)
    tried = person.try_passphrase(password) if person else hashers.try_passphrase(password)
    if person is None or tried.what == hashers.NO:
        return None
    person.is_empty_desk = tried.is_second
    return Entry(person, tried)


def unlock_of(request: Any) -> str:
    """The half of an unlock that her browser holds."""
    return str(request.COOKIES.get(settings.UNLOCK_COOKIE_NAME, ""))


class OnePass(BaseBackend):
    """Who a session belongs to. Coming in is ``try_to_enter``: it must know which desk opens, and hand on the key."""

    @sensitive_variables("password")
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        """By name and passphrase, for whoever asks Django. An empty desk is none of its business."""
        entry = try_to_enter(str(credentials.get("username", "")), str(credentials.get("password", "")))
        return entry.person if entry and not entry.person.is_empty_desk else None

    def get_user(self, user_id: Any) -> Any:
        """The open account of a session."""
        return queries.person_by_id(user_id)
