"""What she said of who must not read hers, and who reads because of it: the same for a letter and for a case."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from amparo.commons.accounts.queries import team_names
from amparo.formats.codes import by_code, codes, label
from amparo.vault.policies import (
    ABOUT_HOUSE,
    ABOUT_OTHER,
    ABOUT_OUTSIDE,
    BODIES,
    STAFF,
    Asked,
    Decision,
    decide,
)
from amparo.vault.queries.readers import who_has_sheets
from amparo.vault.queries.standing import ReaderInfo, people, readers

COMPLAINTS = (ABOUT_HOUSE, ABOUT_OUTSIDE, ABOUT_OTHER)
REFERENCE = re.compile(r"[0-9a-f]{16}")
MOST = 40  # of each question
PLAIN = frozenset({"reader", "outside"})  # roles that say no more than that she reads


@dataclass(frozen=True, slots=True)
class Decided:
    """Who reads a letter or a case, as things stand now."""

    asked: Asked
    decision: Decision
    readers: tuple[ReaderInfo, ...]  # those who read

    @property
    def facts(self) -> dict[str, Any]:
        """What only its readers will know of it."""
        return {
            "excluded": list(self.decision.excluded),
            "about": list(self.asked.bodies),
            "roles": list(self.asked.roles),  # who gets a key later, in such a role or team, stays out as well
            "teams": list(self.asked.teams),
            "complaint": self.asked.complaint,
        }


def asked_of(post: QueryDict) -> Asked:
    """What she said, out of a form; what no list of ours knows is left out."""
    left_out = [each.partition(":") for each in post.getlist("a")[:MOST]]
    complaint = post.get("hum", "")
    return Asked(
        roles=tuple(code for kind, _, code in left_out if kind == "role" and code in by_code("house_role")),
        teams=tuple(name for kind, _, name in left_out if kind == "team" and REFERENCE.fullmatch(name)),
        bodies=tuple(code for code in dict.fromkeys(post.getlist("o")[:MOST]) if code in BODIES),
        complaint=complaint if complaint in COMPLAINTS else "",
    )


def fields_of(asked: Asked) -> list[tuple[str, str]]:
    """The same as hidden fields."""
    left_out = [f"role:{code}" for code in asked.roles] + [f"team:{name}" for name in asked.teams]
    pairs = [("a", each) for each in left_out] + [("o", code) for code in asked.bodies]
    return pairs + ([("hum", asked.complaint)] if asked.complaint else [])


def decide_now(asked: Asked) -> Decided:
    """Who reads this, of those who read today."""
    holders: set[int] = set() if asked.leaves_out_nobody else who_has_sheets()
    today = readers(holders)
    decision = decide(today, asked, () if asked.leaves_out_nobody else people(holders))
    return Decided(asked, decision, tuple(each for each in today if each.reference in decision.readers))


def left_out_choices(infos: Iterable[ReaderInfo]) -> list[tuple[str, str]]:
    """Whom of the house she may leave out: roles and teams that are there, never a name."""
    staff = [each for each in infos if each.kind == STAFF]
    language = get_language() or "es"
    roles = sorted({code for each in staff for code in each.roles} - PLAIN)
    names = team_names({name for each in staff for name in each.teams})
    chosen = [(f"role:{code}", label("house_role", code, language)) for code in roles]
    return chosen + [
        (f"team:{reference}", gettext("The team “%(team)s”") % {"team": name})
        for reference, name in sorted(names.items(), key=lambda pair: pair[1])
    ]


def body_choices() -> list[tuple[str, str]]:
    """“Somebody of …”: who has to do with it does not read. No other is offered: it would leave out nobody."""
    language = get_language() or "es"
    return [(each.code, each.label(language)) for each in codes("perpetrator_class") if each.code in BODIES]
