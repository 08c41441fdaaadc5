"""What the tests of exports share: an organisation that receives, and a request on its way."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

from amparo.casework.actions import cases, exports
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case, Request
from amparo.casework.queries.exports import To
from amparo.casework.queries.permissions import permission_for, recipient_named
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.keys import fresh_secret, recipient_of
from tests.cases import SOME, person
from tests.letters import Letters

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
BEFORE = NOW - timedelta(days=3)
NETWORK, THEIRS = "Red de ejemplo", fresh_secret()
KIND = "share_for_referral"


def to_network() -> To:
    """For an organisation with an age key of its own."""
    return To(organisation=NETWORK, recipient=recipient_of(THEIRS))


def of_ana(house: Letters, by: str = "ana") -> Case:
    """A case that was opened some days before, by Ana or another."""
    return cases.begin_case(answers=SOME, agreed="written", by=person(house, by), now=BEFORE)


def says(house: Letters, case: Case, answer: str, *, by: str = "ana", now: datetime = BEFORE) -> None:
    """What she whose case it is says to this organisation: coded facts alone, or nothing."""
    her, to = person(house, by), recipient_named(NETWORK, is_state=False)
    standing = permission_for(cases.opened(her, case).parts, KIND, to)
    content, method = (frozenset({"coded_only"}), "written") if answer == "yes" else (frozenset(), "")
    said = Said(KIND, answer, to, NETWORK, content, method, seen=standing.part.number if standing else None)
    write_permission(case, said=said, by=her, now=now)


def two_cases(house: Letters) -> tuple[Case, Case]:
    """Two cases of Ana, of people who let coded facts go to the organisation."""
    found = of_ana(house), of_ana(house)
    for each in found:
        says(house, each, "yes")
    return found


def asked(house: Letters, *found: Case, by: str = "ana", second: str = "berta", to: Any = None) -> Request:
    """Ana asks for a list of these, and names who looks at it."""
    return exports.ask_for_export(
        kind="handover", cases=[each.reference for each in found], reason="network", words="la red de ejemplo",
        to=to or to_network(), second=house.readers[second], by=person(house, by), now=NOW,
    )  # fmt: skip


def agreed(house: Letters, *found: Case, second: str = "berta", **more: Any) -> Request:
    """And a second person agrees."""
    made = asked(house, *found, second=second, **more)
    exports.agree(made, by=person(house, second), now=NOW)
    return made


def taken(house: Letters, made: Request, by: str = "ana", now: datetime = NOW) -> exports.Written:
    """The file, as whoever asked takes it."""
    return exports.write_export(made, by=person(house, by), now=now, language="en")


def rows_in(box: bytes, secret: bytes = THEIRS) -> list[list[str]]:
    """What is in a file, with the key of whoever receives it."""
    return list(csv.reader(io.StringIO(open_sealed(box, secret).decode())))
