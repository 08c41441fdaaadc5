"""Who gets to read a letter, decided before anything is sealed; and who may do what with a thread afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.cases import may_change
from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.vault.policies import OUTSIDE, RECOVERY, STAFF, Asked, Reader, is_left_out

FEWEST = 2  # readers of the team; with fewer, somebody outside reads as well
COORDINATOR = "coordinator"  # takes away keys of the team alone; those of who reads from outside nobody here does


@dataclass(frozen=True, slots=True)
class Decision:
    """To whom a letter is sealed, and who was left out of it."""

    readers: tuple[str, ...]
    excluded: tuple[str, ...]

    @property
    def goes_nowhere(self) -> bool:
        """Is there nobody who may read it? Then it is not taken, and the page says where else to turn."""
        return not self.readers


def decide(readers: Iterable[Reader], asked: Asked, people: Iterable[Reader] = ()) -> Decision:
    """Who reads this letter.

    Left out is whoever has a role or a team that she names, or is tied to a body that she names; where she complains
    about somebody of this house, everybody of it. With fewer than two of the team left, who stands outside reads as
    well; also where somebody who was left out coordinates, because she could take the keys of all others away and the
    letter with them. The sheets of paper open it too, unless somebody who was left out keeps one: then who stands
    outside has it in their place; of a complaint about this house the sheets, which people of this house keep, open
    nothing. Nobody who was left out is ever added again. ``people`` are all who do something here or keep a sheet, by
    their accounts: also who reads no letters may be named, and stays out when she gets a key under another role.
    """
    everybody = list(readers)
    staff = [each for each in everybody if each.kind == STAFF]
    outside = [each for each in everybody if each.kind == OUTSIDE]
    left_out = [each for each in (*staff, *outside) if is_left_out(each, asked)]
    chosen = [each for each in staff if each not in left_out]
    may_help = [each for each in outside if each not in left_out]
    named = [each for each in people if is_left_out(each, asked)]
    shares_in_wrong_hands = any(each.holds_share for each in (*left_out, *named))
    keys_in_wrong_hands = any(COORDINATOR in each.roles for each in (*left_out, *named))
    if len(chosen) < FEWEST or shares_in_wrong_hands or keys_in_wrong_hands:
        chosen += may_help
    if chosen and not shares_in_wrong_hands:
        chosen += [each for each in everybody if each.kind == RECOVERY and not is_left_out(each, asked)]
    return Decision(_references(chosen), _references([*left_out, *named]))


def _references(readers: Iterable[Reader]) -> tuple[str, ...]:
    return tuple(sorted(each.reference for each in readers))


def _no_desk(actor: Actor) -> bool:
    """A stranger, or somebody without a role: so the desk of who was forced to come in looks like that of a new one."""
    return not actor.is_authenticated or not getattr(actor, "role_codes", True)


@rule
def may_read_letters(actor: Actor) -> Sentence | None:
    """Whoever reads letters, here or outside."""
    if _no_desk(actor) or not actor.has_role("reader", "outside"):
        return _("Messages are read by others of the team. Ask the coordinator.")
    return None


@rule
def may_answer(actor: Actor, thread: Any) -> Sentence | None:
    """Whoever reads it answers, while it is not closed."""
    refusal = may_read_letters.reason(actor)
    if refusal is None and thread.state == "closed":
        return _("This thread is closed. Open it again, and then answer.")
    return refusal


@rule
def may_share(actor: Actor, thread: Any, reader: Any, excluded: Collection[str]) -> Sentence | None:
    """Nobody brings back whom she left out."""
    refusal = may_read_letters.reason(actor)
    if refusal is None and reader.reference in excluded:
        return _("This person was left out of this thread. That stays so.")
    return refusal


@rule
def may_recuse(actor: Actor, thread: Any, others: int) -> Sentence | None:
    """Whoever reads may step back, as long as somebody is left."""
    refusal = may_read_letters.reason(actor)
    if refusal is None and others < 1:
        return _("You are the only one who reads this. Share it with somebody first, then step back.")
    return refusal


@rule
def may_give_words(actor: Actor, case: Any, is_open: bool) -> Sentence | None:
    """Words are given once, to somebody who has none; and only where this house takes messages."""
    refusal = may_change.reason(actor, case)
    if refusal is None and case.her_ring:
        return _("She has words already. If she lost them, she writes to us again, from the first page.")
    if refusal is None and not is_open:
        return _("This house takes no messages today, so words would lead nowhere.")
    return refusal
