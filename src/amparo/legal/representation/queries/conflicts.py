"""Whether a conflict stands in the way: worked out of the sides and of the last look. No column says anything of it.

A look counts for the sides as they were. One more side, or another name, and it is looked again; until then nothing of
what happened is opened.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.queries.bodies import names_here
from amparo.commons.policy.policies import Sentence
from amparo.formats.codes import by_code
from amparo.formats.fold import fold
from amparo.formats.sounds import MOST_WORDS, sounds_in
from amparo.legal.representation.models import Matter
from amparo.legal.representation.policies import BEFORE
from amparo.legal.representation.queries.parts import OpenPart, shut
from amparo.vault.actions.alike import Code, codes_in
from amparo.vault.queries.opened import rings_of
from amparo.vault.queries.readers import at_work, people_of_rings

# What of a side is compared, and how.
COMPARED: dict[str, tuple[str, ...]] = {
    "party_name": ("name",),
    "party_phone": ("phone", "handle"),
    "party_document": ("document",),
}
OURS, THEIRS = "ours", "theirs"
FEWEST_WORDS = 2  # of a name that sound alike, where it has as many: of one first name there are many people
# What is read of a matter before a look: who the sides are, the looks, how it was closed, whether it may be counted;
# and what her key does not open anyway.
ALWAYS = BEFORE | {"matter_closure", "stats_consent", ""}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a look found: of which side, of what kind (list ``conflict_kind``), and whom to ask."""

    side: str  # the opaque name of the part
    kind: str
    ask: str  # the name a colleague uses; empty where nobody is here today

    def as_data(self) -> list[str]:
        """What is sealed of it."""
        return [self.side, self.kind, self.ask]


def sides_in(parts: Iterable[OpenPart]) -> list[OpenPart]:
    """Who the sides are, those that still count."""
    return [each for each in parts if each.kind == "party" and not each.is_over]


def side_of(part: OpenPart) -> str:
    """Is somebody on our side, on theirs, or neither (list ``party_role``)?"""
    role = by_code("party_role").get(str(part.said("party_role", "")))
    return str(role.more["side"]) if role else ""


def codes_of(part: OpenPart) -> list[Code]:
    """By what a side is found."""
    return [each for code, kinds in COMPARED.items() for each in codes_in(str(part.said(code, "")), kinds)]


def words_of(part: OpenPart) -> list[set[str]]:
    """The words of a name that are compared, each with the ways it may sound."""
    words = fold(str(part.said("party_name", ""))).split()
    return [sounds for word in words if (sounds := set(sounds_in(word)))][:MOST_WORDS]


def alike_in(part: OpenPart, lying: Mapping[Code, set[str]], mark: str = "") -> set[str]:
    """The locks where somebody of this number, account or paper stands, or of a name of which two words sound so."""
    own = [(mark + kind, code) for kind, code in codes_of(part)]
    sure = {ring for code in own if code[0] != f"{mark}name" for ring in lying.get(code, ())}
    words = words_of(part)
    heard = [{ring for code in word for ring in lying.get((f"{mark}name", code), ())} for word in words]
    needed = min(FEWEST_WORDS, len(words))
    return sure | {ring for rings in heard for ring in rings if sum(ring in each for each in heard) >= needed}


def is_same(part: OpenPart, other: OpenPart) -> bool:
    """The same asked of two sides that are both open."""
    return bool(alike_in(part, {code: {"other"} for code in codes_of(other)}))


def on_side(side: str, found: Iterable[Code]) -> list[Code]:
    """The same, marked by the side: ours of one matter meets theirs of another, and never ours."""
    return [(f"{side}.{kind}", code) for kind, code in found]


def digest_of_sides(parts: Iterable[OpenPart]) -> str:
    """A short digest of who the sides are: a look counts for these and no others."""
    rows = sorted(
        [each.reference, *(str(each.said(c, "")) for c in ("party_role", *COMPARED))] for each in sides_in(parts)
    )
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def last_look(parts: Iterable[OpenPart]) -> OpenPart | None:
    """The last look, where there was one."""
    return next((each for each in parts if each.kind == "conflict_check"), None)


def findings_in(look: OpenPart | None) -> list[Finding]:
    """What the last look found."""
    return [Finding(*each) for each in look.more.get("found", ())] if look else []


def is_clear_in(parts: Iterable[OpenPart]) -> bool:
    """Was it looked for the sides as they are, and does nothing stand in the way?"""
    rows = list(parts)
    look = last_look(rows)
    if look is None or not _has_client(rows) or look.more.get("sides") != digest_of_sides(rows):
        return False
    verdict = by_code("conflict_verdict").get(str(look.said("conflict_verdict", "")))
    return not findings_in(look) or bool(verdict and verdict.more["clears"])


def shown_of(parts: Iterable[OpenPart]) -> tuple[list[OpenPart], bool]:
    """The parts as they may be read, and whether nothing stands in the way: until then only who the sides are."""
    rows = list(parts)
    clear = is_clear_in(rows)
    return (rows if clear else [each if each.kind in ALWAYS else shut(each) for each in rows]), clear


def _has_client(parts: Iterable[OpenPart]) -> bool:
    return any(side_of(each) == OURS and codes_of(each) for each in sides_in(parts))


def who_is_missing(parts: Iterable[OpenPart]) -> Sentence | None:
    """Why it cannot be looked yet, or None."""
    if not _has_client(list(parts)):
        return _("Write first who she is: a name she uses, a number or an account. Without that nobody can look.")
    return None


def of_the_house(part: OpenPart) -> list[Finding]:
    """Is somebody of the other side of the team, answers for another body here, or is a place of our list?"""
    name, said = fold(str(part.said("party_name", ""))).strip(), str(part.said("party_name", ""))
    if not name:
        return []
    sounds = set(sounds_in(said))
    people = [each for each in at_work() if _is_alike(each.name_used, name, sounds)]
    found = [Finding(part.reference, "team", "")] if people else []
    if any(_is_alike(each, name, sounds) for _reference, each in names_here()):
        found.append(Finding(part.reference, "provider", ""))
    return found


def _is_alike(theirs: str, name: str, sounds: set[str]) -> bool:
    """The same name; or one of several words that all sound in it."""
    words = fold(theirs).split()
    if " ".join(words) == name:
        return True
    return len(words) > 1 and set(sounds_in(theirs)) <= sounds


def whom_to_ask(actor: Any, owners: dict[str, int | None]) -> list[str]:
    """Of locks and whose each is: whom to ask about each, by the name she uses; empty where nobody is here."""
    mine = set(rings_of(actor).filter(case_key__ring__in=list(owners)))
    reading = people_of_rings(owners)
    names = []
    for ring, owner in owners.items():
        others = [each for each in reading[ring] if each.pk != actor.pk]
        chosen = next((each for each in others if each.pk == owner), next(iter(others), None))
        names.append(actor.name_used if ring in mine else chosen.name_used if chosen else "")
    return sorted(set(names))


def owners_of(rings: set[str]) -> dict[str, int | None]:
    """Whose these matters are, by their locks."""
    return dict(Matter.objects.filter(ring__in=rings).values_list("ring", "owner_id"))
