"""Two rows of a sealed column, of two people, and what the house reads in each: doors, and children who are minded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from amparo.access.alternative_care.actions import children
from amparo.casework.models import Case, Referred, Slice
from amparo.commons.places.models import Place
from amparo.commons.policy.policies import Hidden
from amparo.sealing.boxes import Unopenable
from amparo.vault.actions.sending import open_note
from amparo.vault.actions.staff import ShutKey
from tests.cases import a_case, person
from tests.letters import Letters
from tests.minding import MORNING, a_child, make_minding
from tests.referrals import refer
from tests.slices import HEALTH, clinics, her, passed, who_answers
from tests.transfers import approved


@dataclass(frozen=True)
class Two:
    """Two rows of a column, and what the house reads in each; a refusal counts as nothing."""

    rows: tuple[Any, Any]
    read: Callable[[Any], Any]

    def found(self) -> list[Any]:
        found = []
        for row in self.rows:
            row = type(row)._base_manager.get(pk=row.pk)
            try:
                found.append(self.read(row))
            except (Unopenable, Hidden, ShutKey, ValueError, KeyError):
                found.append(None)
        return found


def two_cases(house: Letters) -> tuple[Case, Case]:
    return a_case(house), a_case(house)


def passed_on(house: Letters) -> Two:
    """What whoever answers for another body reads of two of them."""
    place = Place.objects.get(name="Tulcán")
    there = clinics(place)
    focal = who_answers(place, there["clinica"])
    for case in two_cases(house):
        approved(house, case)
        passed(house, case, there)
    one, two = Slice.objects.all()
    return Two((one, two), lambda row: open_note(her(focal), row.ring, row.key_version, row.box))


def what_came_of_it(house: Letters) -> Two:
    """The one word for whoever made each referral."""
    there = clinics(Place.objects.get(name="Tulcán"))
    for case in two_cases(house):
        refer(house, case, there["clinica"], need=HEALTH)
    one, two = Referred.objects.all()
    return Two((one, two), lambda row: open_note(person(house, "ana"), row.ring, row.key_version, row.box))


def where_minded(house: Letters) -> Two:
    mind = make_minding(house.cast, house)
    by = mind.person("pilar")
    return Two((mind.one, mind.two), lambda row: open_note(by, row.ring, row.key_version, row.box))


def of_two_children(house: Letters) -> Two:
    mind = make_minding(house.cast, house)
    by = mind.person("pilar")
    rows = [children.note_protection(a_child(mind), text=f"Nota {n} de ejemplo", by=by, now=MORNING) for n in (1, 2)]
    return Two((rows[0], rows[1]), lambda row: open_note(by, row.ring, row.key_version, row.box))
