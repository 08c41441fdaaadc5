"""What a phone of a study is set up with: the square that it reads, and the same to be typed. Nothing of it is kept."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from amparo.commons.accounts.queries import accounts_with
from amparo.fieldwork.models import Device, Study
from amparo.fieldwork.policies import CARRYING
from amparo.fieldwork.queries.squares import Square, square_of
from amparo.formats.neutral import telling_words
from amparo.formats.openrosa.settings_code import settings_code

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
PLAIN = "Libreta"


@dataclass(frozen=True, slots=True)
class SetUp:
    """All that a phone needs."""

    square: Square = field(repr=False)
    code: str = field(repr=False)  # what the square says
    address: str
    name: str
    password: str = field(repr=False)
    lock: str = field(repr=False)  # opens the settings at the phone


def set_up(device: Device, token: str, *, address: str) -> SetUp:
    """For one phone. ``address`` is where phones find the house, without a token."""
    lock = "".join(secrets.choice(LETTERS) for _ in range(8))
    project = PLAIN if telling_words(settings.SITE_NAME) else settings.SITE_NAME
    code = settings_code(f"{address}/{token}", project=project, password=lock, language=device.study.language)
    return SetUp(square_of(code), code, address, device.reference, token, lock)


def in_words(made: SetUp) -> dict[str, str]:
    """The same to be typed, in groups of four."""
    return {name: in_groups(getattr(made, name)) for name in ("name", "password", "lock")}


def in_groups(text: str) -> str:
    """Four and four, so that the eye finds its place again."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def who_could_carry(study: Study) -> list[Any]:
    """Colleagues to whom a phone can be given, by the names they use."""
    return list(accounts_with(*CARRYING).order_by("name_used", "pk"))
