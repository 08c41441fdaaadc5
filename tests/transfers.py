"""What the tests of a case that goes to another organisation share: their key, her permission, what they open."""

import json
from typing import Any

import pyrage
from pyrage import x25519

from amparo.casework.actions import cases, transfer
from amparo.casework.actions.permissions import Said, approve_summary, write_permission, write_summary
from amparo.casework.actions.transfer import To
from amparo.casework.models import Case
from amparo.casework.queries.permissions import digest_of_text, permissions_in, recipient_named
from amparo.commons import clock
from amparo.formats.case_questions import Answer
from amparo.sealing.keys import fingerprint
from tests.cases import person
from tests.letters import Letters

NOW = clock.now()
THEIRS, SUMMARY = "Casa Ejemplo del Sur", "Necesita dónde dormir con su gata de ejemplo."
IDENTITY = x25519.Identity.generate()
KEY = str(IDENTITY.to_public())
BOTH = frozenset({"receiver_accepts", "not_left_out"})


def allows(house: Letters, case: Case, *content: str, kind: str = "cross_border_transfer", **more: Any) -> str:
    """She says yes for this organisation; the opaque name of that permission."""
    said: dict[str, Any] = {"recipient": recipient_named(THEIRS, is_state=False), "name": THEIRS, "method": "written"}
    write_permission(case, said=Said(kind, "yes", content=frozenset(content), **said | more), by=person(house, "ana"))
    parts = cases.open_case(case, by=person(house, "ana")).parts
    return next(each.part.reference for each in permissions_in(parts) if each.kind == kind)


def approved(house: Letters, case: Case, text: str = SUMMARY) -> None:
    ana = person(house, "ana")
    write_summary(case, text=Answer(text), was={}, by=ana)
    (part,) = cases.open_case(case, by=ana).of_kind("summary")
    approve_summary(case, reference=part.reference, digest=digest_of_text(text), how="heard", by=ana)


def to(permission: str, **more: Any) -> To:
    return To(**{"permission": permission, "recipient": KEY, "aloud": fingerprint(KEY), "met": BOTH} | more)


def sent(house: Letters, case: Case, permission: str, **more: Any) -> list[Any]:
    """What they find when they open the file with their key."""
    data = transfer.send(case, to=to(permission, **more), by=person(house, "ana"))
    return [json.loads(line) for line in pyrage.decrypt(data, [IDENTITY]).splitlines()]
