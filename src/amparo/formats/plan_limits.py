"""What no plan may do: name a milder subject than its people have, or tell a kind of venue at a place. Pure.

A threshold is chosen by a subject, and a subject is one word of a plan. So it is not the plan that has it: who is in a
codebook, and what is written down of them there, says how few are too few. Whoever is counted by gender alone is still
somebody of whom it is known that violence was done to her, if she stands in a codebook that holds it.
"""

from typing import TYPE_CHECKING

from amparo.formats.codebook import MILDEST, Codebook, Variable
from amparo.formats.codes import by_code

if TYPE_CHECKING:
    from amparo.formats.plans import Plan


def faults_of_limits(made: "Plan", book: Codebook) -> list[str]:
    """What is beyond every plan, each in a sentence."""
    return [*_milder(made, book), *_venues(made)]


def _milder(made: "Plan", book: Codebook) -> list[str]:
    """The mildest rules are for people of whom nothing else is written down, in any variable of their codebook."""
    strict = [each for each in book.variables if each.subject != MILDEST]
    if made.subject != MILDEST or not strict:
        return []
    return [
        f"the people of {book.reference} are counted by the rules of {strict[0].subject}, because it holds"
        f" “{strict[0].code}”; the subject “{made.subject}” has milder ones."
    ]


def _venues(made: "Plan") -> list[str]:
    """What kind of a place somebody works in never stands beside where: the two together are an address."""
    venues = [each.name for each in made.dimensions if is_venue(each.variable)]
    places = [each.name for each in made.dimensions if each.variable.kind == "place"]
    if not venues or not places:
        return []
    return [f"a kind of venue ({venues[0]}) never stands beside a place ({places[0]})."]


def is_venue(variable: Variable) -> bool:
    """Does one of its codes name a kind of venue?"""
    return bool(variable.list) and any(each.more.get("venue") for each in by_code(variable.list).values())
