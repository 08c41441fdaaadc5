"""What was told without her yes stands on her own page, and a dump does not tell that anything was."""

from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases
from amparo.casework.models import Case, Part
from amparo.casework.queries.hers import LARGEST, copy_of, weight
from amparo.commons.audit.models import Act
from amparo.vault.models import SealedField
from tests.cases import SOME, person, rows_as_text
from tests.integration.test_her_case import agreed
from tests.integration.test_her_page_says import phone_of, text_of
from tests.letters import Letters, a_house_for_letters, letter
from tests.notices import WHO, answer, asked, read_by_two, tell
from tests.young import NOW, opened

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def hers(house: Letters) -> tuple[str, Case]:
    """Her words, and her case out of her letter, which Berta reads too."""
    words, ana = " ".join(letter(Client(), "Lo que escribí.")), person(house, "ana")
    case = desk.begin_case(desk.get_thread(ana, Thread.objects.get().reference), answers=SOME, agreed="written", by=ana)
    cases.share(case, reader=house.readers["berta"], by=ana)
    cases.open_case(case, by=ana)
    return words, case


def test_it_stands_on_her_own_page_from_the_second_yes_on(house: Letters) -> None:
    words, case = hers(house)
    part = asked(house, case)
    assert WHO not in agreed(words), "what one person alone asks for is not told"
    answer(house, case, part)
    page = text_of(agreed(words))
    assert "A quién avisamos de ti sin tu sí" in page
    assert f"20 de noviembre de 2026: dos personas decidieron avisar a {WHO}." in page
    tell(house, case, part)
    page = text_of(agreed(words))
    assert f"20 de noviembre de 2026: avisamos a {WHO}." in page
    assert "Porque una ley lo exige: Ley de ejemplo, art. 0. Nada más ayuda" in page
    assert "Qué se dice: tu edad, más o menos, qué necesitas." in page
    assert not [name for name in ("Ana", "Berta") if name in page]
    assert phone_of(words).ask("case").json()["box"], "with a script she reads the same, out of her copy"


def test_the_longest_of_them_still_fits(house: Letters) -> None:
    _words, case = hers(house)
    for _ in range(6):
        longest = dict.fromkeys(("told_body", "told_law", "told_source"), "&<ñ😀" * 50)
        answer(house, case, asked(house, case, told_why="&<ñ😀" * 900, **longest))
    copy = copy_of(opened(case, person(house, "ana")), NOW)
    assert copy["notices"], "something of it is left"
    assert weight(copy) <= LARGEST


def test_a_dump_does_not_tell_that_something_was_told(house: Letters) -> None:
    case = read_by_two(house)
    part = asked(house, case)
    answer(house, case, part)
    tell(house, case, part)
    lying = rows_as_text(Case, Part, SealedField, Act)
    assert "case.part_written" in lying
    assert not [each for each in ("notice", "duty", "Entidad", "child_protection", "told") if each in lying]
