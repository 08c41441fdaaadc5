"""What an instrument is made of.

What is asked has a name of its own in the whole instrument, so that ``${name}`` means one thing. Every choice gets
"I do not know" and "I prefer not to say" behind its own codes, and nothing has to be answered but the consent; where
the first consent is a no, nothing that stands behind it is asked.

Nothing is drawn by chance on the phone, because a form keeps whatever it draws, and a card that is kept tells what
the answer was hidden behind. The fact that a crossed question leans on is known to her alone and never asked. Who
hears which of two lists is settled by the form (modules ``arm_a`` and ``arm_b``) or by a digit of her coupon
(``calculate``); only the arm is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

TYPES = ("one", "many", "number", "text", "note", "voice", "consent", "calculate")
LISTED = ("one", "many", "consent")
DONE = ("coded", "sealed", "dropped", "link")
LINKS = ("own", "given")  # the coupon with which she came, or those that she was given
NOT_SAID = ("does_not_know", "prefers_not")  # of the list ``answer``: offered with every choice but the consent
ARMS = ("arm_a", "arm_b")  # of the list ``module``: a form carries at most one of them


class BadInstrument(ValueError):
    """What is wrong: a code of the list ``instrument_fault`` and the facts of its sentence; ``where`` is always one."""

    def __init__(self, code: str, where: str, **facts: str) -> None:
        super().__init__(f"{code} in {where}: {facts}" if facts else f"{code} in {where}")
        self.code = code
        self.facts = {"where": where, **facts}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be ticked. One that stands ``alone`` is not ticked together with another."""

    code: str
    texts: Mapping[str, str]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A page. With ``only`` it stands in forms that carry one of these modules, and in no other."""

    code: str
    texts: Mapping[str, str]
    only: tuple[str, ...]

    def is_in(self, modules: frozenset[str]) -> bool:
        """Does a form with these modules have this page?"""
        return not self.only or not modules.isdisjoint(self.only)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked, said or computed, and what becomes of it.

    ``list`` is a list of ``content/codes``: of its choices, or of its variable where a number or something computed is
    coded; "" where the choices are its own. ``relevant`` and ``calculation`` are written in the language of XLSForm.
    """

    group: str
    name: str
    type: str
    list: str
    choices: tuple[Choice, ...]  # all that are offered, NOT_SAID among them
    relevant: str
    calculation: str
    least: int | None
    most: int | None
    texts: Mapping[str, str]  # empty only where something is computed
    hints: Mapping[str, str]  # empty, or all three languages
    do: str
    variable: str
    kind: str
    level: str
    indicator: str = ""  # the figure of the set that it feeds
    link: str = ""  # of LINKS: the answer is the code of a coupon

    @property
    def is_asked(self) -> bool:
        """Does she answer it?"""
        return self.type not in ("note", "calculate")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that are offered."""
        return tuple(each.code for each in self.choices)


@dataclass(frozen=True, slots=True)
class Design:
    """How answers that say nothing of one person are read together: a crossed question, or two lists."""

    code: str
    method: str  # crosswise, list
    question: str  # of a list, the question with the sentence that counts
    control: str  # of a list, the question without it
    anchor: str  # of a crossed question, the design whose second sentence is true of nobody
    items: int  # of a list, its harmless sentences
    probability: float  # of a crossed question, how often its harmless half is true
    source: str
    indicator: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of an instrument."""

    name: str
    version: int
    minutes: int
    needs: tuple[str, ...]
    is_sensitive: bool
    texts: Mapping[str, str]
    note: Mapping[str, str]
    sources: tuple[str, ...]
    groups: tuple[Group, ...]
    questions: tuple[Item, ...]
    designs: tuple[Design, ...] = ()
    elsewhere: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # indicator: why no question feeds it
    simulate: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)  # made up, for the demo

    @property
    def modules(self) -> frozenset[str]:
        """Every module that one of its pages belongs to."""
        return frozenset(module for group in self.groups for module in group.only)

    def of_group(self, code: str) -> tuple[Item, ...]:
        """What stands on a page, in order."""
        return tuple(each for each in self.questions if each.group == code)
