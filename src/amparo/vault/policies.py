"""Who may change whose keys count, and who never reads. Two people for everything that lets somebody read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.access import FOCAL_POINT, holding

READING = ("reader", "outside")  # the roles that letters are sealed to
HOLDING = holding()  # the roles whose keys count: a case, a child's record or a study is opened to them, one by one
ANSWERING = (FOCAL_POINT,)  # of another body: her key counts for what is referred to her, and for nothing else
COORDINATOR = "coordinator"  # takes away keys of the team alone; those of who reads from outside nobody here does
# The bodies that a reader may be tied to, by her own word: people of somebody's life are not asked for. Only these can
# leave a reader out, so only these may be marked by whoever writes.
BODIES = ("POL", "MIL", "MIG", "MUN", "SAL", "JUS", "OC")
STAFF, OUTSIDE, RECOVERY = "staff", "outside", "recovery"
FEWEST_READING = 2  # readers of the team; with fewer, somebody outside reads as well
ABOUT_HOUSE, ABOUT_OUTSIDE, ABOUT_OTHER = "house", "outside", "other"


class Reader(Protocol):
    """What the decision knows of somebody who could read."""

    @property
    def reference(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def teams(self) -> frozenset[str]: ...
    @property
    def ties(self) -> frozenset[str]: ...
    @property
    def holds_share(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What she said before writing; everything may be empty."""

    roles: Collection[str] = ()  # roles of the house that must not read
    teams: Collection[str] = ()  # teams that must not read
    bodies: Collection[str] = ()  # "somebody of …": codes of perpetrator_class
    complaint: str = ""  # about somebody who helps: of this house, of the reader outside, of another organisation

    @property
    def leaves_out_nobody(self) -> bool:
        """Did she name nobody? Then it does not matter who has a sheet."""
        return not (self.roles or self.teams or self.bodies or self.complaint)


def is_left_out(reader: Reader, asked: Asked) -> bool:
    """Does what she said name this reader?"""
    return bool(
        reader.roles & set(asked.roles)
        or reader.teams & set(asked.teams)
        or reader.ties & set(asked.bodies)
        or (asked.complaint == ABOUT_HOUSE and is_of_house(reader))
        or (asked.complaint == ABOUT_OUTSIDE and (reader.kind == OUTSIDE or OUTSIDE in reader.roles))
    )


def is_of_house(reader: Reader) -> bool:
    """Is it somebody of this house, or its sheets? Who does anything else here is, also with a key from outside."""
    return reader.kind in {STAFF, RECOVERY} or bool(reader.roles - {OUTSIDE})


@dataclass(frozen=True, slots=True)
class Decision:
    """To whom a letter or a case is sealed, and who was left out of it."""

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
    if len(chosen) < FEWEST_READING or shares_in_wrong_hands or keys_in_wrong_hands:
        chosen += may_help
    if chosen and not shares_in_wrong_hands:
        chosen += [each for each in everybody if each.kind == RECOVERY and not is_left_out(each, asked)]
    return Decision(_references(chosen), _references([*left_out, *named]))


def _references(readers: Iterable[Reader]) -> tuple[str, ...]:
    return tuple(sorted(each.reference for each in readers))


def _has_no_desk(actor: Actor) -> bool:
    """A stranger, or somebody without a role: so the desk of who was forced to come in looks like that of a new one."""
    return not actor.is_authenticated or not getattr(actor, "role_codes", True)


def _is(actor: Actor, key: int | None) -> bool:
    """Is this her? A process of the server is nobody."""
    return key is not None and getattr(actor, "pk", None) == key


def _hands(actor: Actor) -> set[str]:
    """Everybody who could have come in as her; a process of the server came in as nobody."""
    found: set[str] = actor.hands() if hasattr(actor, "hands") else set()
    return found


@rule
def may_keep_keys(actor: Actor) -> Sentence | None:
    """The coordinator makes the sheets and invites readers."""
    if _has_no_desk(actor) or not actor.has_role(COORDINATOR):
        return _("Only the coordinator looks after the keys. Ask her.")
    return None


SAME_HANDS = _(
    "Her passphrase and yours come from the same hands, so this would be the word of one person. "
    "Ask another person, or ask who runs the server to hand her a passphrase."
)


@rule
def may_confirm_reader(actor: Actor, reader: Any, maker: Any = None, waits: bool = False) -> Sentence | None:
    """A key counts when a second person says so, whose hands are not those of the first.

    ``waits``: the own key of that second person waits for such a word itself.
    """
    if _has_no_desk(actor) or not actor.has_role(COORDINATOR, "reader"):
        return _("Only a coordinator or somebody who reads messages confirms a key. Ask her.")
    first = reader.user or maker  # whose word the key is so far
    if first is None:
        return None
    if _is(actor, first.pk):
        return _("This key is yours, or you wrote it down. Another person confirms it.")
    if _hands(actor) & first.hands():
        return SAME_HANDS
    if waits:
        return _(
            "Your own key is not confirmed yet. Another person confirms it first; then you can confirm those of others."
        )
    return _not_ready(reader) if reader.user else None


def _not_ready(reader: Any) -> Sentence | None:
    """Why the key of an account does not count yet, whoever confirms it."""
    if reader.user.must_choose:
        return _("She has not chosen a passphrase of her own yet. Confirm her key after that.")
    if not reader.user.has_role(*HOLDING, *ANSWERING):
        return _("She accompanies nobody and reads no messages. Give her such a role first, on the page of the team.")
    if (reader.kind == "outside") != is_outside(reader.user):
        return _("Her key was made for another role. Take it away: she gets another when she comes in again.")
    return None


def is_outside(person: Any) -> bool:
    """Does she read as somebody from outside, and not as one of the team?"""
    return bool(person.has_role("outside") and not person.has_role("reader"))


@rule
def may_confirm_sheets(actor: Actor, maker: Any) -> Sentence | None:
    """Who made the sheets does not confirm them as well; nor an account that came from the same hands."""
    refusal = may_keep_keys.reason(actor)
    if refusal is not None or maker is None:
        return refusal
    if _is(actor, maker.pk):
        return _("You made these sheets. Another coordinator confirms them.")
    return SAME_HANDS if _hands(actor) & maker.hands() else None


@rule
def may_confirm_sheet(actor: Actor, share: Any) -> Sentence | None:
    """Each shows her own sheet; who has no account here shows hers at the desk of the coordinator."""
    if not _has_no_desk(actor) and _is(actor, share.held_by_id):
        return None
    if share.held_by_id is not None:
        return _("Whoever keeps this sheet types it herself, at her own desk.")
    return may_keep_keys.reason(actor)


@rule
def may_see_keys(actor: Actor) -> Sentence | None:
    """Whoever works here sees who reads; each sees of the rest what is hers."""
    if _has_no_desk(actor):
        return _("Only the coordinator looks after the keys. Ask her.")
    return None


@rule
def may_retire_reader(actor: Actor, reader: Any) -> Sentence | None:
    """Whoever coordinates takes a key of the team away; everybody may give up her own.

    A reader outside is out of reach for the house: else whoever is complained about takes away who reads the complaint.
    That is refused always, whether there is a complaint or not, so that the refusal tells nothing.
    """
    if not _has_no_desk(actor) and _is(actor, reader.user_id):
        return None
    refusal = may_keep_keys.reason(actor)
    if refusal is None and reader.kind == "outside" and reader.state != "proposed":
        return _("She reads from outside, so nobody of the house changes this. Whoever runs the server can.")
    return refusal


@rule
def may_tie_reader(actor: Actor, reader: Any) -> Sentence | None:
    """Each says herself with whom she has to do; for who has no account here the coordinator writes it down."""
    if not _has_no_desk(actor) and _is(actor, reader.user_id):
        return None
    return may_keep_keys.reason(actor)
