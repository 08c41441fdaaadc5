"""Who came: what organisations recorded of their cases, counted in bands, and kept apart from every estimate.

Cases say who asked for help and allowed to be counted, and never where: their codebook has no place. So these counts
are of the whole house, with the houses that send it their rows; they stand beside a profile and in none of its figures.
What was said of fewer than ten people is one band with what nobody said, so that no band tells that there was one.
"""

from typing import Any

from amparo.evidence.queries import people_by_code, people_of_book
from amparo.formats.codebook import LISTED, codebook
from amparo.formats.frozen import canonical, digest
from amparo.information.risk_profiles.actions import keep_result
from amparo.information.risk_profiles.jobs.reckoning import band
from amparo.information.risk_profiles.queries.came import KIND, SUBJECT

METHOD = "came 1"


def keep_came(*, by: str) -> str:
    """Count who came, and keep it; where the bands are those of before, what is kept is found. Nothing of nobody."""
    body = came()
    if body is None:
        return ""
    recipe = {"bands": digest(canonical(body)), "method": METHOD}
    return keep_result(KIND, SUBJECT, recipe=recipe, body=body, by=by).reference


def came() -> dict[str, Any] | None:
    """How many there are, and how many said each thing, in bands; None where there is not one."""
    many = people_of_book(SUBJECT)
    if not many:
        return None
    book, said = codebook(SUBJECT), people_by_code(SUBJECT)
    return {
        "book": book.reference, "n": band(many),
        "said": [
            [each.part, each.code, [[code, band(said.get((each.part, each.code, code), 0))] for code in each.codes]]
            for each in book.variables
            if each.kind in LISTED
        ],
    }  # fmt: skip
