"""Who may ask, check, read the words, let out and take down; and why not, which is the tooltip of the button.

Every rule looks at ``Standing``: a request with who said yes to what it says *now*. Two accounts from one hand are one
person: a yes counts only where its hands and those of the author and of who said yes before have nobody in common.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.doors.release.policies.states import DRAFT, FIRST, OPEN, READY, SECOND, WORDS

ANALYST, CHECKER, READER, COORDINATOR = "analyst", "output_checker", "reviewer", "coordinator"
TOTALS = "totals"  # of a plan: the own figures of one house, which somebody outside of it looks at
DELAY = timedelta(days=30)
YEAR = timedelta(days=365)
NOT_OURS = _("Only who checks releases does this. Ask the coordinator for the role.")
AUTHOR = _("You asked for this table, so you cannot check it. Somebody else who checks can.")
ONE_HAND = _(
    "Your passphrase and that of somebody who took part before come from the same hands, so this would be the word of"
    " one person. Somebody else who checks can."
)


@dataclass(frozen=True, slots=True)
class Yes:
    """Who said yes to what a request says now, and through whose hands she comes in."""

    who: str
    hands: frozenset[str]
    paid: bool = False
    outside: bool = False  # of another house, by a word that proves it


@dataclass(frozen=True, slots=True)
class Standing:
    """A request as the rules see it."""

    state: str
    author: str
    author_hands: frozenset[str]
    checkers: int
    checks: tuple[Yes, ...] = ()
    reads: tuple[Yes, ...] = ()
    due: date | None = None  # the first day on which it may be released
    audience: str = "public"
    readers: frozenset[str] = frozenset()  # not for the public: who of the paid reviewers may read it
    kind: str = "counts"


def hands_of(actor: Actor) -> set[str]:
    """Through whose hands she comes in now."""
    return actor.hands() if hasattr(actor, "hands") else {str(getattr(actor, "reference", actor))}


def _apart(actor: Actor, standing: Standing, before: tuple[Yes, ...]) -> Sentence | None:
    """Is she another person than the author and than each who said yes before?"""
    mine = hands_of(actor)
    if getattr(actor, "reference", "") == standing.author:
        return AUTHOR
    if any(getattr(actor, "reference", "") == each.who for each in before):
        return _("You said yes already. The next yes is somebody else's.")
    if mine & standing.author_hands or any(mine & each.hands for each in before):
        return ONE_HAND
    return None


@rule
def may_see(actor: Actor) -> Sentence | None:
    """Who counts, who checks, who reads words, and who coordinates."""
    if actor.is_authenticated and actor.has_role(ANALYST, CHECKER, READER, COORDINATOR):
        return None
    return NOT_OURS


@rule
def may_find(actor: Actor, standing: Standing) -> Sentence | None:
    """What is for others than the public a paid reviewer finds only where its agreement names her."""
    refusal = may_see.reason(actor)
    if refusal is None and not actor.has_role(ANALYST, CHECKER, COORDINATOR) and standing.audience != "public":
        named = getattr(actor, "reference", "") in standing.readers
        return None if named else _("Its agreement names who reads it, and you are not among them.")
    return refusal


@rule
def may_see_tables(actor: Actor, standing: Standing) -> Sentence | None:
    """Of what left for others than the public, who only reads words sees the words, with the figures in them."""
    refusal = may_find.reason(actor, standing)
    if refusal is None and not actor.has_role(ANALYST, CHECKER, COORDINATOR) and standing.audience != "public":
        return _("Its tables are for those for whom it left. You see the words, with their figures.")
    return refusal


@rule
def may_see_figures(actor: Actor, kind: str = "counts") -> Sentence | None:
    """What wants to leave is looked at by who counts and who checks; who reads the words sees what would be shown.

    Own totals are asked for by who coordinates, because nobody counts there.
    """
    if actor.is_authenticated and actor.has_role(ANALYST, CHECKER, *([COORDINATOR] if kind == TOTALS else [])):
        return None
    return _("Who checks figures sees the whole table. You see what would be read.")


@rule
def may_ask(actor: Actor, kind: str = "counts", counts_here: bool = True) -> Sentence | None:
    """Who counts asks for a release; for the own totals of a house where nobody counts or checks, who coordinates."""
    if kind == TOTALS:
        return _may_ask_totals(actor, counts_here)
    if actor.is_authenticated and actor.has_role(ANALYST):
        return None
    return _("Only who counts asks for a release. Tell her which table is missing.")


def _may_ask_totals(actor: Actor, counts_here: bool) -> Sentence | None:
    if not actor.is_authenticated or not actor.has_role(COORDINATOR):
        return _("The coordinator asks for the own totals of a house. Ask her.")
    if counts_here:
        return _("In this house somebody counts or checks. Then two people of it check: ask by another plan.")
    return None


@rule
def may_change(actor: Actor, standing: Standing) -> Sentence | None:
    """The author takes it back and writes its words, as long as it has not ended."""
    if getattr(actor, "reference", "") != standing.author:
        return _("Only who asked for it changes it. You can refuse it, and say why.")
    asks = COORDINATOR if standing.kind == TOTALS else ANALYST
    if not actor.is_authenticated or not actor.has_role(asks):
        return _("You no longer count here, so you change nothing of it. Who checks can end it with a no.")
    return None if standing.state in OPEN else _("This one has ended.")


@rule
def may_reword(actor: Actor, standing: Standing) -> Sentence | None:
    """Once the figures stand."""
    refusal = may_change.reason(actor, standing)
    if refusal is None and standing.kind == TOTALS:
        return _("The words of own totals are those of the plan. Nobody of the house changes them.")
    if refusal is None and standing.state == DRAFT:
        return _("First the figures are hidden and attacked. Then you write the words.")
    return refusal


@rule
def may_check(actor: Actor, standing: Standing) -> Sentence | None:
    """Two people besides the author, each once."""
    if getattr(actor, "reference", "") == standing.author:
        return AUTHOR
    if not actor.is_authenticated or not actor.has_role(CHECKER):
        return NOT_OURS
    if standing.state not in (FIRST, SECOND):
        return _("There is nothing to check here now.")
    return _apart(actor, standing, standing.checks)


@rule
def may_refuse(actor: Actor, standing: Standing) -> Sentence | None:
    """Who checks, at any time before it leaves; not the author, who takes it back instead."""
    if not actor.is_authenticated or not actor.has_role(CHECKER):
        return NOT_OURS
    if standing.state not in OPEN:
        return _("There is nothing to refuse here now.")
    return AUTHOR if getattr(actor, "reference", "") == standing.author else None


@rule
def may_read_words(actor: Actor, standing: Standing) -> Sentence | None:
    """Two people besides the author read the words; one of them is paid and of a peer organisation."""
    if getattr(actor, "reference", "") == standing.author:
        return _("You wrote these words, so others read them.")
    if not actor.is_authenticated or not actor.has_role(READER, CHECKER, ANALYST):
        return _("The words are read by who reviews words and by who checks.")
    if (refusal := may_find.reason(actor, standing)) is not None:
        return refusal
    if standing.state != WORDS:
        return _("The words are read once the figures have their yes.")
    refusal = _apart(actor, standing, standing.reads)
    if refusal is None and standing.reads and not (actor.has_role(READER) or any(each.paid for each in standing.reads)):
        return _("The second one is read by a paid reviewer of a peer organisation. Ask one.")
    return refusal


@rule
def may_release(actor: Actor, standing: Standing, today: date) -> Sentence | None:
    """Who checks, on its day, where everybody who has to said yes to what would be written."""
    own = standing.kind == TOTALS
    if not actor.is_authenticated or not actor.has_role(COORDINATOR if own else CHECKER):
        return _("The coordinator lets out the own totals of a house. Ask her.") if own else NOT_OURS
    if standing.state != READY:
        return _("It is not ready: the figures and the words need their yes first.")
    if getattr(actor, "reference", "") == standing.author and not own:
        return AUTHOR
    if not has_its_checks(standing) or not has_its_reads(standing):
        return _("Somebody changed it since the last yes. It needs its yes again.")
    if standing.due is None or today < standing.due:
        return _("It leaves thirty days after its period at the earliest, so that nobody is found by the day.")
    return None


@rule
def may_take_down(actor: Actor) -> Sentence | None:
    """Whoever sees that something is wrong, among who checks and who coordinates: at once, and alone."""
    if actor.is_authenticated and actor.has_role(CHECKER, COORDINATOR):
        return None
    return _("Who checks or who coordinates takes it down at once. Call one of them.")


def has_its_checks(standing: Standing) -> bool:
    """Are there as many different people as it needs, none of them the author? Of own totals one, of another house."""
    return len(_different(standing, standing.checks)) >= max(1, standing.checkers)


def has_its_reads(standing: Standing) -> bool:
    """Two different people besides the author, one of them paid? Own totals have the words of their plan."""
    if standing.kind == TOTALS:
        return True
    found = _different(standing, standing.reads)
    return len(found) >= 2 and any(each.paid for each in found)


def _different(standing: Standing, says: tuple[Yes, ...]) -> list[Yes]:
    """Those whose hands have nobody in common with the author's nor with those of one before."""
    found: list[Yes] = []
    for each in says:
        if each.outside != (standing.kind == TOTALS):
            continue  # a word from outside is for own totals, and nobody's of the house is
        others = [standing.author_hands | {standing.author}, *(one.hands | {one.who} for one in found)]
        if not any((each.hands | {each.who}) & other for other in others):
            found.append(each)
    return found
