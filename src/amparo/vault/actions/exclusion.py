"""Who was left out of a thread or case for good: asked of the facts that are locked with it, and of the ledger."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.vault.actions import letters, rings
from amparo.vault.actions.alike import hide
from amparo.vault.actions.ledger import SOMEBODY, has_left, who_left, write_left
from amparo.vault.models import ACTIVE
from amparo.vault.policies import Asked, is_left_out
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.readers import (
    Somebody,
    at_work,
    could_read,
    everybody,
    is_among,
    keeps_a_sheet,
    named_by,
    names_of_reader,
    namesakes,
    who_has_sheets,
)
from amparo.vault.queries.standing import info, keepers, people, sheets_today

UNREAD = "unread"  # among the facts: a browser may have sealed another seed to this reader, or damaged them


class Thing(Protocol):
    """A thread or a case: what locks it, and its facts."""

    ring: str
    facts: Any
    facts_version: int


@unaudited("it changes nothing")
def facts_of(thing: Thing, seeds: Mapping[int, bytes]) -> dict[str, Any]:
    """Who was left out of a thread or case and why; ``UNREAD`` where this key does not open it."""
    try:
        filled = rings.open_envelope(seeds[thing.facts_version], bytes(thing.facts))
    except (KeyError, ValueError):
        return {**letters.read_facts(b""), UNREAD: True}
    facts: dict[str, Any] = letters.read_facts(filled)
    return facts


class LeftOut:
    """A reader who is asked about thousands of things: was she left out of each? As ``not_left_out`` decides it.

    By name, by another key of hers, or by what she who wrote said of roles and bodies. The ledger is asked as well, by
    her key and by her account: facts that an old backup brought back do not name who was taken out since. Where the
    facts cannot be opened nobody can tell, so everybody was.
    """

    def __init__(self, reader: Any) -> None:
        self.info, self.names = info(reader, set()), names_of_reader(reader)
        self.in_ledger = _key_and_account(reader)

    def of(self, facts: dict[str, Any], ring: str) -> bool:
        """Was she left out of the thing that this ring locks?"""
        if facts.get(UNREAD):
            return True
        asked = Asked(facts["roles"], facts["teams"], facts["about"], facts["complaint"])
        if not self.names.isdisjoint(facts["excluded"]) or is_left_out(self.info, asked):
            return True
        return any(has_left(ring, name) for name in self.in_ledger)


@unaudited("it changes nothing")
def was_left_out(reader: Any, facts: dict[str, Any], *, ring: str) -> bool:
    """Was this reader left out: by name, by another key of hers, or by what she who wrote said of roles and bodies?

    The ledger is asked as well, by her key and by her account: facts that an old backup brought back do not name who
    was taken out since. Where the facts cannot be opened nobody can tell, so everybody was.
    """
    return not not_left_out([reader], facts, ring=ring)


@unaudited("it changes nothing")
def not_left_out(readers: Iterable[Any], facts: dict[str, Any], *, ring: str) -> list[Any]:
    """Those of these readers who were not left out, in as many questions however many they are."""
    if facts.get(UNREAD):
        return []
    asked = Asked(facts["roles"], facts["teams"], facts["about"], facts["complaint"])
    named = named_by(facts["excluded"])

    def is_out(reader: Any) -> bool:
        is_named = is_among(reader, named) or is_left_out(info(reader, set()), asked)
        return is_named or bool(who_left(ring, _key_and_account(reader)))

    return [each for each in readers if not is_out(each)]


@unaudited("it changes nothing")
def not_in_ledger(readers: Iterable[Any], *, ring: str) -> list[Any]:
    """Those whom the ledger does not name for this ring: of a thing whose facts nobody opens who is here now."""
    return [each for each in readers if not who_left(ring, _key_and_account(each))]


@unaudited("it changes nothing")
def leaves_out_anybody(facts: dict[str, Any], *, ring: str) -> bool:
    """Was anybody at all left out, or may somebody have been: by the facts, by facts that do not open, by the ledger?

    Not who: she may get a key, a role or a tie tomorrow, and must not have found anything on the day before.
    """
    said = any(facts[name] for name in (*letters.LISTS, "complaint"))
    return bool(facts.get(UNREAD) or said or who_left(ring, [SOMEBODY]))


@unaudited("it changes nothing")
def may_be_left_out(facts: dict[str, Any], *, ring: str) -> list[Somebody]:
    """Whoever does something here, keeps a sheet or reads from outside, and was not left out of a thing yet."""
    if facts.get(UNREAD):
        return []
    asked = Asked(facts["roles"], facts["teams"], facts["about"], facts["complaint"])
    holders = who_has_sheets()
    here = at_work(holders)
    named = {each.reference for each in people(holders, here) if is_left_out(each, asked)} | set(facts["excluded"])
    found = everybody(here)
    named |= who_left(ring, [each.reference for each in found])
    may = {each.pk for each in not_left_out([e.reader for e in found if e.reader], facts, ring=ring)}
    return [e for e in found if e.reference not in named and (e.reader is None or e.reader.pk in may)]


@unaudited("it changes nothing")
def sheets_in_wrong_hands(facts: dict[str, Any]) -> bool:
    """Has somebody sheets whom she left out, by name, or by what she said of roles and bodies?"""
    asked = Asked(facts["roles"], facts["teams"], facts["about"], facts["complaint"])
    return keeps_a_sheet(facts["excluded"]) or any(is_left_out(each, asked) for each in keepers())


@unaudited("a part of opening, which is audited")
def give_to_sheets(ring: str, facts: dict[str, Any], readers: Iterable[Any], *, by: Actor) -> None:
    """Sheets that were made later open a thing from the day it is opened, unless somebody left out keeps one."""
    sheets = sheets_today()
    if sheets is None or sheets.reader.state != ACTIVE or sheets.reader.pk in {each.pk for each in readers}:
        return
    if not was_left_out(sheets.reader, facts, ring=ring) and not sheets_in_wrong_hands(facts):
        rings.share_ring(ring, sheets.reader, by=by)


@unaudited("the act that causes it is audited")
def leave_for_good(thing: Thing, reader: Any, *, by: Actor) -> None:
    """Write who left into the facts, and take her wraps; the room saves its row.

    Facts that this key does not open stay as they are: others know them, and the ledger says that there is somebody.
    """
    _keep_out(thing, _key_and_account(reader), reader, by)


@unaudited("the act that causes it is audited")
def leave_out(thing: Thing, somebody: Somebody, *, by: Actor) -> None:
    """The same of somebody who may not read it, whether she does today, holds a key, or never had one."""
    if somebody.reader is not None:
        leave_for_good(thing, somebody.reader, by=by)
    else:
        _keep_out(thing, [somebody.reference], None, by)


@unaudited("the act that causes it is audited")
def leave_ring_out(ring: str, somebody: Somebody) -> None:
    """The same of a lock whose facts are not at hand: the ledger remembers it, under whatever key and account."""
    reader = somebody.reader
    for each in (SOMEBODY, somebody.reference, *(_key_and_account(reader) if reader else ())):
        write_left(ring, each)
    if reader is None:
        rings.turn_ring(ring)
    else:
        rings.leave_rings([ring], reader)
    hide([ring])


def _key_and_account(reader: Any) -> list[str]:
    """The names under which the ledger knows her."""
    return [reader.reference, *([reader.user.reference] if reader.user else [])]


def _keep_out(thing: Thing, names: list[str], reader: Any, by: Actor) -> None:
    facts = facts_of(thing, case_seeds(by, thing.ring))
    for each in (SOMEBODY, *names):  # also her account: she may have another key on the day of a restore
        write_left(thing.ring, each)
    if reader is None:
        rings.turn_ring(thing.ring)
    else:
        rings.leave_rings([thing.ring], reader)
    hide([thing.ring])
    if not facts.get(UNREAD):
        facts["excluded"] = sorted({*facts["excluded"], *names})
        thing.facts_version, thing.facts = rings.seal_to(thing.ring, letters.write_facts(facts))


@unaudited("it changes nothing")
def handed_on(thing: Thing, *, by: Actor) -> dict[str, Any]:
    """The facts of a thing for another that begins with it: who was left out of the one is left out of the other.

    They name everybody who may not read it today, also whom the ledger alone knows: it knows her by this lock, and the
    new thing has another.
    """
    facts = facts_of(thing, case_seeds(by, thing.ring))
    if facts.get(UNREAD):
        raise Hidden
    could = could_read(thing.ring)
    may = {each.pk for each in not_left_out(could, facts, ring=thing.ring)}
    out = [each.reference for each in could if each.pk not in may]
    out += who_left(thing.ring, [each.reference for each in everybody()])  # also who holds no key today
    return facts | {"excluded": sorted({*facts["excluded"], *out})}


@unaudited("it changes nothing")
def facts_to_carry(thing: Thing, seeds: dict[int, bytes], whoever: Iterable[LeftOut]) -> dict[str, Any]:
    """The facts of a thing as they leave the house: who was left out, also where only the ledger knows her.

    ``UNREAD`` as the complaint says that nobody can tell who was left out; then nobody reads it elsewhere.
    """
    facts = facts_of(thing, seeds)
    out = {each.info.reference for each in whoever if not facts.get(UNREAD) and each.of(facts, thing.ring)}
    complaint = UNREAD if facts.get(UNREAD) else facts["complaint"]
    excluded = sorted({*facts["excluded"], *out})
    return {name: facts[name] for name in letters.LISTS} | {"excluded": excluded, "complaint": complaint}


@unaudited("it changes nothing")
def facts_that_came(said: dict[str, Any], left_out: Iterable[dict[str, str]]) -> dict[str, Any]:
    """The facts of a thing that comes from another house, with everybody of this one who bears one of those names.

    ``left_out`` has the names under which people there knew who was left out. Whoever has the same name here stays out
    too: better one too many than her. Where nobody could tell there, everybody stays out here.
    """
    facts = {**said, "excluded": sorted({*said["excluded"], *namesakes(left_out)})}
    return facts | {UNREAD: True} if said["complaint"] == UNREAD else facts


@unaudited("it changes nothing")
def readers_for(readers: Iterable[Any], facts: dict[str, Any], ring: str) -> list[Any]:
    """Of these, who may read what comes under this ring; with the sheets of paper, unless somebody left out has one."""
    sheets, chosen = sheets_today(), [each for each in readers if not was_left_out(each, facts, ring=ring)]
    if sheets is None or sheets.reader.state != ACTIVE or not chosen:
        return chosen
    without = was_left_out(sheets.reader, facts, ring=ring) or sheets_in_wrong_hands(facts)
    return chosen if without else [*chosen, sheets.reader]
