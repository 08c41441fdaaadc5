"""Which of the six core types an incident is: the decision order of GBVIMS, over answers that may be missing. Pure.

Source: GBVIMS User Guide (IRC, UNHCR, UNFPA), chapter 3, "The GBV Classification Tool", and questions 1 to 6 of the
standard intake form: did it involve penetration, unwanted sexual contact, physical assault; was it forced marriage,
denial of resources, psychological abuse? One goes down the list, and the first yes is the type: "a process of
elimination that determines the most specific incident type" (gbvims.com). So an incident has exactly one, and two
recent acts on two days are two incidents. All that was done to her stands beside it as acts (content/codes:
``incident_type``), because one type would hide that the same policeman also took her money.

What is not known is not a no. Where a question before the first yes has no answer, nothing can be said yet, and the
answer names that question. It may stay so: nobody asks her twice to fill a table, and the type never decides what
help she gets. Consensual sex work is not an incident; no answer about her work is asked here.

The answers are kept with the version of the rule, so that anybody can decide the same again, and a better rule one
day does not change what was counted before.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from amparo.formats.codes import by_code

VERSION = "gbvims-guide-3/1"
"""The rule in use. A change to it is a new name here, and the old rule stays in ``RULES``."""

NOT_ASKED = "not_asked"


class BadAnswer(ValueError):
    """Something that is not a code of the list ``answer``, named with the question it was given for."""


def is_yes(answer: str) -> bool:
    """Whether an answer is a yes: this code alone. Neither ``True`` nor "true", nor any text that is not empty."""
    return checked(answer, "An answer") == "yes"


def checked(answer: str, name: str) -> str:
    """The answer, if it is a code of the list ``answer``."""
    if type(answer) is not str or answer not in by_code("answer"):
        raise BadAnswer(f"{name} is {answer!r}, which is not a code of the list answer.")
    return answer


@dataclass(frozen=True, slots=True)
class Answers:
    """What she said to the six questions, in their order. What was not asked is not a no."""

    penetration: str = NOT_ASKED
    sexual_contact: str = NOT_ASKED
    physical_assault: str = NOT_ASKED
    forced_marriage: str = NOT_ASKED
    denial: str = NOT_ASKED
    psychological: str = NOT_ASKED

    def __post_init__(self) -> None:
        for field in fields(self):
            checked(getattr(self, field.name), field.name)

    def in_order(self) -> tuple[str, ...]:
        """The six answers, from the first question to the last."""
        return tuple(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Decided:
    """What the rule says of some answers: a core type, or the question that comes first. Never both, never neither."""

    core_type: str | None
    question: int | None
    answers: Answers
    version: str

    def __post_init__(self) -> None:
        if (self.core_type is None) == (self.question is None):
            raise ValueError("A decision is a core type or a question, and not both.")
        if self.core_type is not None and self.core_type not in by_code("core_type"):
            raise ValueError(f"core_type is {self.core_type!r}, which is not in the list core_type.")


type Rule = Callable[[Answers], str | int]  # a core type, or the number of the question that is to be answered first


def first_yes(answers: Answers) -> str | int:
    """Down the six questions: the first yes is the type; a question without an answer before it stops the way."""
    types = {code.more["question"]: code.code for code in by_code("core_type").values()}
    for question, answer in enumerate(answers.in_order(), start=1):
        if answer == "yes":
            return types[question]
        if answer != "no":
            return question
    return types[0]


RULES: Mapping[str, Rule] = MappingProxyType({VERSION: first_yes})
"""Every rule that ever decided, by its version. None is ever changed or taken out."""


def classify(answers: Answers, version: str = VERSION) -> Decided:
    """The core type of an incident, or the question to answer first, by the rule of this version."""
    if version not in RULES:
        raise ValueError(f"There is no rule of the version {version!r} here.")
    said = RULES[version](answers)
    if isinstance(said, int):
        return Decided(None, said, answers, version)
    return Decided(said, None, answers, version)


def is_reproduced(kept: Decided) -> bool:
    """Whether the rule by which this was decided says the same today of the same answers."""
    return classify(kept.answers, kept.version) == kept


def to_look_at(acts: Iterable[str], answers: Answers) -> tuple[int, ...]:
    """The questions whose answer does not fit what was done: an act of that kind stands there, and no yes.

    It changes nothing by itself. She may see it otherwise, and then both stay as they are.
    """
    named = set(acts)
    unknown = named - set(by_code("incident_type"))
    if unknown:
        raise ValueError(f"acts holds {sorted(unknown)}, which the list incident_type does not know.")
    parents = {by_code("incident_type")[act].more.get("parent", "") for act in named}
    numbers = {by_code("core_type")[parent].more["question"] for parent in parents if parent}
    said = answers.in_order()
    return tuple(sorted(number for number in numbers if said[number - 1] != "yes"))
