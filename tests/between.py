"""What the tests of the door between houses share: one agreement by which rows come, one by which they go.

Diana counts and draws up, Ana coordinates and confirms, Nadia coordinates too. The other house is a key that only the
test knows, and files that the test seals itself. Every name is an example.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from amparo.casework.queries.coded import partner_named
from amparo.commons import clock
from amparo.commons.accounts.actions import SETUP
from amparo.doors.exchange.actions import agreeing
from amparo.doors.exchange.models import Partnership
from amparo.formats.codebook import codebook
from amparo.formats.passing.agreements import Agreement, fresh_code
from amparo.formats.passing.documents import BadFile, mark_of
from amparo.formats.passing.rows import Rows, read_rows, rows_as_file
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.keys import fingerprint, fresh_secret, recipient_of
from amparo.sealing.padding import unpadded
from amparo.vault.actions import readers as keys
from amparo.vault.actions.coded import keep_row
from amparo.vault.actions.passing import seal_passing
from amparo.vault.models import Reader
from tests.cast import Cast, make_beside
from tests.coded import NEEDS, a_token, row
from tests.laid_once import laid_once
from tests.letters import OPENED_ON, Letters, a_house_for_letters, own_key, with_open_key

NOW = clock.now()
TODAY = clock.day(NOW)
NETWORK, SMALL = "Red de la Costa, un ejemplo", "Casa Chica, un ejemplo"
AGREED = {
    "sender": SMALL, "receiver": NETWORK, "purpose": "Saber qué falta en la costa.",
    "variables": ["gender_group", "need_group", "incident.acts"], "begins": TODAY - timedelta(days=30),
    "ends": TODAY + timedelta(days=200), "sender_role": "Coordinación", "receiver_role": "Análisis",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Between:
    """A house that counts, with who does what at this door."""

    letters: Letters
    people: dict[str, Any]

    def her(self, name: str) -> Any:
        """One of them, with her key open."""
        return with_open_key(self.people[name])


@laid_once
def make_between(cast: Cast) -> Between:
    """Diana has a key that counts."""
    letters = a_house_for_letters(cast)
    own_key(cast.diana)
    reader = Reader.objects.get(user=cast.diana)
    keys.confirm_reader(reader, by=SETUP, seen=fingerprint(reader.recipient), on=OPENED_ON)
    beside = make_beside(cast)
    people = {"diana": cast.diana, "ana": cast.ana, "berta": cast.berta, "carla": cast.carla, "nadia": beside["nadia"],
              "eva": beside["eva"]}  # fmt: skip
    own_key(people["nadia"])
    return Between(letters, people)


def coming(house: Between, **more: Any) -> Partnership:
    """An agreement by which their rows come here; Ana heard its mark."""
    found = agreeing.draw(by=house.her("diana"), **AGREED | more)
    agreeing.confirm(found, heard=found.mark, by=house.people["ana"])
    found.refresh_from_db()
    return found


def their_agreement(**more: Any) -> tuple[Agreement, bytes]:
    """What the other house drew up, and the secret of its key."""
    secret, book = fresh_secret(), codebook("cases")
    said = {**AGREED, "variables": tuple(sorted(AGREED["variables"])), **more}  # type: ignore[call-overload]
    return Agreement(code=fresh_code(), codebook=book.reference, digest=book.digest, recipient=recipient_of(secret),
                     **said), secret  # fmt: skip


def going(house: Between, **more: Any) -> tuple[Partnership, bytes]:
    """An agreement by which rows of this house go; Nadia heard its mark. And the secret of the other house."""
    agreement, secret = their_agreement(**more)
    found = agreeing.read_in(agreement.as_file(), by=house.people["ana"])
    agreeing.confirm(found, heard=agreement.mark, by=house.people["nadia"])
    found.refresh_from_db()
    return found, secret


def rows(count: int, *more: dict[str, Any]) -> list[dict[str, Any]]:
    """So many rows, of six kinds of need in turn."""
    return [*(row(NEEDS[number % 6]) for number in range(count)), *more]


def inside(sequence: int = 1, count: int = 12, **more: Any) -> Rows:
    """What a file of theirs holds."""
    return replace(Rows(sequence, secrets.token_hex(16), f"{TODAY:%Y-%m}", rows(count)), **more)


def their_file(found: Partnership, what: Rows, **more: Any) -> tuple[bytes, str]:
    """A file of theirs, and its mark."""
    data = seal_passing(found.recipient, rows_as_file(replace(found.agreement, **more), what))
    return data, mark_of(data)


def keep(count: int, to: str = NETWORK, ends: date | None = None) -> list[str]:
    """So many rows that may go on to a partner; the tokens that drop them."""
    tokens = [a_token() for _ in range(count)]
    until = datetime.combine(ends or TODAY + timedelta(days=120), datetime.min.time(), UTC)
    for number, token in enumerate(tokens):
        partners = {partner_named(to): until} if to else {}
        codes = row(NEEDS[number % 6], {"acts": ["VIO"], "care_delay": ["within_72"]})
        assert keep_row(token, "cases", codes, ends=until, partners=partners, now=NOW)
    return tokens


def refused(act: Callable[[], Any]) -> str:
    """The code of the sentence with which a file is refused."""
    with pytest.raises(BadFile) as error:
        act()
    assert error.value.sentence("es")
    return error.value.code


def what_is_in(data: bytes, secret: bytes, found: Partnership) -> Any:
    """What a file of ours holds, opened by the house that it is for."""
    return read_rows(unpadded(open_sealed(data, secret)), found.agreement, codebook("cases"))
