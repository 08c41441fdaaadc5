"""Whether a conversation with a specialist may be offered, from what she told. Pure; it gives no name to anybody.

Source: Operational indicators of trafficking in human beings (ILO and European Commission, 2009): six dimensions, in
each a list of facts with a weight, and a rule that says when a dimension holds: two strong; one strong with one of the
others; three medium; two medium with one weak.

Used as it stands, the rule calls nearly every migrant sex worker trafficked: who needs money, has a family, lacks
papers, works without a contract and lives badly makes three of the six dimensions hold with nobody there who holds
her. So here only three are weighed: that she was deceived, that she was forced to come, that she is forced to go on.
How the work is and what is hard in her life stand beside, for whoever listens, and carry no weight at all. Her work
is in no list.

What comes out is no finding about her. It is whether two people may offer her another conversation, and it is not
kept: whoever opens what she told can work it out again. Most weights of the profile for sex work were not seen in the
source by anybody of this project; ``verified`` says which were, and the page shows it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from amparo.formats.codes import by_code

WEIGHED = {"deceived": "signs_deceived", "forced_way": "signs_forced_way", "forced_here": "signs_forced_here"}
"""The questions that are weighed, and the list of each."""

BESIDE = ("work", "leaving", "here")
"""The questions that are shown and never weighed."""

WEIGHTS = ("strong", "medium", "weak")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the weighed lists say. ``holds`` names the questions whose dimension holds."""

    holds: frozenset[str]
    unverified: bool  # does it rest on a weight that nobody saw in the source?

    @property
    def may_be_offered(self) -> bool:
        """Is there reason to offer her a conversation?"""
        return bool(self.holds)


def weigh(told: Mapping[str, Collection[str]]) -> Weighed:
    """What was marked, by question. Whatever is no weighed question is left where it is."""
    holds = frozenset(question for question in WEIGHED if dimension_holds(_weights(question, told.get(question, ()))))
    marked = [by_code(WEIGHED[question])[code] for question in holds for code in told[question]]
    return Weighed(holds, any(not code.more["verified"] for code in marked))


def dimension_holds(weights: Iterable[str]) -> bool:
    """The rule for one dimension."""
    found = list(weights)
    strong, medium, weak = (found.count(each) for each in WEIGHTS)
    if strong + medium + weak != len(found):
        raise ValueError("A weight is strong, medium or weak.")
    return (
        strong >= 2
        or (strong == 1 and medium + weak >= 1)
        or medium >= 3
        or (medium == 2 and weak >= 1)
    )  # fmt: skip


def _weights(question: str, marked: Iterable[str]) -> list[str]:
    known = by_code(WEIGHED[question])
    unknown = set(marked) - set(known)
    if unknown:
        raise ValueError(f"{question} holds {sorted(unknown)}, which its list does not know.")
    return [known[code].more["weight"] for code in dict.fromkeys(marked)]
