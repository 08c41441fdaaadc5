"""The way by which a row in codes goes on to a partner, gone as the house goes it."""

from django.urls import reverse

from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case
from amparo.casework.queries.coded import partner_named
from amparo.formats.codebook import codebook
from amparo.vault.actions.coded import drop_row, token_of
from amparo.vault.queries.coded import ids_for
from amparo.vault.queries.opened import case_seeds
from tests.cases import person
from tests.flows import GOES, NO, WHO, Day


def counted_here(day: Day, case: Case) -> None:
    """She lets her row be counted here; whether it goes on is another word of hers."""
    yes = Said("share_nonidentifiable_stats", "yes", content=frozenset({"coded_only"}), method="written", days=120)
    write_permission(case, said=yes, by=person(day.house, "ana"))


def passed_on(day: Day, case: Case) -> str:
    """Somebody opens the case, and the house makes the file for them; with and without the row of this one."""
    day.browser("ana").get(reverse("case", args=[case.reference]))
    there = _for_them()
    drop_row(token_of(case_seeds(person(day.house, "ana"), case.ring)) or "")
    return GOES if there == _for_them() + 1 else NO


def _for_them() -> int:
    return len(ids_for(partner_named(WHO), codebook("cases").reference))
